"""Every page that a link leads to, in a real browser as somebody who may open it: one heading, clean to a screen reader at a desk's width,
and whole at 400% zoom. A page that nobody comes to by links is named below with the reason."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.hands import ZOOMED
from tests.plugins.browser import Person, accessibility_faults
from tests.walk.addresses import ADDRESSES

DESK = {"width": 1280, "height": 900}
WHO = ("pc.stansted", "sgt.stansted", "di.region", "supt.oncall", "admin.vetting", "psd.auditor")
FILES = re.compile(r"\.(pdf|json|csv)$|/file/$|/logout/$|^/static/")
MOST = 400  # pages that one person opens before the walk is cut off
_seen: set[str] = set()


def name_of(path: str) -> str:
    """The view's name, with the act of an address that serves many."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return ":".join([found.view_name, *(str(value) for key, value in found.kwargs.items() if key in {"slug", "kind"})])


def links_of(page: Page) -> list[str]:
    hrefs: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    here = urlsplit(page.url)
    there = [urlsplit(urljoin(page.url, href)) for href in hrefs]
    return [each.path for each in there if each.netloc == here.netloc and not FILES.search(each.path)]


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


@pytest.mark.parametrize("who", WHO)
def test_every_page_that_a_link_leads_to_is_clean_and_whole_at_400_per_cent(person: Person, who: str) -> None:
    page = person(who, viewport=DESK)
    queue, queued, mine, faults = deque(["/"]), {"/"}, set[str](), list[str]()
    while queue and len(mine) < MOST:
        path = queue.popleft()
        name = name_of(path)
        if not name or name in mine:
            continue
        answer = page.goto(path)
        if answer is None or answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            faults.append(f"{path}: a link leads to {answer.status if answer else 'nothing'}")
            continue
        mine.add(name)
        for link in links_of(page):
            if link not in queued:
                queued.add(link)
                queue.append(link)
        if name not in _seen:
            _seen.add(name)
            faults += faults_of(page, path)
    assert not faults, "\n".join(faults)


UNLINKED: frozenset[str] = frozenset()
"""Pages without a link on the seeded day, or that ask for a fresh sign-in first."""


def test_nearly_every_page_was_come_to() -> None:
    """Run after the walks above, in the same process."""
    if not _seen:
        pytest.skip("The walks above did not run in this process.")
    come_to = {name.split(":")[0] if name.count(":") == 0 else ":".join(name.split(":")[:2]) for name in _seen}
    pages = {name for name, each in ADDRESSES.items() if "GET" in each.methods and not name.startswith("gallery")}
    assert pages - come_to - UNLINKED == set()
