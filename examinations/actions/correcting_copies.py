"""Putting right what was written down about a copy: how it was made and why it is kept, with the entry that the Commissioner is to be told
of; the ground of that entry alone; and when it was destroyed. The copy is one row with its history, which steps and entries name."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Model

from examinations.actions.beside import Entry
from examinations.actions.devices import CopyDetails, concerns_the_commissioner, refuse_times
from examinations.actions.keeping import facts_about, save_next
from examinations.actions.property import check_ground
from examinations.actions.writing import Impossible, append, strike
from examinations.choices import SCHEDULE_3_GROUNDS
from examinations.instants import Instant
from examinations.law.lists import COPY
from examinations.models import DeviceCopy, Examination, Kind, TimelineEvent
from examinations.refusals import Refusal
from examinations.timeline import OF_KEEPING
from organisation.policy import Actor


def _copy_of(event: TimelineEvent) -> DeviceCopy | None:
    return DeviceCopy.objects.select_related("item", "operator").filter(pk=event.detail.get("ref")).first()


def _known(event: TimelineEvent) -> DeviceCopy:
    return DeviceCopy.objects.select_for_update(of=("self",)).select_related("item").get(pk=event.detail["ref"])


@dataclass(frozen=True, slots=True)
class CopyInstead:
    """What is said of a copy instead, all of it; without an operator it is still whoever the entry names."""

    details: CopyDetails

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises as `copy_device` does, and `Impossible` for one made after it was destroyed."""
        copy = _known(wrong)
        if self.details.ground != copy.ground:
            check_ground(row, self.details.ground, COPY)
        refuse_times(when.at, self.details.ended_at, when.received_at)
        if copy.destroyed_at is not None and when.at > copy.destroyed_at:
            raise Impossible("It had been destroyed by then. Correct one of the two times.", field="typed_at")
        operator = self.details.operator or (None if self.details.operator_other.strip() else wrong.officer)
        return Entry(operator, {**wrong.detail, "is_by_constable": self.details.is_by_constable})

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """The copy reads as its entry does, and the entry of which the Commissioner is to be told follows what is said of it now."""
        copy = _known(corrected)
        for each in fields(self.details):
            value = getattr(self.details, each.name)
            setattr(copy, each.name, value.strip() if isinstance(value, str) else value)
        copy.operator = self.details.operator or (None if copy.operator_other else corrected.officer)
        copy.started_at = corrected.at
        return [save_next(copy), *_follow_retention(row, copy, corrected, wrong, by)]


def _follow_retention(row: Examination, copy: DeviceCopy, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[TimelineEvent]:
    """The fact from which the Commissioner must be told of the copy: made, moved, put on another ground, or taken back as it never was."""
    kept = [fact for fact in facts_about(row, copy.pk) if fact.kind == Kind.PROPERTY_RETAINED]
    last, reason = (kept[-1] if kept else None), corrected.superseding_reason
    if not concerns_the_commissioner(copy):
        return [strike(row, last, by=by, at=corrected.received_at, reason=reason)] if last is not None else []
    at = corrected.at if last is None or last.at == wrong.at else last.at
    if last is not None and (at, copy.ground) == (last.at, last.detail.get("ground")):
        return []
    about = {"ref": str(copy.pk), "item_ref": str(copy.item_id), "item": copy.item.number, "copy": copy.number, "ground": copy.ground}
    when = Instant(at, corrected.received_at, is_late_entry=True, late_reason=corrected.late_reason)
    return [
        append(
            row,
            kind=Kind.PROPERTY_RETAINED,
            by=by,
            when=when,
            officer=last.officer if last else None,
            words=copy.ground_reason,
            detail=about,
            supersedes=last,
            reason=reason if last else "",
        )
    ]


@dataclass(frozen=True, slots=True)
class CopyGroundInstead:
    """On which ground a copy was kept from an entry on; the copy is kept on it if that entry is the latest."""

    ground: str
    ground_reason: str

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises `NoSuchGround`, and `Refusal` without a reason or for a ground of which the Commissioner is not told."""
        check_ground(row, self.ground, COPY)
        if self.ground not in SCHEDULE_3_GROUNDS:
            raise Refusal(
                "On this ground the Commissioner is not told of the copy. Correct the entry of the copying: this one goes with it.",
                field="ground",
            )
        if not self.ground_reason.strip():
            raise Refusal("Say why it is kept on this ground.", field="words")
        return Entry(wrong.officer, {**wrong.detail, "ground": self.ground}, self.ground_reason)

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """The copy reads as its latest entry does."""
        copy = _known(corrected)
        kept = [fact for fact in facts_about(row, copy.pk) if fact.kind == Kind.PROPERTY_RETAINED]
        if not kept or kept[-1].pk != corrected.pk:
            return []
        copy.ground, copy.ground_reason = self.ground, self.ground_reason.strip()
        return [save_next(copy)]


@dataclass(frozen=True, slots=True)
class CopyDestroyedInstead:
    """When a copy was destroyed: its entry has nothing else of its own."""

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises `Impossible` for one destroyed before it was made."""
        if when.at < _known(wrong).started_at:
            raise Impossible("It cannot have been destroyed before it was made. Correct the time.", field="typed_at")
        return Entry(wrong.officer, wrong.detail)

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """The copy is gone from that instant on."""
        return _destroyed(corrected, corrected.at)


def _destroyed(event: TimelineEvent, at: datetime | None) -> list[Model]:
    copy = _known(event)
    copy.destroyed_at, copy.destroyed_in_spite_of_hold = at, copy.destroyed_in_spite_of_hold and at is not None
    return [save_next(copy)]


def without_the_copys_entry(row: Examination, taking_back: TimelineEvent, by: Actor) -> list[Model]:
    """What goes with an entry about a copy that is taken back: one whose destruction never happened is there, and one that was never made
    was neither kept nor destroyed."""
    wrong = taking_back.supersedes
    assert wrong is not None
    if wrong.kind == Kind.PROPERTY_DESTROYED and wrong.detail.get("copy"):
        return _destroyed(wrong, None)
    if wrong.kind != Kind.DEVICE_COPIED:
        return []
    about = [fact for fact in facts_about(row, wrong.detail.get("ref")) if fact.kind in OF_KEEPING]
    at, reason = taking_back.received_at, taking_back.superseding_reason
    struck: list[Model] = [strike(row, fact, by=by, at=at, reason=reason) for fact in reversed(about)]
    return [*struck, *_destroyed(wrong, None)] if struck else []


def copy_as_it_is(event: TimelineEvent) -> CopyInstead | CopyGroundInstead | CopyDestroyedInstead | None:
    """What is on record of the copy beside this entry; None for an entry about anything else."""
    if event.kind == Kind.PROPERTY_DESTROYED and event.detail.get("copy"):
        return CopyDestroyedInstead()
    if event.kind == Kind.PROPERTY_RETAINED and event.detail.get("copy"):
        return CopyGroundInstead(str(event.detail.get("ground", "")), event.words)
    if event.kind != Kind.DEVICE_COPIED or (copy := _copy_of(event)) is None:
        return None
    return CopyInstead(CopyDetails(**{each.name: getattr(copy, each.name) for each in fields(CopyDetails)}))
