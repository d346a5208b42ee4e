"""The one clock. Everything else takes its instant as a parameter named `at`; only the edge (views, tasks, commands) reads it here."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant in UTC, shifted by `BORDEROPS_TIME_OFFSET` seconds (demo and test only)."""
    return datetime.now(UTC) + timedelta(seconds=settings.TIME_OFFSET)


def london(at: datetime) -> datetime:
    """The same instant as the clock on the wall in London shows it."""
    return at.astimezone(LONDON)
