"""What stands beside an entry of the timeline in a table of its own, as a corrected entry says it: the Commissioner's step, the step of
cash, the determination, the copy, the review. Each says what the entry holds and writes what goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol

from django.db.models import Model

from examinations.instants import Instant
from examinations.models import Examination, TimelineEvent
from organisation.models import User
from organisation.policy import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry of the timeline says of itself. `words` None leaves those that it has."""

    officer: User | None
    detail: Mapping[str, Any]
    words: str | None = None


class Beside(Protocol):
    """What stands beside one kind of entry, said whole."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """What the corrected entry says. Raises the refusals of the act that first recorded it."""
        ...

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """Write what belongs to the corrected entry; returns the rows. The record is not saved."""
        ...


def names_changed(before: Beside | None, after: Beside | None) -> list[str]:
    """Which fields read otherwise. Their names alone: what they say stays in the record and its history."""
    if before is None or after is None:
        return []
    one, other = _flat(before), _flat(after)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def _flat(beside: Any) -> dict[str, Any]:
    """Its fields by name, those of the details that it holds among them."""
    found: dict[str, Any] = {}
    for each in fields(beside):
        value = getattr(beside, each.name)
        if each.name == "details":
            found |= {one.name: getattr(value, one.name) for one in fields(value)}
        else:
            found[each.name] = value
    return found


def ranks_kept(said: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """An officer who is still named had the rank that the first entry says, whatever they hold today."""
    officers = {name for name, value in said.items() if isinstance(value, dict) and value.get("id") == (before.get(name) or {}).get("id")}
    return {name: before[name] if name in officers else value for name, value in said.items()}
