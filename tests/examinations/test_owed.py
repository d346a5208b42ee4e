"""What a record owes: listed, in order, with the page that takes it."""

from datetime import UTC, datetime
from typing import Any

from examinations.fields import LABELS
from examinations.owed import SENTENCES, Breached, Held, awaits_solicitor, owed

DUE = datetime(2026, 11, 23, 11, 20, tzinfo=UTC)
COMPLETE: dict[str, Any] = {
    **dict.fromkeys(SENTENCES, "x"),
    "is_intelligence_led": False,
    "ethnicity_stated": "A1",
    "notice_served_at": DUE,
    "notice_language": "English",
    "recording": "BWV 17",
    "outcome": "NO_FURTHER_ACTION",
    "account": "Answered all questions.",
}
REVIEW = {"sequence": 1, "manner": "IN_PERSON", "representations_offered_to": "BOTH", "representations": "NONE", "was_informed": True}


def fields(held: Held) -> list[str]:
    return [one.field for one in owed(held)]


def test_a_complete_record_owes_nothing() -> None:
    assert owed(Held(COMPLETE, ["FIRST_QUESTION", "RELEASED"], "Gate 12", [REVIEW], is_ended=True)) == []


def test_an_empty_record_owes_every_particular_once() -> None:
    found = fields(Held({}))
    assert len(found) == len(set(found))
    assert set(SENTENCES) <= set(found)


def test_everything_owed_is_a_field_with_a_label_or_the_list_of_breaches() -> None:
    everything = Held({}, ["DETAINED", "SOLICITOR_REQUESTED"], reviews=[{**REVIEW, "manner": "VIDEO"}], breaches=[Breached("C3", DUE)])
    assert set(fields(everything)) <= {*LABELS, "breaches"}


def test_a_false_answer_is_an_answer() -> None:
    assert "is_vulnerable" not in fields(Held({"is_vulnerable": False}))


def test_a_solicitor_asked_for_and_not_consulted_comes_first() -> None:
    first = owed(Held(COMPLETE, ["FIRST_QUESTION", "DETAINED", "SOLICITOR_REQUESTED"], "Gate 12"))[0]
    assert first.is_urgent
    assert "no questions until then" in first.sentence


def test_a_consultation_or_a_withdrawn_request_ends_the_wait_and_a_new_request_begins_it_again() -> None:
    assert not awaits_solicitor(["SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED"])
    assert not awaits_solicitor(["SOLICITOR_REQUESTED", "SOLICITOR_REQUEST_WITHDRAWN"])
    assert awaits_solicitor(["SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED", "SOLICITOR_REQUESTED"])


def test_the_notice_is_urgent_once_the_person_is_detained() -> None:
    unserved = {**COMPLETE, "notice_served_at": None}
    undetained = owed(Held(unserved, ["FIRST_QUESTION"], "Gate 12"))
    detained = owed(Held(unserved, ["FIRST_QUESTION", "DETAINED"], "Gate 12"))
    assert [(one.field, one.is_urgent) for one in undetained] == [("notice_served_at", False)]
    assert [(one.field, one.is_urgent) for one in detained] == [("notice_served_at", True)]


def test_the_press_that_served_the_notice_is_enough() -> None:
    unserved = {**COMPLETE, "notice_served_at": None}
    assert "notice_served_at" not in fields(Held(unserved, ["FIRST_QUESTION", "NOTICE_SERVED"], "Gate 12"))


def test_outcome_and_account_are_owed_only_once_it_has_ended() -> None:
    without = {**COMPLETE, "outcome": "", "account": ""}
    assert fields(Held(without, ["FIRST_QUESTION"], "Gate 12")) == []
    assert fields(Held(without, ["FIRST_QUESTION", "RELEASED"], "Gate 12", is_ended=True)) == ["outcome", "account"]


def test_a_review_by_telephone_owes_its_reason() -> None:
    remote = {**REVIEW, "manner": "TELEPHONE"}
    assert [one.sentence for one in owed(Held(COMPLETE, ["FIRST_QUESTION"], "Gate 12", [remote]))] == [
        "Review 1: say why the review officer did not attend in person."
    ]


def test_a_breach_is_owed_an_explanation_until_it_has_one() -> None:
    breach = Breached("C3", DUE)
    assert fields(Held(COMPLETE, ["FIRST_QUESTION"], "Gate 12", breaches=[breach])) == ["breaches"]
    assert fields(Held(COMPLETE, ["FIRST_QUESTION"], "Gate 12", breaches=[breach], explained=[breach])) == []


def test_a_refused_detention_that_goes_on_is_the_first_thing_owed() -> None:
    assert owed(Held(COMPLETE, ["FIRST_QUESTION", "DETAINED"], "Gate 12", is_release_owed=True, is_review_due=True))[0].where == "close"
