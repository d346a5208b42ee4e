"""Correcting a wrong press: the wrong row stays on the timeline, and another stands in its place or takes it back. After submission only
what became of property, cash, biometrics and copies is corrected so, and the record is frozen with it as its next version."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import states
from examinations.actions.beside import Beside, Entry, names_changed
from examinations.actions.correcting_copies import without_the_copys_entry
from examinations.actions.correcting_reviews import require_corrector
from examinations.actions.following import Instead, beside_as_it_is, follow_along, follow_questions, officer_and_detail
from examinations.actions.linking import renew_encounter
from examinations.actions.submitting import freeze
from examinations.actions.writing import append, locked, move, require_recorder, save, strike
from examinations.dues import sound_release_now, void_spent_notices
from examinations.instants import Instant
from examinations.models import Examination, Kind, Review, TimelineEvent
from examinations.refusals import Refusal
from examinations.telling import tell_of_correction
from examinations.timeline import ENDINGS, standing_events
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
        before = beside_as_it_is(wrong)
        said = _said(row, wrong, before, instead, wrong.words if words is None else words, when, by)
        instead = replace(instead, beside=instead.beside or before)
        corrected = append(
            row,
            kind=wrong.kind,
            by=by,
            when=when,
            until=None if instead.has_no_end else until or wrong.until,
            officer=said.officer,
            words=said.words or "",
            detail=said.detail,
            supersedes=wrong,
            reason=reason,
        )
        changed: list[Model] = [corrected, *follow_along(row, corrected, wrong, instead, by)]
        save(row)
        changed += [*_move_encounter(row, wrong), *frozen_again(row, corrected, by, when.received_at)]
        fields = [*_fields(corrected, wrong), *names_changed(before, instead.beside)]
        ledger.record(
            "examination.event_superseded",
            row,
            changed=changed,
            reason=reason,
            detail={"kind": wrong.kind, "fields": [*dict.fromkeys(fields)]},
        )
        void_spent_notices(row, when.received_at)
        if corrected.kind == Kind.REVIEW and corrected.detail.get("outcome") == Review.Outcome.RELEASE:
            sound_release_now(row, when.received_at)
    return corrected


def _said(row: Examination, wrong: TimelineEvent, before: Beside | None, instead: Instead, words: str, when: Instant, by: Actor) -> Entry:
    """What the corrected entry says of itself. Where nothing else is said of what stands beside it, that follows as it is."""
    beside = instead.beside or before
    if beside is None:
        return Entry(*officer_and_detail(row, wrong, instead, when.at), words)
    said = beside.entry(row, wrong, when, by)
    return said if instead.beside is not None and said.words is not None else replace(said, words=words)


def withdraw_event(*, event: TimelineEvent, by: Actor, at: datetime, reason: str) -> TimelineEvent:
    """Take back a fact that never happened. Returns the withdrawing row. Without its release or arrest the record is live again.

    Raises as `supersede_event` does, and `NoBeginning` for the only fact that the examination began with.
    """
    with transaction.atomic():
        row, wrong, reason = _wrong_press(event, by, reason)
        taking_back = strike(row, wrong, by=by, at=at, reason=reason)
        if wrong.kind in ENDINGS:
            move(row, states.REOPEN)
        no_longer = [*follow_questions(row, wrong, at), *without_the_copys_entry(row, taking_back, by)]
        save(row)
        moved = [*no_longer, *_move_encounter(row, wrong), *frozen_again(row, taking_back, by, at)]
        ledger.record("examination.event_withdrawn", row, changed=[taking_back, *moved], reason=reason, detail={"kind": wrong.kind})
        void_spent_notices(row, at)
    return taking_back


def _wrong_press(event: TimelineEvent, by: Actor, reason: str) -> tuple[Examination, TimelineEvent, str]:
    """The locked record, the event as it stands on it and the reason without its blanks; raises where there is nothing to correct."""
    row = locked(event.examination)
    if row.state in {states.LIVE, states.ENDED}:
        require_corrector(by, row, event)
    else:
        require_recorder(by, row, event.kind)
    if event.kind == Kind.POWER_CORRECTED:
        raise Refusal("The power is put right on a page of its own. Put it right again there.")
    standing = next((one for one in standing_events(row) if one.pk == event.pk), None)
    if standing is None:
        raise AlreadyCorrected("This entry has been corrected or taken back already.")
    if not reason.strip():
        raise Refusal("Say why the entry is wrong.", field="reason")
    return row, standing, reason.strip()


def _fields(corrected: TimelineEvent, wrong: TimelineEvent) -> list[str]:
    """For the ledger: which fields were put right. Their names alone; what they say stays in the record and its history."""
    names = [name for name in ("at", "until", "officer_id", "words") if getattr(corrected, name) != getattr(wrong, name)]
    own = {*corrected.detail, *wrong.detail} - {"step"}
    return names + sorted(name for name in own if corrected.detail.get(name) != wrong.detail.get(name))


def frozen_again(examination: Examination, row: Model, by: Actor, at: datetime) -> list[Model]:
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
