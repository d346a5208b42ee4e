"""Every page that a link leads to, in a real browser as somebody who may open it: one heading, clean to a screen reader at a desk's width,
and whole at 400% zoom; and everybody's bar in one row. The pages that nobody comes to by links are looked at in test_unlinked_pages.py."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.looking import DESK, faults_of
from tests.journeys.test_unlinked_pages import LOOKED_AT
from tests.plugins.browser import Person
from tests.walk.addresses import ADDRESSES

WHO = ("pc.stansted", "sgt.stansted", "di.region", "supt.oncall", "admin.vetting", "psd.auditor")
FILES = re.compile(r"\.(pdf|json|csv)$|/file/$|/logout/$|^/static/")
ONE_ROW = 60  # pixels, of the bar with all of a person's rooms
MOST = 400  # pages that one person opens before the walk is cut off
# One record leads to other pages than another, by its state; and whoever is new has nothing yet that could be withdrawn.
OFTEN = {"examinations:record": 8, "organisation:person": 3, "accreditation:person": 3}


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


def walked(page: Page, seen: set[str]) -> list[str]:
    """Follow every link from home, each page once, and look at those that nobody before has come to. Returns what is wrong."""
    queue, queued, mine, faults = deque(["/"]), {"/"}, Counter[str](), list[str]()
    while queue and mine.total() < MOST:
        path = queue.popleft()
        name = name_of(path)
        if not name or mine[name] >= OFTEN.get(name, 1):
            continue
        answer = page.goto(path)
        if answer is None or answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            faults.append(f"{path}: a link leads to {answer.status if answer else 'nothing'}")
            continue
        mine[name] += 1
        for link in links_of(page):
            if link not in queued:
                queued.add(link)
                queue.append(link)
        if name not in seen:
            seen.add(name)
            faults += faults_of(page, path)
    bar = page.locator(".bo-nav").bounding_box()
    return faults if bar and bar["height"] < ONE_ROW else [*faults, "the bar wraps at a desk's width"]


def test_every_page_that_a_link_leads_to_is_clean_and_whole_at_400_per_cent(person: Person) -> None:
    seen, faults = set[str](), list[str]()
    for who in WHO:
        faults += [f"{who}: {fault}" for fault in walked(person(who, viewport=DESK), seen)]
    assert not faults, "\n".join(faults)
    come_to = {":".join(name.split(":")[: 2 if name.split(":")[0] in SPACES else 1]) for name in seen}
    pages = {name for name, each in ADDRESSES.items() if "GET" in each.methods and not name.startswith("gallery")}
    unlinked = sorted(pages - come_to - LOOKED_AT - UNLINKED)
    assert not unlinked, "\n".join(unlinked)


SPACES = {name.split(":")[0] for name in ADDRESSES if ":" in name}
UNLINKED = frozenset(
    {
        # Files and data
        *("examinations:attachment", "examinations:blank_pad_pdf", "examinations:document", "examinations:paper"),
        *("examinations:review_paper", "keep_alive", "mfa_download_recovery_codes", "mfa_login_webauthn"),
        # Parts of pages
        *("examinations:board_rows", "examinations:clocks", "examinations:wall_rows"),
    }
)
"""What no link of the walk leads to and is no page. The pages to which none leads are looked at in test_unlinked_pages.py."""
