"""Recording facts on a timeline. What is unlawful but possible is taken and becomes a breach; what cannot have happened is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.closing import end_examination
from examinations.actions.limiting import MOVING
from examinations.actions.writing import Impossible, append, ensure_examiner, locked, require_recorder, save
from examinations.dues import void_spent_notices
from examinations.instants import Instant
from examinations.models import Examination, Kind, TimelineEvent
from examinations.outsiders import is_outsider
from examinations.refusals import Refusal
from examinations.timeline import ENDINGS, QUESTIONS
from organisation.models import User
from organisation.policy import Actor

__all__ = ["Impossible", "detain", "record_event"]


def record_event(
    *,
    examination: Examination,
    kind: str,
    by: Actor,
    when: Instant,
    until: datetime | None = None,
    officer: User | None = None,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> TimelineEvent:
    """Put one fact on the timeline of an examination that is live or, entered late, to be completed.

    `officer` is who did it (for a question: who asked), `by.user` when not said; an officer who questions becomes an examiner. `detail`
    holds the kind's own fields as the clock engine names them. RELEASED and ARRESTED end the examination. A REVIEW is recorded with
    `record_review`. Raises `Impossible`, and `NotNow` once the record is submitted.
    """
    if kind == Kind.REVIEW:
        raise ValueError("A review is recorded with record_review.")
    if kind in ENDINGS:
        return end_examination(examination=examination, kind=kind, by=by, when=when, words=words, detail=detail)
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, kind)
        if kind in QUESTIONS and officer is None and not is_outsider(detail):
            _refuse_to_name_a_completer(row, by)
        event = append(row, kind=kind, by=by, when=when, until=until, officer=officer, words=words, detail=detail)
        entry = ensure_examiner(row, event.officer, when.at, event.officer_rank) if kind in QUESTIONS and event.officer else []
        save(row)
        if kind in MOVING:
            void_spent_notices(row, when.received_at)
        ledger.record(
            f"examination.{kind.lower()}",
            row,
            changed=[event, *entry],
            reason=when.late_reason,
            detail={"is_late_entry": when.is_late_entry},
        )
    return event


def _refuse_to_name_a_completer(examination: Examination, by: Actor) -> None:
    """Whoever took the record over when the person had gone did not ask what they enter: the fact is taken with the officer who did."""
    if examination.state == states.ENDED and examination.examiners.filter(officer=by.id, completes=True).exists():
        raise Refusal("You took this record over to complete it. Give the number of the officer who asked.", field="officer")


def detain(*, examination: Examination, by: Actor, when: Instant, words: str = "") -> TimelineEvent:
    """Record that the person is detained under the schedule; the review clocks start at `when.at`. Raises `Impossible` for a second
    detention."""
    return record_event(examination=examination, kind=Kind.DETAINED, by=by, when=when, words=words)
