"""The sections of a record beside its overview: facts, reviews, versions, and who has seen it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse

from audit.models import Reading
from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from examinations import queries
from examinations.fields import LABELS
from examinations.models import Addendum, Examination, Return
from examinations.queries import RecordPage
from examinations.views.common import actor_of, record_for
from examinations.views.record import head, may
from examinations.wording import SECTIONS, written
from organisation.doors import needs
from organisation.policy import hidden_fields

MOST_READINGS = 100
# What each page is called in the list of who has seen the record.
PAGES = {
    "examination.view": "Record",
    "examination.act": "Act",
    "examination.complete": "Particulars or acts",
    "examination.submit": "Submission",
    "examination.amend": "Return",
    "examination.review": "Review",
    "examination.nominate": "Request for a review",
    "examination.hand_over": "Handover",
    "paper.print": "Notice or receipt printed",
    "examination.attach": "Attachments",
    "examination.release_file": "Release of an attachment",
    "examination.retain": "Property, cash or biometrics",
    "examination.authorise": "Authority",
    "examination.disclose": "Documents",
    "examination.readers": "Who has seen it",
    "assessment.view": "Quality assurance",
    "assessment.answer": "Quality assurance",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the facts."""

    slug: str
    title: str
    facts: tuple[Fact, ...]
    addenda: tuple[Addendum, ...]


def fact_groups(examination: Examination, shown: RecordPage, *, hidden: Iterable[str] = (), change_url: str = "") -> list[Group]:
    """The particulars in the order of the form; what has been added since stands beneath the part that it belongs to."""
    owed, left_out = {each.field for each in shown.panel.owed}, set(hidden)
    found = []
    for section in SECTIONS:
        names = [name for name in section.names if name not in left_out]
        facts = tuple(
            Fact(
                LABELS[name],
                linebreaksbr(written(name, getattr(examination.particulars, name), examination.power, examination.started_at)),
                change_url=f"{change_url}#id_{name}" if change_url else "",
                owed=name in owed,
                mono=name in {"document_number", "service_number", "intelligence_reference"},
            )
            for name in names
        )
        if section.slug == "journey":
            facts = (_place(examination, "place" in owed, is_changeable=bool(change_url)), *facts)
            names = ["place", *names]
        found.append(Group(section.slug, section.title, facts, tuple(each for each in shown.addenda if each.field in names)))
    return found


def _place(examination: Examination, is_owed: bool, *, is_changeable: bool) -> Fact:
    """The place belongs to the record itself and is put right on a page of its own."""
    change_url = reverse("examinations:place", args=[examination.pk]) if is_changeable else ""
    return Fact(LABELS["place"], examination.place, change_url=change_url, owed=is_owed)


@needs("examination.view")
@require_GET
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that was filled in, in the order in which a lawyer would read it."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, now())
    is_author = any(each.officer_id == actor.id for each in shown.examiners) and may(actor, "examination.complete", examination)
    change_url = reverse("examinations:particulars", args=[pk]) if is_author else ""
    hidden = hidden_fields(actor, "examination.view", examination)
    in_groups = {"place", *(name for section in SECTIONS for name in section.names)}
    context = {
        **head(actor, examination, "facts"),
        "page": shown,
        "change_url": change_url,
        "groups": fact_groups(examination, shown, hidden=hidden, change_url=change_url),
        "other_addenda": [each for each in shown.addenda if each.field not in in_groups],
    }
    return render(request, "examinations/facts.html", context)


@needs("examination.view")
@require_GET
def reviews(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each review of detention as its officer recorded it."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, now())
    context = {
        **head(actor, examination, "reviews"),
        "page": shown,
        "may_review": may(actor, "examination.review", examination),
        "may_enter": examination.detained_at is not None and may(actor, "examination.complete", examination),
    }
    return render(request, "examinations/reviews.html", context)


@needs("examination.view")
@require_GET
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was submitted and when, what was sent back and why, and what was added."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    shown = queries.record_page(actor, examination, now())
    context = {**head(actor, examination, "versions"), "page": shown, "labels": LABELS, "returns": _returns(shown)}
    context["added"] = [each for each in shown.addenda if each.answers_id is None]
    return render(request, "examinations/versions.html", context)


@dataclass(frozen=True, slots=True)
class Sent:
    """A return with the fields that it names and what was added in answer to it."""

    row: Return
    named: tuple[tuple[str, str], ...]
    addenda: tuple[Addendum, ...]


def _returns(shown: RecordPage) -> list[Sent]:
    return [
        Sent(
            each,
            tuple((LABELS.get(name, name), words) for name, words in each.fields.items()),
            tuple(addendum for addendum in shown.addenda if addendum.answers_id == each.pk),
        )
        for each in shown.returns
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at the record."""

    at: datetime
    number: str
    page: str


@needs("examination.readers")
@require_GET
def readers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who has looked at the record and when. Kept for supervision and for answering the person whose record it is."""
    actor = actor_of(request)
    examination = record_for(request, pk, "examination.readers")
    found = Reading.objects.filter(thing_id=pk).order_by("-id").values_list("at", "actor_label", "verb")[: MOST_READINGS + 1]
    seen = [Seen(at, number, PAGES.get(verb, verb)) for at, number, verb in found]
    context = {**head(actor, examination, "readers"), "seen": seen[:MOST_READINGS], "are_more": len(seen) > MOST_READINGS}
    return render(request, "examinations/readers.html", context)
