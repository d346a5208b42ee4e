"""What the assurer reads beside the questions: the record's own words, in the order in which the criteria ask for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.template.defaultfilters import linebreaksbr

from borderops.kit.dates import spoken, spoken_date
from borderops.kit.parts import Fact, Happening
from examinations.fields import LABELS
from examinations.goods import goods_rows, goods_values
from examinations.models import Examination, Particulars, Subject, TimelineEvent
from examinations.queries import RecordPage, record_page, treatment_lines
from organisation.policy import Actor

SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("selection", "Selection", "considerations selection_reason selection_reason_sensitive is_intelligence_led intelligence_reference"),
    ("screening", "Screening", "screening_from screening_until"),
    ("journey", "Journey", "direction carrier service_number origin destination"),
    (
        "person",
        "Person",
        "family_name given_names born_on looks_under_18 is_vulnerable nationality document_number"
        " ethnicity_stated ethnicity_not_stated_reason",
    ),
    ("rights", "Rights and welfare", ""),
    ("report", "Outcome and account", "outcome account"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the evidence; `key` is what a criterion's prompt points to."""

    key: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything on the left-hand side."""

    sections: tuple[Section, ...]
    page: RecordPage
    happenings: tuple[Happening, ...]


def evidence_of(actor: Actor, examination: Examination, at: datetime) -> Evidence:
    """The evidence of one examination as it stands. The timeline shows its first fifty facts."""
    page = record_page(actor, examination, at)
    particulars = page.examination.particulars
    if examination.subject == Subject.GOODS:
        facts = tuple(Fact(*row) for row in goods_rows(goods_values(page.examination.goods)))
        return Evidence((Section("report", "Goods", facts),), page, tuple(_happening(event) for event in page.events))
    sections = tuple(
        Section(key, title, _treatment(examination) if key == "rights" else tuple(_fact(particulars, name) for name in names.split()))
        for key, title, names in SECTIONS
    )
    return Evidence(sections, page, tuple(_happening(event) for event in page.events))


def _treatment(examination: Examination) -> tuple[Fact, ...]:
    return tuple(Fact(title, linebreaksbr("\n".join(lines), autoescape=True)) for title, lines in treatment_lines(examination))


def _fact(particulars: Particulars, name: str) -> Fact:
    return Fact(LABELS[name], _shown(particulars, name), mono=name == "document_number")


def _shown(particulars: Particulars, name: str) -> Any:
    value = getattr(particulars, name)
    if isinstance(value, datetime):
        return spoken(value)
    field = particulars._meta.get_field(name)
    if isinstance(field, models.BooleanField):
        return "" if value is None else ("Yes" if value else "No")
    if isinstance(field, models.DateField):
        return spoken_date(value) if value else ""
    if isinstance(value, list):
        return ", ".join(str(part).replace("_", " ").capitalize() for part in value)
    display = getattr(particulars, f"get_{name}_display", None)
    return display() if display else value


def _happening(event: TimelineEvent) -> Happening:
    return Happening(
        event.get_kind_display(),
        event.at,
        by=event.officer.collar_number if event.officer else "",
        text=event.words,
        flag="Late entry" if event.late_reason else "",
        struck=hasattr(event, "superseded_by"),
    )
