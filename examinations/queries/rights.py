"""The rights and welfare of one person, read from the standing facts, what was filled in about them, and the authorities from above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from borderops.kit.compiled import compiled
from borderops.kit.dates import spoken_time
from examinations.faces import KIND_LABELS, details_of, number_of
from examinations.models import Authority, Examination, Kind, Particulars, Review, State, TimelineEvent
from examinations.owed.rights import Authorised, Treated
from examinations.property.designations import Room, room_of
from examinations.reference import own_consent_age
from examinations.reviewers import members_of
from examinations.rights import exercised as rights
from examinations.rights.exercised import Fact, Person
from examinations.rights.findings import Finding, Reviewed, findings
from examinations.rights.treatment import HEADINGS
from examinations.timeline import QUESTIONS, standing_events
from organisation.models import User
from organisation.policy import Actor
from organisation.ranks import Rank
from rostering.models import Duty
from rostering.queries import on_duty_at


def given_of(event: TimelineEvent) -> dict[str, object]:
    """The fact's own fields and what was filled in afterwards."""
    supplement = getattr(event, "supplement", None)
    return {**event.detail, **(supplement.given if supplement else {})}


def facts_of(examination: Examination) -> list[Fact]:
    """The standing facts in the words of the pure rooms. One query for each object."""
    return [
        Fact(event.kind, event.at, given_of(event), event.until, str(event.pk), KIND_LABELS[event.kind], event.words)
        for event in standing_events(examination)
    ]


def person_of(particulars: Particulars) -> Person:
    return Person(particulars.born_on, particulars.looks_under_18, particulars.is_vulnerable, particulars.nationality)


def consenting_person(examination: Examination) -> Person:
    """The person with the age from which their own consent counted when the record began."""
    return replace(person_of(examination.particulars), own_consent_age=own_consent_age(examination.power, examination.started_at))


def authorities_of(examination: Examination) -> list[Authority]:
    """The authorities whose fact still stands, and those only asked for. One query, none where nobody was detained."""
    if examination.detained_at is None and not any(event.kind in AUTHORISED for event in standing_events(examination)):
        return []
    return standing_authorities(examination, _authorities(examination.pk))


def standing_authorities(examination: Examination, rows: Iterable[Authority]) -> list[Authority]:
    """Those of these authorities whose fact still stands, and those only asked for."""
    stands = {event.pk for event in standing_events(examination)}
    return [row for row in rows if row.event_id is None or row.event_id in stands]


@compiled
def _authorities(key: UUID) -> QuerySet[Authority]:
    return Authority.objects.filter(examination=key).select_related("authoriser", "entered_by").order_by("entered_at", "id")


def language_of(examination: Examination) -> str:
    """The language that was last used with the person, as the notice or the interpreter says; empty when nobody has said."""
    used = [str(fact.given["language"]) for fact in facts_of(examination) if fact.kind in SPOKEN and fact.given.get("language")]
    return used[-1] if used else ""


def needs_adult_now(examination: Examination, at: datetime) -> bool:
    """Whether an appropriate adult is needed and not with the person at `at`."""
    return rights.needs_adult_now(facts_of(examination), person_of(examination.particulars), at)


def may_justify(examination: Examination, officer: User) -> bool:
    """Whether this officer's belief can justify questions before the solicitor: they put a question, or it is not on record who asked
    some question (R3: TACT Sch 8 para 7A(3); CTBSA Sch 3 para 30)."""
    asked = [event.officer_id for event in standing_events(examination) if event.kind in QUESTIONS]
    return not all(asked) or officer.pk in asked


SPOKEN = frozenset({Kind.NOTICE_SERVED.value, Kind.RIGHTS_TOLD.value, Kind.INTERPRETER_CALLED.value, Kind.INTERPRETER_ARRIVED.value})
AUTHORISED = frozenset({Kind.RIGHT_DELAYED.value, Kind.DIFFERENT_SOLICITOR_DIRECTED.value})


def authorised(rows: Iterable[Authority]) -> list[Authorised]:
    return [
        Authorised(
            row.what,
            row.state,
            row.manner,
            _rank(row.authoriser_rank),
            str(row.event_id or ""),
            bool(row.told_at or row.not_told_reason),
            str(row.authoriser_id),
        )
        for row in rows
    ]


def _rank(rank: str) -> int:
    return int(Rank[rank]) if rank else 0


def treated(examination: Examination, authorities: Iterable[Authority]) -> Treated:
    """Everything on record about how the person was treated."""
    person = person_of(examination.particulars)
    is_ended = examination.state != State.LIVE
    return Treated(examination.power, facts_of(examination), person, authorised(authorities), is_ended, began_in(examination))


def began_in(examination: Examination) -> Room:
    """The room of the port in which the examination began, with its designations. They matter once the person is detained: until then the
    port is not looked at."""
    return room_of(examination.place, examination.port.designations) if examination.detained_at else Room(examination.place)


@dataclass(frozen=True, slots=True)
class Senior:
    """An officer who may give an authority at this port now, and how they are reached."""

    officer: User
    rank: str  # in force now
    ring: str
    is_on_call: bool

    @property
    def label(self) -> str:
        notes = [*(["acting"] if self.rank != self.officer.rank else []), *(["on call"] if self.is_on_call else [])]
        return f"{number_of(self.officer, self.rank)} {self.officer.name}" + (f" ({', '.join(notes)})" if notes else "")


def seniors(examination: Examination, at: datetime) -> list[Senior]:
    """The superintendents on duty or on call at the port who may know of the record. At most two queries."""
    inside = members_of({examination.compartment_id} if examination.compartment_id else set(), at)
    may_know = inside.get(examination.compartment_id) if examination.compartment_id else None
    found = {
        duty.officer_id: Senior(duty.officer, duty.officer_rank, duty.reachable_on or duty.officer.phone, duty.kind == Duty.Kind.ON_CALL)
        for duty in on_duty_at([examination.port_id], at)[examination.port_id]
        if _rank(duty.officer_rank) >= Rank.SUPERINTENDENT and (examination.compartment_id is None or duty.officer_id in (may_know or ()))
    }
    return sorted(found.values(), key=lambda one: one.officer.collar_number)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The authorities that one officer has to answer, and those that they answered lately."""

    waiting: Sequence[Authority]
    answered: Sequence[Authority]


MOST_ANSWERED = 20


def authorities_waiting_for(actor: Actor, scoped: QuerySet[Examination]) -> Waiting:
    """What waits for this officer's word, oldest first: asked for through the service, or given aloud. Two queries."""
    rows = Authority.objects.filter(authoriser=actor.id, examination__in=scoped).select_related("examination__port", "entered_by")
    aloud = rows.filter(state=Authority.State.WAITING).exclude(manner=Authority.Manner.WRITTEN)
    waiting = [row for row in aloud.select_related("event__superseded_by").order_by("entered_at", "id") if _still_stands(row)]
    answered = rows.exclude(state=Authority.State.WAITING).order_by("-answered_at", "-id")[:MOST_ANSWERED]
    return Waiting(waiting, list(answered))


def _still_stands(row: Authority) -> bool:
    return row.event is None or not hasattr(row.event, "superseded_by")


def rights_findings(examination: Examination) -> list[Finding]:
    """What quality assurance must look at in how the person was treated. Three queries for a record read with its particulars, one more for
    its port where the person was detained."""
    rows = examination.reviews.filter(event__superseded_by__isnull=True).order_by("decided_at", "id")
    return findings(treated(examination, authorities_of(examination)), [_reviewed(row) for row in rows])


def _reviewed(row: Review) -> Reviewed:
    return Reviewed(
        row.sequence,
        row.decided_at,
        row.rights_reminded,
        is_authorised=row.outcome == Review.Outcome.AUTHORISED,
        offered_to=row.representations_offered_to,
        representations_text=row.representations_text,
        was_informed=row.was_informed,
        not_informed_reason=row.not_informed_reason,
        delay_conclusion=row.delayed_rights_conclusion,
        delay_reasons_hold=row.delay_reasons_hold,
        authoriser_told_at=row.authoriser_told_at,
        reviewer=str(row.reviewer_id),
    )


def treatment_lines(examination: Examination) -> list[tuple[str, list[str]]]:
    """Rights and welfare under their headings, one line a fact with what was filled in about it. One query for each object."""
    said = [(event, details_of(event)) for event in standing_events(examination)]
    found = []
    for heading in HEADINGS:
        under = [event for event, details in said if heading.holds(event.kind, details)]
        found.append((heading.title, [_line(event) for event in under]))
    return found


def _line(event: TimelineEvent) -> str:
    details = "; ".join(f"{label}: {value}" for label, value in details_of(event))
    more = ". ".join(part for part in (event.words, details) if part)
    said = f"{spoken_time(event.at)} {Kind(event.kind).label}"
    return f"{said}. {more}" if more else said
