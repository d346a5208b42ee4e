"""Property: kept, described, handed on, kept on another ground, returned or destroyed. Keeping is one press; everything else follows as it
becomes known."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.keeping import (
    Holder,
    facts_about,
    link,
    next_number,
    open_item,
    refuse_destruction_under_hold,
    require_keeper,
    save_next,
    standing_ground,
)
from examinations.actions.writing import NotNow, append, locked, officer_of, save
from examinations.choices import SCHEDULE_3_GROUNDS
from examinations.instants import Instant
from examinations.law.lists import RETENTION
from examinations.models import Custody, Examination, Item, Kind
from examinations.reference import kept_on
from examinations.refusals import Refusal
from organisation.policy import Actor

DETAILS = frozenset({"kind", "description", "obtained", "seal_number", "receipt_given_at", "receipt_not_given_reason"})
FILTER = frozenset(
    {"lpp_claimed", "is_journalistic", "independent_counsel", "sift_status", "held_separate_until", "filter_reasons"},
)


class NoSuchGround(Refusal):
    """The power under which the person was examined does not have this ground."""


class StaleItem(Refusal):
    """Somebody else saved first."""


def check_ground(examination: Examination, ground: str, kind: str = RETENTION) -> None:
    """Raise `NoSuchGround` for one that this power does not have, or did not when the record began; `kind` COPY: for keeping a copy.

    (TACT Sch 7 paras 11, 11A; CTBSA Sch 3 paras 11, 17)
    """
    if ground not in kept_on(examination.power, examination.started_at, kind=kind):
        raise NoSuchGround(
            "Schedule 7 has no such ground for keeping property: only Schedule 3 has. Choose another ground, or return it."
            if examination.power == "TACT_S7" and ground in SCHEDULE_3_GROUNDS
            else "Choose the ground on which it is kept.",
            field="ground",
        )


def keep_item(
    *,
    examination: Examination,
    kind: str,
    by: Actor,
    when: Instant,
    ground: str = "EXAMINATION",
    words: str = "",
    **details: Any,
) -> Item:
    """Record that a thing is kept from `when.at` on; whoever records it has it. `details` are columns of `Item` known already.

    For examination its seven days begin with that day (C6). Raises `NoSuchGround`, `Impossible`.
    (TACT Sch 7 para 11; CTBSA Sch 3 para 11)
    """
    check_ground(examination, ground)
    ref = uuid4()
    with transaction.atomic():
        row = locked(examination)
        require_keeper(by, row)
        number = next_number(row.items)
        detail = {"ref": str(ref), "ground": ground, "item": number}
        event = append(row, kind=Kind.PROPERTY_RETAINED, by=by, when=when, words=words, detail=detail)
        values = {"created_by": officer_of(by), "created_at": when.received_at, **details}
        item = Item.objects.create(pk=ref, examination=row, number=number, kind=kind, **values)
        first = link(
            item,
            Custody.Step.TAKEN,
            by=by,
            when=when,
            holder=Holder(officer_of(by)),
            event=event,
            place=row.place,
            seal_number=item.seal_number,
        )
        save(row)
        ledger.record(
            "examination.property_retained", row, changed=[event, item, first], reason=when.late_reason, detail={"ground": ground}
        )
    return item


def keep_on_ground(*, item: Item, ground: str, reason: str, by: Actor, when: Instant) -> Item:
    """Keep a thing on another ground from `when.at` on; by the end of the seventh day what was kept for examination needs one.

    Raises `NoSuchGround`, `NotNow` for a thing that has gone back, and `Refusal` without a reason or where the ground is the same.
    """
    check_ground(item.examination, ground)
    if not reason.strip():
        raise Refusal("Say why it is kept on this ground.", field="reason_for_ground")
    with transaction.atomic():
        row, item = open_item(item, by)
        standing = standing_ground(row, item.pk)
        if not standing:
            raise NotNow("This item is no longer kept. If it was taken again, record it as another item.")
        if standing == ground:
            raise Refusal("It is kept on this ground already.", field="ground")
        detail = {"ref": str(item.pk), "ground": ground, "item": item.number}
        event = append(row, kind=Kind.PROPERTY_RETAINED, by=by, when=when, words=reason, detail=detail)
        save(row)
        changed = {"from": standing, "to": ground}
        ledger.record("examination.property_ground_changed", row, changed=[event], reason=when.late_reason, detail=changed)
    return item


def move_item(*, item: Item, holder: Holder, by: Actor, when: Instant, place: str = "", seal_number: str = "", reason: str = "") -> Custody:
    """Add a link to the chain: from `when.at` on somebody else has the thing, or has it somewhere else. Raises `NotNow` once it is gone."""
    if not holder:
        raise Refusal("Say who has it now.", field="holder")
    with transaction.atomic():
        row, item = open_item(item, by)
        _expect_kept(row, item)
        made = link(item, Custody.Step.MOVED, by=by, when=when, holder=holder, place=place, seal_number=seal_number, reason=reason)
        ledger.record("examination.property_moved", row, changed=[made], reason=when.late_reason)
    return made


def _expect_kept(examination: Examination, item: Item) -> None:
    """Raise `NotNow` for a thing that is gone; destructions from before `PROPERTY_DESTROYED` are links of the chain without a fact."""
    if not standing_ground(examination, item.pk) or item.chain.filter(step=Custody.Step.DESTROYED, event=None).exists():
        raise NotNow("This item is no longer kept.")


def return_item(*, item: Item, returned_to: str, signature: str, by: Actor, when: Instant, reason: str = "") -> Custody:
    """Record that the thing went back at `when.at`: to whom, and whether they signed for it. It ends the seven days (C6)."""
    if not returned_to.strip():
        raise Refusal("Say to whom it was returned.", field="returned_to")
    with transaction.atomic():
        row, item = open_item(item, by)
        _expect_kept(row, item)
        detail = {"ref": str(item.pk), "item": item.number}
        event = append(row, kind=Kind.PROPERTY_RETURNED, by=by, when=when, words=reason, detail=detail)
        holder = Holder(other=returned_to)
        made = link(item, Custody.Step.RETURNED, by=by, when=when, holder=holder, event=event, signature=signature, reason=reason)
        save(row)
        ledger.record("examination.property_returned", row, changed=[event, made], reason=when.late_reason)
    return made


def destroy_item(*, item: Item, by: Actor, when: Instant, reason: str, in_spite: str = "") -> Custody:
    """Record that the thing was destroyed at `when.at`: it ends the seven days, and what the Commissioner was to be told and to decide
    (C6, C7, C8). Raises `HeldForLitigation` under a litigation hold unless `in_spite` says why all the same."""
    if not reason.strip():
        raise Refusal("Say on whose direction it was destroyed, and how.", field="reason_for_act")
    with transaction.atomic():
        row, item = open_item(item, by)
        _expect_kept(row, item)
        refuse_destruction_under_hold(item, in_spite)
        words = "\n".join(part for part in (reason.strip(), in_spite.strip()) if part)
        under_hold = item.hold_since is not None
        detail = {"ref": str(item.pk), "item": item.number}
        event = append(row, kind=Kind.PROPERTY_DESTROYED, by=by, when=when, words=words, detail=detail)
        step = Custody.Step.DESTROYED
        made = link(item, step, by=by, when=when, holder=Holder(), event=event, reason=words, is_in_spite_of_hold=under_hold)
        save(row)
        changed, said = [event, made], {"under_hold": under_hold}
        ledger.record("examination.property_destroyed", row, changed=changed, reason=when.late_reason, detail=said)
    return made


def describe_item(*, item: Item, by: Actor, version: int, changes: Mapping[str, Any]) -> Item:
    """Fill in what the thing is, its seal and its receipt, or the filter route of protected material. Nothing is written where
    nothing differs.

    Raises `StaleItem` when somebody else saved first, ValueError for a name that is no detail.
    """
    if unknown := set(changes) - DETAILS - FILTER:
        raise ValueError(f"No such details: {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        row, item = open_item(item, by)
        changed = sorted(name for name, value in changes.items() if getattr(item, name) != value)
        if changed and item.version != version:
            raise StaleItem("Somebody else has changed this since you opened it. Look at it again, then save yours.")
        if row.state not in {states.LIVE, states.ENDED}:
            _expect_blank(item, changed)
        if changed:
            for name in changed:
                setattr(item, name, changes[name])
            save_next(item)
            ledger.record("examination.property_described", row, changed=[item], detail={"fields": changed})
    return item


def _expect_blank(item: Item, changed: Iterable[str]) -> None:
    """What was submitted of a thing stays as it is; what is still blank may be filled in."""
    for name in changed:
        if name in DETAILS and getattr(item, name) not in ("", None):
            raise Refusal("This was submitted and stays as it is. Add what is right to the record, with the reason.", field=name)


def set_hold(*, item: Item, by: Actor, when: Instant, reason: str, is_held: bool) -> Item:
    """Put a litigation hold on a thing and its copies, or lift it: while it stands nothing of it is destroyed."""
    if not reason.strip():
        raise Refusal("Say why.", field="reason_for_act")
    with transaction.atomic():
        row, item = open_item(item, by)
        if is_held == (item.hold_since is not None):
            raise NotNow("A litigation hold stands already." if is_held else "No litigation hold stands.")
        item.hold_since, item.hold_reason = (when.at if is_held else None), reason.strip()
        save_next(item)
        verb = "examination.hold_placed" if is_held else "examination.hold_lifted"
        ledger.record(verb, row, changed=[item], reason=when.late_reason)
    return item


__all__ = [
    "NoSuchGround",
    "StaleItem",
    "check_ground",
    "describe_item",
    "destroy_item",
    "facts_about",
    "keep_item",
    "keep_on_ground",
    "move_item",
    "return_item",
    "set_hold",
]
