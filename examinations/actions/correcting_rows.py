"""Putting right a step or a count that has no entry on the timeline of its own: another row takes its place or takes it back, with the
reason, and both stay. What stands on the timeline is put right there."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations.actions.cash import (
    CashStepDetails,
    CountDetails,
    columns_of,
    refuse_count,
    refuse_step,
    refuse_when_gone,
    require_keeper,
    write_count,
)
from examinations.actions.commissioning import StepDetails, refuse_incomplete, write_step
from examinations.actions.correcting import AlreadyCorrected, frozen_again
from examinations.actions.writing import locked, officer_of, save
from examinations.instants import Instant
from examinations.models import CashCount, CashStep, CommissionerStep, Examination
from examinations.property.decided import ANSWERS
from examinations.refusals import Refusal
from organisation.policy import Actor

R = TypeVar("R", CashCount, CashStep, CommissionerStep)
NAMES: dict[type[Model], str] = {CashCount: "cash_count", CashStep: "cash_step", CommissionerStep: "commissioner_step"}


def correct_count(*, count: CashCount, by: Actor, when: Instant, reason: str, details: CountDetails) -> CashCount:
    """Put what was counted in the place of what was written down. Returns the new row.

    Raises `AlreadyCorrected`, `Refusal` without a reason, and what `count_cash` refuses.
    """
    refuse_count(details)
    with transaction.atomic():
        row, wrong, reason = _wrong_row(count, by, reason)
        written = write_count(wrong.seizure, details, by, when, supersedes=wrong, superseding_reason=reason)
        corrected = written[0]
        assert isinstance(corrected, CashCount)
        _told(row, corrected, written, by, when.received_at)
    return corrected


def correct_cash_step(*, step: CashStep, by: Actor, when: Instant, reason: str, details: CashStepDetails) -> CashStep:
    """The same for a step about cash. Raises as `take_cash_step` does, besides."""
    refuse_step(step.kind, details, when)
    with transaction.atomic():
        row, wrong, reason = _wrong_row(step, by, reason)
        refuse_when_gone(row, wrong.seizure, when)
        corrected = CashStep.objects.create(
            **_about_cash(wrong, by, when.received_at), at=when.at, superseding_reason=reason, **columns_of(details)
        )
        _told(row, corrected, [corrected], by, when.received_at)
    return corrected


def correct_step(*, step: CommissionerStep, act: str = "", by: Actor, when: Instant, reason: str, details: StepDetails) -> CommissionerStep:
    """The same for a step of the Commissioner's route that no clock looks at; `act` is the other answer where the Commissioner decided
    otherwise on a referral. Raises as `record_step` does of what is stated, besides."""
    act = act or step.act
    if act != step.act and not {act, step.act} <= ANSWERS:
        raise Refusal("This is another step. Take this one back and record that one.", field="act")
    refuse_incomplete(act, details)
    with transaction.atomic():
        row, wrong, reason = _wrong_row(step, by, reason)
        corrected = write_step(
            uuid4(),
            wrong.item,
            wrong.device_copy,
            act,
            details,
            examination=row,
            event=None,
            when=when,
            by=by,
            supersedes=wrong,
            superseding_reason=reason,
        )
        _told(row, corrected, [corrected], by, when.received_at)
    return corrected


def take_back_row(*, row: R, by: Actor, at: datetime, reason: str) -> R:
    """Take back a count or a step that never happened. Returns the row that does so. Raises `AlreadyCorrected`, and `Refusal` without a
    reason."""
    with transaction.atomic():
        record, wrong, reason = _wrong_row(row, by, reason)
        taking_back = type(row)._default_manager.create(
            **_same(wrong, by, at), supersedes=wrong, superseding_reason=reason, is_withdrawn=True
        )
        _told(record, taking_back, [taking_back], by, at)
    return taking_back


def _wrong_row(row: R, by: Actor, reason: str) -> tuple[Examination, R, str]:
    """The locked record, the row as it stands and the reason without its blanks; raises where there is nothing to correct."""
    record = locked(row.examination)
    require_keeper(by, record)
    wrong = type(row)._default_manager.get(pk=row.pk)
    if getattr(wrong, "event_id", None) is not None:
        raise Refusal("This stands on the timeline. Correct its entry there.")
    if wrong.is_withdrawn or type(row)._default_manager.filter(supersedes=wrong).exists():
        raise AlreadyCorrected("This has been corrected or taken back already.")
    if not reason.strip():
        raise Refusal("Say why it is wrong.", field="reason")
    return record, wrong, reason.strip()


def _told(record: Examination, row: R, written: list[Model], by: Actor, at: datetime) -> None:
    """Into the ledger, and into the next version where the record had been submitted."""
    save(record)
    changed = [*written, *frozen_again(record, row, by, at)]
    verb = "withdrawn" if row.is_withdrawn else "superseded"
    ledger.record(f"examination.{NAMES[type(row)]}_{verb}", record, changed=changed, reason=row.superseding_reason)


def _about_cash(wrong: CashStep, by: Actor, at: datetime) -> dict[str, Any]:
    kept = {"seizure": wrong.seizure, "examination": wrong.examination, "kind": wrong.kind, "officer": wrong.officer}
    return {**kept, "supersedes": wrong, "entered_by": officer_of(by), "entered_at": at}


def _same(wrong: R, by: Actor, at: datetime) -> dict[str, Any]:
    """Its columns again, entered now."""
    left_out = {"id", "supersedes_id", "superseding_reason", "is_withdrawn"}
    kept = {field.attname: getattr(wrong, field.attname) for field in wrong._meta.concrete_fields if field.attname not in left_out}
    received = "entered_at" if hasattr(wrong, "entered_at") else "received_at"
    return {**kept, "entered_by_id": officer_of(by).pk, received: at}
