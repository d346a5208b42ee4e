"""R3: no questions between a detained person's request for a solicitor and the consultation, unless the examining officer justifies it."""

import pytest

from tests.examinations.clocks.asking import PC, POWERS, Entry, ask, first_question, happened, review, same_instant

DETAINED = [first_question("10:00"), happened("DETAINED", "10:20"), review("11:00")]
REQUEST = happened("SOLICITOR_REQUESTED", "11:10")


@pytest.mark.parametrize("power", POWERS)
def test_a_question_after_the_request_and_before_the_consultation_is_a_breach(power: str) -> None:
    asked = happened("QUESTION", "11:20", PC, ref="second interview")

    breach = ask(*DETAINED, REQUEST, asked, happened("SOLICITOR_CONSULTED", "11:30"), at="12:00", power=power).breach("R3")

    assert (breach["basis"], breach["due_at"], breach["late_seconds"], breach["ref"]) == ("STATUTE", None, None, "second interview")
    assert same_instant(breach["actual_at"], "11:20")


@pytest.mark.parametrize(
    "events",
    [
        [happened("QUESTION", "11:05", PC)],
        [happened("QUESTION", "11:00", PC, until="11:10")],
        [happened("QUESTION", "11:10", PC)],
        [happened("SOLICITOR_CONSULTED", "11:20"), happened("QUESTION", "11:20", PC)],
        [happened("SOLICITOR_REQUEST_WITHDRAWN", "11:20"), happened("QUESTION", "11:30", PC)],
        [happened("QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "11:20", PC, reason="…"), happened("QUESTION", "11:20", PC, until="11:40")],
    ],
)
def test_questions_before_the_request_or_after_what_lifts_the_bar_are_lawful(events: list[Entry]) -> None:
    assert ask(*DETAINED, REQUEST, *events, at="12:00").breaches == []


def test_questioning_that_went_on_over_the_request_breaches_from_the_request() -> None:
    breach = ask(*DETAINED, REQUEST, happened("QUESTION", "11:00", PC, until="11:15"), at="12:00").breach("R3")

    assert same_instant(breach["actual_at"], "11:10")


def test_each_question_within_the_bar_is_a_breach_of_its_own() -> None:
    asked = [happened("QUESTION", at, PC) for at in ("11:11", "11:12", "11:40")]

    assert ask(*DETAINED, REQUEST, *asked, happened("SOLICITOR_CONSULTED", "11:30"), at="12:00").broken() == ["R3", "R3"]


def test_a_second_request_bars_again() -> None:
    again = [happened("SOLICITOR_CONSULTED", "11:30"), happened("SOLICITOR_REQUESTED", "11:50"), happened("QUESTION", "11:55", PC)]

    assert same_instant(ask(*DETAINED, REQUEST, *again, at="12:00").breach("R3")["actual_at"], "11:55")


def test_repeating_a_request_that_still_stands_doubles_nothing() -> None:
    repeated = [happened("SOLICITOR_REQUESTED", "11:15"), happened("QUESTION", "11:20", PC)]

    assert ask(*DETAINED, REQUEST, *repeated, at="12:00").broken() == ["R3"]


def test_the_bar_belongs_to_detained_persons_and_begins_with_detention() -> None:
    early = happened("SOLICITOR_REQUESTED", "10:05")

    assert ask(first_question("10:00"), early, happened("QUESTION", "10:10", PC), at="10:15").breaches == []
    detained = ask(*DETAINED, early, happened("QUESTION", "10:10", PC), happened("QUESTION", "10:30", PC), at="11:00")
    assert same_instant(detained.breach("R3")["actual_at"], "10:30")
