"""Disclosure packs: asked for, taken up by a worker, filed when they are made, given up with a sentence, and asked for again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

import audit.actions as ledger
from borderops.kit import vault
from examinations.actions.disclosing import disclose, named_recipients
from examinations.actions.writing import officer_of
from examinations.models import Examination, Pack, SubmittedVersion
from examinations.refusals import Refusal
from organisation import policy
from organisation.policy import Actor

LEASE = timedelta(seconds=60)  # a worker that has said nothing for so long is gone
MOST_ATTEMPTS = 3
DOCUMENT = "pack"
State = Pack.State


def ask_for_pack(*, examination: Examination, recipients: Sequence[str], purpose: str, by: Actor, at: datetime) -> Pack:
    """Have a pack made of the latest submitted version. Raises `Refusal` without recipient, purpose or version."""
    named = named_recipients(recipients, purpose)
    with transaction.atomic():
        row = Examination.objects.select_for_update(no_key=True).get(pk=examination.pk)
        policy.require(by, "examination.disclose", row)
        version = row.versions.order_by("-number").first()
        if version is None:
            raise Refusal("This record has not been submitted.")
        pack = Pack.objects.create(
            examination=row, version=version, recipients=named, purpose=purpose.strip(), asked_by=officer_of(by), asked_at=at
        )
        detail = {"version": version.number, "content_hash": version.content_hash}
        ledger.record("pack.asked", pack, port_id=row.port_id, reason=pack.purpose, recipients=named, detail=detail)
    return pack


def ask_again(*, pack: Pack, by: Actor, at: datetime) -> Pack:
    """Have a pack that was given up made after all. Raises `Refusal` unless it was given up."""
    with transaction.atomic():
        row = _locked(pack)
        policy.require(by, "examination.disclose", row.examination)
        if row.state != State.GIVEN_UP:
            raise Refusal("This pack has not been given up: it is being made, or it is ready.")
        row.state, row.attempts, row.failure, row.percent, row.asked_at = State.ASKED, 0, "", 0, at
        row.save()
        ledger.record("pack.asked_again", row, port_id=row.examination.port_id)
    return row


def _locked(pack: Pack) -> Pack:
    return Pack.objects.select_for_update(of=("self",)).select_related("examination").get(pk=pack.pk)


def take_up(*, by: Actor, at: datetime) -> Pack | None:
    """The next pack to be made, the caller's own until it has been silent for a minute: one that waits, or whose worker was killed.

    One that has been taken up too often is given up instead. None when nothing is left to do.
    """
    _require_system(by)
    with transaction.atomic():
        due = Pack.objects.filter(Q(state=State.ASKED) | Q(state=State.MAKING, lease_until__lte=at))
        row = due.select_for_update(skip_locked=True, of=("self",)).select_related("examination").order_by("asked_at", "id").first()
        if row is None:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            return _give_up(row, f"The work on it was cut off {MOST_ATTEMPTS} times. The machine may be short of memory.", at)
        row.state, row.attempts, row.percent, row.lease_until = State.MAKING, row.attempts + 1, 0, at + LEASE
        row.save()
        ledger.record("pack.taken_up", row, port_id=row.examination.port_id, detail={"attempt": row.attempts})
    return row


def note_progress(*, pack: Pack, percent: int, by: Actor, at: datetime) -> bool:
    """Show how far it is and keep it for another minute. False when it is no longer this worker's. Kept without history."""
    _require_system(by)
    mine = Pack.objects.filter(pk=pack.pk, state=State.MAKING, attempts=pack.attempts)
    return bool(mine.update(percent=min(percent, 99), lease_until=at + LEASE))


def file_pack(*, pack: Pack, made: bytes, by: Actor, at: datetime) -> Pack:
    """Keep the document and file it as a disclosure by the officer who asked, who must still be allowed to disclose.

    A worker that comes late, after another has taken the pack up, changes nothing. Raises `policy.Forbidden`.
    """
    sha256 = vault.keep(made)
    with transaction.atomic():
        row = _locked(pack)
        if row.state != State.MAKING or row.attempts != pack.attempts:
            return row
        row.disclosure = disclose(
            examination=row.examination,
            recipients=row.recipients,
            purpose=row.purpose,
            content_hash=SubmittedVersion.objects.values_list("content_hash", flat=True).get(pk=row.version_id),
            file_hash=sha256,
            by=by,
            at=at,
            document=DOCUMENT,
        )
        row.state, row.percent, row.finished_at, row.lease_until = State.MADE, 100, at, None
        row.save()
        ledger.record("pack.made", row, port_id=row.examination.port_id, detail={"file_hash": sha256, "size": len(made)})
    return row


def give_up_pack(*, pack: Pack, why: str, by: Actor, at: datetime) -> Pack:
    """Say that it was not made, and why. Whoever asked may ask again."""
    _require_system(by)
    with transaction.atomic():
        row = _locked(pack)
        return row if row.state != State.MAKING or row.attempts != pack.attempts else _give_up(row, why, at)


def _give_up(row: Pack, why: str, at: datetime) -> Pack:
    row.state, row.failure, row.finished_at, row.lease_until = State.GIVEN_UP, why, at, None
    row.save()
    ledger.record("pack.given_up", row, port_id=row.examination.port_id, reason=why)
    return row


def _require_system(by: Actor) -> None:
    if not by.is_system:
        raise policy.Forbidden("Only the service itself does this.")
