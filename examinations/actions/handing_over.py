"""The people of a live examination: a colleague joins, and the next shift takes over. Whoever examined stays an examiner for the rules."""

from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.writing import NotNow, ensure_examiner, expect_live, locked, officer_of, save
from examinations.models import Examination, Examiner, Handover
from examinations.participants import admit, dismiss
from examinations.reach import beyond_own_scope
from examinations.refusals import Refusal
from examinations.reviewers import SCHEDULE, may_examine
from examinations.telling import tell_of_handover
from organisation import policy
from organisation.acting import rank_of
from organisation.models import User
from organisation.policy import Actor
from organisation.standing import standing_of


class AlreadyExamining(Refusal):
    """The officer examines this person already."""


class CannotTakeOver(Refusal):
    """The officer may not be asked to take over; the text says why."""


def join_examination(*, examination: Examination, by: Actor, at: datetime) -> Examiner:
    """Become an examiner of a live examination at one's own port. Find it with `queries.examination_to_join`.

    Raises `AlreadyExamining`, and `NotNow` once it has ended. An officer without accreditation is recorded all the same.
    """
    officer = officer_of(by)
    with transaction.atomic(), beyond_own_scope():
        row = locked(examination)
        expect_live(row)
        policy.require(by, "examination.join", row)
        entry = ensure_examiner(row, officer, at, rank_of(officer, at).rank)
        if not entry:
            raise AlreadyExamining("You are an examiner of this record already.")
        save(row)
        ledger.record("examination.joined", row, changed=entry)
    return entry[0]


def offer_handover(*, examination: Examination, to: User, by: Actor, at: datetime, words: str = "") -> Handover:
    """Offer the live examination to an officer of the next shift, who can see it from now on.

    Raises `CannotTakeOver` for an officer who is not posted or not accredited to examine there, or examines it already.
    """
    with transaction.atomic():
        row = locked(examination)
        expect_live(row)
        policy.require(by, "examination.hand_over", row)
        _refuse_unfit(row, to, at)
        if row.handovers.filter(answer=Handover.Answer.WAITING).exists():
            raise NotNow("This examination is offered to somebody already. Take that offer back first.")
        handover = Handover.objects.create(examination=row, offered_by=officer_of(by), offered_to=to, offered_at=at, words=words.strip())
        admit(row, to.pk)
        save(row)
        ledger.record("examination.handover_offered", row, changed=[handover])
        tell_of_handover(row, handover, at)
    return handover


def _refuse_unfit(examination: Examination, to: User, at: datetime) -> None:
    if examination.examiners.filter(officer=to, left_at__isnull=True).exists():
        raise CannotTakeOver("This officer examines the person already.", field="to")
    if not policy.can(standing_of(to, at), "examination.start", examination):
        raise CannotTakeOver("This officer is not posted to examine at this port.", field="to")
    if not may_examine(to, examination.power, at):
        raise CannotTakeOver(f"This officer is not accredited to examine under {SCHEDULE[examination.power]} today.", field="to")


def accept_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Take the examination over: become an examiner, while the officer who offered it leaves. Raises `NotNow` unless it waits."""
    officer = officer_of(by)
    with transaction.atomic():
        row, offer = _waiting(handover)
        if offer.offered_to_id != officer.pk:
            raise policy.Forbidden("This examination was offered to somebody else.")
        entries = ensure_examiner(row, officer, at, rank_of(officer, at).rank)
        for leaving in row.examiners.filter(officer=offer.offered_by_id, left_at__isnull=True):
            leaving.left_at = at
            leaving.save()
            entries.append(leaving)
        _answer(offer, Handover.Answer.ACCEPTED, at)
        save(row)
        ledger.record("examination.handover_accepted", row, changed=[offer, *entries])
        tell_of_handover(row, offer, at)
    return offer


def decline_handover(*, handover: Handover, by: Actor, at: datetime, reason: str) -> Handover:
    """Refuse the offer with a reason; it stays with the officer who made it, who is told."""
    officer = officer_of(by)
    if not reason.strip():
        raise Refusal("Say why you cannot take it over.", field="reason")
    # The officer who declines loses sight of the record with this write.
    with transaction.atomic(), beyond_own_scope():
        row, offer = _waiting(handover)
        if offer.offered_to_id != officer.pk:
            raise policy.Forbidden("This examination was offered to somebody else.")
        _answer(offer, Handover.Answer.DECLINED, at, reason.strip())
        dismiss(row, officer.pk)
        save(row)
        ledger.record("examination.handover_declined", row, changed=[offer], reason=reason.strip())
        tell_of_handover(row, offer, at)
    return offer


def withdraw_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Take the offer back."""
    with transaction.atomic():
        row, offer = _waiting(handover)
        policy.require(by, "examination.hand_over", row)
        if offer.offered_to_id == by.id:
            raise policy.Forbidden("This examination was offered to you. Decline it instead.")
        _answer(offer, Handover.Answer.WITHDRAWN, at)
        dismiss(row, offer.offered_to_id)
        save(row)
        ledger.record("examination.handover_withdrawn", row, changed=[offer])
    return offer


def _waiting(handover: Handover) -> tuple[Examination, Handover]:
    """The locked record and its offer, which must still wait for an answer."""
    row = locked(handover.examination)
    offer = row.handovers.select_related("offered_by", "offered_to").get(pk=handover.pk)
    if offer.answer != Handover.Answer.WAITING or row.state != states.LIVE:
        raise NotNow(f"This offer no longer waits for an answer: {offer.get_answer_display().lower()}.")
    return row, offer


def _answer(offer: Handover, answer: Handover.Answer, at: datetime, reason: str = "") -> None:
    offer.answer, offer.answered_at, offer.answer_reason = answer, at, reason
    offer.save()
