"""Submission freezes what was computed. From then on the record changes only by being returned, added to and sent in again."""

from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.handing_over import let_offers_lapse
from examinations.actions.writing import expect, locked, move, officer_of, require_examiner, save
from examinations.models import BreachExplanation, Examination, FrozenBreach, SubmittedVersion
from examinations.papers.frozen import content_of, hash_of
from examinations.reach import beyond_own_scope
from examinations.refusals import Refusal
from examinations.telling import forget_reminders
from examinations.timeline import assess
from organisation import policy
from organisation.policy import Actor


class NoSuchBreach(Refusal):
    """The clocks find no such breach on this record."""


def submit_examination(*, examination: Examination, by: Actor, at: datetime) -> SubmittedVersion:
    """Send the record to quality assurance: its whole content and its breaches are frozen. What is owed is listed there, not demanded.

    Raises `NotNow` while it is live or once it is submitted.
    """
    with transaction.atomic():
        row = locked(examination)
        expect(row, states.SUBMIT)
        require_examiner(by, "examination.submit", row)
        # An examiner whose posting has ended loses sight of the record with this write.
        with beyond_own_scope():
            lapsed = let_offers_lapse(row, at, "The record was sent in.")
            move(row, states.SUBMIT)
            row.submitted_at = at
            version, breaches = freeze(row, by, at)
            save(row)
            detail = {"version": version.number, "content_hash": version.content_hash, "breaches": [breach.rule for breach in breaches]}
            ledger.record("examination.submitted", row, changed=[version, *breaches, *lapsed], detail=detail)
            forget_reminders(row, at)
    return version


def freeze(examination: Examination, by: Actor, at: datetime) -> tuple[SubmittedVersion, list[FrozenBreach]]:
    """Keep the record's content and its breaches, as computed at its end, as the next version."""
    content = content_of(examination, at)
    earlier = set(FrozenBreach.objects.filter(examination=examination).values_list("rule", "due_at", "actual_at"))
    version = SubmittedVersion.objects.create(
        examination=examination,
        number=examination.versions.count() + 1,
        content=content,
        content_hash=hash_of(content),
        submitted_by=officer_of(by),
        submitted_at=at,
    )
    breaches = [
        FrozenBreach.objects.create(
            version=version,
            examination=examination,
            port_id=examination.port_id,
            found_at=at,
            is_repeat=(breach.rule, breach.due_at, breach.actual_at) in earlier,
            rule=breach.rule,
            basis=breach.basis,
            due_at=breach.due_at,
            actual_at=breach.actual_at,
            late_seconds=breach.late_seconds,
            text=breach.text,
        )
        for breach in assess(examination, at).breaches
    ]
    return version, breaches


def explain_breach(
    *, examination: Examination, rule: str, due_at: datetime | None, words: str, by: Actor, at: datetime
) -> BreachExplanation:
    """Put an officer's own words beside a computed breach, named by its rule and its due instant. The breach stays as it is.

    Raises `NoSuchBreach`, and `Refusal` without words.
    """
    if not words.strip():
        raise Refusal("Write what happened.", field="words")
    with transaction.atomic():
        row = locked(examination)
        policy.require(by, "examination.explain", row)
        if not any(breach.rule == rule and breach.due_at == due_at for breach in assess(row, at).breaches):
            raise NoSuchBreach("The clocks find no such breach on this record now. Look at it again.")
        explanation = BreachExplanation.objects.create(
            examination=row, rule=rule, due_at=due_at, words=words.strip(), explained_by=officer_of(by), explained_at=at
        )
        ledger.record("examination.breach_explained", row, changed=[explanation], detail={"rule": rule})
    return explanation
