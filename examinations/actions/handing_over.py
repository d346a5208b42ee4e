"""The people of an examination: a colleague joins, the next shift takes over, and a record that waits to be finished is given to somebody
who can finish it. Whoever examined stays an examiner for the rules."""

from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.writing import NotNow, ensure_examiner, expect_live, locked, officer_of, save
from examinations.models import Examination, Examiner, Handover
from examinations.participants import admit, dismiss, relieve
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


class CannotBeGiven(Refusal):
    """The record is somebody's to finish, or not this supervisor's to give; the text says why."""


UNFINISHED = frozenset({states.ENDED, states.RETURNED})
KEPT = UNFINISHED | {states.LIVE}
"""States in which somebody must still write on the record."""


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
    """Offer the examination to another officer, who can see it from now on: to the next shift while it is live, and until it is sent in to
    whoever can write it up.

    Raises `CannotTakeOver` for an officer who is not posted to examine there, examines it already, or is not accredited for a person who
    is still there; `NotNow` once it is sent in.
    """
    with transaction.atomic():
        row = locked(examination)
        _expect_kept(row)
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
    if examination.state in UNFINISHED:
        _refuse_partial(examination, to)
    elif not may_examine(to, examination.power, at):
        raise CannotTakeOver(f"This officer is not accredited to examine under {SCHEDULE[examination.power]} today.", field="to")


def _expect_kept(examination: Examination) -> None:
    if examination.state not in KEPT:
        raise NotNow(states.TABLE.refusal(examination.state))


def _refuse_partial(examination: Examination, to: User) -> None:
    """Whoever reviewed the detention or sent the record back does not write it up: they judge it, or what it says of them."""
    if examination.reviews.filter(reviewer=to).exists() or examination.returns.filter(returned_by=to).exists():
        raise CannotTakeOver("This officer reviewed the detention or sent the record back. Choose another.", field="to")


def give_examination(*, examination: Examination, to: User, by: Actor, at: datetime, reason: str) -> Handover:
    """Give a record that waits to be finished, and whose examiners cannot finish it, to an officer of the port, who is told. They write up
    what is on it; that they examined is said nowhere.

    Raises `CannotBeGiven` where an examiner can still finish it, for an examiner of the record, and without a reason; `CannotTakeOver`
    for an officer who is not posted to examine there, reviewed or returned it; `NotNow` unless it waits to be finished.
    """
    giver = officer_of(by)
    if not reason.strip():
        raise CannotBeGiven("Say why the examiners cannot finish it.", field="reason")
    with transaction.atomic():
        row = locked(examination)
        if row.state not in UNFINISHED:
            raise NotNow("This record does not wait to be finished.")
        policy.require(by, "examination.give", row)
        if row.examiners.filter(officer=giver).exists():
            raise CannotBeGiven("You are an examiner of this record. Finish it, or hand it over.")
        if to.pk == giver.pk:
            raise CannotBeGiven("You cannot give a record to yourself.", field="to")
        if able := finishers(row, at):
            raise CannotBeGiven(f"{', '.join(one.collar_number for one in able)} can still finish it. Ask them to, or to hand it over.")
        _refuse_unfit(row, to, at)
        lapsed = let_offers_lapse(row, at, "Given to another officer.")
        entries = ensure_examiner(row, to, at, rank_of(to, at).rank, completes=True)
        for leaving in row.examiners.filter(left_at__isnull=True).exclude(officer=to):
            entries.append(_leave(row, leaving, at))
        given = Handover.objects.create(
            examination=row,
            offered_by=giver,
            offered_to=to,
            offered_at=at,
            words=reason.strip(),
            answer=Handover.Answer.GIVEN,
            answered_at=at,
        )
        save(row)
        ledger.record("examination.given", row, changed=[given, *entries, *lapsed], reason=reason.strip())
        tell_of_handover(row, given, at)
    return given


def finishers(examination: Examination, at: datetime) -> list[User]:
    """The examiners who have not left and can still finish the record: whose account is open, and who are posted to examine at its port.
    Two queries, and one for each examiner."""
    current = [one.officer for one in examination.examiners.filter(left_at__isnull=True).select_related("officer").order_by("joined_at")]
    return [one for one in current if policy.can(standing_of(one, at), "examination.start", examination)]


def let_offers_lapse(examination: Examination, at: datetime, reason: str) -> list[Handover]:
    """Take back what still waits for an answer (the record is not saved). Returns what was written."""
    changed = list(examination.handovers.filter(answer=Handover.Answer.WAITING))
    for handover in changed:
        _answer(handover, Handover.Answer.WITHDRAWN, at, reason)
        dismiss(examination, handover.offered_to_id)
    return changed


def _leave(examination: Examination, leaving: Examiner, at: datetime) -> Examiner:
    leaving.left_at = at
    leaving.save()
    relieve(examination, leaving.officer_id)
    return leaving


def accept_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Take the examination over: become an examiner, or whoever completes it once the person has gone, while the officer who offered it
    leaves. Raises `NotNow` unless it waits."""
    officer = officer_of(by)
    with transaction.atomic():
        row, offer = _waiting(handover)
        if offer.offered_to_id != officer.pk:
            raise policy.Forbidden("This examination was offered to somebody else.")
        entries = ensure_examiner(row, officer, at, rank_of(officer, at).rank, completes=row.state != states.LIVE)
        for leaving in row.examiners.filter(officer=offer.offered_by_id, left_at__isnull=True):
            entries.append(_leave(row, leaving, at))
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
    if offer.answer != Handover.Answer.WAITING or row.state not in KEPT:
        raise NotNow(f"This offer no longer waits for an answer: {offer.get_answer_display().lower()}.")
    return row, offer


def _answer(offer: Handover, answer: Handover.Answer, at: datetime, reason: str = "") -> None:
    offer.answer, offer.answered_at, offer.answer_reason = answer, at, reason
    offer.save()
