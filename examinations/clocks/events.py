"""What happened and when: the facts from which every clock is computed. Instants are held in UTC, so that arithmetic is always on
elapsed time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from organisation.ranks import Rank


class Power(StrEnum):
    """The Act under which a person is examined."""

    TACT_S7 = "TACT_S7"
    CTBSA_S3 = "CTBSA_S3"


class Kind(StrEnum):
    """What an event records; declared in the order in which events of one instant are read."""

    GOODS_EXAMINED = "GOODS_EXAMINED"
    LANDED = "LANDED"
    APPREHENDED = "APPREHENDED"
    FIRST_QUESTION = "FIRST_QUESTION"
    DETAINED = "DETAINED"
    SOLICITOR_REQUESTED = "SOLICITOR_REQUESTED"
    SOLICITOR_CONSULTED = "SOLICITOR_CONSULTED"
    SOLICITOR_REQUEST_WITHDRAWN = "SOLICITOR_REQUEST_WITHDRAWN"
    QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED = "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED"
    RIGHT_DELAYED = "RIGHT_DELAYED"
    QUESTION = "QUESTION"
    QUESTIONING_ENDED = "QUESTIONING_ENDED"
    TRANSFERRED = "TRANSFERRED"
    LEFT_FOR_HOSPITAL = "LEFT_FOR_HOSPITAL"
    RETURNED_FROM_HOSPITAL = "RETURNED_FROM_HOSPITAL"
    REVIEW = "REVIEW"
    STRIP_SEARCH = "STRIP_SEARCH"
    BIOMETRICS_TAKEN = "BIOMETRICS_TAKEN"
    SAMPLE_DESTROYED = "SAMPLE_DESTROYED"
    BIOMETRIC_DATA_DESTROYED = "BIOMETRIC_DATA_DESTROYED"
    NSD_MADE = "NSD_MADE"
    PROPERTY_RETAINED = "PROPERTY_RETAINED"
    PROPERTY_RETURNED = "PROPERTY_RETURNED"
    PROPERTY_DESTROYED = "PROPERTY_DESTROYED"
    URGENT_IPC_GRANTED = "URGENT_IPC_GRANTED"
    IPC_INFORMED = "IPC_INFORMED"
    AFFECTED_PARTIES_INFORMED = "AFFECTED_PARTIES_INFORMED"
    IPC_DECIDED = "IPC_DECIDED"
    CASH_SEIZED = "CASH_SEIZED"
    CASH_ORDER_MADE = "CASH_ORDER_MADE"
    CASH_RETURNED = "CASH_RETURNED"
    CASH_FORFEITED = "CASH_FORFEITED"
    RELEASED = "RELEASED"
    ARRESTED = "ARRESTED"
    GOODS_EXAMINATION_ENDED = "GOODS_EXAMINATION_ENDED"

    @property
    def words(self) -> str:
        """The kind as a sentence says it: `left for hospital`."""
        return self.value.replace("_", " ").lower().replace("ipc", "IPC").replace("nsd", "NSD")


AFTER_THE_END = frozenset(
    {
        Kind.PROPERTY_RETAINED,
        Kind.PROPERTY_RETURNED,
        Kind.PROPERTY_DESTROYED,
        Kind.CASH_SEIZED,
        Kind.CASH_ORDER_MADE,
        Kind.CASH_RETURNED,
        Kind.CASH_FORFEITED,
        Kind.SAMPLE_DESTROYED,
        Kind.BIOMETRIC_DATA_DESTROYED,
        Kind.NSD_MADE,
        Kind.URGENT_IPC_GRANTED,
        Kind.IPC_INFORMED,
        Kind.AFFECTED_PARTIES_INFORMED,
        Kind.IPC_DECIDED,
    }
)
"""Kinds that may still happen once the person has been released or arrested."""
OF_GOODS = (AFTER_THE_END | {Kind.GOODS_EXAMINED, Kind.GOODS_EXAMINATION_ENDED}) - {
    Kind.SAMPLE_DESTROYED,
    Kind.BIOMETRIC_DATA_DESTROYED,
    Kind.NSD_MADE,
}
"""Kinds that belong on the timeline of goods that were examined without anybody."""


class Outcome(StrEnum):
    """What a review officer decided."""

    AUTHORISED = "AUTHORISED"
    RELEASE = "RELEASE"


class ArrestPower(StrEnum):
    """The power of an arrest that ended the examination; each counts its hours from somewhere else."""

    TACT_41 = "TACT_41"
    NSA_27 = "NSA_27"
    PACE = "PACE"
    OTHER = "OTHER"


class Right(StrEnum):
    """A detained person's right whose exercise may be delayed."""

    SOLICITOR = "SOLICITOR"
    NAMED_PERSON = "NAMED_PERSON"


class Biometric(StrEnum):
    """What was taken from the person."""

    FINGERPRINTS = "FINGERPRINTS"
    NON_INTIMATE_SAMPLE = "NON_INTIMATE_SAMPLE"


class Consent(StrEnum):
    """The person's consent to fingerprints or a sample; only a written one counts."""

    WRITTEN = "WRITTEN"
    NONE = "NONE"


class Ground(StrEnum):
    """Why property is kept."""

    EXAMINATION = "EXAMINATION"
    EVIDENCE = "EVIDENCE"
    DEPORTATION = "DEPORTATION"
    NATIONAL_SECURITY = "NATIONAL_SECURITY"
    PREVENT_HARM = "PREVENT_HARM"


class Journey(StrEnum):
    """How the person travels, as far as the power depends on it. Optional on `FIRST_QUESTION` and `DETAINED` of a timeline file."""

    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"
    DOMESTIC_AIR = "DOMESTIC_AIR"
    DOMESTIC_SEA = "DOMESTIC_SEA"
    SMALL_BOAT = "SMALL_BOAT"


class Premises(StrEnum):
    """Where the person is examined. Optional on `FIRST_QUESTION` and `DETAINED` of a timeline file.

    `PORT` includes a place to which somebody went to embark or at which they arrived on disembarking.
    """

    PORT = "PORT"
    ON_BOARD = "ON_BOARD"
    ELSEWHERE = "ELSEWHERE"


class Apprehension(StrEnum):
    """How somebody who landed from a small boat was held. Optional on `APPREHENDED` of a timeline file; only the first two give the power.

    ARRESTED_PARA_17 is the Immigration Act 1971, Schedule 2, paragraph 17(1).
    """

    IMMIGRATION_DETENTION = "IMMIGRATION_DETENTION"
    ARRESTED_PARA_17 = "ARRESTED_PARA_17"
    NEITHER = "NEITHER"


class CashPower(StrEnum):
    """The Act under which cash was seized."""

    ATCSA = "ATCSA"
    POCA = "POCA"


class GoodsPlace(StrEnum):
    """The kind of place where goods were examined; the Acts know the first four."""

    PORT = "PORT"
    CARGO_AGENT = "CARGO_AGENT"
    TEMPORARY_STORAGE = "TEMPORARY_STORAGE"
    DESIGNATED = "DESIGNATED"
    ELSEWHERE = "ELSEWHERE"


class Party(StrEnum):
    """Whom an urgent grant affects; the last says that telling the person was not reasonably practicable."""

    CHIEF_OFFICER = "CHIEF_OFFICER"
    SECRETARY_OF_STATE = "SECRETARY_OF_STATE"
    PERSON = "PERSON"
    PERSON_IMPRACTICABLE = "PERSON_IMPRACTICABLE"


class Sex(StrEnum):
    """Sex for the purpose of who may search whom."""

    FEMALE = "FEMALE"
    MALE = "MALE"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who acted, with the rank held at that moment; `id` is an opaque number, never a name."""

    id: str
    rank: Rank


def _utc(at: datetime) -> datetime:
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no offset, so it names no instant.")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded fact. Its instants may come in any zone and are kept in UTC; raises ValueError for a time without offset.

    `by` asked, reviewed, justified or (for a delayed right) authorised. `ref` says which item, device, seizure or review is meant.
    `parties` were told of an urgent grant: all of them where that is not said.
    `convicted_on`: the day of the recordable conviction, where it is known.
    `expires_at`: the first instant at which a court's order or a determination no longer holds, where it names one.
    """

    kind: Kind
    at: datetime
    by: Officer | None = None
    ref: str | None = None
    until: datetime | None = None
    outcome: Outcome | None = None
    arrest_power: ArrestPower | None = None
    reason: str | None = None
    right: Right | None = None
    ground: Ground | str | None = None
    authorised_by: Officer | None = None
    searcher: Officer | None = None
    searcher_sex: Sex | None = None
    person_sex: Sex | None = None
    what: Biometric | None = None
    consent: Consent | None = None
    at_police_station: bool | None = None
    recordable_conviction: bool | None = None
    exempt_conviction: bool | None = None
    convicted_on: date | None = None
    cash_power: CashPower | None = None
    expires_at: datetime | None = None
    journey: Journey | None = None
    premises: Premises | None = None
    goods_place: GoodsPlace | None = None
    parties: tuple[Party, ...] | None = None
    apprehension: Apprehension | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", _utc(self.at))
        if self.until is not None and self.until.tzinfo is not UTC:
            object.__setattr__(self, "until", _utc(self.until))
        if self.expires_at is not None and self.expires_at.tzinfo is not UTC:
            object.__setattr__(self, "expires_at", _utc(self.expires_at))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything recorded about one encounter, as known at the instant `at`; events stand in any order."""

    power: Power
    events: tuple[Event, ...]
    at: datetime
    encounter_began_at: datetime | None = None  # the earliest first question of the linked examinations, where there are any

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", _utc(self.at))

    def as_it_stood(self, at: datetime) -> "Timeline":
        """The same encounter with only what had happened by the earlier instant `at`."""
        return Timeline(self.power, tuple(event for event in self.events if event.at <= at), at, self.encounter_began_at)


def events_of(source: "Timeline | Iterable[Event]") -> tuple[Event, ...]:
    """The events of a timeline, or of any collection of events."""
    return source.events if isinstance(source, Timeline) else tuple(source)
