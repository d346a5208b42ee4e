"""R3: no questions between a detained person's request for a solicitor and the consultation, unless the examining officer justifies it."""

from datetime import UTC, datetime, timedelta

import pytest

from examinations import clocks
from organisation.ranks import Rank
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


def justified(at: str, by: Entry) -> Entry:
    return happened("QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", at, by, reason="They would leave.", ref="why")


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("rank", ["CONSTABLE", "SUPERINTENDENT", "CHIEF_CONSTABLE"])
def test_nobody_but_an_officer_who_questions_lifts_the_bar_whatever_their_rank(rank: str, power: str) -> None:
    """law.md 4.4: the examining officer must reasonably believe it; it is not a superintendent's decision."""
    asked = [happened("QUESTION", at, PC) for at in ("11:30", "11:40")]

    answer = ask(*DETAINED, REQUEST, justified("11:20", {"id": "Z", "rank": rank}), *asked, at="12:00", power=power)

    assert answer.broken() == ["R3", "R3"]
    assert all("The justification at 23 Nov 2026 11:20 GMT counts for nothing" in breach["text"] for breach in answer.breaches)
    (warning,) = [one for one in answer.warnings if one["rule"] == "R3"]
    assert warning["ref"] == "why"
    assert "justification at 23 Nov 2026 11:20 GMT" in warning["text"]
    assert "put no question" in warning["text"]


def test_a_justification_that_came_too_late_explains_no_earlier_question() -> None:
    other = justified("11:40", {"id": "Z", "rank": "SUPERINTENDENT"})

    breach = ask(*DETAINED, REQUEST, happened("QUESTION", "11:30", PC), other, at="12:00").breach("R3")

    assert "counts for nothing" not in breach["text"]


@pytest.mark.parametrize("at", ["10:30", "11:20", "11:45"])
def test_whoever_put_a_question_whenever_may_justify_further_ones(at: str) -> None:
    """Also by the very question for which it was justified, and by one asked after it."""
    other = {"id": "Z", "rank": "SERGEANT"}

    answer = ask(*DETAINED, REQUEST, justified("11:20", other), happened("QUESTION", at, other), at="12:00")

    assert "R3" not in answer.broken()
    assert [one for one in answer.warnings if one["rule"] == "R3"] == []


def test_another_officers_justification_after_the_consultation_is_of_no_moment() -> None:
    late = [
        happened("SOLICITOR_CONSULTED", "11:20"),
        justified("11:30", {"id": "Z", "rank": "SERGEANT"}),
        happened("QUESTION", "11:40", PC),
    ]

    assert ask(*DETAINED, REQUEST, *late, at="12:00").breaches == []


def test_whose_justification_it_is_cannot_be_said_while_it_is_not_recorded_who_asked() -> None:
    """An absent fact is never a breach by itself: a question by an officer of another service names nobody here."""
    at = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    events = [
        clocks.Event(clocks.Kind.FIRST_QUESTION, at),
        clocks.Event(clocks.Kind.DETAINED, at),
        clocks.Event(clocks.Kind.SOLICITOR_REQUESTED, at),
        clocks.Event(clocks.Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED, at, clocks.Officer("Z", Rank.SERGEANT), reason="…"),
        clocks.Event(clocks.Kind.QUESTION, at + timedelta(minutes=1), clocks.Officer("A", Rank.CONSTABLE)),
    ]

    assert clocks.evaluate(clocks.Timeline(clocks.Power.TACT_S7, tuple(events), at + timedelta(minutes=2))).breaches == ()
