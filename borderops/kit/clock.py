"""The one clock. Everything else takes its instant as a parameter named `at`; only the edge (views, tasks, commands) reads it here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo("Europe/London")
_written_at: ContextVar[datetime | None] = ContextVar("written_at", default=None)


def now() -> datetime:
    """The present instant in UTC, shifted by `BORDEROPS_TIME_OFFSET` seconds (demo and test only)."""
    return datetime.now(UTC) + timedelta(seconds=settings.TIME_OFFSET)


def london(at: datetime) -> datetime:
    """The same instant as the clock on the wall in London shows it."""
    return at.astimezone(LONDON)


def version_date() -> datetime:
    """The instant that a version of a row is dated by: the present one, so that versions and receipts are dated by one clock."""
    return _written_at.get() or now()


@contextmanager
def written_at(at: datetime) -> Iterator[None]:
    """Date the versions written inside `at`: for the demo and the tests, which tell what happened before they run."""
    token = _written_at.set(at)
    try:
        yield
    finally:
        _written_at.reset(token)
