"""In which state each clock stands at an instant, and what the law needs next."""

from typing import Any

import pytest

from examinations.clocks import Evaluation, Officer, Timeline, evaluate, next_instant, parse_timeline, reviewer_objections
from organisation.ranks import Rank
from tests.examinations.clocks.asking import INSP, PC, SGT, Entry, ask, first_question, happened, review, same_instant, written

DETAINED = [first_question("10:00"), happened("DETAINED", "10:20")]


def timeline(*events: Entry, at: str) -> Timeline:
    return parse_timeline(written(*events, at=at))


def evaluated(*events: Entry, at: str) -> Evaluation:
    return evaluate(timeline(*events, at=at))


def needed(*events: Entry, at: str) -> tuple[str, str, str] | None:
    """Rule, name and state of what the law needs next."""
    clock = next_instant(evaluated(*events, at=at))
    return None if clock is None else (clock.rule, clock.name, clock.state.value)


@pytest.mark.parametrize(
    ("rule", "at", "state"),
    [
        ("C1", "10:00", "RUNNING"),
        ("C1", "10:44:59", "RUNNING"),
        ("C1", "10:45", "SOON"),
        ("C1", "11:00", "SOON"),
        ("C1", "11:00:01", "OVERDUE"),
        ("C2", "14:59:59", "RUNNING"),
        ("C2", "15:00", "SOON"),
        ("C2", "16:00", "SOON"),
        ("C2", "16:00:01", "OVERDUE"),
    ],
)
def test_an_undetained_examination_goes_from_running_to_soon_to_overdue(rule: str, at: str, state: str) -> None:
    assert ask(first_question("10:00"), at=at).state(rule) == state


@pytest.mark.parametrize(
    ("rule", "at", "state"),
    [
        ("C3", "10:59:59", "RUNNING"),
        ("C3", "11:00", "SOON"),
        ("C3", "11:19:59", "SOON"),
        ("C3", "11:20", "OVERDUE"),
    ],
)
def test_the_first_review_is_overdue_at_the_very_end_of_its_hour(rule: str, at: str, state: str) -> None:
    assert ask(*DETAINED, at=at).state(rule) == state


@pytest.mark.parametrize(("at", "state"), [("12:29:59", "RUNNING"), ("12:30", "SOON"), ("13:00", "SOON"), ("13:00:01", "OVERDUE")])
def test_a_later_review_is_overdue_after_its_two_hours(at: str, state: str) -> None:
    assert ask(*DETAINED, review("11:00"), at=at).state("C4") == state


def test_a_live_undetained_examination_past_the_hour_is_overdue_and_not_yet_a_breach() -> None:
    answer = ask(first_question("10:00"), at="11:30")

    assert answer.state("C1") == "OVERDUE"
    assert answer.breaches == []


def test_under_schedule_3_the_hour_is_over_at_its_very_end() -> None:
    assert ask(first_question("10:00"), at="11:00", power="CTBSA_S3").state("C1") == "OVERDUE"


def test_once_questioning_is_known_to_have_stopped_in_time_the_hour_is_met() -> None:
    stopped = [first_question("10:00"), happened("QUESTIONING_ENDED", "10:50")]

    assert ask(*stopped, at="10:55").state("C1") == "SOON"
    assert ask(*stopped, at="11:30").state("C1") == "MET"
    assert ask(*stopped, happened("QUESTION", "11:20", PC), at="11:30").breach("C1")["late_seconds"] == 20 * 60


def test_a_person_detained_before_the_first_question_was_never_questioned_undetained() -> None:
    answer = ask(happened("DETAINED", "09:50"), first_question("10:00"), at="10:01")

    assert answer.state("C1") == "MET"
    assert same_instant(answer.clock("C3")["due_at"], "10:50")
    assert same_instant(answer.clock("C2")["due_at"], "16:00")


def test_what_is_passed_and_undone_is_overdue_with_a_breach_that_counts_to_now() -> None:
    answer = ask(*DETAINED, at="11:31")

    breach = answer.breach("C3")
    assert (answer.state("C3"), breach["actual_at"], breach["late_seconds"]) == ("OVERDUE", None, 660)
    assert "is not on record, 11 minutes past the limit" in breach["text"]


def test_what_was_undone_when_the_detention_ended_counts_to_its_end() -> None:
    answer = ask(*DETAINED, happened("RELEASED", "11:31"), at="17:00")

    assert (answer.state("C3"), answer.breach("C3")["late_seconds"]) == ("OVERDUE", 660)
    assert needed(*DETAINED, happened("RELEASED", "11:31"), at="17:00") is None


@pytest.mark.parametrize("end", ["11:10", "11:20"])
def test_a_review_lapses_when_the_detention_ends_by_the_time_it_is_due(end: str) -> None:
    answer = ask(*DETAINED, happened("RELEASED", end), at="17:00")

    assert answer.state("C3") == "MET"
    assert answer.breaches == []


def test_a_late_release_is_a_breach_of_the_six_hours_alone() -> None:
    reviews = [review("11:00"), review("13:00"), review("15:00")]

    answer = ask(*DETAINED, *reviews, happened("RELEASED", "18:05"), at="19:00")

    assert answer.broken() == ["C2"]
    assert (answer.state("C2"), answer.breach("C2")["late_seconds"]) == ("BREACHED", 125 * 60)
    assert [clock["state"] for clock in answer.every("C4")] == ["MET", "MET"]


def test_release_exactly_at_six_hours_is_in_time() -> None:
    assert ask(*DETAINED, review("11:00"), review("13:00"), review("15:00"), happened("RELEASED", "16:00"), at="16:10").breaches == []


def test_no_review_falls_due_at_or_after_the_six_hours() -> None:
    held = ask(first_question("10:00"), happened("DETAINED", "15:00"), at="15:30")
    a_minute_earlier = ask(first_question("10:00"), happened("DETAINED", "14:59"), at="15:30")

    assert held.every("C3") == []
    assert a_minute_earlier.state("C3") == "RUNNING"


def test_an_early_review_moves_the_next_one_forward() -> None:
    answer = ask(*DETAINED, review("10:30"), at="10:40")

    assert same_instant(answer.clock("C4")["due_at"], "12:30")


def test_clocks_stand_in_order_of_what_is_due_and_carry_the_reference_of_their_review() -> None:
    answer = ask(*DETAINED, review("11:00", ref="first"), review("12:00", ref="second"), at="12:10")

    assert [(clock["rule"], clock["ref"]) for clock in answer.clocks] == [
        ("C1", None),
        ("C3", "first"),
        ("C4", "second"),
        ("C4", None),
        ("C2", None),
    ]


def test_only_the_instants_that_need_something_are_next() -> None:
    assert needed(first_question("10:00"), at="10:10") == ("C1", "Undetained questioning", "RUNNING")
    assert needed(first_question("10:00"), at="11:10") == ("C1", "Undetained questioning", "OVERDUE")
    assert needed(*DETAINED, at="10:30") == ("C3", "First review", "RUNNING")
    assert needed(*DETAINED, review("11:00"), at="11:10") == ("C4", "Later review", "RUNNING")
    assert needed(*DETAINED, review("11:00"), review("13:00"), review("15:00"), at="15:10") == ("C2", "Overall limit", "SOON")
    assert needed(*DETAINED, happened("RELEASED", "11:10"), at="11:10") is None
    assert needed(at="11:10") is None


def test_what_is_overdue_comes_before_what_is_due_and_the_oldest_first() -> None:
    assert needed(*DETAINED, at="15:30") == ("C3", "First review", "OVERDUE")
    assert needed(*DETAINED, at="17:30") == ("C3", "First review", "OVERDUE")


def test_a_question_past_the_hour_without_detention_still_needs_something_while_it_lasts() -> None:
    assert needed(first_question("10:00"), happened("QUESTION", "11:05", PC), at="11:10") == ("C1", "Undetained questioning", "BREACHED")


def test_a_refused_detention_needs_release_before_anything_else() -> None:
    refused = [*DETAINED, review("11:00", outcome="RELEASE")]

    assert needed(*refused, at="11:01") == ("C3", "Release now", "OVERDUE")
    assert [(warning["rule"], warning["basis"]) for warning in ask(*refused, at="11:01").warnings] == [("C3", "STATUTE")]
    assert needed(*refused, happened("RELEASED", "11:02"), at="11:03") is None
    assert ask(*refused, happened("RELEASED", "11:02"), at="11:03").warnings == []


def test_soon_is_an_instant_that_a_board_can_wait_for() -> None:
    clocks = {clock.rule: clock for clock in evaluated(*DETAINED, review("11:00"), at="11:10").clocks}

    minutes = {rule: (clock.due_at - clock.soon_at).total_seconds() / 60 for rule, clock in clocks.items()}
    assert minutes == {"C1": 15, "C2": 60, "C3": 20, "C4": 30}


@pytest.mark.parametrize(
    ("reviewer", "objections"),
    [
        (Officer("PS-B", Rank.SERGEANT), []),
        (Officer("PC-Z", Rank.CONSTABLE), [("R1", "STATUTE")]),
        (Officer("PC-A", Rank.CONSTABLE), [("R2", "STATUTE")]),
        (Officer("PI-C", Rank.INSPECTOR), []),
    ],
)
def test_an_officer_who_may_not_review_is_named_with_the_rule_and_its_basis(reviewer: Officer, objections: list[Any]) -> None:
    found = reviewer_objections(timeline(*DETAINED, at="10:30"), reviewer)

    assert [(objection.rule, objection.basis) for objection in found] == objections
    assert all(objection.text.endswith(".") for objection in found)


def test_a_second_examiner_counts_by_policy_only_and_every_question_on_record_counts() -> None:
    joined = timeline(*DETAINED, happened("QUESTION", "10:40", SGT), at="10:50")

    assert [(one.rule, one.basis) for one in reviewer_objections(joined, Officer("PS-X", Rank.SERGEANT))] == [("R1", "POLICY")]
    assert [one.rule for one in reviewer_objections(joined.events, Officer("PS-B", Rank.SERGEANT))] == ["R2"]


def test_a_review_is_judged_by_the_questions_asked_up_to_it() -> None:
    before = ask(*DETAINED, review("11:00", SGT), happened("QUESTION", "11:30", SGT), at="12:00")
    after = ask(*DETAINED, review("11:00", SGT), happened("QUESTION", "11:30", SGT), review("12:30", SGT), at="13:00")

    assert before.broken() == []
    assert after.broken() == ["R2"]


def test_a_higher_rank_who_questioned_alone_is_involved_and_not_outranked() -> None:
    assert ask(first_question("10:00", INSP), happened("DETAINED", "10:20"), review("11:00", INSP), at="11:10").broken() == ["R2"]


def test_with_no_question_on_record_nobody_is_outranked() -> None:
    assert ask(happened("DETAINED", "10:20"), review("11:00", PC), at="11:10").broken() == []


def test_an_examination_that_ended_undetained_after_the_hour_without_a_recorded_end_of_questioning_is_looked_at() -> None:
    answer = ask(first_question("10:00"), happened("QUESTION", "10:40", PC), happened("RELEASED", "11:30"), at="12:00")

    assert answer.breaches == []
    assert [(warning["rule"], warning["basis"]) for warning in answer.warnings] == [("C1", "POLICY")]
    assert "nothing records when questioning stopped" in answer.warnings[0]["text"]


def test_a_limit_is_not_silently_applied_to_a_record_older_than_the_law_known_here() -> None:
    answer = ask(first_question("2013-06-01 10:00"), at="2013-06-01 10:10")

    assert [warning["rule"] for warning in answer.warnings] == ["C1", "C2"]
    assert "known here as in force from 31 Jul 2014" in answer.warnings[0]["text"]


def test_a_timeline_can_be_read_as_it_stood() -> None:
    whole = timeline(*DETAINED, review("11:00"), happened("RELEASED", "11:30"), at="12:00")

    then = parse_timeline(written(*DETAINED, at="10:30"))
    assert whole.as_it_stood(then.at) == then
