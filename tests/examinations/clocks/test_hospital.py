"""Time in hospital: what the six hours leave out, what they do not, and that nothing else is moved by it."""

import pytest

from borderops.kit.localtime import shown
from examinations.clocks import hospital_standing_still_since, parse_timeline
from tests.examinations.clocks.asking import PC, POWERS, SGT, Entry, ask, first_question, happened, review, same_instant, written

DETAINED = [first_question("10:00"), happened("DETAINED", "10:20"), review("11:00"), review("13:00")]
AWAY = [happened("LEFT_FOR_HOSPITAL", "13:10"), happened("RETURNED_FROM_HOSPITAL", "14:10")]


def six_hours_end(*events: Entry, at: str, power: str = "TACT_S7") -> str:
    answer = ask(*events, at=at, power=power)
    return str(answer.clock("C2")["due_at"][11:19])


def still_since(*events: Entry, at: str) -> str | None:
    since = hospital_standing_still_since(parse_timeline(written(*events, at=at)))
    return None if since is None else shown(since)[12:17]


@pytest.mark.parametrize("power", POWERS)
def test_a_detained_persons_hour_in_hospital_moves_the_six_hours_and_nothing_else(power: str) -> None:
    without, away = ask(*DETAINED, at="14:20", power=power), ask(*DETAINED, *AWAY, at="14:20", power=power)

    assert same_instant(away.clock("C2")["due_at"], "17:00")
    others = [clock for clock in away.clocks if clock["rule"] != "C2"]
    assert others == [clock for clock in without.clocks if clock["rule"] != "C2"]


def test_an_undetained_persons_hour_in_hospital_moves_nothing() -> None:
    events = [first_question("10:00"), happened("LEFT_FOR_HOSPITAL", "10:10"), happened("RETURNED_FROM_HOSPITAL", "11:10")]

    assert six_hours_end(*events, at="11:20") == "16:00:00"
    assert ask(*events, at="11:20").state("C1") == "OVERDUE"


def test_a_person_detained_in_hospital_gains_nothing_by_it() -> None:
    events = [first_question("10:00"), happened("LEFT_FOR_HOSPITAL", "10:10"), happened("DETAINED", "10:20")]

    assert six_hours_end(*events, happened("RETURNED_FROM_HOSPITAL", "11:10"), at="11:20") == "16:00:00"


def test_detention_at_the_moment_of_leaving_is_detention() -> None:
    events = [first_question("10:00"), happened("DETAINED", "10:20"), happened("LEFT_FOR_HOSPITAL", "10:20")]

    assert six_hours_end(*events, happened("RETURNED_FROM_HOSPITAL", "10:50"), at="11:00") == "16:30:00"


@pytest.mark.parametrize(
    ("questions", "end"),
    [
        ([happened("QUESTION", "13:30", PC, until="13:40")], "16:50:00"),
        ([happened("QUESTION", "13:30", PC), happened("QUESTIONING_ENDED", "13:40")], "16:50:00"),
        ([happened("QUESTION", "13:30", PC, until="13:40"), happened("QUESTION", "13:35", SGT, until="13:45")], "16:45:00"),
        ([happened("QUESTION", "13:05", PC, until="13:30")], "16:40:00"),
        ([happened("QUESTION", "14:00", PC, until="14:15")], "16:50:00"),
        ([happened("QUESTION", "13:30", PC)], "16:20:00"),
        ([happened("QUESTION", "13:05", PC), happened("QUESTIONING_ENDED", "13:30")], "16:40:00"),
        ([happened("QUESTION", "13:05", PC)], "17:00:00"),
        ([happened("QUESTION", "13:05", PC), happened("QUESTIONING_ENDED", "14:15")], "17:00:00"),
        ([happened("QUESTION", "14:12", PC, until="14:15")], "17:00:00"),
    ],
)
def test_questioning_in_hospital_and_on_the_way_counts(questions: list[Entry], end: str) -> None:
    assert six_hours_end(*DETAINED, *AWAY, *questions, at="14:20") == end


def test_two_absences_add_up() -> None:
    again = [happened("LEFT_FOR_HOSPITAL", "14:10"), happened("RETURNED_FROM_HOSPITAL", "14:40")]

    assert six_hours_end(*DETAINED, *AWAY, *again, at="14:50") == "17:30:00"


def test_a_move_from_one_hospital_to_another_is_one_absence() -> None:
    assert six_hours_end(*DETAINED, *AWAY, happened("LEFT_FOR_HOSPITAL", "13:40"), at="14:20") == "17:00:00"


def test_still_away_the_time_left_stands_still_and_says_since_when() -> None:
    away = [*DETAINED, AWAY[0]]

    assert six_hours_end(*away, at="13:40") == "16:30:00"
    assert six_hours_end(*away, at="14:40") == "17:30:00"
    assert still_since(*away, at="14:40") == "13:10"
    assert still_since(*DETAINED, *AWAY, at="14:40") is None
    assert still_since(*away, happened("RELEASED", "14:00"), at="14:40") is None
    assert still_since(happened("DETAINED", "12:00"), AWAY[0], at="14:40") is None


def test_still_away_and_being_questioned_the_six_hours_run() -> None:
    away = [*DETAINED, AWAY[0], happened("QUESTION", "13:30", PC)]

    assert six_hours_end(*away, at="13:40") == "16:20:00"
    assert six_hours_end(*away, at="14:40") == "16:20:00"
    assert still_since(*away, at="14:40") is None
    assert still_since(*away, happened("QUESTIONING_ENDED", "14:00"), at="14:40") == "14:00"


@pytest.mark.parametrize("end", ["RELEASED", "ARRESTED"])
def test_released_or_arrested_in_hospital_the_exclusion_ends_there(end: str) -> None:
    assert six_hours_end(*DETAINED, AWAY[0], happened(end, "14:00"), at="17:00") == "16:50:00"


def test_hospital_before_the_first_question_is_outside_the_six_hours() -> None:
    events = [
        happened("DETAINED", "10:00"),
        happened("LEFT_FOR_HOSPITAL", "10:10"),
        happened("RETURNED_FROM_HOSPITAL", "11:00"),
        first_question("11:10"),
    ]

    assert six_hours_end(*events, at="11:20") == "17:10:00"


def test_a_first_question_asked_in_hospital_starts_the_six_hours_there() -> None:
    events = [
        happened("DETAINED", "10:00"),
        happened("LEFT_FOR_HOSPITAL", "10:10"),
        first_question("10:30"),
        happened("QUESTIONING_ENDED", "10:40"),
        happened("RETURNED_FROM_HOSPITAL", "11:00"),
    ]

    assert six_hours_end(*events, at="11:20") == "16:50:00"


def test_hospital_after_the_six_hours_are_over_saves_nothing() -> None:
    reviews = [review("15:00")]
    late = [happened("LEFT_FOR_HOSPITAL", "16:30"), happened("RETURNED_FROM_HOSPITAL", "17:30"), happened("RELEASED", "17:40")]

    answer = ask(*DETAINED, *reviews, *late, at="18:00")

    assert answer.breach("C2")["late_seconds"] == 100 * 60


def test_six_hours_that_run_out_in_questioning_in_hospital_are_not_revived_afterwards() -> None:
    late = [happened("LEFT_FOR_HOSPITAL", "15:50"), happened("QUESTION", "15:50", PC, until="16:10"), happened("RELEASED", "17:00")]

    assert six_hours_end(*DETAINED, review("15:00"), *late, at="18:00") == "16:00:00"


def test_reviews_go_on_in_hospital() -> None:
    answer = ask(*DETAINED, AWAY[0], at="15:10")

    assert answer.breach("C4")["late_seconds"] == 600


def test_the_cautious_six_hours_warn_from_the_hour_before_they_end_and_only_where_they_end_sooner() -> None:
    away = [*DETAINED, *AWAY, review("14:50")]

    assert ask(*away, at="14:59:59").warnings == []
    (warning,) = ask(*away, at="15:00").warnings
    assert (warning["rule"], warning["basis"]) == ("C2w", "POLICY")
    assert same_instant(warning["due_at"], "16:00")
    assert "the six hours end at 23 Nov 2026 16:00 GMT" in warning["text"]
    assert "the six hours ended at" in ask(*away, at="16:10").warnings[0]["text"]
    assert ask(*away, happened("RELEASED", "15:59"), at="18:00").warnings == []
    assert len(ask(*away, happened("RELEASED", "16:01"), at="18:00").warnings) == 1
    assert ask(*DETAINED, review("15:00"), at="15:30").warnings == []


def test_the_cautious_six_hours_run_from_detention_when_that_came_first() -> None:
    answer = ask(happened("DETAINED", "09:30"), first_question("10:00"), review("10:00"), review("12:00"), review("14:00"), at="15:40")

    assert [warning["rule"] for warning in answer.warnings] == ["C2w"]
    assert answer.breaches == []
