"""Fingerprints and non-intimate samples as they were taken, and what became of them. An intimate sample has no control of its own: if
one was taken it is entered as the unlawful act that it was."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from borderops.kit.localtime import london_date, midnight
from examinations.actions.beside import Entry
from examinations.actions.officers import authoriser_of
from examinations.actions.writing import Impossible, append, locked, require_recorder, save
from examinations.clocks.days import months_after
from examinations.details import answered
from examinations.instants import Instant
from examinations.models import AuthorityRequest, Biometric, Determination, Examination, Kind, TimelineEvent
from examinations.property.designations import at_police_station, room_of
from examinations.refusals import Refusal
from organisation.models import User
from organisation.policy import Actor

FATES = frozenset({Kind.SAMPLE_DESTROYED.value, Kind.BIOMETRIC_DATA_DESTROYED.value})
NSD_MONTHS = 60
BY_AUTHORITY = AuthorityRequest.What.BIOMETRICS


@dataclass(frozen=True, slots=True)
class BiometricDetails:
    """What is stated of a taking. Names are those of `Biometric`."""

    what: str
    basis: str
    reason: str = ""
    was_told_of_use: bool | None = None
    place_kind: str = ""
    place: str = ""
    authorised_by: User | None = None
    is_authority_written: bool | None = None
    convicted_on: date | None = None
    # Of a child, and under an authority; kept with the fact, where it may still be filled in.
    child_consent: bool | None = None
    parent_consent: bool | None = None
    parent_who: str = ""
    authority_test: str = ""
    authority_grounds: str = ""
    told_of_authority: bool | None = None
    told_of_offence: str = ""
    offence: str = ""
    # Of a conviction; kept with the fact. Whether it is exempt moves C9.
    conviction_kind: str = ""
    exempt_conviction: str = ""


def take_biometrics(*, examination: Examination, by: Actor, when: Instant, details: BiometricDetails) -> Biometric:
    """Record what was taken and on what it rests. Whether the place is a police station is derived from the room and the power.

    Without written consent, a recordable conviction or a superintendent's authority there it is recorded, and is a breach (R6). What a
    child's consent, an authority or a conviction needs besides and is not stated is owed, and a finding. An exempt conviction, or one of
    which that is not known, leaves C9 running. (TACT Sch 8 paras 10 and 11; CTBSA Sch 3 paras 34, 35 and 45)
    """
    ref = uuid4()
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, Kind.BIOMETRICS_TAKEN)
        given = detail_of_taking(ref, row, details, when.at)
        event = append(row, kind=Kind.BIOMETRICS_TAKEN, by=by, when=when, words=details.reason, detail=given)
        taken = write_taking(event, row, details)
        save(row)
        said = {"what": taken.what, "basis": taken.basis, "is_late_entry": when.is_late_entry}
        ledger.record("examination.biometrics_taken", row, changed=[event, taken], reason=when.late_reason, detail=said)
    return taken


def write_taking(event: TimelineEvent, examination: Examination, details: BiometricDetails) -> Biometric:
    """What is kept of a taking beside its fact, which names it."""
    room = room_of(details.place or examination.place, examination.port.designations)
    authorised = event.detail.get("authorised_by") or authoriser_of(examination.pk, BY_AUTHORITY, details.authorised_by, event.at) or {}
    return Biometric.objects.create(
        pk=UUID(event.detail["ref"]),
        event=event,
        examination=examination,
        what=details.what,
        basis=details.basis,
        reason=details.reason.strip(),
        was_told_of_use=details.was_told_of_use,
        place_kind=details.place_kind,
        place=details.place.strip(),
        is_police_station=event.detail["at_police_station"],
        is_place_verified=room.is_verified or details.place_kind == Biometric.PlaceKind.STATION,
        authorised_by=details.authorised_by,
        authorised_rank=authorised.get("rank", ""),
        is_authority_written=details.is_authority_written,
        convicted_on=details.convicted_on,
    )


def detail_of_taking(ref: object, examination: Examination, details: BiometricDetails, at: datetime) -> dict[str, Any]:
    """The kind's own fields, as the clock engine names them, of a taking at `at`."""
    room = room_of(details.place or examination.place, examination.port.designations)
    rests_on_authority = details.basis == Biometric.Basis.AUTHORITY
    given: dict[str, Any] = {
        "ref": str(ref),
        "what": details.what,
        "consent": "WRITTEN" if details.basis == Biometric.Basis.CONSENT else "NONE",
        "at_police_station": at_police_station(examination.power, details.place_kind, room),
        "recordable_conviction": details.basis == Biometric.Basis.CONVICTION,
        "was_told_of_use": details.was_told_of_use,
        "authorised_by": authoriser_of(examination.pk, BY_AUTHORITY, details.authorised_by if rests_on_authority else None, at),
        "is_authority_written": details.is_authority_written if rests_on_authority else None,
        "convicted_on": details.convicted_on.isoformat() if details.convicted_on else None,
    }
    return {name: value for name, value in {**given, **beside_taking(details)}.items() if value is not None}


def beside_taking(details: BiometricDetails) -> dict[str, str | None]:
    """What a child's consent, an authority and a conviction need besides, as `examinations.details` keeps it."""
    by_consent, by_authority = details.basis == Biometric.Basis.CONSENT, details.basis == Biometric.Basis.AUTHORITY
    by_conviction = details.basis == Biometric.Basis.CONVICTION
    return {
        "child_consent": answered(details.child_consent) if by_consent else None,
        "parent_consent": answered(details.parent_consent) if by_consent else None,
        "parent_who": details.parent_who.strip() or None if by_consent else None,
        "authority_test": details.authority_test or None if by_authority else None,
        "authority_grounds": details.authority_grounds.strip() or None if by_authority else None,
        "told_of_authority": answered(details.told_of_authority) if by_authority else None,
        "told_of_offence": details.told_of_offence or None if by_authority else None,
        "offence": details.offence.strip() or None if by_authority else None,
        "conviction_kind": details.conviction_kind or None if by_conviction else None,
        "exempt_conviction": details.exempt_conviction or None if by_conviction else None,
    }


def record_fate(*, biometric: Biometric, kind: str, by: Actor, when: Instant, words: str = "") -> TimelineEvent:
    """Record that the sample, or the prints or profile, were destroyed. (TACT Sch 8 para 20G; CTBSA Sch 3 para 49)"""
    if kind not in FATES:
        raise ValueError(f"{kind} is no fate of a biometric.")
    if kind == Kind.SAMPLE_DESTROYED and biometric.what != Biometric.What.NON_INTIMATE_SAMPLE:
        raise Refusal("These are fingerprints: there is no sample of them. Record that the prints were destroyed.")
    with transaction.atomic():
        row = locked(biometric.examination)
        require_recorder(by, row, kind)
        event = append(row, kind=kind, by=by, when=when, words=words, detail={"ref": str(biometric.pk)})
        save(row)
        ledger.record(f"examination.{kind.lower()}", row, changed=[event], reason=when.late_reason)
    return event


@dataclass(frozen=True, slots=True)
class DeterminationDetails:
    """What is stated of a determination. Names are those of `Determination`."""

    made_by: str
    is_by_chief_officer: bool
    is_written: bool
    lasts_through: date | None = None


def record_determination(*, biometric: Biometric, by: Actor, when: Instant, **given: Any) -> Determination:
    """Record a national security determination made at `when.at`, or its renewal; `given` are the names of `DeterminationDetails`.

    One that is not a chief officer's, not in writing or for more than five years is recorded and becomes a finding. C10 is due when
    `lasts_through` is over. Raises `Impossible` where it would end before it is made. (TACT Sch 8 para 20E; CTBSA Sch 3 para 46)
    """
    details = DeterminationDetails(**given)
    detail = _detail_of_determination(biometric.pk, details, when)
    with transaction.atomic():
        row = locked(biometric.examination)
        require_recorder(by, row, Kind.NSD_MADE)
        event = append(row, kind=Kind.NSD_MADE, by=by, when=when, detail=detail)
        made = _write_determination(event, biometric.pk, details)
        save(row)
        ledger.record("examination.nsd_made", row, changed=[event, made], reason=when.late_reason)
    return made


def _detail_of_determination(ref: object, details: DeterminationDetails, when: Instant) -> dict[str, Any]:
    """The kind's own fields. Raises `Refusal` without whoever made it, and `Impossible` where it would end before it is made."""
    if not details.made_by.strip():
        raise Refusal("Say which chief officer made it.", field="made_by")
    made_on, last_day = london_date(when.at), details.lasts_through
    if last_day is not None and last_day < made_on:
        raise Impossible("A determination cannot end before it is made. Correct one of the two dates.", field="lasts_through")
    detail: dict[str, Any] = {
        "ref": str(ref),
        "is_by_chief_officer": details.is_by_chief_officer,
        "is_written": details.is_written,
        "is_too_long": last_day is not None and last_day > last_day_of_determination(made_on),
    }
    if last_day is not None:
        detail["expires_at"] = midnight(last_day + timedelta(days=1)).isoformat()
    return detail


def _write_determination(event: TimelineEvent, biometric: UUID, details: DeterminationDetails) -> Determination:
    return Determination.objects.create(
        event=event,
        biometric_id=biometric,
        examination=event.examination,
        made_by=details.made_by.strip(),
        is_by_chief_officer=details.is_by_chief_officer,
        is_written=details.is_written,
        lasts_through=details.lasts_through,
    )


@dataclass(frozen=True, slots=True)
class DeterminationInstead:
    """What a corrected determination says."""

    details: DeterminationDetails

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises as `record_determination` does."""
        return Entry(wrong.officer, _detail_of_determination(wrong.detail["ref"], self.details, when))

    def follow(self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor) -> list[Model]:
        """Another row; the wrong one stays beside its entry."""
        return [_write_determination(corrected, UUID(corrected.detail["ref"]), self.details)]


def determination_as_it_is(event: TimelineEvent) -> DeterminationInstead | None:
    """What is on record of the determination beside this entry, or beside the one whose time alone it put right."""
    entry: TimelineEvent | None = event if event.kind == Kind.NSD_MADE else None
    while entry is not None:
        if made := Determination.objects.filter(event=entry).first():
            return DeterminationInstead(
                DeterminationDetails(**{name: getattr(made, name) for name in DeterminationDetails.__dataclass_fields__})
            )
        entry = entry.supersedes
    return None


def last_day_of_determination(made_on: date) -> date:
    """The last of at most five years that begin with the day on which it is made."""
    return months_after(made_on, NSD_MONTHS) - timedelta(days=1)


def record_unlawful_sample(*, examination: Examination, by: Actor, when: Instant, words: str) -> TimelineEvent:
    """Record that an intimate sample was taken, which neither schedule allows. It makes the quality assurance of the record red."""
    if not words.strip():
        raise Refusal("Say what was taken, by whom, and what has become of it.", field="words")
    with transaction.atomic():
        row = locked(examination)
        require_recorder(by, row, Kind.INTIMATE_SAMPLE_TAKEN)
        event = append(row, kind=Kind.INTIMATE_SAMPLE_TAKEN, by=by, when=when, words=words)
        save(row)
        ledger.record("examination.intimate_sample_taken", row, changed=[event], reason=when.late_reason)
    return event
