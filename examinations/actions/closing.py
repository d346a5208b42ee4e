"""Ending an examination: the person is released, or arrested under another power. What was still waiting lapses with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import states
from examinations.actions.handing_over import let_offers_lapse
from examinations.actions.writing import append, expect, locked, move, save
from examinations.dues import void_spent_notices
from examinations.instants import Instant
from examinations.models import Examination, Kind, TimelineEvent
from examinations.participants import dismiss
from organisation import policy
from organisation.policy import Actor


def release(*, examination: Examination, by: Actor, when: Instant, words: str = "") -> TimelineEvent:
    """Record the release. The examination is ENDED; a waiting handover and a standing nomination lapse."""
    return end_examination(examination=examination, kind=Kind.RELEASED, by=by, when=when, words=words)


def arrest(*, examination: Examination, by: Actor, when: Instant, arrest_power: str, words: str = "") -> TimelineEvent:
    """Record the arrest (`arrest_power`: TACT_41, NSA_27, PACE or OTHER), which ends the examination."""
    detail = {"arrest_power": arrest_power}
    return end_examination(examination=examination, kind=Kind.ARRESTED, by=by, when=when, words=words, detail=detail)


def end_examination(
    *, examination: Examination, kind: str, by: Actor, when: Instant, words: str = "", detail: Mapping[str, Any] | None = None
) -> TimelineEvent:
    """Record the fact that ended the examination (RELEASED or ARRESTED). Raises `Impossible`, and `NotNow` when it has ended already."""
    with transaction.atomic():
        row = locked(examination)
        expect(row, states.END)
        policy.require(by, "examination.act", row)
        event = append(row, kind=kind, by=by, when=when, words=words, detail=detail)
        move(row, states.END)
        lapsed = _let_lapse(row, when.received_at)
        save(row)
        void_spent_notices(row, when.received_at)
        ledger.record(f"examination.{kind.lower()}", row, changed=[event, *lapsed], reason=when.late_reason)
    return event


def _let_lapse(examination: Examination, at: datetime) -> list[Model]:
    changed: list[Model] = [*let_offers_lapse(examination, at, "The examination ended.")]
    for nomination in examination.nominations.filter(withdrawn_at__isnull=True):
        nomination.withdrawn_at = at
        nomination.save()
        dismiss(examination, nomination.officer_id)
        changed.append(nomination)
    return changed
