"""Correcting a wrong press: the wrong row stays on the timeline, and another stands in its place or takes it back. After submission only
what became of property, cash, biometrics and copies is corrected so, and the record is frozen with it as its next version."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import states
from examinations.actions.following import Instead, follow_along, follow_questions, officer_and_detail
from examinations.actions.limiting import MOVING, renew_limits
from examinations.actions.linking import renew_encounter
from examinations.actions.submitting import freeze
from examinations.actions.writing import Impossible, append, locked, move, officer_of, require_recorder, save
from examinations.instants import Instant
from examinations.models import Examination, Kind, TimelineEvent
from examinations.refusals import Refusal
from examinations.telling import tell_of_correction, void_spent_notices
from examinations.timeline import ENDINGS, keep, refresh_facts, refuse_impossible, standing_events
from organisation.policy import Actor

AS_IT_WAS = Instead()


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
    instead: Instead = AS_IT_WAS,
) -> TimelineEvent:
    """Put a corrected fact in the place of a wrong one; `until` and `words` None keep the old ones. Returns the new event.

    An officer whom a corrected question names becomes an examiner; one whom only the wrong entry had named is none any more. Unread notices
    that no longer hold are voided. Raises `NotNow` after submission for anything but a lasting fact, `AlreadyCorrected`, `Impossible`,
    `Refusal` without a reason, and what the act that recorded it refuses.
    """
    with transaction.atomic():
        row, wrong, reason = _wrong_press(event, by, reason)
        officer, detail = officer_and_detail(row, wrong, instead)
        corrected = append(
            row,
            kind=wrong.kind,
            by=by,
            when=when,
            until=None if instead.has_no_end else until or wrong.until,
            officer=officer,
            words=wrong.words if words is None else words,
            detail=detail,
            supersedes=wrong,
            reason=reason,
        )
        changed: list[Model] = [corrected, *follow_along(row, corrected, wrong, instead, by)]
        save(row)
        changed += [*_move_encounter(row, wrong), *_frozen_again(row, corrected, by, when.received_at)]
        ledger.record("examination.event_superseded", row, changed=changed, reason=reason, detail=_told(corrected, wrong))
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
        no_longer = follow_questions(row, wrong, at)
        save(row)
        moved = [*no_longer, *_move_encounter(row, wrong), *_frozen_again(row, taking_back, by, at)]
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


def _told(corrected: TimelineEvent, wrong: TimelineEvent) -> dict[str, Any]:
    """For the ledger: which fields were put right. Their names alone; what they say stays in the record and its history."""
    names = [name for name in ("at", "until", "officer_id", "words") if getattr(corrected, name) != getattr(wrong, name)]
    own = {*corrected.detail, *wrong.detail}
    names += sorted(name for name in own if corrected.detail.get(name) != wrong.detail.get(name))
    return {"kind": wrong.kind, "fields": names}


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
