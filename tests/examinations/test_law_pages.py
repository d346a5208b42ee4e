"""The pages of the law as it is applied: what everybody reads, what an administrator proposes, and what a detective inspector decides."""

from datetime import date, timedelta
from typing import Any

import pytest

from borderops.kit.clock import london, now
from examinations.law.in_force import live_law
from examinations.models import Correction, LegalReading, Provision
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, headings, title_of, visible_text
from tests.examinations.scenes import counting, number_of
from tests.examinations.test_law import approve
from tests.organisation.pages import boxes


def provision(rule: str = "C2", scope: str = "TACT_S7") -> Provision:
    return Provision.objects.get(rule=rule, scope=scope, correction=None)


def today(cast: Cast) -> dict[str, str]:
    day = london(cast.at).date()
    return boxes("in_force_from", day.day, day.month, day.year)


def proposal(cast: Cast, **changes: Any) -> dict[str, Any]:
    row = provision()
    kept = {"limit": "300", "authority": row.authority, "citation": row.citation, "verified": "on", "reason": "Amended."}
    return {**kept, **today(cast), **changes}


def propose(cast: Cast, **changes: Any) -> Correction:
    answer = Browser(cast, "admin.vetting").post("law:correct_provision", provision().pk, **proposal(cast, **changes))
    assert answer.status_code == 302
    return Correction.objects.get()


@pytest.mark.parametrize("who", ["pc.stansted", "supt.oncall", "admin.vetting", "psd.auditor"])
def test_everybody_who_is_signed_in_reads_the_law_with_its_standing(cast: Cast, who: str) -> None:
    page = Browser(cast, who).get("law:law")
    said = visible_text(page)
    assert "C2 Overall limit" in said
    assert "6 hours Sch 7 para 6A Terrorism Act 2000, Schedule 7, paragraph 6A(3), (3A) and (4) Text read" in said
    assert "Terrorism Act 2000, Schedule 8, paragraph 20C: six months beginning with the date of taking Not verified" in said
    assert "Whether reviews are measured from their start or from the decision: The decision. Not verified" in said
    assert "known until 31 December 2028" in said
    assert (headings(page), "Correct C2" in said) == (1, who == "admin.vetting")


def test_the_page_of_the_law_costs_the_same_whatever_was_corrected(cast: Cast) -> None:
    browser = Browser(cast, "di.region")
    with counting() as before:
        browser.get("law:law")
    for _ in range(3):
        Browser(cast, "admin.vetting").post("law:correct_provision", provision().pk, **proposal(cast))
    for row in Correction.objects.all()[:2]:
        browser.post("law:decide", row.pk, decision="APPROVE")
    with counting() as after:
        browser.get("law:law")
    assert number_of(before) == number_of(after)


def test_a_limit_is_corrected_by_two_people_and_shown_with_its_earlier_version(cast: Cast) -> None:
    correction = propose(cast)
    browser = Browser(cast, "di.region")
    waiting = visible_text(browser.get("law:law"))
    assert "C2 Overall limit, Schedule 7, Terrorism Act 2000 , proposed by 7001" in waiting
    page = visible_text(browser.get("law:correction", correction.pk))
    assert "Limit 5 hours" in page
    assert "What stood before Rule C2 Overall limit" in page
    assert browser.post("law:decide", correction.pk, decision="APPROVE").status_code == 302
    said = visible_text(browser.get("law:law"))
    assert "Earlier versions of C2 Overall limit" in said
    assert "approved by 2002" in said


def test_the_limit_moves_for_the_next_record_and_not_for_this_one(cast: Cast) -> None:
    earlier = begun(cast, 5)
    cast.at += timedelta(minutes=5)  # the present again
    Browser(cast, "di.region").post("law:decide", propose(cast).pk, decision="APPROVE")
    cast.at = now()
    later = begun(cast, 0)
    for scene, hours in ((earlier, 6), (later, 5)):
        clock = visible_text(Browser(cast, "pc.stansted").get("examinations:breaches", scene.examination.pk))
        due = london(scene.examination.started_at + timedelta(hours=hours))
        assert f"by {due:%H:%M:%S}" in clock


def test_a_refusal_keeps_what_was_typed_and_stands_beside_its_field(cast: Cast) -> None:
    past = boxes("in_force_from", 1, 2, 2020)
    page = Browser(cast, "admin.vetting").post("law:correct_provision", provision().pk, **{**proposal(cast), **past})
    assert page.status_code == 422
    assert "never reaches back" in visible_text(page)
    assert 'value="300"' in page.content.decode()
    assert title_of(page).startswith("Error:")


def test_the_proposer_takes_a_proposal_back_and_cannot_decide_it(cast: Cast) -> None:
    correction = propose(cast)
    browser = Browser(cast, "admin.vetting")
    assert browser.post("law:decide", correction.pk, decision="APPROVE").status_code == 403
    assert "Take it back" in visible_text(browser.get("law:correction", correction.pk))
    browser.post("law:withdraw", correction.pk)
    assert "Withdrawn" in visible_text(browser.get("law:correction", correction.pk))
    again = browser.post("law:withdraw", correction.pk, follow=True)
    assert "decided already: withdrawn" in visible_text(again)


def test_not_approving_needs_a_reason(cast: Cast) -> None:
    correction = propose(cast)
    browser = Browser(cast, "di.region")
    page = browser.post("law:decide", correction.pk, decision="REFUSE")
    assert (page.status_code, "Say why not" in visible_text(page)) == (422, True)
    browser.post("law:decide", correction.pk, decision="REFUSE", reason="The Act says six.")
    assert "The Act says six." in visible_text(browser.get("law:correction", correction.pk))


def test_a_reading_can_be_settled(cast: Cast) -> None:
    reading = LegalReading.objects.get(key="review_measured_from")
    answer = Browser(cast, "admin.vetting").post(
        "law:correct_reading", reading.pk, chosen=reading.chosen, verified="on", reason="Counsel's advice of today.", **today(cast)
    )
    assert answer.status_code == 302
    browser = Browser(cast, "di.region")
    browser.post("law:decide", Correction.objects.get().pk, decision="APPROVE")
    assert "Whether reviews are measured from their start or from the decision: The decision. Settled" in visible_text(
        browser.get("law:law")
    )


def test_bank_holidays_are_typed_a_line_each_and_each_fault_names_its_line(cast: Cast) -> None:
    browser = Browser(cast, "admin.vetting")
    day = london(cast.at).date() + timedelta(days=40)
    wrong = browser.post(
        "law:correct_calendar", days=f"{day} Proclaimed day\n31 December", source="A proclamation", reason="Proclaimed.", **today(cast)
    )
    assert (wrong.status_code, "Line 2 is not a day" in visible_text(wrong)) == (422, True)
    sent = browser.post("law:correct_calendar", days=f"{day} Proclaimed day", source="A proclamation", reason="Proclaimed.", **today(cast))
    assert sent.status_code == 302
    correction = Correction.objects.get()
    assert "Proclaimed day" in visible_text(browser.get("law:correction", correction.pk))
    Browser(cast, "di.region").post("law:decide", correction.pk, decision="APPROVE")
    assert "Proclaimed day for records begun from" in visible_text(browser.get("law:law"))


def test_what_is_not_verified_says_so_where_a_clock_is_explained(cast: Cast) -> None:
    scene = begun(cast, 5)
    scene.record("BIOMETRICS_TAKEN", 3, detail={"consent": "WRITTEN", "what": "FINGERPRINTS"})
    browser = Browser(cast, "pc.stansted")
    assert "Sch 8 para 20C Not verified" in visible_text(browser.get("examinations:record", scene.examination.pk))
    page = visible_text(browser.get("examinations:breaches", scene.examination.pk))
    assert "Sch 8 para 20C Not verified" in page
    assert "Readings followed" in page


def test_the_day_of_a_conviction_on_which_a_sample_may_rest_is_corrected_for_later_records(cast: Cast) -> None:
    """R6: 10 April 1995 is a value of the rule, not of the code."""
    row = provision("R6", "TACT_S7")
    assert row.convicted_since == date(1995, 4, 10)
    admin = Browser(cast, "admin.vetting")
    assert "A sample on a conviction of 10 April 1995 or later" in visible_text(admin.get("law:law"))
    sent = {
        "authority": row.authority,
        "citation": row.citation,
        "verified": "on",
        "convicted_since_day": "1",
        "convicted_since_month": "1",
        "convicted_since_year": "1996",
        "reason": "Amended by a fictional Act.",
        **today(cast),
    }
    assert admin.post("law:correct_provision", row.pk, **sent).status_code == 302
    approve(cast, Correction.objects.get(), cast.at + timedelta(minutes=5))
    law = live_law()
    known = [law.find("R6", "TACT_S7", cast.at + timedelta(minutes=each)) for each in (4, 6)]
    assert [one and one.convicted_since for one in known] == [date(1995, 4, 10), date(1996, 1, 1)]
