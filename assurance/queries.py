"""What the pages of quality assurance show: one function a page, a known number of queries, typed results."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Length

from assurance.due import assurance_due
from assurance.models import Answer, Assessment, Criterion, LearningPoint
from assurance.prompts import TREATED, Facts, Found, made_critical, prompts_of
from borderops.kit.compiled import compiled
from borderops.kit.localtime import london_date, midnight
from examinations.clocks import OUTLASTING, Basis, Breach, Warning_, holidays
from examinations.faces import pressed_and_received
from examinations.instants import NOTED
from examinations.law.in_force import HOLDS, LATEST_FIRST
from examinations.models import Correction, Examination, Examiner, FrozenBreach, State, Subject, SubmittedVersion, TimelineEvent
from examinations.property.conduct import Finding
from examinations.property.things import label_of
from examinations.queries import (
    Previous,
    PropertyPage,
    RecordPage,
    previous_to,
    property_page,
    record_findings,
    record_page,
    rights_findings,
    screening_findings,
)
from examinations.rights.exercised import Person
from examinations.timeline import standing_events
from organisation import policy
from organisation.policy import Actor

HOUR = timedelta(hours=1)
UNREAD = tuple(f"particulars__{name}" for name in ("selection_reason", "selection_reason_sensitive", "repeat_justification", "account"))
FEW = 2  # ports whose queues are read one by one
MOST_COUNTED = 100  # a page that counts all that waits would grow with the backlog


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    examination: Examination
    examiners: tuple[str, ...]  # collar numbers
    due_at: datetime
    is_overdue: bool
    breaches: int
    opened: Assessment | None
    attempt: int  # 1 for a first submission, more for a resubmission


@dataclass(frozen=True, slots=True)
class Versions:
    """One criterion: what is asked about a record that begins now, what is to come, and what was asked before. `is_to_come`: none of it is
    in force yet."""

    now: Criterion
    coming: tuple[Criterion, ...]
    earlier: tuple[Criterion, ...]
    is_to_come: bool


def in_force_at(row: Criterion) -> datetime:
    """From which instant on the row holds for the records that begin then."""
    at = row.correction.in_force_at if row.correction else None
    return at or midnight(row.in_force_from)


def _versions() -> list[list[Criterion]]:
    """Each criterion with all that was committed or approved of it, latest first, in the order of the list. One query."""
    rows = Criterion.objects.filter(HOLDS).select_related("correction").order_by("position", Length("code"), "code", *LATEST_FIRST)
    found: dict[str, list[Criterion]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return [sorted(each, key=in_force_at, reverse=True) for each in found.values()]


def criteria_on(examination: Examination) -> list[Criterion]:
    """The criteria in force when the examination began, in the order of the list; those of the first list for one begun before them all,
    which is never asked what people added. One query."""
    at, found = examination.started_at, _versions()
    if all(in_force_at(each[-1]) > at for each in found):
        return [each[-1] for each in found if each[-1].correction is None]
    return [row for each in found if (row := next((one for one in each if in_force_at(one) <= at), None)) and _is_asked(row, at)]


def _is_asked(row: Criterion, at: datetime) -> bool:
    return row.is_used and (row.in_force_until is None or at < midnight(row.in_force_until))


def criteria_page(at: datetime) -> list[Versions]:
    """Every criterion with its earlier and coming versions. One query."""
    found = []
    for each in _versions():
        place = next((number for number, one in enumerate(each) if in_force_at(one) <= at), len(each) - 1)
        found.append(Versions(each[place], tuple(each[:place]), tuple(each[place + 1 :]), in_force_at(each[-1]) > at))
    return found


def before(row: Criterion, correction: Correction) -> Criterion | None:
    """The version that stood when this correction was proposed. One query."""
    rows = Criterion.objects.filter(HOLDS, code=row.code).exclude(correction=correction).select_related("correction")
    known = [
        one for one in rows if one.correction is None or (one.correction.decided_at or correction.proposed_at) <= correction.proposed_at
    ]
    return max(known, key=lambda one: (in_force_at(one), one.correction is not None), default=None)


def is_urgent(examination: Examination) -> bool:
    """Detained, over an hour from beginning to end, or a child (people-and-operations 6.4). Goods have no hours. No query for a record that
    was read with its particulars."""
    if examination.subject == Subject.GOODS:
        return False
    ended = examination.ended_at or examination.started_at
    return examination.detained_at is not None or ended - examination.started_at > HOUR or _is_child(examination)


def _is_child(examination: Examination) -> bool:
    """Under eighteen on the day of the examination; where no date of birth is known, by the looks of the person."""
    given = examination.particulars
    return Person(given.born_on, given.looks_under_18).is_child_on(london_date(examination.started_at))


def queue(actor: Actor) -> QuerySet[Examination]:
    """Submitted records in the actor's scope, to be ordered and paged by the page."""
    rows = Examination.objects.filter(state=State.SUBMITTED).select_related("port", "particulars").defer(*UNREAD)
    return policy.scope(actor, "assessment.queue", rows)


def ports_of_the_queue(actor: Actor) -> list[Q]:
    """The parts that are the whole queue together, for keyset(): whoever reads few ports reads each in the order of its own index, and does
    not pass over what waits at all the others. Whoever reads most of a region reads the order of the whole."""
    rules = policy.rules_for(actor, "assessment.queue")
    if any(rule.reach is not policy.Reach.PORT for rule in rules):
        return []
    ports = sorted({port for rule in rules for port in actor.ports.get(rule.role, ())})
    return [Q(port=port) for port in ports] if len(ports) <= FEW else []


def lines(page: Sequence[Examination], at: datetime) -> list[Waiting]:
    """What the queue shows of one page of records. Three queries, whatever the number of rows."""
    ids = [row.pk for row in page]
    opened = {row.examination_id: row for row in _open_ones(ids)}
    versions = {key: (last, found) for key, last, found in _counted(ids)}
    examiners: dict[UUID, list[str]] = {}
    for key, collar in _collars(ids):
        examiners.setdefault(key, []).append(collar)
    return [_line(row, at, opened.get(row.pk), *versions.get(row.pk, (1, 0)), tuple(examiners.get(row.pk, ()))) for row in page]


@compiled
def _open_ones(records: list[UUID]) -> QuerySet[Assessment]:
    return Assessment.objects.filter(examination__in=records, state=Assessment.State.OPEN).select_related("assessor")


@compiled
def _counted(records: list[UUID]) -> QuerySet[SubmittedVersion, tuple[UUID, int, int]]:
    """How many versions of each record there are, and how many breaches are frozen with them."""
    rows = SubmittedVersion.objects.filter(examination__in=records).values("examination")
    return rows.annotate(last=Count("id", distinct=True), found=Count("breaches")).values_list("examination", "last", "found")


@compiled
def _collars(records: list[UUID]) -> QuerySet[Examiner, tuple[UUID, str]]:
    rows = Examiner.objects.filter(examination__in=records).order_by("joined_at")
    return rows.values_list("examination_id", "officer__collar_number")


@cache
def bank_holidays() -> frozenset[date]:
    """The days besides weekends on which nobody is expected to assure: those committed with this build, since the limit is the unit's own
    and no law. A day proclaimed later counts as a working day, so that a record is due the sooner and never the later."""
    return frozenset(day.on for day in holidays())


def _line(row: Examination, at: datetime, opened: Assessment | None, attempt: int, breaches: int, examiners: tuple[str, ...]) -> Waiting:
    due = assurance_due(row.submitted_at or row.started_at, is_urgent=is_urgent(row), holidays=bank_holidays())
    return Waiting(row, examiners, due, due <= at, breaches, opened, attempt)


@dataclass(frozen=True, slots=True)
class Material:
    """What an assurer judges a record by, read once for a page: the evidence is drawn from it, and the prompts are worked out of it."""

    page: RecordPage
    things: PropertyPage
    before: Previous
    findings: tuple[Found, ...]

    @property
    def examination(self) -> Examination:
        return self.page.examination

    @property
    def is_goods(self) -> bool:
        return bool(self.examination.subject == Subject.GOODS)


def material_for(actor: Actor, examination: Examination, at: datetime) -> Material:
    """Everything that the pages of one assessment read of its record, as the actor may see it: an earlier examination that is kept from
    them leaves no trace, not even in a number. Some twenty queries, whatever the record holds."""
    page = record_page(actor, examination, at)
    things = property_page(examination, at)
    before = Previous() if examination.subject == Subject.GOODS else previous_to(actor, examination)
    return Material(page, things, before, tuple(_found(examination, things.findings)))


def findings_on(examination: Examination) -> tuple[Found, ...]:
    """What the record says against itself beside its breaches: about rights and welfare, then about searches and property. Six queries at
    most."""
    return tuple(_found(examination, record_findings(examination)))


def _found(examination: Examination, about_property: Iterable[Finding]) -> Iterator[Found]:
    """Both rooms of the examinations have a shape of their own; from here on there is one."""
    for one in rights_findings(examination) if examination.subject != Subject.GOODS else ():
        yield Found(TREATED[one.about], one.text, is_critical=one.is_critical)
    for each in about_property:
        yield Found(each.criterion, each.sentence, is_grave=each.is_grave)


def prompts_for(actor: Actor, examination: Examination, at: datetime) -> dict[str, tuple[str, ...]]:
    """What the record says about each criterion, by code."""
    return dict(prompts_of(facts_of(material_for(actor, examination, at))))


def made_critical_for(examination: Examination) -> frozenset[str]:
    """The criteria that what was found on this record makes critical."""
    return made_critical(findings_on(examination))


def facts_of(material: Material) -> Facts:
    """The few facts of the record that the prompts look at. Two queries, for late entries and the screening."""
    examination, page = material.examination, material.page
    given = examination.particulars
    ended = examination.ended_at or examination.started_at
    events = standing_events(examination)
    timed = list(_timed(examination))
    evaluation = page.panel.evaluation
    unverified = {one.rule for found in (evaluation.clocks, evaluation.breaches) for one in found if not one.verified}
    return Facts(
        breaches=tuple((_said_of(breach, unverified), breach.text) for breach in _breaches(page)),
        warnings=tuple((_said_of(warning, unverified), warning.text) for warning in page.panel.evaluation.warnings),
        unaccredited=(
            *(one.officer.collar_number for one in page.examiners if not one.is_accredited),
            *(one.reviewer.collar_number for one in page.reviews if not one.reviewer_is_accredited),
        ),
        late_entries=sum(1 for each in timed if each.late_reason),
        apart=tuple(said for each in timed if (said := _apart(each))),
        screening=() if material.is_goods else tuple(screening_findings(examination, events, ended)),
        considerations=tuple(given.considerations),
        selection_reason=given.selection_reason,
        selection_reason_sensitive=given.selection_reason_sensitive,
        ethnicity_missing=not material.is_goods and not given.ethnicity_stated and not given.ethnicity_not_stated_reason,
        owed=page.panel.owed,
        findings=material.findings,
        was_examined_before=bool(material.before),
        in_twelve_months=material.before.in_twelve_months,
        repeat_justification=given.repeat_justification,
        is_goods=material.is_goods,
    )


def _timed(examination: Examination) -> QuerySet[TimelineEvent]:
    """The entries made late, and those whose press and receipt stand too far apart. One query."""
    ahead, behind = Q(pressed_at__gt=F("received_at") + NOTED), Q(pressed_at__lt=F("received_at") - NOTED)
    fields = ("kind", "detail", "at", "pressed_at", "received_at", "late_reason")
    return TimelineEvent.objects.filter(~Q(late_reason="") | ahead | behind, examination=examination).order_by("at", "id").only(*fields)


def _apart(event: TimelineEvent) -> str:
    said = pressed_and_received(event.pressed_at, event.received_at)
    return f"{label_of(event.kind, event.detail, event.get_kind_display())}: {said}." if said else ""


def _said_of(found: FrozenBreach | Breach | Warning_, unverified: set[str]) -> str:
    """The rule with how sure it is: nobody assures by what only looks settled."""
    marks = [*(["policy"] if found.basis == Basis.POLICY else []), *(["not verified"] if found.rule in unverified else [])]
    return f"{found.rule} ({', '.join(marks)})" if found.rule and marks else str(found.rule)


def _breaches(page: RecordPage) -> list[FrozenBreach | Breach]:
    """What was frozen with the last version; of what outlasts it, as the hours of cash that ran out since, what is so now."""
    if not page.versions:
        return []
    frozen = [breach for breach in page.breaches if breach.rule not in OUTLASTING]
    return [*frozen, *(breach for breach in page.panel.evaluation.breaches if breach.rule in OUTLASTING)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion with its answer so far and what the record says about it."""

    criterion: Criterion
    answer: Answer | None
    prompts: tuple[str, ...]
    is_critical: bool


def asked(assessment: Assessment, material: Material) -> list[Asked]:
    """The whole list of questions of one assessment, with answers and prompts."""
    answers = {answer.criterion_id: answer for answer in assessment.answers.all()}
    prompts, critical = prompts_of(facts_of(material)), made_critical(material.findings)
    return [
        Asked(row, answers.get(row.pk), prompts.get(row.code, ()), row.is_critical or row.code in critical)
        for row in criteria_on(assessment.examination)
    ]


def decided_for(examination: Examination) -> Sequence[Assessment]:
    """The decisions so far, newest first, with their learning points."""
    rows = Assessment.objects.filter(examination=examination, state=Assessment.State.DECIDED).select_related("assessor")
    return list(rows.prefetch_related("learning_points__criterion", "answers__criterion").order_by("-decided_at"))


def learning_of(actor: Actor) -> list[LearningPoint]:
    """The actor's own learning points that they have not acknowledged."""
    return _learning(actor.id) if actor.id else []


@compiled
def _learning(officer: UUID) -> QuerySet[LearningPoint]:
    rows = LearningPoint.objects.filter(officer=officer, acknowledged_at__isnull=True)
    return rows.select_related("criterion", "assessment__examination").order_by("assessment__decided_at")


def _of_people(since: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(state=Assessment.State.DECIDED, decided_at__gte=since, examination__subject=Subject.PERSON)


def counts(actor: Actor, since: datetime) -> dict[str, int]:
    """Decisions by colour and outcome since an instant, and how many wait, for the region's picture of people. Two queries."""
    decided = policy.scope(actor, "assessment.view", _of_people(since))
    totals = decided.aggregate(
        green=Count("id", filter=Q(colour="GREEN")),
        amber=Count("id", filter=Q(colour="AMBER")),
        red=Count("id", filter=Q(colour="RED")),
        returned=Count("id", filter=Q(outcome="RETURN")),
    )
    submitted = Examination.objects.filter(state=State.SUBMITTED, subject=Subject.PERSON)
    waiting = policy.scope(actor, "assessment.queue", submitted)
    return {**totals, "waiting": waiting[: MOST_COUNTED + 1].count()}
