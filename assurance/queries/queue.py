"""The queue of records that wait to be assured: read by index, costing what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assurance.due import assurance_due
from assurance.models import Assessment
from borderops.kit.compiled import compiled
from borderops.kit.localtime import london_date
from examinations.clocks import holidays
from examinations.models import Examination, Examiner, State, Subject, SubmittedVersion
from examinations.rights.exercised import Person
from organisation import policy
from organisation.policy import Actor

HOUR = timedelta(hours=1)
UNREAD = tuple(f"particulars__{name}" for name in ("selection_reason", "selection_reason_sensitive", "repeat_justification", "account"))
FEW = 2  # ports whose queues are read one by one


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
