"""Which law a record keeps: that of the moment at which it began, whatever happened before that moment, and however far ahead the calendar
was known then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.localtime import midnight
from examinations.clocks import Evaluation, Event, Kind, Law, Officer, Power, Timeline, committed_law, evaluate
from organisation.ranks import Rank

BASE = committed_law()
FIRST = midnight(date(2026, 11, 25)) + timedelta(hours=10)
QUESTION = Event(Kind.FIRST_QUESTION, FIRST, Officer("A", Rank.CONSTABLE))
BEFORE = (Kind.LANDED, Kind.APPREHENDED, Kind.PROPERTY_RETAINED)
YEAR = replace(BASE.calendar, last=date(2026, 11, 27), holidays=frozenset(day for day in BASE.calendar.holidays if day.year < 2026))


def with_five_hours(since_minutes: int) -> Law:
    """The committed law, and from so many minutes before the first question on five hours in the place of six."""
    (six,) = [one for one in BASE.all() if (one.rule, one.scope) == ("C2", "TACT_S7")]
    at = FIRST - timedelta(minutes=since_minutes)
    return Law([replace(six, limit=timedelta(hours=5), in_force_at=at), *BASE.all()], BASE.calendar)


def overall(answer: Evaluation) -> timedelta:
    (clock,) = [one for one in answer.clocks if one.rule == "C2"]
    return clock.due_at - clock.starts_at


@given(st.integers(1, 600), st.sampled_from(BEFORE), st.integers(1, 4 * 24 * 60))
def test_what_happened_before_the_examination_makes_its_law_no_older(since: int, kind: Kind, minutes: int) -> None:
    earlier = Event(kind, FIRST - timedelta(minutes=minutes))
    timeline = Timeline(Power.TACT_S7, (earlier, QUESTION), FIRST + timedelta(minutes=5))
    assert overall(evaluate(timeline, with_five_hours(since))) == timedelta(hours=5)


def test_a_correction_after_the_first_question_does_not_reach_it_though_the_detention_came_later() -> None:
    detained = Event(Kind.DETAINED, FIRST + timedelta(minutes=30))
    timeline = Timeline(Power.TACT_S7, (QUESTION, detained), FIRST + timedelta(minutes=40))
    assert overall(evaluate(timeline, with_five_hours(-20))) == timedelta(hours=6)


def test_a_timeline_of_things_alone_keeps_the_law_of_its_earliest_fact() -> None:
    seized = Event(Kind.PROPERTY_RETAINED, FIRST)
    (week,) = [one for one in BASE.all() if (one.rule, one.scope) == ("C6", "TACT_S7")]
    later = Law([replace(week, days=3, in_force_at=FIRST + timedelta(seconds=1)), *BASE.all()], BASE.calendar)
    assert evaluate(Timeline(Power.TACT_S7, (seized,), FIRST), later) == evaluate(Timeline(Power.TACT_S7, (seized,), FIRST), BASE)


def test_days_that_nobody_knew_of_reach_a_record_begun_before_and_corrected_days_do_not() -> None:
    further = replace(YEAR, last=date(2026, 12, 31), holidays=YEAR.holidays | {date(2026, 11, 26), date(2026, 11, 30)})
    law = Law(BASE.all(), YEAR, [(FIRST + timedelta(hours=1), further)])
    known = law.calendar_of(FIRST)
    assert known.last == further.last
    assert known.is_working(date(2026, 11, 26))  # known then as an ordinary day
    assert not known.is_working(date(2026, 11, 30))
    assert not law.calendar_of(FIRST + timedelta(hours=2)).is_working(date(2026, 11, 26))


@pytest.mark.parametrize("last", [date(2026, 11, 20), date(2026, 11, 27)])
def test_a_calendar_that_ends_no_later_adds_nothing(last: date) -> None:
    assert YEAR.continued_by(replace(YEAR, last=last, holidays=frozenset())) is YEAR
