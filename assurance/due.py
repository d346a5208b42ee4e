"""When quality assurance of a submission is due. Pure; the limits are the unit's policy (people-and-operations 6.4), not law."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
URGENT_WITHIN = timedelta(hours=72)
WORKING_DAYS = 5
SATURDAY = 5
AMENDMENT_DAYS = 7


def assurance_due(submitted_at: datetime, *, is_urgent: bool, holidays: Set[date] = frozenset()) -> datetime:
    """72 hours for a detention, an examination over an hour or a child; otherwise the end of the fifth working day in London."""
    if is_urgent:
        return submitted_at + URGENT_WITHIN
    day = submitted_at.astimezone(LONDON).date()
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            left -= 1
    return datetime.combine(day + timedelta(days=1), time.min, LONDON)


def amendment_due(returned_at: datetime) -> datetime:
    """The end of the seventh day after a return, in London."""
    return datetime.combine(returned_at.astimezone(LONDON).date() + timedelta(days=AMENDMENT_DAYS + 1), time.min, LONDON)
