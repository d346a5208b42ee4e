"""What happens when more than one person, window or press is about the same examination: it is offered and taken, refused at review, saved
twice, pressed twice, and entered afterwards from the paper pad."""

import io
import re
from datetime import timedelta

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from borderops.kit.clock import london, now
from tests.journeys.steps import Record, choose, press, seen, sign_review, start_examination
from tests.plugins.browser import Person
from tests.plugins.live import LiveService


def facts(live: LiveService, record: Record, kind: str) -> int:
    return int(live.rows(f"SELECT count(*) FROM examinations_timelineevent WHERE examination_id = '{record.id}' AND kind = '{kind}'")[0][0])


def test_a_live_examination_is_offered_declined_offered_again_and_taken(person: Person) -> None:
    constable, colleague = person("pc.stansted"), person("imani.crake")
    record = start_examination(constable)
    press(constable, "Detain")
    offer(constable, record, "The interpreter comes at four.")
    colleague.goto("/notices/")
    expect(colleague.locator("main")).to_contain_text(record.reference)
    answer(colleague, record, declines="My shift ends first.")
    constable.goto(record.path)
    expect(constable.locator("main")).not_to_contain_text("Offered to")
    offer(constable, record, "Then please look in at half past.")
    constable.goto(record.path)
    expect(constable.locator("main")).to_contain_text("Offered to")
    answer(colleague, record)
    expect(colleague.locator("main")).to_contain_text("The examination is yours now")
    people = colleague.locator("main section").filter(has_text="Examiners").last
    for name in ("Ben Harker", "Imani Crake"):  # both stay examiners for the rules on who may review
        expect(people).to_contain_text(name)
    press(colleague, "Release")


def offer(page: Page, record: Record, words: str) -> None:
    page.goto(f"{record.path}hand-over/")
    page.get_by_label(re.compile("Imani Crake")).check()
    page.get_by_label("What they should know").fill(words)
    seen(page, "hand-over")
    press(page, "Offer it")
    expect(page.locator("main")).to_contain_text("It stays yours until they accept")


def answer(page: Page, record: Record, declines: str = "") -> None:
    page.goto(f"{record.path}hand-over/answer/")
    if declines:
        seen(page, "answer-hand-over")
        page.get_by_label("Why not").fill(declines)
    press(page, "Decline" if declines else "Accept")
    page.wait_for_url(lambda url: not url.endswith("/answer/"))


def test_a_review_that_refuses_becomes_release_now_on_every_screen(person: Person, live_service: LiveService) -> None:
    constable, sergeant = person("pc.stansted"), person("sgt.stansted")
    record = start_examination(constable)
    press(constable, "Detain")
    sign_review(sergeant, record, outcome="Not authorised")
    expect(sergeant.locator("[role=alert]").first).to_contain_text("was not authorised")
    seen(sergeant, "release-now")
    sergeant.goto("/examinations/board/")
    first = sergeant.locator("[data-record]").first  # before whatever is only due
    expect(first).to_contain_text(record.reference)
    expect(first).to_contain_text("Release")
    constable.goto(record.path)
    expect(constable.locator("[role=alert]").first).to_contain_text("Release now")
    seen(constable, "live-release-now")
    constable.get_by_role("link", name="What must happen").click()
    press(constable, "Released now")
    constable.goto(record.path)
    expect(constable.locator("main")).to_contain_text("To be completed")
    assert facts(live_service, record, "RELEASED") == 1


def test_a_second_window_and_a_double_press_lose_and_double_nothing(person: Person, live_service: LiveService) -> None:
    first = person("pc.stansted")
    record = start_examination(first)
    first.goto(record.path)
    first.get_by_role("button", name=re.compile("^Refreshments")).dblclick()
    first.wait_for_load_state()
    expect(first.locator("main")).to_contain_text("Refreshments: recorded")
    assert facts(live_service, record, "REFRESHMENTS") == 1
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{record.path}particulars/")
    first.locator("[name=carrier]").fill("Fictional Air")
    press(first, "Save particulars")
    first.wait_for_url(re.compile(re.escape(record.path) + "$"))
    second.locator("[name=carrier]").fill("Imaginary Ferries")
    press(second, "Save particulars")
    main = second.locator("main")
    for words in ("Fictional Air", "Imaginary Ferries"):
        expect(main).to_contain_text(words)
    seen(second, "both-texts")
    kept = f"SELECT carrier FROM examinations_particulars WHERE examination_id = '{record.id}'"
    assert live_service.rows(kept) == [["Fictional Air"]]
    first.goto(record.path)
    press(first, "Release")


def test_the_pad_serves_a_dead_network_and_is_entered_afterwards(person: Person, live_service: LiveService) -> None:
    page = person("pc.stansted")
    page.goto("/examinations/blank-pad/")
    seen(page, "blank-pad")
    answered = page.request.get(page.get_by_role("button", name="Download the pad").get_attribute("href") or "")
    assert "OFFICIAL-SENSITIVE" in PdfReader(io.BytesIO(answered.body())).pages[0].extract_text()
    page.goto("/examinations/late-entry/")
    choose(page, "Power", "Schedule 7")
    page.locator("[name=place]").fill("Gate 12")
    page.locator("[name=reason]").fill("The network was down.")
    for name, minutes in (("first_questioned_at", 50), ("detained_at", 45), ("released_at", 20)):
        at = london(now() - timedelta(minutes=minutes))
        for part, value in (("time", f"{at:%H:%M}"), ("day", at.day), ("month", at.month), ("year", at.year)):
            page.locator(f"[name={name}_{part}]").fill(str(value))
    seen(page, "late-entry")
    press(page, "Enter the examination")
    page.wait_for_url("**/examinations/*-*-*-*-*/")
    expect(page.locator("main")).to_contain_text("Late entry")
    record = Record(page.url.rstrip("/").rsplit("/", 1)[1], "")
    assert [facts(live_service, record, kind) for kind in ("FIRST_QUESTION", "DETAINED", "RELEASED")] == [1, 1, 1]
