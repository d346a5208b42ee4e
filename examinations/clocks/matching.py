"""Which act belongs to which thing: a return to its seizure, a determination to its fingerprints. The reference decides; without one, the
act belongs to the only thing there is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from examinations.clocks.events import Event


def belongs(act: Event, thing: Event, things: Sequence[Event]) -> bool:
    """Whether the act is about this thing, of all the things it might be about."""
    if act.ref == thing.ref:
        return True
    return (act.ref is None or thing.ref is None) and len({one.ref for one in things}) == 1


def about(acts: Iterable[Event], thing: Event, things: Sequence[Event]) -> list[Event]:
    """The acts about this thing from its instant on, earliest first."""
    return sorted((act for act in acts if act.at >= thing.at and belongs(act, thing, things)), key=lambda act: act.at)


def first_at(acts: Sequence[Event]) -> datetime | None:
    """The instant of the earliest act."""
    return min((act.at for act in acts), default=None)
