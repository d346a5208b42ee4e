"""A passport reader on the keyboard's plug types its lines into whatever page is open. On a live record, with nothing focused, they go into
the passport's box and press none of the acts whose keys are the same letters; a key pressed by a finger goes on pressing its act."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import start_examination
from tests.plugins.browser import Person, photograph

CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
CREW = ("C<UTOD231458907<<<<<<<<<<<<<<<", *CARD[1:])
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def scan(page: Page, lines: tuple[str, ...]) -> None:
    """As a reader does: every letter at once, an Enter after each line, wherever the focus is."""
    page.evaluate("document.activeElement.blur()")
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


@pytest.mark.parametrize("lines", [CARD, CREW, PASSPORT], ids=["identity card", "crew card", "passport"])
def test_a_scan_presses_nothing_and_is_read(person: Person, lines: tuple[str, ...]) -> None:
    page = person("pc.stansted")
    record = start_examination(page)
    page.goto(record.path)
    entries = page.locator(".moj-timeline__item").count()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with page.expect_navigation(url=re.compile(r"/passport/$")):
        scan(page, lines)
    assert [url for url in sent if not url.endswith("/passport/")] == []
    expect(page.locator("main")).to_contain_text(re.compile("ERIKSSON", re.I))
    photograph(page, f"scanned-{len(lines)}-lines-{lines[0][0].lower()}")
    page.goto(record.path)
    assert page.locator(".moj-timeline__item").count() == entries


def test_a_key_pressed_by_a_finger_still_presses_its_act(person: Person) -> None:
    page = person("pc.stansted")
    record = start_examination(page)
    page.goto(record.path)
    key = page.locator("main [data-act] [data-key]").first
    with page.expect_request(lambda request: request.method == "POST" and "/drafts/" not in request.url):
        page.keyboard.press(key.get_attribute("data-key") or "")
