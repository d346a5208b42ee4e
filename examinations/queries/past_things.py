"""What the sections of a record showed beside its timeline at an instant: put together by the very functions that put them together for
the present, from the rows as they stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from examinations.models import (
    Attachment,
    Authority,
    AuthorityRequest,
    Biometric,
    BreachExplanation,
    CashSeizure,
    Examination,
    Handover,
    Item,
    LinkedEncounter,
    Nomination,
    Return,
    Review,
    Search,
    State,
)
from examinations.queries.cash import Held, held_of
from examinations.queries.past import Past, standing_then
from examinations.queries.property import PropertyPage, property_of
from examinations.queries.rights import standing_authorities


@dataclass(frozen=True, slots=True)
class Linked:
    """Another record of the same encounter, and when the two were tied together."""

    examination: Examination
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class ThingsThen:
    """Everything beside the timeline that had reached the record by then."""

    authorities: tuple[Authority, ...]
    property: PropertyPage
    taken_back: tuple[Item, ...]  # items whose entry had been taken back by then
    cash: tuple[Held, ...]
    reviews: tuple[Review, ...]  # those that stood then
    nomination: Nomination | None
    handover: Handover | None
    attachments: tuple[Attachment, ...]
    explanations: tuple[BreachExplanation, ...]
    returns: tuple[Return, ...]


def things_then(known: Past) -> ThingsThen:
    """What was known at `known.at`. No query: the rows are read."""
    record, at, rows = known.record, known.at, known.rows
    items = rows.all(Item)
    shown = property_of(record, at, items, rows.all(Search), rows.all(Biometric), rows.all(AuthorityRequest))
    kept = {line.item.pk for line in shown.items}
    standing = {event.pk for event in standing_then(known.events)}
    is_live = known.state == State.LIVE
    return ThingsThen(
        authorities=tuple(standing_authorities(record, rows.all(Authority))),
        property=shown,
        taken_back=tuple(item for item in items if item.pk not in kept),
        cash=tuple(held_of(record, rows.all(CashSeizure), at, _handed_over_at(rows.all(Handover)))),
        reviews=tuple(review for review in known.reviews if review.event_id in standing),
        nomination=next((one for one in rows.all(Nomination) if one.withdrawn_at is None), None) if is_live else None,
        handover=next((one for one in rows.all(Handover) if one.answer == Handover.Answer.WAITING), None),
        attachments=tuple(rows.all(Attachment)),
        explanations=tuple(rows.all(BreachExplanation)),
        returns=tuple(rows.all(Return)),
    )


def _handed_over_at(handovers: Iterable[Handover]) -> datetime | None:
    """When the last of them that was accepted had been offered."""
    accepted = [one for one in handovers if one.answer == Handover.Answer.ACCEPTED and one.answered_at]
    return max((one.offered_at for one in accepted), default=None)


def linked_then(examination: Examination, encounter: Sequence[Examination], at: datetime) -> list[Linked]:
    """Which of the records of its encounter this one was tied to by then, in the order in which they were tied. One query."""
    others = {one.pk: one for one in encounter}
    links = LinkedEncounter.objects.filter(examination__in=others, linked_at__lte=at).order_by("linked_at", "id")
    found: list[Linked] = []
    reached, waiting = {examination.pk}, list(links)
    while near := [link for link in waiting if {link.examination_id, link.earlier_id} & reached]:
        for link in near:
            waiting.remove(link)
            for key in {link.examination_id, link.earlier_id} - reached:
                reached.add(key)
                if key in others:
                    found.append(Linked(others[key], link.linked_at))
    return sorted(found, key=lambda one: one.linked_at)
