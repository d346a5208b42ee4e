"""What the assurer reads beside the questions: the record's own words, grouped in the order in which the criteria ask for them, each
section with the record's own page of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assurance.evidence import facts, things
from assurance.evidence.cash import cash
from assurance.evidence.reviews import reviews
from assurance.evidence.shapes import Group, Section
from assurance.models import Criterion
from assurance.queries import Material
from borderops.kit.dates import length
from borderops.kit.parts import Happening
from examinations.faces import pressed_and_received
from examinations.instants import apart
from examinations.models import TimelineEvent
from examinations.outsiders import outsider_said
from examinations.property.things import label_of
from examinations.queries import RecordPage, cash_of
from organisation.policy import Actor, hidden_fields

CLOSER = {
    "QA-D1": "devices",
    "QA-D2": "devices",
    "QA-D3": "devices",
    "QA-D4": "devices",
    "QA-E1": "searches",
    "QA-E2": "property",
}
"""Criteria whose list says only "timeline", with the section that has come to hold what they ask for."""
DRAWN_APART = frozenset({"clocks", "timeline"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything on the left-hand side."""

    groups: tuple[Group, ...]
    page: RecordPage
    happenings: tuple[Happening, ...]

    def keys(self) -> frozenset[str]:
        """Where a criterion can point to."""
        return DRAWN_APART | {section.key for group in self.groups for section in group.sections}

    def section_for(self, criterion: Criterion) -> str:
        """The section that answers a criterion; the timeline where the record has no such section, as one about goods."""
        key = CLOSER.get(criterion.code, criterion.prompt)
        return key if key in self.keys() else "timeline"


def evidence_of(actor: Actor, material: Material, at: datetime) -> Evidence:
    """The evidence of one examination as it stands. The timeline shows its first fifty facts. Six queries for cash, none for the rest."""
    groups = _of_goods(material, at) if material.is_goods else _of_a_person(actor, material, at)
    return Evidence(tuple(groups), material.page, tuple(_happening(event) for event in material.page.events))


def _of_a_person(actor: Actor, material: Material, at: datetime) -> Iterator[Group]:
    hidden = hidden_fields(actor, "examination.view", material.examination)

    def part(key: str) -> Section:
        return facts.particulars(material, key, hidden)

    yield Group(
        "Why and where", (facts.examination(material), part("selection"), facts.earlier(material), part("screening"), part("journey"))
    )
    yield Group("The person and how they were treated", (part("person"), facts.treatment(material), reviews(material.page)))
    yield Group("Searches and property", tuple(_kept(material, at)))
    yield Group("How it ended", (part("report"),))


def _of_goods(material: Material, at: datetime) -> Iterator[Group]:
    yield Group("The goods", (facts.examination(material), facts.goods(material)))
    yield Group("Searches and property", tuple(_kept(material, at)))


def _kept(material: Material, at: datetime) -> Iterator[Section]:
    yield things.searches(material)
    yield things.devices(material)
    yield things.other_property(material)
    if not material.is_goods:
        yield things.biometrics(material)
    yield cash(cash_of(material.examination, at))
    yield things.authorities(material)


def _happening(event: TimelineEvent) -> Happening:
    return Happening(
        label_of(event.kind, event.detail, event.get_kind_display()),
        event.at,
        by=event.officer.collar_number if event.officer else outsider_said(event.detail),
        text="\n".join(part for part in (event.words, pressed_and_received(event.pressed_at, event.received_at)) if part),
        flag=_flag(event),
        struck=hasattr(event, "superseded_by"),
    )


def _flag(event: TimelineEvent) -> str:
    if event.late_reason:
        return "Late entry"
    span = apart(event.received_at, event.pressed_at)
    return f"{length(abs(span))} apart" if span else ""
