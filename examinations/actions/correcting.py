"""Correcting a wrong press: the wrong row stays on the timeline, and another stands in its place or takes it back. After submission only
what became of property, cash, biometrics and copies is corrected so, and the record is frozen with it as its next version."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import states
from examinations.actions.limiting import MOVING, renew_limits
from examinations.actions.linking import renew_encounter
from examinations.actions.rights import follow
from examinations.actions.submitting import freeze
from examinations.actions.writing import Impossible, append, locked, move, officer_of, require_recorder, save
from examinations.instants import Instant
from examinations.models import Authority, Examination, Kind, Review, TimelineEvent
from examinations.refusals import Refusal
from examinations.telling import tell_of_correction, void_spent_notices
from examinations.timeline import ENDINGS, keep, refresh_facts, refuse_impossible, standing_events
from organisation.policy import Actor


class AlreadyCorrected(Refusal):
    """Another row stands in the place of this one already."""


def supersede_event(
    *,
    event: TimelineEvent,
    by: Actor,
    when: Instant,
    reason: str,
    until: datetime | None = None,
    words: str | None = None,
) -> TimelineEvent:
    """Put a corrected fact in the place of a wrong one; `until` and `words` None keep the old ones. Returns the new event.

    Unread notices that no longer hold are voided. Raises `NotNow` after submission for anything but a lasting fact, `AlreadyCorrected`,
    `Impossible`, and `Refusal` without a reason.
    """
    with transaction.atomic():
        row, wrong, reason = _wrong_press(event, by, reason)
        corrected = append(
            row,
            kind=wrong.kind,
            by=by,
            when=when,
            until=until or wrong.until,
            officer=wrong.officer,
            words=wrong.words if words is None else words,
            detail=wrong.detail,
            supersedes=wrong,
            reason=reason,
        )
        changed: list[Model] = [corrected, *_follow(corrected, wrong, by)]
        save(row)
        changed += [*_move_encounter(row, wrong), *_frozen_again(row, corrected, by, when.received_at)]
        ledger.record("examination.event_superseded", row, changed=changed, reason=reason, detail={"kind": wrong.kind})
        void_spent_notices(row, when.received_at)
    return corrected


def withdraw_event(*, event: TimelineEvent, by: Actor, at: datetime, reason: str) -> TimelineEvent:
    """Take back a fact that never happened. Returns the withdrawing row. Without its release or arrest the record is live again.

    Raises as `supersede_event` does, and `NoBeginning` for the only fact that the examination began with.
    """
    with transaction.atomic():
        row, wrong, reason = _wrong_press(event, by, reason)
        rest = [one for one in standing_events(row) if one.pk != wrong.pk]
        refuse_impossible(row.power, rest, at, Impossible)
        refresh_facts(row, rest)
        taking_back = TimelineEvent.objects.create(
            examination=row,
            kind=wrong.kind,
            at=wrong.at,
            officer=wrong.officer,
            officer_rank=wrong.officer_rank,
            received_at=at,
            entered_by=officer_of(by),
            supersedes=wrong,
            superseding_reason=reason,
            is_withdrawn=True,
        )
        keep(row, rest)
        if wrong.kind in MOVING:
            renew_limits(row)
        if wrong.kind in ENDINGS:
            move(row, states.REOPEN)
        save(row)
        moved = [*_move_encounter(row, wrong), *_frozen_again(row, taking_back, by, at)]
        ledger.record("examination.event_withdrawn", row, changed=[taking_back, *moved], reason=reason, detail={"kind": wrong.kind})
        void_spent_notices(row, at)
    return taking_back


def _wrong_press(event: TimelineEvent, by: Actor, reason: str) -> tuple[Examination, TimelineEvent, str]:
    """The locked record, the event as it stands on it and the reason without its blanks; raises where there is nothing to correct."""
    row = locked(event.examination)
    is_open = row.state in {states.LIVE, states.ENDED}
    require_recorder(by, row, "" if is_open else event.kind)
    standing = next((one for one in standing_events(row) if one.pk == event.pk), None)
    if standing is None:
        raise AlreadyCorrected("This entry has been corrected or taken back already.")
    if not reason.strip():
        raise Refusal("Say why the entry is wrong.", field="reason")
    return row, standing, reason.strip()


def _frozen_again(examination: Examination, row: TimelineEvent, by: Actor, at: datetime) -> list[Model]:
    """A submitted or accepted record is frozen with the correction at once, and its assurer is told; a returned one when it is sent in."""
    if examination.state not in {states.SUBMITTED, states.ACCEPTED}:
        return []
    version, breaches = freeze(examination, by, at)
    tell_of_correction(examination, row, at)
    return [version, *breaches]


def _move_encounter(examination: Examination, wrong: TimelineEvent) -> list[Model]:
    """Another first question may move the limit that linked examinations share."""
    if wrong.kind != Kind.FIRST_QUESTION or examination.encounter_began_at is None:
        return []
    return [one for one in renew_encounter(examination) if one.pk != examination.pk]


def _follow(corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
    """What belongs to the wrong entry goes with the corrected one: what was filled in, the authority, the review."""
    changed: list[Model] = [*follow(corrected, wrong, by, corrected.received_at)]
    authority = Authority.objects.filter(event=wrong).first()
    if authority is not None:
        authority.event = corrected
        authority.save()
        changed.append(authority)
    return changed + _follow_review(corrected, wrong)


def _follow_review(corrected: TimelineEvent, wrong: TimelineEvent) -> list[Model]:
    """A corrected review is a row of its own, as its event is; the one before stays with the event that it belonged to."""
    if wrong.kind != Kind.REVIEW:
        return []
    review = Review.objects.get(event=wrong)
    if corrected.at < review.started_at:
        raise Impossible("The decision cannot come before the review began. Correct one of the two times.", field="typed_at")
    values = {field.attname: getattr(review, field.attname) for field in Review._meta.concrete_fields if not field.primary_key}
    return [Review.objects.create(**{**values, "event_id": corrected.pk, "decided_at": corrected.at, "signed_at": corrected.received_at})]
