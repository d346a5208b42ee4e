"""Looking at the page that is open, as a screen reader and as somebody at 400% zoom would."""

from playwright.sync_api import Page

from tests.journeys.hands import ZOOMED
from tests.plugins.browser import accessibility_faults

DESK = {"width": 1280, "height": 900}


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with the page that is open."""
    found = [f"{path}: {fault}" for fault in accessibility_faults(page)]
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{path}: {headings} first headings")
    page.set_viewport_size(ZOOMED)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > ZOOMED["width"]:
        found.append(f"{path}: {wide} pixels wide at 400% zoom")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return found
