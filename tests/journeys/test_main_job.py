"""The main job from the first question to the locked record, with each person in a browser of their own."""

import io
import re

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.steps import Record, answer_all, choose, claim, press, seen, sign_review, start_examination, until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService

REASON = "Route and booking match this week's briefing, and the answers about the onward journey did not fit the ticket."
PARTICULARS = {
    "carrier": "Fictional Air",
    "service_number": "FX 482",
    "origin": "Istanbul",
    "destination": "Stansted",
    "selection_reason": REASON,
    "family_name": "Fictional-Person",
    "given_names": "Canary",
}


def test_a_sergeant_assures_an_examination_from_first_question_to_locked_record(person: Person, live_service: LiveService) -> None:
    constable, sergeant, assurer = person("pc.stansted"), person("sgt.stansted"), person("sgt.norwich")
    record = start_examination(constable)
    the_clock_shows_what_the_law_needs_next(constable)
    a_colleague_joins_on_their_phone(person, record)
    constable.goto(record.path)
    press(constable, "Notice served")
    press(constable, "Detain")
    expect(constable.locator("main")).to_contain_text("First review")
    seen(constable, "live-detained")
    the_board_says_who_may_review(sergeant, constable, record)
    sign_review(sergeant, record)
    expect(sergeant.locator("main")).to_contain_text("Next review")
    constable.goto(record.path)
    press(constable, "Release")
    expect(constable.locator("main")).not_to_contain_text("First question now")
    the_record_is_completed_and_submitted(constable, record, live_service)
    it_is_returned_naming_a_field(assurer, record)
    the_constable_answers_by_addendum(constable, record)
    it_is_accepted_and_locked(assurer, constable, record)
    the_inspector_reads_the_region(person)
    the_record_is_disclosed_as_a_marked_pdf(assurer, record, live_service)


def the_clock_shows_what_the_law_needs_next(page: Page) -> None:
    main = page.locator("main")
    expect(main).to_contain_text("Detain or stop questioning")
    expect(main).to_contain_text("C1")
    expect(main.locator("[data-due]:visible").first).to_be_visible()
    expect(main).to_contain_text("Owed")
    seen(page, "live-first-question")


def a_colleague_joins_on_their_phone(person: Person, record: Record) -> None:
    phone = person("imani.crake", viewport={"width": 390, "height": 844})
    assert phone.goto(record.path).status == 404  # type: ignore[union-attr]
    phone.goto("/examinations/start/")
    phone.get_by_role("link", name="Join a colleague's examination").click()
    seen(phone, "joining-on-a-phone")
    phone.get_by_role("button", name=f"Join {record.reference}").click()
    phone.wait_for_url(re.compile(re.escape(record.path) + "$"))
    expect(phone.locator("main")).to_contain_text("Detain or stop questioning")
    seen(phone, "live-on-a-phone")


def the_board_says_who_may_review(sergeant: Page, constable: Page, record: Record) -> None:
    sergeant.goto("/examinations/board/")
    row = sergeant.locator("main").locator("li, tr, article").filter(has_text=record.reference).first
    expect(row).to_contain_text("First review")
    seen(sergeant, "review-board")
    constable.goto(f"{record.path}nominate/")
    two_constables_ask_whoever_is_above_them(constable)
    seen(constable, "nominate")
    constable.get_by_label(re.compile("Farid Aziz")).check()
    press(constable, "Ask this officer")
    constable.wait_for_url(re.compile(re.escape(record.path) + "$"))
    expect(constable.locator("main")).to_contain_text("Farid Aziz")


def two_constables_ask_whoever_is_above_them(page: Page) -> None:
    """Each officer offered is above both, on duty here or on call, with a number to ring. The one not accredited says so and is shut."""
    offered = page.locator("main .govuk-radios__item")
    expect(offered.first).to_be_visible()
    words = offered.all_inner_texts()
    for name in ("Farid Aziz", "Hamish Roy", "Jonah Whitlock"):
        assert sum(name in text for text in words) == 1, words
    for name in ("Ben Harker", "Imani Crake", "Gwen Abbott"):  # they examine; she is on duty at another port
        assert not any(name in text for text in words), words
    assert all(re.search(r"ring 01632 \d+", text) for text in words), words
    shut = offered.filter(has=page.locator("input[type=radio][disabled]"))
    expect(shut).to_have_count(1)
    expect(shut).to_contain_text(re.compile("Jonah Whitlock.*accredit", re.S))


def the_record_is_completed_and_submitted(page: Page, record: Record, live: LiveService) -> None:
    page.goto(f"{record.path}particulars/")
    for name, value in PARTICULARS.items():
        page.locator(f"[name={name}]").fill(value)
    draft = f"SELECT count(*) FROM organisation_draft WHERE thing_id = '{record.id}' AND fields::text LIKE '%Canary%briefing%'"
    until(lambda: live.rows(draft) == [["1"]], "the draft of everything typed")
    expect(page.locator("[data-saved]").first).to_contain_text("Saved")
    page.reload()  # a draft on the server outlives the page
    expect(page.locator("[name=carrier]")).to_have_value("Fictional Air")
    expect(page.locator("[name=selection_reason]")).to_have_value(REASON)
    choose(page, "[Dd]irection", "Arriving")
    page.get_by_label("Possible current, emerging or future activity").check()
    seen(page, "particulars")
    press(page, "Save")
    page.wait_for_url(re.compile(re.escape(record.path)))
    page.goto(f"{record.path}submit/")
    seen(page, "submit")
    press(page, "Submit to quality assurance")
    page.wait_for_url(re.compile(re.escape(record.path) + "$"))
    expect(page.locator("main")).to_contain_text("Awaiting quality assurance")


def it_is_returned_naming_a_field(page: Page, record: Record) -> None:
    page.goto("/quality-assurance/")
    seen(page, "qa-queue")
    claim(page, record)
    seen(page, "qa-questions")
    the_keys_move_and_answer(page)
    answer_all(page, not_met="QA-H1")
    choose(page, "^Outcome", "Return for amendment")
    page.get_by_label("Summary").fill("The document is not recorded.")
    page.get_by_text("Fields to amend, if you return the record").click()
    page.get_by_label("Document number").fill("Which passport did you see?")
    seen(page, "qa-decide")
    press(page, "Record the decision")
    page.wait_for_url(re.compile("/quality-assurance/$"))


def the_keys_move_and_answer(page: Page) -> None:
    """j and k move, 2 1 0 n answer the question in focus; what is below met opens its comment, where the keys are letters again."""
    first, second, third, fourth = (page.locator(f"#question-QA-{code}") for code in ("A1", "A2", "A3", "B1"))
    page.keyboard.press("2")
    expect(page.locator("[data-question] input:checked")).to_have_count(0)  # no question is in focus yet
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("2")
    expect(chosen(first)).to_have_value("MET")
    expect(second).to_be_focused()
    page.keyboard.press("j")
    expect(third).to_be_focused()
    page.keyboard.press("k")
    expect(second).to_be_focused()
    for question, key, value in ((second, "1", "PARTLY"), (third, "0", "NOT_MET"), (fourth, "n", "NOT_APPLICABLE")):
        page.keyboard.press(key)
        expect(chosen(question)).to_have_value(value)
        comment = question.locator("textarea")
        expect(comment).to_be_focused()
        page.keyboard.type("jk210n")
        expect(comment).to_have_value("jk210n")
        expect(chosen(question)).to_have_value(value)
        comment.blur()
        page.keyboard.press("j")
    expect(page.locator("[data-question] input:checked")).to_have_count(4)


def chosen(question: Locator) -> Locator:
    return question.locator("input[type=radio]:checked")


def the_constable_answers_by_addendum(page: Page, record: Record) -> None:
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Returned for amendment")
    page.goto(f"{record.path}returned/")
    expect(page.locator("main")).to_contain_text("Which passport did you see?")
    seen(page, "returned")
    part = page.locator("#field-document_number")
    part.get_by_label(re.compile("Your addition")).fill("X1234567, seen and handed back.")
    part.get_by_label(re.compile("Why it was not there before")).fill("Left out in haste.")
    press(page, "Add", within=part)
    expect(page.locator("#field-document_number")).to_contain_text("X1234567, seen and handed back.")
    press(page, "Send it back")
    page.wait_for_url(re.compile(re.escape(record.path) + "$"))


def it_is_accepted_and_locked(assurer: Page, constable: Page, record: Record) -> None:
    claim(assurer, record)
    expect(assurer.locator("main")).to_contain_text("X1234567")
    answer_all(assurer)
    choose(assurer, "^Outcome", "Accept with learning")
    assurer.get_by_label("Learning points").fill("Write the document down at the desk.")
    press(assurer, "Record the decision")
    assurer.wait_for_url(re.compile("/quality-assurance/$"))
    constable.goto(record.path)
    expect(constable.locator("main")).to_contain_text("Accepted")
    assert constable.goto(f"{record.path}particulars/").status == 403  # type: ignore[union-attr]
    constable.goto("/")
    expect(constable.locator("main")).to_contain_text("Write the document down at the desk.")
    seen(constable, "home-constable")


def the_inspector_reads_the_region(person: Person) -> None:
    page = person("di.region")
    page.goto("/region/")
    for words in ("Live now", "Awaiting QA", "Quality assurance over twelve months", "Stansted", "Harwich"):
        expect(page.locator("main")).to_contain_text(words)
    seen(page, "region")


def the_record_is_disclosed_as_a_marked_pdf(page: Page, record: Record, live: LiveService) -> None:
    page.goto(f"{record.path}documents/")
    page.get_by_label("Recipients").fill("Disclosure officer, Fictional Prosecution Service")
    page.get_by_label("Purpose").fill("Answer to a request for disclosure.")
    press(page, "File the disclosure")
    link = page.get_by_role("link", name=re.compile("Download the document")).first
    expect(link).to_be_visible()
    seen(page, "documents")
    response = page.request.get(link.get_attribute("href") or "")
    assert response.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.body()))
    pages = [each.extract_text() for each in reader.pages]
    for number, text in enumerate(pages, start=1):
        assert text.count("OFFICIAL-SENSITIVE") >= 2, f"page {number} is not marked above and below"
        assert re.search(rf"{number}\s+of\s+{len(pages)}", text), f"page {number} does not say which it is"
    whole = " ".join(pages)
    assert record.reference in whole
    assert "Ben Harker" not in whole
    assert "Farid Aziz" not in whole
    assert "/StructTreeRoot" in str(reader.trailer["/Root"]), "the document is not tagged"
    kept = live.rows(f"SELECT content_hash FROM examinations_disclosure WHERE examination_id = '{record.id}'")
    assert kept[0][0] in whole.replace("\n", "").replace(" ", "")
