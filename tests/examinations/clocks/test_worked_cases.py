"""The worked cases on C1 to C4 and R1 to R3, each under its id. All go through the command and the function alike."""

import pytest

from borderops.kit.localtime import LONDON, candidates, london_date
from examinations.clocks import Event, Kind, Officer, Timeline, evaluate
from organisation.ranks import Rank
from tests.examinations.clocks.asking import (
    INSP,
    OTHER_SGT,
    PC,
    POWERS,
    SGT,
    ask,
    first_question,
    happened,
    instant,
    review,
    same_instant,
)


@pytest.mark.parametrize("power", POWERS)
def test_e01_the_hour_and_the_six_hours_are_elapsed_time_across_the_end_of_summer_time(power: str) -> None:
    answer = ask(first_question("2026-10-25 00:30 BST"), at="2026-10-25 00:45 BST", power=power)

    assert answer.clock("C1")["due_at"] == "2026-10-25T01:30:00+01:00"
    assert answer.clock("C2")["due_at"] == "2026-10-25T05:30:00+00:00"


def test_e01_holds_for_instants_given_in_london_time_too() -> None:
    asked_at = candidates("2026-10-25 00:30")[0].astimezone(LONDON)
    officer = Officer("PC-A", Rank.CONSTABLE)
    from examinations.clocks import Power

    timeline = Timeline(Power.TACT_S7, (Event(Kind.FIRST_QUESTION, asked_at, officer),), asked_at)

    (six_hours,) = [clock for clock in evaluate(timeline).clocks if clock.rule == "C2"]
    assert six_hours.due_at.isoformat() == "2026-10-25T05:30:00+00:00"


def test_e04_a_wall_time_in_the_repeated_hour_has_two_candidates_and_none_is_chosen() -> None:
    bst, gmt = candidates("2026-10-25 01:30")

    assert (bst.isoformat(), gmt.isoformat()) == ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00")


def test_e05_midnight_changes_nothing_but_the_day_that_counts_the_examination() -> None:
    answer = ask(first_question("2026-11-23 23:40"), at="2026-11-23 23:50")

    assert same_instant(answer.clock("C1")["due_at"], "2026-11-24 00:40")
    assert same_instant(answer.clock("C2")["due_at"], "2026-11-24 05:40")
    assert london_date(candidates("2026-11-23 23:40")[0]).isoformat() == "2026-11-23"


@pytest.mark.parametrize("power", POWERS)
def test_e07_the_first_review_runs_from_detention_and_not_from_the_first_hour(power: str) -> None:
    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), at="10:30", power=power)

    assert same_instant(answer.clock("C3")["due_at"], "11:20")
    assert answer.clock("C3")["strict"] is True
    assert same_instant(answer.clock("C2")["due_at"], "16:00")


@pytest.mark.parametrize("power", POWERS)
def test_e08_detention_at_the_very_end_of_the_hour_is_in_time(power: str) -> None:
    answer = ask(
        first_question("10:00"), happened("QUESTION", "10:30", PC, until="11:30"), happened("DETAINED", "11:00"), at="11:30", power=power
    )

    assert answer.state("C1") == "MET"
    assert answer.breaches == []


def test_e09_detention_a_second_after_the_hour_is_no_breach_when_no_question_was_asked_in_between() -> None:
    answer = ask(first_question("10:00"), happened("QUESTION", "11:00:00", PC), happened("DETAINED", "11:00:01"), at="11:10")

    assert answer.state("C1") == "MET"
    assert answer.breaches == []


def test_e09_under_schedule_3_a_question_at_the_very_end_of_the_hour_is_already_late() -> None:
    answer = ask(
        first_question("10:00"), happened("QUESTION", "11:00:00", PC), happened("DETAINED", "11:00:01"), at="11:10", power="CTBSA_S3"
    )

    assert answer.breach("C1")["late_seconds"] == 0


def test_e09_a_question_between_the_hour_and_detention_is_a_breach() -> None:
    answer = ask(first_question("10:00"), happened("QUESTION", "10:50", PC, until="11:00:01"), happened("DETAINED", "11:00:02"), at="11:10")

    assert answer.breach("C1")["late_seconds"] == 1


@pytest.mark.parametrize(
    "last",
    [
        [happened("QUESTION", "10:40", PC, until="11:04"), happened("RELEASED", "11:10")],
        [happened("QUESTION", "11:04", PC), happened("RELEASED", "11:10")],
        [happened("QUESTIONING_ENDED", "11:04"), happened("RELEASED", "11:10")],
        [happened("QUESTION", "10:40", PC, until="11:04")],
        [happened("RELEASED", "11:04")],
        [happened("ARRESTED", "11:04", arrest_power="PACE")],
    ],
)
@pytest.mark.parametrize("power", POWERS)
def test_e10_questioning_without_detention_to_four_minutes_past_the_hour_is_a_breach_of_four_minutes(
    last: list[dict[str, object]], power: str
) -> None:
    answer = ask(first_question("10:00"), *last, at="11:15", power=power)

    breach = answer.breach("C1")
    assert (answer.state("C1"), breach["late_seconds"], breach["basis"]) == ("BREACHED", 240, "STATUTE")
    assert same_instant(breach["due_at"], "11:00")
    assert same_instant(breach["actual_at"], "11:04")
    assert "4 minutes past the hour" in breach["text"]


@pytest.mark.parametrize("power", POWERS)
def test_e11_a_first_review_exactly_an_hour_after_detention_is_a_breach_of_no_seconds(power: str) -> None:
    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), review("11:20"), at="11:30", power=power)

    breach = answer.breach("C3")
    assert (answer.state("C3"), breach["late_seconds"], breach["basis"]) == ("BREACHED", 0, "STATUTE")
    assert same_instant(breach["actual_at"], "11:20")


@pytest.mark.parametrize("power", POWERS)
def test_e12_a_later_review_exactly_two_hours_after_the_last_is_in_time(power: str) -> None:
    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), review("11:00"), review("13:00"), at="13:10", power=power)

    assert [clock["state"] for clock in answer.every("C4")] == ["MET", "RUNNING"]
    assert answer.breaches == []


def test_e12_a_second_more_is_a_breach() -> None:
    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), review("11:00"), review("13:00:01"), at="13:10")

    assert answer.breach("C4")["late_seconds"] == 1


def test_e15_a_sergeant_may_not_review_a_sergeants_examination() -> None:
    answer = ask(first_question("10:00", SGT), happened("DETAINED", "10:20"), review("11:00", OTHER_SGT), at="11:10")

    breach = answer.breach("R1")
    assert (breach["basis"], breach["due_at"], breach["late_seconds"]) == ("STATUTE", None, None)
    assert same_instant(breach["actual_at"], "11:00")


def test_e16_a_reviewer_who_asked_one_question_was_directly_involved() -> None:
    answer = ask(
        first_question("10:00"), happened("QUESTION", "10:05", SGT), happened("DETAINED", "10:20"), review("11:00", SGT), at="11:10"
    )

    assert answer.broken() == ["R2"]
    assert answer.breach("R2")["basis"] == "STATUTE"


def test_e17_a_sergeant_who_asked_nothing_may_review_a_constables_examination() -> None:
    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), review("11:00", SGT), at="11:10")

    assert answer.breaches == []


def test_e18_failing_only_because_of_a_second_examiner_is_a_breach_of_policy() -> None:
    answer = ask(
        first_question("10:00"), happened("QUESTION", "10:05", SGT), happened("DETAINED", "10:20"), review("11:00", OTHER_SGT), at="11:10"
    )

    assert answer.broken() == ["R1"]
    assert answer.breach("R1")["basis"] == "POLICY"


def test_e18_an_inspector_outranks_both_examiners() -> None:
    answer = ask(
        first_question("10:00"), happened("QUESTION", "10:05", SGT), happened("DETAINED", "10:20"), review("11:00", INSP), at="11:10"
    )

    assert answer.breaches == []


@pytest.mark.parametrize("power", POWERS)
def test_e21_a_transfer_to_a_police_station_pauses_nothing(power: str) -> None:
    still = [first_question("10:00"), happened("DETAINED", "10:20"), review("11:00")]

    moved = ask(*still, happened("TRANSFERRED", "11:00"), happened("TRANSFERRED", "12:10"), at="12:20", power=power)

    assert moved.clocks == ask(*still, at="12:20", power=power).clocks


def test_e22_waiting_for_a_solicitor_pauses_nothing() -> None:
    still = [first_question("10:00"), happened("DETAINED", "10:20"), review("11:00")]

    waited = ask(*still, happened("SOLICITOR_REQUESTED", "11:10"), happened("SOLICITOR_CONSULTED", "12:00"), at="12:20")

    assert waited.clocks == ask(*still, at="12:20").clocks
    assert same_instant(waited.clock("C2")["due_at"], "16:00")


def test_the_contracts_own_example_is_clean_and_eleven_minutes_more_are_a_breach_of_660_seconds() -> None:
    start = [first_question("2026-10-25 00:30 BST"), happened("DETAINED", "2026-10-25 01:20 BST")]
    end = happened("RELEASED", "2026-10-25 03:00")

    clean = ask(*start, review("2026-10-25 01:19:59"), end, at="2026-10-25 04:00")
    late = ask(*start, review("2026-10-25 01:31:00"), end, at="2026-10-25 04:00")

    assert clean.breaches == [] == clean.warnings
    assert {clock["state"] for clock in clean.clocks} == {"MET"}
    assert clean.clock("C2")["due_at"] == instant("2026-10-25 05:30")
    assert late.breach("C3")["late_seconds"] == 660
