"""Who has had a thing, with the instants that its entries on the timeline say now: a link is never changed, its entry may be put right."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from examinations.models import Custody, Examination, Item, TimelineEvent

ANSWER: Any = TimelineEvent._meta.get_field("superseded_by")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the chain and the instant from which it counts."""

    row: Custody
    at: datetime

    @property
    def is_corrected(self) -> bool:
        """Whether the link was made with another instant."""
        return self.at != self.row.at


def chain_of(item: Item, standing: Container[UUID]) -> tuple[Link, ...]:
    """The links of an item in the order of their instants. One whose entry was put right counts from the entry that stands; one whose entry
    was taken back, as the return of a thing that is still here, is none. No query for items that went through `know_corrections`, or that
    are read as they stood."""
    found = []
    for row in item.chain.all():
        event = _standing(row.event, standing)
        if row.event is None:
            found.append(Link(row, row.at))
        elif event is not None:
            found.append(Link(row, row.at if event.pk == row.event.pk else event.at))
    return tuple(sorted(found, key=lambda link: (link.at, link.row.received_at, link.row.pk)))


def _standing(event: TimelineEvent | None, standing: Container[UUID]) -> TimelineEvent | None:
    """The entry that stands in the end for one that was put right, however often."""
    while event is not None and event.pk not in standing:
        event = getattr(event, "superseded_by", None)
    return event


def know_corrections(examination: Examination, items: Iterable[Item], standing: Container[UUID]) -> None:
    """Tie the entries of these items' links to what has taken their place. One query, none where every one of them stands."""
    struck = [row.event for item in items for row in item.chain.all() if row.event is not None and row.event.pk not in standing]
    if not struck:
        return
    answers = {row.supersedes_id: row for row in examination.events.filter(supersedes__isnull=False)}
    for event in [*struck, *answers.values()]:
        ANSWER.set_cached_value(event, answers.get(event.pk))
