"""What an assurer judges a record by: the record as they may see it, what was found on it, and the few facts that the prompts look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from assurance.prompts import TREATED, Facts, Found, made_critical, prompts_of
from examinations.clocks import OUTLASTING, Basis, Breach, Warning_
from examinations.faces import pressed_and_received
from examinations.instants import NOTED
from examinations.models import Examination, FrozenBreach, Subject, TimelineEvent
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
from examinations.timeline import standing_events
from organisation.policy import Actor


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
