"""The passcode of a device, demanded, given or refused (never the passcode itself); and the copies of devices and of all else that is
kept: made, kept, reviewed and destroyed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

import audit.actions as ledger
from examinations.actions.keeping import next_number, open_copy, open_item, refuse_destruction_under_hold, save_next
from examinations.actions.property import check_ground
from examinations.actions.writing import NotNow, append, locked, officer_of, require_recorder, save
from examinations.choices import SCHEDULE_3_GROUNDS
from examinations.instants import Instant
from examinations.law.lists import COPY
from examinations.models import DeviceCopy, Examination, Item, Kind, TimelineEvent
from examinations.property import business, practice
from examinations.refusals import Refusal
from organisation.acting import rank_of
from organisation.models import User
from organisation.policy import Actor

PASSCODE = frozenset({Kind.PASSCODE_DEMANDED.value, Kind.PASSCODE_GIVEN.value, Kind.PASSCODE_REFUSED.value})


class EndsBeforeItBegins(Refusal):
    """A copy that ended before it was begun."""


@dataclass(frozen=True, slots=True)
class CopyDetails:
    """What is stated of a copy. Names are those of `DeviceCopy`; without an operator it is whoever records it."""

    method: str = ""
    operator: User | None = None
    operator_other: str = ""
    is_by_constable: bool = True
    ended_at: datetime | None = None
    reference: str = ""
    is_confidential: bool | None = None
    is_business: bool | None = None
    ground: str = "EXAMINATION"
    ground_reason: str = ""
    review_on: date | None = None


def record_passcode(*, item: Item, kind: str, by: Actor, when: Instant) -> TimelineEvent:
    """Record that a passcode was demanded, given or refused. There is no place for the passcode itself.

    (TACT Sch 7 para 5; CTBSA Sch 3 para 3: information in the person's possession)
    """
    if kind not in PASSCODE:
        raise ValueError(f"{kind} is nothing about a passcode.")
    with transaction.atomic():
        row = locked(item.examination)
        require_recorder(by, row, kind)
        event = append(row, kind=kind, by=by, when=when, detail={"ref": str(item.pk), "item": item.number})
        save(row)
        ledger.record(f"examination.{kind.lower()}", row, changed=[event], reason=when.late_reason)
    return event


def copy_device(*, item: Item, by: Actor, when: Instant, details: CopyDetails) -> DeviceCopy:
    """Record a copy of a thing begun at `when.at`: whatever was given, found on a search or examined may be copied. One made by somebody
    who is no constable is recorded all the same and becomes a finding.

    Kept on a ground that only Schedule 3 has, a copy with confidential material concerns the Commissioner (C8). Raises `NoSuchGround` and
    `EndsBeforeItBegins`.
    (TACT Sch 7 para 11A; CTBSA Sch 3 paras 17 and 18)
    """
    check_ground(item.examination, details.ground, COPY)
    _check_business(item.examination, details.is_business)
    refuse_times(when.at, details.ended_at, when.received_at)
    operator = details.operator or (None if details.operator_other.strip() else officer_of(by))
    ref = uuid4()
    with transaction.atomic():
        row, item = open_item(item, by)
        number = next_number(item.copies)
        detail = {
            "ref": str(ref),
            "item_ref": str(item.pk),
            "item": item.number,
            "copy": number,
            "is_by_constable": details.is_by_constable,
            **({} if item.kind == Item.Kind.DEVICE else {"of": item.kind}),
        }
        event = append(row, kind=Kind.DEVICE_COPIED, by=by, when=when, officer=operator, detail=detail)
        copy = DeviceCopy.objects.create(
            pk=ref,
            item=item,
            examination=row,
            event=event,
            number=number,
            method=details.method.strip(),
            operator=operator,
            operator_other=details.operator_other.strip(),
            is_by_constable=details.is_by_constable,
            started_at=when.at,
            ended_at=details.ended_at,
            reference=details.reference.strip(),
            is_confidential=details.is_confidential,
            is_business=details.is_business,
            ground=details.ground,
            ground_reason=details.ground_reason.strip(),
            review_on=details.review_on or practice.look_again_on(when.at),
        )
        kept = _keep_where_it_concerns_the_commissioner(row, copy, by, when)
        save(row)
        changed = [event, copy, *kept]
        said = {"ground": copy.ground, "is_by_constable": copy.is_by_constable}
        ledger.record("examination.device_copied", row, changed=changed, reason=when.late_reason, detail=said)
    return copy


def _check_business(examination: Examination, is_business: bool | None) -> None:
    if is_business is not None and not business.is_asked_of(examination.power, examination.started_at):
        raise Refusal("Confidential business material is recorded under Schedule 3 alone. Leave this open.", field="is_business")


def refuse_times(started_at: datetime, ended_at: datetime | None, received_at: datetime) -> None:
    """Raise `EndsBeforeItBegins` for a copying that cannot have ended then."""
    if ended_at is not None and ended_at < started_at:
        raise EndsBeforeItBegins("The copying cannot have ended before it began. Correct one of the two times.", field="ended_at")
    if ended_at is not None and ended_at > received_at:
        raise EndsBeforeItBegins("This time has not come yet. Leave it empty while the copying goes on.", field="ended_at")


def concerns_the_commissioner(copy: DeviceCopy) -> bool:
    """Whether the Commissioner is told of it: confidential material, on a ground that only Schedule 3 has. (CTBSA Sch 3 paras 17 and 18)"""
    return copy.ground in SCHEDULE_3_GROUNDS and bool(copy.is_confidential)


def _keep_where_it_concerns_the_commissioner(row: Examination, copy: DeviceCopy, by: Actor, when: Instant) -> list[TimelineEvent]:
    """The fact from which the Commissioner must be told of a copy: confidential material, on a ground that only Schedule 3 has."""
    if not concerns_the_commissioner(copy):
        return []
    detail = {"ref": str(copy.pk), "item_ref": str(copy.item_id), "ground": copy.ground, "item": copy.item.number, "copy": copy.number}
    return [append(row, kind=Kind.PROPERTY_RETAINED, by=by, when=when, words=copy.ground_reason, detail=detail)]


def keep_copy(
    *,
    copy: DeviceCopy,
    by: Actor,
    when: Instant,
    version: int,
    ground: str,
    reason: str,
    review_on: date | None,
    is_confidential: bool | None,
    is_business: bool | None = None,
    ended_at: datetime | None = None,
) -> DeviceCopy:
    """Review why a copy is kept: its ground, the day on which that is looked at again, and whether it holds confidential material.

    Without a day it is looked at again after six months, which is practice and no rule of law.
    """
    check_ground(copy.examination, ground, COPY)
    _check_business(copy.examination, is_business)
    if not reason.strip():
        raise Refusal("Say why it is kept on this ground.", field="ground_reason")
    with transaction.atomic():
        row, copy = open_copy(copy, by)
        if copy.version != version:
            raise Refusal("Somebody else has changed this since you opened it. Look at it again, then save yours.")
        if copy.destroyed_at is not None:
            raise NotNow("This copy has been destroyed.")
        if ended_at is not None and not copy.started_at <= ended_at <= when.received_at:
            raise EndsBeforeItBegins("The copying ended after it began and before now. Correct this time.", field="ended_at")
        before = (copy.ground, bool(copy.is_confidential))
        copy.ground, copy.ground_reason = ground, reason.strip()
        copy.review_on = review_on or practice.look_again_on(when.at)
        copy.is_confidential, copy.is_business = is_confidential, is_business
        copy.ended_at = ended_at or copy.ended_at
        save_next(copy)
        kept: list[TimelineEvent] = []
        if before != (ground, bool(is_confidential)):
            kept = _keep_where_it_concerns_the_commissioner(row, copy, by, when)
            save(row)
        ledger.record("examination.copy_reviewed", row, changed=[copy, *kept], reason=when.late_reason, detail={"ground": ground})
    return copy


def authorise_business(*, copy: DeviceCopy, officer: User, why: str, by: Actor, when: Instant) -> DeviceCopy:
    """Record who authorised, at `when.at`, that a copy with confidential business material be kept and used. A rank below superintendent is
    taken all the same and becomes a finding; a later authority takes the place of an earlier one, which the history keeps.

    Raises `NotNow` for a copy that is not recorded as holding such material, `Refusal` without a reason.
    (policy: Schedule 3 Code of practice 2023)
    """
    if not why.strip():
        raise Refusal("Say why it was authorised.", field="why")
    with transaction.atomic():
        row, copy = open_copy(copy, by)
        if not copy.is_business:
            raise NotNow("This copy is not recorded as holding confidential business material. Record that first, under why it is kept.")
        copy.business_authorised_by, copy.business_authorised_rank = officer, rank_of(officer, when.at).rank
        copy.business_authorised_at, copy.business_authority_reason = when.at, why.strip()
        save_next(copy)
        ledger.record("examination.business_authorised", row, changed=[copy], reason=when.late_reason, detail={"copy": copy.number})
    return copy


def destroy_copy(*, copy: DeviceCopy, by: Actor, when: Instant, reason: str, in_spite: str = "") -> DeviceCopy:
    """Record that a copy was destroyed at `when.at`, as a fact of the timeline: of one of which the Commissioner was to be told it ends the
    clocks (C7, C8), and of any its time is put right there. Raises `HeldForLitigation` unless `in_spite` says why it was destroyed all the
    same."""
    if not reason.strip():
        raise Refusal("Say why, and how, it was destroyed.", field="reason_for_act")
    with transaction.atomic():
        row, copy = open_copy(copy, by)
        if copy.destroyed_at is not None:
            raise NotNow("This copy has been destroyed already.")
        if when.at < copy.started_at:
            raise EndsBeforeItBegins("It cannot have been destroyed before it was made. Correct the time.", field="typed_at")
        refuse_destruction_under_hold(copy.item, in_spite)
        words = "\n".join(part for part in (reason.strip(), in_spite.strip()) if part)
        detail = {"ref": str(copy.pk), "item_ref": str(copy.item_id), "item": copy.item.number, "copy": copy.number}
        event = append(row, kind=Kind.PROPERTY_DESTROYED, by=by, when=when, words=words, detail=detail)
        copy.destroyed_at, copy.destroyed_in_spite_of_hold = when.at, copy.item.hold_since is not None
        save_next(copy)
        save(row)
        ledger.record("examination.copy_destroyed", row, changed=[copy, event], reason=when.late_reason)
    return copy
