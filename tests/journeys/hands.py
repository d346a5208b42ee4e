"""Three sorts of hands for one journey: with a pointer, at 400% zoom, and by keyboard alone. What they do is the same; how they get to a
control is not, and a control that one of them cannot get to fails the journey."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, ViewportSize, expect

MOST_TABS = 400
ZOOMED = ViewportSize(width=320, height=640)  # 1280 wide at 400%: WCAG 2.2, 1.4.10 Reflow


def named(page: Page, name: str, within: Locator | None = None) -> Locator:
    """The first shown button or link whose name begins so."""
    place, words = within or page.locator("main"), re.compile(rf"^{re.escape(name)}", re.I)
    found = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words))
    return found.locator("visible=true").first


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """The page that the press inside leads to has come."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        yield


class Hands:
    """With a pointer."""

    viewport = ViewportSize(width=1280, height=900)

    def use(self, control: Locator) -> None:
        """Press a button or a link, or tick a box."""
        control.click()

    def choose(self, control: Locator) -> None:
        """Choose a radio button or tick a box."""
        control.check()
        expect(control).to_be_checked()

    def write(self, control: Locator, words: str) -> None:
        control.fill(words)

    def look(self, page: Page, name: str) -> None:
        """What these hands need of every page."""

    # --- the same for all hands ---

    def press(self, page: Page, name: str, within: Locator | None = None) -> None:
        """Press a button or follow a link that leads to another page."""
        with leaving(page):
            self.use(named(page, name, within))

    def pick(self, page: Page, group: str, choice: str) -> None:
        """Choose inside the group whose legend has this text."""
        within = page.get_by_role("group", name=re.compile(group))
        self.choose(within.get_by_label(choice, exact=False).first)


class ZoomedHands(Hands):
    """At 400% zoom: whatever is needed is reached without scrolling sideways."""

    viewport = ZOOMED

    def look(self, page: Page, name: str) -> None:
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= ZOOMED["width"], f"{name} is {widest} px wide at 400% zoom"


class KeyboardHands(Hands):
    """Nothing but Tab, arrows, Space, Enter and letters; and the control with the focus is always to be seen."""

    def use(self, control: Locator) -> None:
        self.reach(control)
        is_box = control.evaluate("e => e.matches('input[type=checkbox], summary')")
        control.page.keyboard.press("Space" if is_box else "Enter")

    def choose(self, control: Locator) -> None:
        if control.is_checked():
            return
        if control.get_attribute("type") == "radio":
            self._choose_radio(control)
        else:
            self.use(control)
        expect(control).to_be_checked()

    def write(self, control: Locator, words: str) -> None:
        self.reach(control)
        control.page.keyboard.press("Control+A")
        control.page.keyboard.type(words)
        expect(control).to_have_value(words)

    def _choose_radio(self, control: Locator) -> None:
        """Tab leads into the group; arrows lead from one choice to the next."""
        page = control.page
        self.reach(control, "e => document.activeElement?.type === 'radio' && document.activeElement.name === e.name")
        page.keyboard.press("Space")
        for _ in range(control.evaluate("e => document.getElementsByName(e.name).length")):
            if control.is_checked():
                return
            page.keyboard.press("ArrowDown")

    def reach(self, control: Locator, is_there: str = "e => document.activeElement === e") -> None:
        """Tab until the control has the focus."""
        element = control.element_handle()
        page = control.page
        for _ in range(MOST_TABS):
            if element.evaluate(is_there):
                seen = "() => { const b = document.activeElement.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight }"
                assert page.evaluate(seen), f"the focus is out of sight on {page.url}"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no way to {control} by Tab on {page.url}")


EVERY = {"with a pointer": Hands, "at 400% zoom": ZoomedHands, "by keyboard alone": KeyboardHands}
