"""Tags for the pages of a record: the rows of a review, the state of a clock in words, the label of a field."""

from datetime import datetime
from uuid import UUID

from django import template
from django.urls import reverse

from borderops.kit.addresses import address_of
from borderops.kit.dates import spoken
from borderops.kit.forms import errors_of
from borderops.kit.parts import STATES, Fact
from examinations import outcomes
from examinations.calculation import Sheet
from examinations.choices import RIGHTS
from examinations.clocks.words import note_on
from examinations.faces import number_of
from examinations.fields import LABELS
from examinations.law.parts import part_of
from examinations.law.words import SCOPES, entry_said
from examinations.law.words import limit_of as limit_words
from examinations.models import Correction, Examination, Provision, Review
from examinations.owed import Owed, one
from examinations.reference import code_said

register = template.Library()


@register.filter
def field_label(name: str) -> str:
    return LABELS.get(name, name)


register.filter("entry_said", entry_said)
register.filter("note_on", note_on)


@register.filter
def outcome_said(examination: Examination) -> str:
    """What the examination came to, in words; empty when that is not recorded."""
    return outcomes.said(examination.particulars.outcome, examination.power)


@register.filter
def limit_of(row: Provision) -> str:
    """The limit of a provision as it is read out."""
    return limit_words(row)


TABS = {one.BREACHES: "breaches", one.RIGHTS: "rights", one.PROPERTY: "property", one.CASH: "cash", one.REVIEW: "reviews"}
"""Where everybody who sees the record may look."""


@register.simple_tag
def where_owed(each: Owed, examination: Examination, may_complete: bool) -> str:
    """The address of the page that takes what is owed; empty where this reader cannot add it and no tab is about it."""
    of = examination.pk
    if each.where in TABS:
        return address_of(f"examinations:{TABS[each.where]}", of) + ("#breaches" if each.where == one.BREACHES else "")
    if not may_complete:
        return ""
    if each.where == one.PARTICULARS:
        return f"{address_of('examinations:particulars', of)}#id_{each.field}"
    if each.where in {one.DETAILS, one.CORRECT}:
        return address_of(f"examinations:{each.where}", of, UUID(each.event))
    if each.where == one.ACT:
        return reverse("examinations:act", args=[of, each.code]) + "?typed"
    return address_of("examinations:place", of) if each.where == one.PLACE else ""


@register.simple_tag
def code_under(power: str, examination: Examination) -> str:
    """The edition of the Code of Practice of this power under which the record was made."""
    return code_said(power, examination.started_at)


@register.simple_tag
def correction_title(row: Correction) -> str:
    """What a correction is about: `C1 Undetained questioning, Schedule 7, Terrorism Act 2000`."""
    if row.subject == Correction.Subject.PROVISION:
        return f"{row.provision.rule} {row.provision.name}, {SCOPES.get(row.provision.scope, row.provision.scope)}"
    if row.subject == Correction.Subject.READING:
        return f"Reading: {row.reading.point}"
    if row.subject in {Correction.Subject.ENTRY, Correction.Subject.ADDITION}:
        is_new = row.subject == Correction.Subject.ADDITION
        return f"{row.entry.get_kind_display()}{', new entry' if is_new else ''}: {entry_said(row.entry)}"
    part = part_of(row)
    return part.title_of(row) if part else "Bank holidays"


@register.inclusion_tag("kit/error_summary.html")
def sheet_errors(sheet: Sheet) -> dict[str, object]:
    """The error summary of the calculator's head and all its rows."""
    return {"errors": errors_of(sheet.head, *sheet.rows)}


@register.inclusion_tag("examinations/clock_state.html")
def clock_state(state: object) -> dict[str, str]:
    """Shape and word of a clock's state, for a table."""
    value = str(getattr(state, "value", state))
    return {"state": value, "word": STATES.get(value, value)}


def _said(at: datetime | None) -> str:
    return spoken(at, seconds=True) if at else ""


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"


@register.simple_tag
def review_facts(review: Review) -> list[Fact]:
    """The rows of one review, as its officer recorded it."""
    rows = [
        Fact("Review officer", number_of(review.reviewer, review.reviewer_rank)),
        Fact("Rank", review.acting),
        Fact("Due", _said(review.due_at)),
        Fact("Started", _said(review.started_at)),
        Fact("Decided", _said(review.decided_at)),
        Fact("Carried out", review.get_manner_display()),
        Fact("Why not in person", review.remote_reason),
        Fact("Place", review.place),
        Fact("Representations offered to", review.get_representations_offered_to_display()),
        Fact("Representations", review.get_representations_display()),
        Fact("What was said", review.representations_text),
        Fact("Necessary to exercise the power to question", _yes_no(review.is_necessary)),
        Fact("Grounds", review.grounds),
        Fact("Reminded of", "; ".join(RIGHTS.get(each, each) for each in review.rights_reminded)),
        Fact("Conclusion on delayed rights", review.delayed_rights_conclusion),
        Fact("Reasons for the delay still hold", _yes_no(review.delay_reasons_hold)),
        Fact("Authorising officer told", _said(review.authoriser_told_at)),
        Fact("Person told", _yes_no(review.was_informed)),
        Fact("Why not told", review.get_not_informed_reason_display()),
        Fact("Record made in their presence", _yes_no(review.was_made_in_presence)),
        Fact("Interpreter present", _yes_no(review.interpreter_present)),
        Fact("Appropriate adult present", _yes_no(review.appropriate_adult_present)),
    ]
    optional = {
        "Rank",
        "Why not in person",
        "What was said",
        "Grounds",
        "Conclusion on delayed rights",
        "Reasons for the delay still hold",
        "Authorising officer told",
        "Why not told",
    }
    return [row for row in rows if row.value or row.label not in optional]
