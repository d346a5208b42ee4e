"""C1 to C4 and C13 against a second way of counting: minute by minute, or by asking whether each instant was allowed."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import ArrestPower, Event, Kind, Officer, Outcome, Power, State, Timeline, evaluate
from organisation.ranks import Rank
from tests.examinations.clocks.drawing import (
    EXAMINER,
    MORNING,
    S7,
    answered,
    breaches,
    clocks,
    detained,
    minute,
    only,
    powers,
    shuffled,
)

HOUR, TWO_HOURS, SIX_HOURS = (timedelta(hours=number) for number in (1, 2, 6))
REVIEWER = Officer("PI-C", Rank.INSPECTOR)
near_the_hour = st.integers(3595, 3605).map(lambda seconds: seconds / 60) | st.integers(1, 120)


@given(powers, near_the_hour, st.none() | near_the_hour)
def test_undetained_questioning_stops_within_the_hour_and_under_schedule_3_before_its_last_instant(
    power: Power, stopped: float, detained_after: float | None
) -> None:
    events = [Event(Kind.FIRST_QUESTION, MORNING, EXAMINER), Event(Kind.QUESTIONING_ENDED, minute(stopped))]
    if detained_after is not None:
        events.append(Event(Kind.DETAINED, minute(stopped + detained_after)))

    answer = answered(power, *events, at=minute(300))

    too_long = stopped * 60 > 3600 if power is S7 else stopped * 60 >= 3600
    assert [breach.actual_at for breach in breaches(answer, "C1")] == [minute(stopped)] * too_long
    assert only(answer, "C1").due_at == MORNING + HOUR


@given(powers, st.integers(3595, 3605), st.booleans())
def test_questioning_that_detention_cut_short_counts_to_the_detention(power: Power, seconds: int, goes_on: bool) -> None:
    detained_at = MORNING + timedelta(seconds=seconds)
    until = detained_at + timedelta(minutes=5) if goes_on else detained_at
    events = [Event(Kind.FIRST_QUESTION, MORNING, EXAMINER, until=until), Event(Kind.DETAINED, detained_at)]

    assert [breach.actual_at for breach in breaches(answered(power, *events), "C1")] == [detained_at] * (seconds > 3600)


@given(powers, st.integers(0, 60), st.lists(st.integers(1, 90), min_size=2, max_size=6), st.data())
def test_the_six_hours_grow_by_each_minute_of_hospital_in_which_a_detained_person_was_not_questioned(
    power: Power, detained_at: int, lengths: list[int], data: st.DataObject
) -> None:
    """Out and back in turn, with questions that begin and end: the minutes are then counted one by one."""
    marks = [61]
    for length in lengths:
        marks.append(marks[-1] + length)
    away = [(left, back) for left, back in zip(marks[::2], marks[1::2], strict=False) if back < 360]
    spans = data.draw(st.lists(st.tuples(st.integers(50, 150), st.integers(1, 120)), max_size=4))
    events = [*detained(detained_at)]
    events[0] = Event(Kind.FIRST_QUESTION, MORNING, EXAMINER, until=minute(1))
    for left, back in away:
        events += [Event(Kind.LEFT_FOR_HOSPITAL, minute(left)), Event(Kind.RETURNED_FROM_HOSPITAL, minute(back))]
    events += [Event(Kind.QUESTION, minute(at), EXAMINER, until=minute(at + lasted)) for at, lasted in spans]

    clock = only(shuffled(power, events, data.draw, minute(1000)), "C2")

    quiet = [
        number
        for number in range(1000)
        if any(left <= number < back for left, back in away) and not any(at <= number < at + lasted for at, lasted in spans)
    ]
    assert clock.due_at == MORNING + SIX_HOURS + timedelta(minutes=len(quiet))


@given(powers, st.integers(-90, 60), st.integers(0, 500), st.none() | st.integers(100, 500))
def test_counted_cautiously_the_six_hours_run_from_the_earlier_of_detention_and_question_and_are_never_a_breach(
    power: Power, detained_at: int, at: int, released: int | None
) -> None:
    events = [*detained(detained_at), *([Event(Kind.RELEASED, minute(released))] if released else [])]
    asked_at = minute(max(at, 60, released or 0))

    answer = answered(power, *events, at=asked_at)

    warned, cautious = [one for one in answer.warnings if one.rule == "C2w"], minute(min(detained_at, 0)) + SIX_HOURS
    over = released is not None and minute(released) <= cautious
    is_near = asked_at >= cautious - HOUR
    assert [one.due_at for one in warned] == [cautious] * (detained_at < 0 and is_near and not over)
    assert breaches(answer, "C2w") == []


@given(powers, st.none() | st.integers(-400, 100), st.integers(1, 500), st.booleans())
def test_two_linked_examinations_have_six_hours_from_the_earliest_question_as_policy_alone(
    power: Power, began: int | None, at: int, is_released: bool
) -> None:
    events = (Event(Kind.FIRST_QUESTION, MORNING, EXAMINER), *([Event(Kind.RELEASED, minute(at))] if is_released else []))
    answer = evaluate(Timeline(power, events, minute(at), None if began is None else minute(began)))

    due_at = minute(min(began or 0, 0)) + SIX_HOURS
    found = clocks(answer, "C2a")
    assert [clock.due_at for clock in found] == ([] if began is None else [due_at])
    assert all((clock.state is State.OVERDUE) == (minute(at) > due_at) for clock in found)
    assert breaches(answer, "C2a") == []


reviewed = st.lists(st.integers(1, 118) | st.sampled_from([59, 60, 61, 119, 120, 121]), max_size=4)


@given(powers, reviewed, st.integers(0, 150), st.booleans())
def test_the_first_review_comes_before_the_hour_and_each_later_one_within_two_of_the_one_before(
    power: Power, apart: list[int], more: int, is_released: bool
) -> None:
    at = [sum(apart[: number + 1]) for number in range(len(apart))]
    ends = sum(apart) + more
    events = [*detained(), *(Event(Kind.REVIEW, minute(each), REVIEWER, outcome=Outcome.AUTHORISED) for each in at)]
    events += [Event(Kind.RELEASED, minute(ends))] if is_released else []

    answer = answered(power, *events, at=minute(ends))

    assert [clock.due_at for clock in clocks(answer, "C3")] == [minute(60)]
    assert bool(breaches(answer, "C3")) == (apart[0] >= 60 if apart else (ends > 60 if is_released else ends >= 60))
    assert [clock.due_at for clock in clocks(answer, "C4")] == [minute(each + 120) for each in at if each + 120 < 360]
    spans = [*pairwise(at), *([(at[-1], ends)] if at else [])]
    assert len(breaches(answer, "C4")) == sum(later - before > 120 for before, later in spans if before + 120 < 360)


arrests = st.sampled_from(list(ArrestPower))


@given(powers, arrests, st.none() | st.integers(-60, 60), st.integers(0, 60), st.integers(0, 9000))
def test_an_arrest_runs_48_hours_from_what_its_own_act_says_and_is_never_a_breach_here(
    power: Power, arrest: ArrestPower, detained_at: int | None, asked_at: int, more: int
) -> None:
    arrested = Event(Kind.ARRESTED, minute(90), arrest_power=arrest, ref="arrest")
    events = [Event(Kind.FIRST_QUESTION, minute(asked_at), EXAMINER, until=minute(61)), arrested]
    events += [] if detained_at is None else [Event(Kind.DETAINED, minute(detained_at))]

    answer = answered(power, *events, at=minute(90 + more))

    since = {
        ArrestPower.TACT_41: asked_at if detained_at is not None else 90,
        ArrestPower.NSA_27: detained_at if detained_at is not None else 90,
    }.get(arrest)
    found = [(clock.starts_at, clock.due_at, clock.live) for clock in clocks(answer, "C13")]
    assert found == ([] if since is None else [(minute(since), minute(since) + timedelta(hours=48), False)])
    assert breaches(answer, "C13") == []
