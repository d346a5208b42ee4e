"""Plain words for breaches and warnings: durations and limits as they would be read out. No personal data ever enters these sentences."""

from datetime import datetime, timedelta
from math import ceil

from borderops.kit.localtime import london_date, shown

ONE_SECOND = timedelta(seconds=1)


def seconds_between(earlier: datetime, later: datetime) -> int:
    """Whole seconds from one instant to a later one, rounded up, so that a late act never counts as none late."""
    return ceil((later - earlier) / ONE_SECOND)


def spelled(seconds: int) -> str:
    """A length of time in the two largest units that it has: `2 hours 11 minutes`, `1 minute 5 seconds`."""
    parts = []
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}" if count == 1 else f"{count} {unit}s")
    return " ".join(parts[:2]) or "no time"


def limit(due_at: datetime, *, strict: bool, ends_with_day: bool = False) -> str:
    """A limit as a phrase: `before …`, `not later than …`, `by the end of 29 Nov 2026`."""
    if ends_with_day:
        last = london_date(due_at - ONE_SECOND)
        return f"by the end of {last.day} {last:%b %Y}"
    return f"{'before' if strict else 'not later than'} {shown(due_at)}"


CUSTODY_DECIDES = "Time in hospital is not worked out here: custody decides"
NOTES = {"C13": CUSTODY_DECIDES}
"""By rule, what is said beside each of its clocks of what it leaves out; not verified, because the text was not read (section 41 has a rule
on time in hospital)."""


def note_on(rule: str) -> str:
    """What is said beside a clock of this rule; empty where nothing is left out."""
    return f"{NOTES[rule]} (not verified)" if rule in NOTES else ""
