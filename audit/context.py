"""Who is acting and through which request, for every entry of the ledger. Set at the edge (door, task, command), restored when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Origin:
    """The edge that an act came through. `actor_label` is the collar number or the job's name."""

    actor_id: UUID | None = None
    actor_label: str = ""
    session_hash: str = ""
    request_id: str = ""
    ip: str | None = None


_current: ContextVar[Origin] = ContextVar("audit_origin", default=Origin())  # noqa: B039  (frozen)


def current() -> Origin:
    return _current.get()


@contextmanager
def arriving(origin: Origin) -> Iterator[None]:
    """Everything recorded inside is put down to `origin`; the one found before is restored afterwards."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
