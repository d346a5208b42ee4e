"""How often it is looked at again why a copy is kept: every six months. A recommendation that this service follows, and no rule of law, so
no clock runs and nothing is breached. Pure."""

from datetime import date, datetime

from borderops.kit.localtime import london_date
from examinations.clocks.days import months_after

MONTHS = 6
PRACTICE = "Left empty, it is six months from now. That is our practice, not a rule of law."


def look_again_on(since: datetime) -> date:
    """The day on which it is looked at again, where no earlier or later one is chosen."""
    return months_after(london_date(since), MONTHS)


def is_past(review_on: date | None, destroyed_at: datetime | None, at: datetime) -> bool:
    """Whether a copy that is still kept should have been looked at by now: the day itself has gone by in London, or none was ever set."""
    return destroyed_at is None and (review_on is None or review_on < london_date(at))
