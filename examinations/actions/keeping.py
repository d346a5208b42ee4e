"""What the acts about property share: who may write, the instant, the numbered item, a link of its chain. None of it ends with the person's
going: things are kept, moved and returned for weeks after."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model

from examinations import states
from examinations.actions.writing import locked, officer_of, require_recorder
from examinations.instants import Instant
from examinations.models import Custody, DeviceCopy, Examination, Item, Kind, TimelineEvent
from examinations.refusals import Refusal
from examinations.timeline import OF_KEEPING, standing_events
from organisation.models import User
from organisation.policy import Actor


class HeldForLitigation(Refusal):
    """Nothing is destroyed while a litigation hold stands."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a thing: an officer of ours, or somebody else in words."""

    officer: User | None = None
    other: str = ""

    def __bool__(self) -> bool:
        return self.officer is not None or bool(self.other.strip())


def require_keeper(by: Actor, examination: Examination) -> None:
    """Whoever may record what becomes of property: the examiners while it is live, afterwards whoever looks after it."""
    require_recorder(by, examination, Kind.PROPERTY_RETAINED)


def open_item(item: Item, by: Actor) -> tuple[Examination, Item]:
    """The record and the item, both held until the transaction ends, if this person may write about it."""
    row = locked(item.examination)
    require_keeper(by, row)
    return row, Item.objects.select_for_update().get(pk=item.pk)


def open_copy(copy: DeviceCopy, by: Actor) -> tuple[Examination, DeviceCopy]:
    """The same for a copy, with its item."""
    row = locked(copy.examination)
    require_keeper(by, row)
    return row, DeviceCopy.objects.select_for_update(of=("self",)).select_related("item").get(pk=copy.pk)


def next_number(rows: Any) -> int:
    """The number after the highest of these rows; call with the record locked."""
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def facts_about(examination: Examination, ref: object) -> list[TimelineEvent]:
    """The standing facts that name this thing, in order."""
    return [event for event in standing_events(examination) if event.detail.get("ref") == str(ref)]


def standing_ground(examination: Examination, ref: object) -> str:
    """On which ground a thing is kept now; empty when it is not."""
    about = [event for event in facts_about(examination, ref) if event.kind in OF_KEEPING]
    return str(about[-1].detail.get("ground", "")) if about and about[-1].kind == Kind.PROPERTY_RETAINED else ""


def link(
    item: Item,
    step: str,
    *,
    by: Actor,
    when: Instant,
    holder: Holder,
    event: TimelineEvent | None = None,
    place: str = "",
    seal_number: str = "",
    signature: str = "",
    reason: str = "",
    is_in_spite_of_hold: bool = False,
) -> Custody:
    """Add a link to the chain."""
    return Custody.objects.create(
        item=item,
        examination_id=item.examination_id,
        event=event,
        step=step,
        at=when.at,
        holder=holder.officer,
        holder_other=holder.other.strip(),
        place=place.strip(),
        seal_number=seal_number.strip(),
        signature=signature,
        reason=reason.strip(),
        is_in_spite_of_hold=is_in_spite_of_hold,
        received_at=when.received_at,
        entered_by=officer_of(by),
    )


def refuse_destruction_under_hold(item: Item, in_spite: str) -> None:
    """Raise where a hold stands, unless it was destroyed all the same and somebody says why: then it is taken, and becomes a finding."""
    if item.hold_since is not None and not in_spite.strip():
        raise HeldForLitigation(
            "A litigation hold stands on this: nothing may be destroyed until it is lifted. "
            "If it was destroyed all the same, say why below; it is recorded and goes to quality assurance.",
            field="in_spite",
        )


def save_next(row: Item | DeviceCopy) -> Model:
    """Save as the next version."""
    row.version += 1
    row.save()
    return row


def is_live(examination: Examination) -> bool:
    return bool(examination.state == states.LIVE)
