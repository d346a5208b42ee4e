"""C5 and R7: where and until when the power is there at all, for every landing, place and journey."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Apprehension, Event, GoodsPlace, Journey, Kind, Power, Premises, State
from tests.examinations.clocks.by_hand import ONE_DAY, day_of, first_instant
from tests.examinations.clocks.drawing import EXAMINER, S3, S7, answered, around, breaches, clocks, instants, only, powers, shuffled

apprehensions = instants(2022, 2030).filter(lambda at: at.year > 2022 or at.month > 6)
seconds = st.integers(0, 2 * 86400).map(lambda count: timedelta(seconds=count))


@given(apprehensions)
def test_the_small_boat_window_is_the_five_london_days_after_that_of_the_apprehension(at: datetime) -> None:
    clock = only(answered(S7, Event(Kind.APPREHENDED, at)), "C5")

    assert (clock.starts_at, clock.due_at) == (first_instant(day_of(at) + ONE_DAY), first_instant(day_of(at) + 6 * ONE_DAY))


@given(apprehensions, st.data())
def test_a_question_breaks_the_small_boat_window_exactly_when_some_of_it_comes_after_the_fifth_day(
    at: datetime, data: st.DataObject
) -> None:
    closes_at = first_instant(day_of(at) + 6 * ONE_DAY)
    asked_at = data.draw(around(closes_at, at))
    until = asked_at + data.draw(st.sampled_from([0, 1, 2, 3600])) * timedelta(seconds=1)
    events = [Event(Kind.APPREHENDED, at), Event(Kind.FIRST_QUESTION, asked_at, EXAMINER, until=until)]

    answer = shuffled(S7, events, data.draw, until)

    is_late = until >= closes_at
    assert [breach.actual_at for breach in breaches(answer, "C5")] == [max(asked_at, closes_at)] * is_late
    assert len(breaches(answer, "R7")) == is_late
    assert (only(answer, "C5").state is State.BREACHED) == is_late


@given(apprehensions, instants(2022, 2032), powers)
def test_a_small_boat_window_that_closes_unused_is_never_a_breach_and_schedule_3_has_none(
    at: datetime, asked: datetime, power: Power
) -> None:
    answer = answered(power, Event(Kind.APPREHENDED, at), at=max(at, asked))

    assert answer.breaches == ()
    assert len(clocks(answer, "C5")) == (power is S7)
    assert [warning.rule for warning in answer.warnings] == ["R7"] * (power is S3)


@given(apprehensions, st.lists(seconds | st.integers(-2, 2).map(lambda off: timedelta(hours=24, seconds=off)), max_size=3), st.data())
def test_the_power_is_not_there_when_the_last_landing_was_more_than_a_day_before_the_apprehension(
    at: datetime, before: list[timedelta], data: st.DataObject
) -> None:
    landed = [Event(Kind.LANDED, at - each) for each in before]
    events = [*landed, Event(Kind.APPREHENDED, at), Event(Kind.FIRST_QUESTION, at + timedelta(hours=1), EXAMINER)]

    answer = shuffled(S7, events, data.draw, at + timedelta(hours=2))

    is_too_long = bool(before) and min(before) > timedelta(hours=24)
    assert len(breaches(answer, "R7")) == is_too_long


@given(apprehensions, st.timedeltas(timedelta(0), timedelta(hours=48)), st.none() | st.sampled_from(list(Apprehension)), st.data())
def test_each_of_the_two_conditions_that_is_not_met_is_found_and_what_is_not_said_is_not(
    at: datetime, after: timedelta, how: Apprehension | None, data: st.DataObject
) -> None:
    events = [Event(Kind.LANDED, at - after), Event(Kind.APPREHENDED, at, apprehension=how), Event(Kind.FIRST_QUESTION, at, EXAMINER)]

    answer = shuffled(S7, events, data.draw, at + timedelta(hours=2))

    assert len(breaches(answer, "R7")) == (after > timedelta(hours=24)) + (how is Apprehension.NEITHER)


@given(
    powers,
    st.none() | st.sampled_from(list(Journey)),
    st.none() | st.sampled_from(list(Premises)),
    st.booleans(),
    st.sampled_from([Kind.FIRST_QUESTION, Kind.DETAINED]),
    apprehensions,
)
def test_the_power_is_there_at_ports_and_on_board_for_journeys_over_the_border_and_elsewhere_for_small_boats_alone(
    power: Power, journey: Journey | None, place: Premises | None, was_apprehended: bool, how: Kind, at: datetime
) -> None:
    begun = Event(how, at + timedelta(hours=2), EXAMINER, journey=journey, premises=place)
    events = [begun, *([Event(Kind.APPREHENDED, at)] if was_apprehended else [])]

    found = breaches(answered(power, *events), "R7")

    from_the_sea = power is S7 and (was_apprehended or journey is Journey.SMALL_BOAT)
    lawful = {
        None: journey is not Journey.DOMESTIC_SEA,
        Premises.PORT: journey is not Journey.DOMESTIC_SEA,
        Premises.ON_BOARD: True,
        Premises.ELSEWHERE: journey is not Journey.DOMESTIC_SEA and from_the_sea,
    }[place]
    assert [breach.actual_at for breach in found] == ([] if lawful else [begun.at])


@given(powers, st.none() | st.sampled_from(list(GoodsPlace)), instants(2021, 2030))
def test_the_power_over_goods_is_there_at_four_kinds_of_place_and_at_no_other(power: Power, place: GoodsPlace | None, at: datetime) -> None:
    found = breaches(answered(power, Event(Kind.GOODS_EXAMINED, at, goods_place=place)), "R7")

    allowed = (None, GoodsPlace.PORT, GoodsPlace.CARGO_AGENT, GoodsPlace.TEMPORARY_STORAGE, GoodsPlace.DESIGNATED)
    assert [breach.actual_at for breach in found] == [at] * (place not in allowed)
