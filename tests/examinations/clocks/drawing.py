"""What the properties draw from, and the parts of an answer they ask for. Instants crowd around the nights on which the clocks change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from examinations.clocks import Breach, Clock, Evaluation, Event, Kind, Officer, Power, State, Timeline, evaluate
from organisation.ranks import Rank
from tests.examinations.clocks.by_hand import last_sunday

S7, S3 = Power.TACT_S7, Power.CTBSA_S3
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EXAMINER = Officer("PC-A", Rank.CONSTABLE)

powers = st.sampled_from(list(Power))
ranks = st.sampled_from(list(Rank))


def instants(first: int, last: int) -> st.SearchStrategy[datetime]:
    """Instants of the years from first to last, to the second; every third or so is within ten days of a change of the clocks."""
    any_time = st.datetimes(datetime(first, 1, 1), datetime(last, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
    changes = st.builds(last_sunday, st.integers(first, last), st.sampled_from([3, 10]))
    near = st.builds(
        lambda day, minutes: datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(minutes=minutes),
        changes,
        st.integers(-10 * 1440, 10 * 1440),
    )
    return st.one_of(any_time, any_time, near).map(lambda at: at.replace(microsecond=0))


def days(first: date, last: date) -> st.SearchStrategy[date]:
    """Days between the two; every third or so is at the end of its month."""
    ends = st.dates(first, last).map(lambda day: day.replace(day=1) - timedelta(days=1)).filter(lambda day: day >= first)
    return st.one_of(st.dates(first, last), st.dates(first, last), ends)


def around(due_at: datetime, since: datetime) -> st.SearchStrategy[datetime]:
    """Instants from `since` on, half of them within two seconds of the limit."""
    span = int((due_at - since).total_seconds())
    near = st.integers(-2, 2).map(lambda seconds: due_at + timedelta(seconds=seconds))
    return st.one_of(near, st.integers(0, 2 * span).map(lambda seconds: since + timedelta(seconds=seconds))).map(lambda at: max(at, since))


def minute(count: float) -> datetime:
    """So many minutes into the morning."""
    return MORNING + timedelta(minutes=count)


def answered(power: Power, *events: Event, at: datetime | None = None) -> Evaluation:
    """The answer at that instant, or at the latest event."""
    return evaluate(Timeline(power, events, at or max(max(event.at, event.until or event.at) for event in events)))


def shuffled(power: Power, events: list[Event], draw: Callable[[Any], Any], at: datetime) -> Evaluation:
    """The answer to the events in some other order."""
    return answered(power, *draw(st.permutations(events)), at=at)


def clocks(answer: Evaluation, rule: str) -> list[Clock]:
    return [clock for clock in answer.clocks if clock.rule == rule]


def only(answer: Evaluation, rule: str) -> Clock:
    (found,) = clocks(answer, rule)
    return found


def breaches(answer: Evaluation, rule: str) -> list[Breach]:
    return [breach for breach in answer.breaches if breach.rule == rule]


def ending(done_at: datetime | None, due_at: datetime, at: datetime, *, strict: bool = True) -> State | None:
    """How a duty stands once nothing more can happen to it: kept or not in time, passed without it, or (None) still to be done."""

    def is_late(when: datetime) -> bool:
        return when >= due_at if strict else when > due_at

    if done_at is not None:
        return State.BREACHED if is_late(done_at) else State.MET
    return State.OVERDUE if is_late(at) else None


def agrees(clock: Clock, expected: State | None) -> bool:
    """Whether the clock stands as expected; None means that there is still time."""
    return clock.state is expected if expected else clock.state in (State.NOT_STARTED, State.RUNNING, State.SOON)


def detained(at: float = 0, asked_at: float = 0, by: Officer = EXAMINER) -> list[Event]:
    """First question and detention, in minutes of the morning."""
    return [Event(Kind.FIRST_QUESTION, minute(asked_at), by), Event(Kind.DETAINED, minute(at))]


def moved(event: Event, by: timedelta) -> Event:
    """The same fact so much later."""
    return replace(event, at=event.at + by)
