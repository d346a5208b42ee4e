"""Where a page of rows ends: an instant and a key, so that the next page begins there whatever has been added meanwhile. Pure."""

from datetime import datetime
from uuid import UUID


def cursor(at: datetime, pk: UUID) -> str:
    """The position after a row."""
    return f"{at.isoformat()}~{pk}"


def read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """The position that a cursor names; None for one that was tampered with, which shows the first page."""
    at, _, pk = text.partition("~")
    try:
        return datetime.fromisoformat(at.replace(" ", "+")), UUID(pk)
    except ValueError:
        return None
