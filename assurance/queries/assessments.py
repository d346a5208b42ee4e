"""Assessments: the questions of one with its answers, what was decided so far, what was learned from it, and the counts of a region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assurance.models import Answer, Assessment, Criterion, LearningPoint
from assurance.prompts import made_critical, prompts_of
from assurance.queries.criteria import criteria_on
from assurance.queries.material import Material, facts_of
from borderops.kit.compiled import compiled
from examinations.models import Examination, State, Subject
from organisation import policy
from organisation.policy import Actor

MOST_COUNTED = 100  # a page that counts all that waits would grow with the backlog


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
