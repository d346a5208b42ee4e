"""C12: hours that run on working days alone, orders of six months, two years in all, and never past the calendar that is known."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from examinations.clocks import CashPower, Clock, Evaluation, Event, Kind, State
from tests.examinations.clocks.by_hand import ONE_DAY, anniversary, day_of, first_instant, is_working
from tests.examinations.clocks.drawing import S7, agrees, answered, around, breaches, clocks, ending, instants, only, shuffled

HOURS_48 = timedelta(hours=48)
HORIZON = first_instant(date(2029, 1, 1))
ENDS = [Kind.CASH_ORDER_MADE, Kind.CASH_RETURNED, Kind.CASH_FORFEITED]
cash_powers = st.sampled_from(list(CashPower))
holidays = st.builds(
    lambda day, hours: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours),
    st.sampled_from([date(2025, 12, 25), date(2026, 4, 3), date(2022, 6, 2), date(2026, 12, 25), date(2027, 12, 27), date(2028, 5, 1)]),
    st.integers(-100, 100),
)
midnights = st.dates(date(2021, 1, 1), date(2027, 12, 31)).map(first_instant)
seizures = st.one_of(instants(2021, 2027), holidays, midnights)


def seized(at: datetime, power: CashPower) -> Event:
    return Event(Kind.CASH_SEIZED, at, ref="cash", cash_power=power)


def counted(since: datetime, until: datetime) -> timedelta:
    """How much of that time falls on working days."""
    total, day = timedelta(0), day_of(since)
    while first_instant(day) < until:
        if is_working(day):
            total += max(timedelta(0), min(until, first_instant(day + ONE_DAY)) - max(since, first_instant(day)))
        day += ONE_DAY
    return total


def hours(answer: Evaluation) -> Clock:
    """The clock of the 48 hours among those of the orders."""
    (found,) = [clock for clock in clocks(answer, "C12") if clock.name == "Cash 48 hours"]
    return found


@given(seizures, cash_powers)
@example(first_instant(date(2026, 11, 26)), CashPower.POCA)  # a Thursday: the hours end with the week, not with the weekend
def test_the_hours_of_seized_cash_run_on_working_days_and_stand_still_on_every_other(at: datetime, power: CashPower) -> None:
    clock = only(answered(S7, seized(at, power)), "C12")

    assert counted(at, clock.due_at) == HOURS_48
    assert counted(at, clock.due_at - timedelta(seconds=1)) == HOURS_48 - timedelta(seconds=1)
    assert (clock.starts_at >= at, counted(at, clock.starts_at)) == (True, timedelta(0))
    assert is_working(day_of(clock.starts_at))


@given(seizures, cash_powers, st.data())
def test_seized_cash_is_detained_lawfully_exactly_when_ordered_returned_or_forfeited_within_its_hours(
    at: datetime, power: CashPower, data: st.DataObject
) -> None:
    due_at = hours(answered(S7, seized(at, power))).due_at
    when = around(due_at, at)
    acts = [Event(data.draw(st.sampled_from(ENDS)), data.draw(when), ref="cash") for _ in range(data.draw(st.integers(0, 2)))]
    asked_at = max(data.draw(when), *(event.at for event in acts), at)

    answer = shuffled(S7, [seized(at, power), *acts], data.draw, asked_at)

    assert agrees(hours(answer), ending(min((act.at for act in acts), default=None), due_at, asked_at, strict=False))


gaps = st.lists(st.integers(0, 220).map(lambda days: timedelta(days=days, hours=7)), min_size=1, max_size=6)


@given(instants(2021, 2025), cash_powers, gaps, st.data())
def test_each_order_ends_after_six_months_when_it_says_or_two_years_from_the_first_whichever_comes_first(
    at: datetime, power: CashPower, apart: list[timedelta], data: st.DataObject
) -> None:
    made_at = [at + sum(apart[: number + 1], timedelta(0)) for number in range(len(apart))]
    two_years_on = first_instant(anniversary(day_of(made_at[0]), 24))
    if data.draw(st.booleans()):
        made_at = [one for one in made_at if one < two_years_on] + [data.draw(around(two_years_on, two_years_on - timedelta(days=1)))]
        assume(len(set(made_at)) == len(made_at) and made_at == sorted(made_at))
    lasting = [data.draw(st.none() | st.integers(1, 300)) for _ in made_at]
    until = [None if lasts is None else made + timedelta(days=lasts) for made, lasts in zip(made_at, lasting, strict=True)]
    orders = [Event(Kind.CASH_ORDER_MADE, made, ref="cash", expires_at=expires) for made, expires in zip(made_at, until, strict=True)]

    answer = shuffled(S7, [seized(at, power), *orders], data.draw, made_at[-1])

    limits = {
        made: min(first_instant(anniversary(day_of(made), 6)), two_years_on, expires or two_years_on)
        for made, expires in zip(made_at, until, strict=True)
        if made < two_years_on
    }
    found = {clock.starts_at: clock.due_at for clock in clocks(answer, "C12") if clock.name != "Cash 48 hours"}
    assert found == limits
    too_late = [breach.actual_at for breach in breaches(answer, "C12") if "two years from the first had run out" in breach.text]
    assert too_late == [made for made in made_at if made >= two_years_on]


@given(instants(2021, 2025), cash_powers, st.data())
def test_an_order_is_followed_in_time_by_another_or_by_the_end_of_the_detention(
    at: datetime, power: CashPower, data: st.DataObject
) -> None:
    ends_at = first_instant(anniversary(day_of(at), 6))
    when = around(ends_at, at + timedelta(seconds=1))
    kind, done_at, asked = data.draw(st.sampled_from([None, *ENDS])), data.draw(when), data.draw(when)
    act = [Event(kind, done_at, ref="cash")] if kind else []
    asked_at = max(asked, *(event.at for event in act), at)

    answer = shuffled(S7, [seized(at, power), Event(Kind.CASH_ORDER_MADE, at, ref="cash"), *act], data.draw, asked_at)

    (clock,) = [one for one in clocks(answer, "C12") if one.starts_at == at and one.name == "Cash detention order"]
    assert agrees(clock, ending(done_at if kind else None, ends_at, asked_at))


@given(st.integers(0, 40 * 86400).map(lambda seconds: datetime(2028, 12, 10, tzinfo=UTC) + timedelta(seconds=seconds)), cash_powers)
def test_the_hours_of_cash_are_never_counted_past_the_last_day_of_the_calendar(at: datetime, power: CashPower) -> None:
    answer = answered(S7, seized(at, power))

    found, warned = clocks(answer, "C12"), [warning for warning in answer.warnings if warning.rule == "C12"]
    assert (len(found), len(warned)) in ((1, 0), (0, 1))
    assert all(clock.due_at <= HORIZON for clock in found)
    assert not found or found[0].state in (State.NOT_STARTED, State.RUNNING)
