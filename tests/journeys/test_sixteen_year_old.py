"""Six hours with a detained sixteen-year-old: interpreter, appropriate adult, solicitor, hospital, a copied device, cash and three reviews;
with a pointer, at 400% zoom, and by keyboard alone."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.hands import EVERY, Hands
from tests.journeys.shift import Shift
from tests.journeys.steps import RECORD, Record, seen, until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService, service

# A Tuesday morning on which nothing of the calendar is in the way; long enough ago that every hour of the shift is over.
MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
ONE_AFTER_THE_OTHER = timedelta(hours=7)
HANDS = [kind() for kind in EVERY.values()]
BORN = {"day": "12", "month": "3", "year": "2010"}
REASON = "Travelling alone on a ticket paid for in cash by somebody who did not come; the answers about who would meet them changed twice."


@pytest.fixture(scope="module")
def that_day(django_db_setup: None) -> Iterator[LiveService]:
    """One service on which the three go through the day one after the other."""
    with service("shifted", at=MORNING) as live:
        yield live


@pytest.mark.parametrize(("number", "hands"), [pytest.param(*each, id=name) for name, each in zip(EVERY, enumerate(HANDS), strict=True)])
def test_six_hours_with_a_sixteen_year_old(number: int, hands: Hands, person: Person, that_day: LiveService) -> None:
    shift = Shift(that_day, person, hands, MORNING + number * ONE_AFTER_THE_OTHER)
    shift.until_minute(0)
    constable, sergeant = shift.of("pc.stansted"), shift.of("sgt.stansted")
    record = the_examination_begins(shift, constable)
    an_adult_and_an_interpreter_come(shift, constable, record)
    they_are_detained_and_told_their_rights(shift, constable, record)
    shift.until_minute(50)
    a_review(shift, sergeant, record)
    a_device_is_kept_and_copied(shift, constable, record)
    shift.until_minute(160)
    a_review(shift, sergeant, record)
    they_go_to_hospital_and_come_back(shift, constable, record)
    cash_is_seized_and_counted_by_two(shift, constable, record)
    shift.until_minute(275)
    a_review(shift, sergeant, record)
    shift.until_minute(390)
    they_are_released_in_time(shift, constable, record)
    the_record_is_completed(shift, constable, record)
    it_is_accepted(shift, record)
    every_paper_can_be_read(shift, sergeant, record)
    shift.let_the_others_catch_up()  # the worker that makes the pack lives in another present until then
    a_pack_is_made(shift, record)


# --- The beginning ------------------------------------------------------------------------------------------------------------


def the_examination_begins(shift: Shift, page: Page) -> Record:
    hands = shift.hands
    page.goto("/")
    hands.look(page, "home")
    hands.press(page, "Start an examination")
    hands.press(page, "Schedule 7")
    hands.press(page, "First question now")
    match = RECORD.search(page.url)
    assert match, page.url
    found = re.search(r"S7-\d\d-\w{6}", page.locator("h1").inner_text())
    assert found
    hands.look(page, "live")
    return Record(match.group(1), found.group(0))


def act(shift: Shift, page: Page, record: Record, *labels: str) -> None:
    """One press each, on the record's own page, with nothing to unfold before it."""
    for label in labels:
        page.goto(record.path)
        shift.hands.press(page, label)


def an_adult_and_an_interpreter_come(shift: Shift, page: Page, record: Record) -> None:
    page.goto(f"{record.path}particulars/")
    for part, number in BORN.items():
        shift.hands.write(page.locator(f"[name=born_on_{part}]"), number)
    shift.hands.press(page, "Save")
    page.goto(record.path)
    expect(page.locator("main")).to_contain_text("appropriate adult")
    act(shift, page, record, "Appropriate adult called", "Interpreter called", "Interpreter ready", "Appropriate adult here")


def they_are_detained_and_told_their_rights(shift: Shift, page: Page, record: Record) -> None:
    act(shift, page, record, "Detain", "Told of rights", "Notice served")
    act(shift, page, record, "Somebody to be told", "Named person told")
    act(shift, page, record, "Solicitor asked for", "Solicitor consulted")
    act(shift, page, record, "Refreshments")
    expect(page.locator("main")).to_contain_text("First review")
    seen(page, f"sixteen-live-{shift.hands.viewport['width']}")


# --- Reviews ------------------------------------------------------------------------------------------------------------------


def a_review(shift: Shift, page: Page, record: Record) -> None:
    hands = shift.hands
    page.goto(f"{record.path}review/")
    hands.look(page, "review")
    hands.pick(page, "How is it carried out", "In person")
    hands.pick(page, "Interpreter present", "Yes")
    hands.pick(page, "Appropriate adult present", "Yes")
    hands.pick(page, "Who was offered", "The person")
    hands.pick(page, "What came of it", "none made")
    hands.pick(page, "^Decision", "Continued detention authorised")
    hands.choose(page.get_by_label(re.compile("^I am satisfied that it is necessary")))
    hands.pick(page, "Which rights not yet exercised", "Neither: both have been exercised")
    hands.pick(page, "Did you tell the person", "Yes")
    hands.choose(page.get_by_label(re.compile("This is my record")))
    hands.press(page, "Sign the review")
    expect(page.locator("main")).to_contain_text("Next review")


# --- What is kept -------------------------------------------------------------------------------------------------------------


def a_device_is_kept_and_copied(shift: Shift, page: Page, record: Record) -> None:
    hands = shift.hands
    act(shift, page, record, "Device kept")
    page.goto(f"{record.path}property/")
    hands.look(page, "property")
    hands.press(page, "Item 1")
    hands.press(page, "Passcode demanded")
    hands.press(page, "Passcode given")
    hands.press(page, "Describe")
    hands.write(page.get_by_label("What it is"), "A telephone, black, with a cracked corner.")
    hands.write(page.get_by_label("Seal number").first, "ST 0042 119")
    hands.press(page, "Record")
    hands.press(page, "Copied")
    hands.look(page, "copy")
    hands.pick(page, "Was it copied by a constable", "Yes")
    hands.pick(page, "Kept because", "Needed to determine")
    hands.press(page, "Record")
    expect(page.locator("main")).to_contain_text("Copy 1")
    seen(page, f"sixteen-item-{hands.viewport['width']}")


def they_go_to_hospital_and_come_back(shift: Shift, page: Page, record: Record) -> None:
    act(shift, page, record, "Left for hospital")
    expect(page.locator("main")).to_contain_text("In hospital: the six hours have stood still")
    shift.until_minute(240)
    act(shift, page, record, "Back from hospital")


def cash_is_seized_and_counted_by_two(shift: Shift, page: Page, record: Record) -> None:
    hands = shift.hands
    act(shift, page, record, "Cash")
    hands.look(page, "cash")
    hands.choose(page.get_by_role("group", name=re.compile("Seized under")).get_by_role("radio").first)
    hands.write(page.get_by_label("Grounds of the suspicion"), "Banded notes in the lining of the case.")
    hands.write(page.get_by_label("How the person explains it"), "No explanation was given.")
    hands.press(page, "Cash seized now")
    hands.press(page, "Count")
    hands.look(page, "cash-count")
    hands.write(page.get_by_label("50", exact=True).first, "40")
    for label, name in (("Counted by", "pc.stansted"), ("And by", "imani.crake")):
        collar = shift.live.rows(f"SELECT collar_number FROM organisation_user WHERE username = '{name}'")[0][0]
        hands.write(page.get_by_label(label), collar)
    hands.write(page.get_by_label("Sealed into bag number"), "C 0009 313")
    hands.press(page, "Record the count")
    expect(page.locator("main")).to_contain_text("2,000.00")
    seen(page, f"sixteen-cash-{hands.viewport['width']}")


# --- The end ------------------------------------------------------------------------------------------------------------------


def they_are_released_in_time(shift: Shift, page: Page, record: Record) -> None:
    act(shift, page, record, "Release")
    page.goto(f"{record.path}breaches/")
    shift.hands.look(page, "breaches")
    expect(page.locator("#breaches")).to_contain_text("None found")
    expect(page.locator("main")).to_contain_text(re.compile(r"C2 Overall limit\s+Met"))


def the_record_is_completed(shift: Shift, page: Page, record: Record) -> None:
    hands = shift.hands
    page.goto(f"{record.path}particulars/")
    hands.look(page, "particulars")
    hands.pick(page, "[Dd]irection", "Arriving")
    for name, words in {"carrier": "Fictional Air", "service_number": "FX 482", "origin": "Istanbul", "destination": "Stansted"}.items():
        hands.write(page.locator(f"[name={name}]"), words)
    hands.write(page.locator("[name=selection_reason]"), REASON)
    hands.choose(page.get_by_label("Possible current, emerging or future activity"))
    hands.press(page, "Save")
    page.goto(f"{record.path}submit/")
    hands.look(page, "submit")
    hands.press(page, "Submit to quality assurance")
    expect(page.locator("main")).to_contain_text("Awaiting quality assurance")


def it_is_accepted(shift: Shift, record: Record) -> None:
    hands, page = shift.hands, shift.of("sgt.norwich")
    page.goto("/quality-assurance/")
    hands.look(page, "qa-queue")
    hands.press(page, "Open", within=page.locator("tr").filter(has_text=record.reference))
    hands.look(page, "qa-questions")
    for question in page.locator("[data-question]").all():
        hands.choose(question.locator("input[type=radio][value=MET]"))
        if question.locator(".bo-question__prompts").count():
            hands.write(question.locator("textarea"), "Looked at beside the record.")
    hands.press(page, "Save and decide")
    hands.look(page, "qa-decide")
    hands.pick(page, "^Outcome", "Accept")
    hands.press(page, "Record the decision")
    page.goto(record.path)
    expect(page.locator("main")).to_contain_text("Accepted")


# --- What leaves the service ----------------------------------------------------------------------------------------------------


def text_of(page: Page, address: str) -> str:
    """The words of a PDF, each of whose pages is marked above and below and says which it is."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf", address
    pages = [each.extract_text() for each in PdfReader(io.BytesIO(answer.body())).pages]
    for number, text in enumerate(pages, start=1):
        assert text.count("OFFICIAL-SENSITIVE") >= 2, f"page {number} of {address} is not marked above and below"
        assert re.search(rf"{number}\s+of\s+{len(pages)}", text), f"page {number} of {address} does not say which it is"
    return " ".join(pages)


def every_paper_can_be_read(shift: Shift, page: Page, record: Record) -> None:
    page.goto(f"{record.path}papers/")
    shift.hands.look(page, "papers")
    seen(page, f"sixteen-papers-{shift.hands.viewport['width']}")
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href$='.pdf']").all()]
    papers = {address: text_of(page, address) for address in links}
    assert sum("/review-" in address for address in papers) == 3
    assert any("ST 0042 119" in text for text in papers.values()), "no receipt names the seal of the device"
    assert any("C 0009 313" in text for text in papers.values()), "no receipt names the bag of the cash"
    assert not any("Ben Harker" in text for text in papers.values()), "officers appear by number"


def a_pack_is_made(shift: Shift, record: Record) -> None:
    hands, page = shift.hands, shift.of("di.region")
    page.goto(f"{record.path}documents/")
    hands.look(page, "documents")
    hands.write(page.get_by_label("Recipients"), "Disclosure officer, Fictional Prosecution Service")
    hands.write(page.get_by_label("Purpose"), "Answer to a request for disclosure.")
    hands.choose(page.get_by_label(re.compile("pack", re.I)).first)
    hands.press(page, "File the disclosure")
    hands.look(page, "pack")
    ready = page.get_by_role("link", name=re.compile("^Download the pack"))
    until(lambda: page.reload() and ready.count(), "the pack", 120)
    seen(page, f"sixteen-pack-{hands.viewport['width']}")
    with page.expect_download():
        hands.use(ready)
    whole = text_of(page, ready.get_attribute("href") or "")
    assert record.reference in whole
    assert "Left for hospital" in whole
