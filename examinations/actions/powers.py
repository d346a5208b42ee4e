"""The power that was pressed wrongly: put right by an examiner until the record is submitted, with the reason, as an entry of the timeline.
Every clock, rule and list follows the other Act at once; what only the recorded power allows stands in the way, and is named."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

import audit.actions as ledger
from examinations import states
from examinations.actions.beside import Entry
from examinations.actions.correcting_reviews import ReviewInstead, review_as_it_is
from examinations.actions.limiting import renew_limits
from examinations.actions.linking import OTHER
from examinations.actions.rights import follow
from examinations.actions.writing import NotNow, append, locked, require_examiner, require_recorder, save
from examinations.choices import SHORT_OF_POWER
from examinations.dues import sound_release_now, void_spent_notices
from examinations.instants import Instant
from examinations.law.lists import COPY
from examinations.models import Authority, Biometric, DeviceCopy, Examination, Kind, LinkedEncounter, Particulars, Review, TimelineEvent
from examinations.models.examination import Power
from examinations.property.designations import at_police_station, room_of
from examinations.reference import considerations, ground_named, kept_on
from examinations.refusals import Refusal
from examinations.reviewers import may_examine, may_review
from examinations.rights.recording import AT_STATION, IN_ROOM, ROOM_VERIFIED
from examinations.timeline import standing_events
from organisation.policy import Actor

OF_THE_COMMISSIONER = frozenset(
    {Kind.IPC_INFORMED.value, Kind.IPC_DECIDED.value, Kind.URGENT_IPC_GRANTED.value, Kind.AFFECTED_PARTIES_INFORMED.value}
)
OF_SMALL_BOATS = frozenset({Kind.LANDED.value, Kind.APPREHENDED.value})


class OnlyUnder(Refusal):
    """Something is on record that the recorded power alone allows."""


def correct_power(*, examination: Examination, reason: str, by: Actor, at: datetime) -> Examination:
    """Say that the examination was under the other Act. Returns the record as saved; its reference stays, because it is on paper already.

    Where prints were taken and where the person was moved count as a police station as the other Act has it, and whether examiners and
    reviewers were accredited is told for the other power. Raises `NotNow` once it is submitted, `Refusal` without a reason, `OnlyUnder`,
    and `Impossible`.
    """
    with transaction.atomic():
        row = locked(examination)
        if row.state not in {states.LIVE, states.ENDED}:
            raise NotNow("This record has been submitted with its power. Add to the record what is to be said about it.")
        require_recorder(by, row)
        require_examiner(by, "examination.complete", row)
        reason = reason.strip()
        if not reason:
            raise Refusal("Say why the power on record is wrong.", field="reason")
        was, power = row.power, OTHER[row.power]
        if found := next(standing_in_the_way(row), ""):
            raise OnlyUnder(found)
        row.power = power
        when = Instant(at, at)
        words = f"Recorded under {SHORT_OF_POWER[was]}. It was under {SHORT_OF_POWER[power]}. {reason}"
        said = {"was": was, "power": power.value}
        event = append(row, kind=Kind.POWER_CORRECTED, by=by, when=when, words=words, detail=said)
        changed: list[Model] = [event, *_places_again(row, by, at, reason), *_reviews_again(row, by, at, reason), *_examiners_again(row)]
        renew_limits(row)
        save(row)
        ledger.record("examination.power_corrected", row, changed=changed, reason=reason, detail=said)
        void_spent_notices(row, at)
        sound_release_now(row, at)
    return row


# --- What only the recorded power allows --------------------------------------------------------------------------------------


def standing_in_the_way(examination: Examination) -> Iterator[str]:
    """Why this record cannot have been under the other Act, each with what to do. Six queries at most."""
    other, begun = OTHER[examination.power], examination.started_at
    for what, where in _only_here(examination, other, begun):
        yield (
            f"{what}, which only {SHORT_OF_POWER[examination.power]} has. If that is wrong, {where} first. If it is right, so is the "
            f"power: end this examination and go on with a linked one under {SHORT_OF_POWER[other]}, or add what is to be said once the "
            "record is submitted."
        )
    if LinkedEncounter.objects.filter(Q(examination=examination) | Q(earlier=examination)).exists():
        yield (
            f"This record is linked with another of the same person under {SHORT_OF_POWER[other]}, and two linked records cannot be "
            "under one Act. Submit both as they are, and add to each what is to be said about its power."
        )


def _only_here(examination: Examination, other: str, begun: datetime) -> Iterator[tuple[str, str]]:
    """What, and how it is put right where it is wrong."""
    facts = standing_events(examination)
    given: Particulars = examination.particulars
    if other == Power.TACT_S7 and _went_to_the_commissioner(examination, facts):
        yield "Steps of the Commissioner's route are on record", "take them back"
    came_by_boat = given.direction == Particulars.Direction.SMALL_BOAT or any(one.kind in OF_SMALL_BOATS for one in facts)
    if other == Power.CTBSA_S3 and came_by_boat:
        yield "An arrival by small boat is on record", "put the journey right and take back the entries of landing and apprehension"
    kept = {str(one.detail.get("ground", "")) for one in facts if one.kind == Kind.PROPERTY_RETAINED and not one.detail.get("copy")}
    if kept - {"", *kept_on(other, begun)}:
        yield "Property was kept on a ground", "correct the entry ‘Property retained’"
    if set(_grounds_of_copies(examination, facts)) - {"", *kept_on(other, begun, kind=COPY)}:
        yield "A copy was kept on a ground", "correct the entry of the copying"
    if any(ground_named(other, ground, begun) is None for ground in _grounds_of_delay(examination, facts)):
        yield "A right was delayed on a ground", "correct the entry ‘Right delayed’"
    if set(given.considerations) - {one.key for one in considerations(other, begun)}:
        yield "The selection rests on a consideration", "put the selection right"


def _went_to_the_commissioner(examination: Examination, facts: list[TimelineEvent]) -> bool:
    rows = examination.commissioner_steps.filter(event__isnull=True, superseded_by__isnull=True, is_withdrawn=False)
    return any(one.kind in OF_THE_COMMISSIONER for one in facts) or rows.exists()


def _grounds_of_copies(examination: Examination, facts: list[TimelineEvent]) -> Iterator[str]:
    made = [one.detail.get("ref") for one in facts if one.kind == Kind.DEVICE_COPIED]
    if made:
        yield from DeviceCopy.objects.filter(examination=examination, pk__in=made).values_list("ground", flat=True)


def _grounds_of_delay(examination: Examination, facts: list[TimelineEvent]) -> Iterator[str]:
    """Of the authorities that stand or are asked for."""
    standing = {one.pk for one in facts}
    for authority in examination.authorities.exclude(state=Authority.State.REFUSED):
        if authority.event_id is None or authority.event_id in standing:
            yield authority.ground


# --- What follows the power ---------------------------------------------------------------------------------------------------


def _places_again(row: Examination, by: Actor, at: datetime, reason: str) -> Iterator[TimelineEvent]:
    """Entries whose place counts otherwise as a police station under the other Act, said anew."""
    for fact in list(standing_events(row)):
        detail = fact.detail
        if fact.kind == Kind.BIOMETRICS_TAKEN:
            detail = _taken_at(row, fact)
        elif fact.kind == Kind.TRANSFERRED:
            detail = _moved_to(row, fact.detail)
        if detail != fact.detail:
            yield _again(row, fact, Entry(fact.officer, detail, fact.words), by, at, reason)


def _taken_at(row: Examination, fact: TimelineEvent) -> Mapping[str, Any]:
    taken = Biometric.objects.get(pk=fact.detail["ref"])
    room = room_of(taken.place or row.place, row.port.designations)
    return {**fact.detail, "at_police_station": at_police_station(row.power, taken.place_kind, room)}


def _moved_to(row: Examination, detail: Mapping[str, Any]) -> Mapping[str, Any]:
    room = room_of(str(detail.get("moved_to") or detail.get(IN_ROOM) or ""), row.port.designations)
    if room.counts_as_police_station(row.power):
        return {**detail, AT_STATION: True, IN_ROOM: room.place, ROOM_VERIFIED: room.is_verified}
    if IN_ROOM not in detail:
        return detail  # a police station by itself, or none
    return {name: value for name, value in detail.items() if name not in {AT_STATION, IN_ROOM, ROOM_VERIFIED}}


def _reviews_again(row: Examination, by: Actor, at: datetime, reason: str) -> Iterator[Model]:
    """Reviews whose officer was accredited for the one power and not for the other, each with another row of it."""
    for review in Review.objects.filter(examination=row, event__superseded_by__isnull=True).select_related("reviewer", "event"):
        is_accredited = may_review(review.reviewer, row.power, review.decided_at)
        known = review_as_it_is(review.event)
        if is_accredited != review.reviewer_is_accredited and isinstance(known, ReviewInstead):
            wrong = review.event
            corrected = _again(row, wrong, Entry(wrong.officer, wrong.detail, wrong.words), by, at, reason)
            yield corrected
            yield from known.follow(row, corrected, wrong, by, is_accredited=is_accredited)


def _again(row: Examination, wrong: TimelineEvent, entry: Entry, by: Actor, at: datetime, reason: str) -> TimelineEvent:
    when = Instant(wrong.at, at, is_late_entry=True, late_reason=reason)
    corrected = append(
        row,
        kind=wrong.kind,
        by=by,
        when=when,
        until=wrong.until,
        officer=entry.officer,
        words=entry.words or "",
        detail=entry.detail,
        supersedes=wrong,
        reason=f"The power was put right. {reason}",
    )
    follow(corrected, wrong, by, at)
    return corrected


def _examiners_again(row: Examination) -> Iterator[Model]:
    for examiner in row.examiners.filter(completes=False).select_related("officer"):
        is_accredited = may_examine(examiner.officer, row.power, examiner.joined_at)
        if is_accredited != examiner.is_accredited:
            examiner.is_accredited = is_accredited
            examiner.save()
            yield examiner
