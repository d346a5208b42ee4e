"""London wall times and the instants that they may mean. Pure: a typed time is never silently given one of two offsets, nor one that
never existed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def candidates(wall: str | datetime) -> tuple[datetime, ...]:
    """The instants (UTC) that a London wall time without offset may mean, earlier first.

    None in the hour that the spring change skips, two in the hour that the autumn change repeats (BST first), otherwise one.
    Raises ValueError when the text is no date and time, or already carries an offset.
    """
    naive = datetime.fromisoformat(wall.strip()) if isinstance(wall, str) else wall
    if naive.tzinfo is not None:
        raise ValueError(f"'{wall}' already carries an offset. Give the time on the wall in London alone.")
    found = {naive.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(instant for instant in found if instant.astimezone(LONDON).replace(tzinfo=None) == naive.replace(fold=0)))


def midnight(day: date) -> datetime:
    """The first instant (UTC) of a London calendar day."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def london_date(at: datetime) -> date:
    """The London calendar day on which an instant falls."""
    return at.astimezone(LONDON).date()


def shown(at: datetime) -> str:
    """An instant as it is read out in London, with its zone: `25 Oct 2026 01:30 BST`; seconds only when there are any."""
    local = at.astimezone(LONDON)
    seconds = f":{local.second:02d}" if local.second else ""
    return f"{local.day} {local:%b %Y %H:%M}{seconds} {local.tzname()}"
