"""After submission: returned with the fields named, added to, sent in again, accepted and locked. The original is never changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import states
from examinations.actions.handing_over import let_offers_lapse
from examinations.actions.submitting import freeze
from examinations.actions.writing import NotNow, expect, locked, move, officer_of, require_examiner, save
from examinations.fields import LABELS
from examinations.models import Addendum, Examination, Return, SubmittedVersion
from examinations.participants import admit
from examinations.reach import beyond_own_scope
from examinations.refusals import Refusal
from examinations.telling import forget_reminders, tell_of_acceptance, tell_of_addendum, tell_of_answer, tell_of_return
from examinations.wording import written
from organisation.policy import Actor


class NotIndependent(Refusal):
    """Whoever examined or reviewed does not assure the same record."""


def _require_independence(examination: Examination, by: Actor) -> None:
    officer = officer_of(by)
    if examination.examiners.filter(officer=officer).exists() or examination.reviews.filter(reviewer=officer).exists():
        raise NotIndependent("You examined or reviewed here, so somebody else assures this record.")


def admit_assurer(*, examination: Examination, by: Actor, at: datetime) -> Examination:
    """Let the assurer who claims a submitted record take part in it. Returns the record as saved.

    Called inside the claim of quality assurance, whose ledger entry names the record among what it changed. Raises `NotNow`, and
    `NotIndependent` for whoever examined or reviewed.
    """
    with transaction.atomic():
        row = locked(examination)
        expect(row, states.ACCEPT)
        _require_independence(row, by)
        admit(row, officer_of(by).pk)
        return save(row)


def return_examination(
    *, examination: Examination, fields: Mapping[str, str], words: str, due_at: datetime, by: Actor, at: datetime
) -> Return:
    """Send a submitted record back; `fields` maps the names of `examinations.fields` to the words beside them.

    Called by quality assurance, which has checked that the record is this assessor's to answer. Raises `NotNow`, `NotIndependent`, and
    `Refusal` when no field is named.
    """
    if not fields or set(fields) - set(LABELS):
        raise Refusal("Name the parts of the record to be amended.", field="fields")
    with transaction.atomic():
        row = locked(examination)
        expect(row, states.RETURN)
        _require_independence(row, by)
        move(row, states.RETURN)
        sent_back = Return.objects.create(
            examination=row, fields=dict(fields), words=words.strip(), returned_by=officer_of(by), returned_at=at, due_at=due_at
        )
        save(row)
        ledger.record("examination.returned", row, changed=[sent_back], detail={"fields": sorted(fields)})
        tell_of_return(row, sent_back, at)
    return sent_back


def accept_examination(*, examination: Examination, by: Actor, at: datetime) -> Examination:
    """Accept and lock a submitted record. Called by quality assurance as `return_examination` is. Raises `NotNow`, `NotIndependent`."""
    with transaction.atomic():
        row = locked(examination)
        expect(row, states.ACCEPT)
        _require_independence(row, by)
        move(row, states.ACCEPT)
        row.accepted_at = at
        save(row)
        ledger.record("examination.accepted", row)
        tell_of_acceptance(row, at)
    return row


def add_addendum(*, examination: Examination, field: str, addition: str, reason: str, by: Actor, at: datetime) -> Addendum:
    """Add to a submitted record; the original stays and is kept beside the addition. `field` is a name of `examinations.fields`.

    An addition to a returned record answers the return, and is frozen when the record is sent in again. At any other time after submission
    it reopens nothing: the record is frozen with it at once as its next version, and its assurer is told. Raises `NotNow` before
    submission, and `Refusal` without words, a reason or a known field.
    """
    if field not in LABELS:
        raise Refusal("Choose the part of the record that this adds to.", field="field")
    if not addition.strip():
        raise Refusal("Write what is to be added.", field="addition")
    if not reason.strip():
        raise Refusal("Say why it was not there before.", field="reason")
    with transaction.atomic():
        row = locked(examination)
        sent_back = _open_return(row) if row.state == states.RETURNED else None
        if row.state in {states.LIVE, states.ENDED}:
            raise NotNow("This record has not been submitted. Change it where it stands.")
        require_examiner(by, "examination.amend" if sent_back else "examination.supplement", row)
        addendum = Addendum.objects.create(
            examination=row,
            answers=sent_back,
            field=field,
            original=_original(row, field),
            addition=addition.strip(),
            reason=reason.strip(),
            added_by=officer_of(by),
            added_at=at,
        )
        frozen = [] if sent_back else _freeze_with(row, addendum, by, at)
        ledger.record("examination.addendum_added", row, changed=[addendum, *frozen], detail={"field": field})
    return addendum


def _freeze_with(examination: Examination, addendum: Addendum, by: Actor, at: datetime) -> list[Model]:
    """The next version, with the addition in it, and the word to the assurer. Returns what was written."""
    version, breaches = freeze(examination, by, at)
    tell_of_addendum(examination, addendum, at)
    return [version, *breaches]


def _open_return(examination: Examination) -> Return:
    expect(examination, states.RESUBMIT)
    sent_back = examination.returns.select_related("returned_by").filter(answered_at__isnull=True).first()
    if sent_back is None:
        raise NotNow("This record has not been returned.")
    return sent_back


def _original(examination: Examination, field: str) -> str:
    """The words that the addition stands beside, as they were submitted."""
    frozen = examination.versions.order_by("-number").values_list("content", flat=True).first() or {}
    submitted = {**frozen.get("particulars", {}), "power": frozen.get("power"), "place": frozen.get("place")}
    return written(field, submitted.get(field), examination.power, examination.started_at)


def resubmit_examination(*, examination: Examination, by: Actor, at: datetime) -> SubmittedVersion:
    """Send a returned record back to its assurer, with its addenda, as the next frozen version. Raises `NotNow` unless it was returned."""
    with transaction.atomic():
        row = locked(examination)
        sent_back = _open_return(row)
        require_examiner(by, "examination.amend", row)
        with beyond_own_scope():  # as at submission
            lapsed = let_offers_lapse(row, at, "The record was sent in.")
            move(row, states.RESUBMIT)
            row.submitted_at = at
            sent_back.answered_at = at
            sent_back.save()
            version, breaches = freeze(row, by, at)
            save(row)
            detail = {"version": version.number, "content_hash": version.content_hash}
            ledger.record("examination.resubmitted", row, changed=[version, sent_back, *breaches, *lapsed], detail=detail)
            tell_of_answer(row, sent_back, at)
            forget_reminders(row, at)
    return version
