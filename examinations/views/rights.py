"""Rights and welfare: what was done and what is still owed, the details of each entry, and the superintendent's word on what only they may
authorise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borderops.kit.clock import now
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.parts import Fact
from examinations import faces, queries
from examinations.actions import answer_authority, describe_fact, tell_person
from examinations.details import DETAILS, ON_PROPERTY, missing
from examinations.forms.rights import AnswerForm, NotToldForm, details_form, initial_details
from examinations.models import Authority, Examination, Kind, TimelineEvent
from examinations.offers import BY_SLUG
from examinations.owed.notices import TELL
from examinations.owed.one import DETAILS as DETAILS_PAGE
from examinations.owed.one import RIGHTS
from examinations.queries.rights import authorities_of, authorities_waiting_for, facts_of, given_of, person_of
from examinations.reference import ground_named, legal_aid
from examinations.rights.exercised import NAMED_PERSON, SOLICITOR, questions_without_adult, right
from examinations.rights.treatment import HEADINGS, Heading
from examinations.timeline import standing_events
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside, refusals_told
from examinations.views.record import head, may
from organisation.doors import forbidden_is_403, listing, needs, shown
from organisation.once import once

ABOUT_A_SOLICITOR = frozenset({Kind.SOLICITOR_REQUESTED.value, Kind.SOLICITOR_DECLINED.value})
"""Entries beside which it is said what is known of legal aid."""
COMPLETE, AUTHORISE, ACT = "examination.complete", "examination.authorise", "examination.act"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact with what is known about it."""

    line: faces.Line
    details: Sequence[tuple[str, str]]
    missing: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with its entries. `state`: what has become of the right, where there is one."""

    heading: Heading
    state: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Shown:
    """One authority in words."""

    row: Authority
    what: str
    ground: str
    by: str
    entered_by: str


def _entry(event: TimelineEvent, examination: Examination, may_fill: bool, details: Sequence[tuple[str, str]]) -> Entry:
    given = given_of(event)
    can_fill = may_fill and event.kind in DETAILS
    return Entry(
        line=faces.lines([event], of=examination)[0],
        details=details,
        missing=[asked.label for asked in missing(event.kind, given, event.words)],
        url=reverse("examinations:details", args=[examination.pk, event.pk]) if can_fill else "",
    )


def parts_of(examination: Examination, may_fill: bool = False) -> list[Part]:
    """Rights and welfare under their headings, from the facts that stand on the record as it was read."""
    facts, events = facts_of(examination), standing_events(examination)
    uncovered = {fact.id for fact in questions_without_adult(facts, person_of(examination.particulars))}
    states = {
        "solicitor": right(SOLICITOR, facts),
        "named-person": right(NAMED_PERSON, facts),
        "consulate": right("CONSULATE", facts),
    }
    said = {event.pk: faces.details_of(event) for event in events}
    found = []
    for heading in HEADINGS:
        under = [
            _entry(event, examination, may_fill, said[event.pk])
            for event in events
            if heading.holds(event.kind, said[event.pk]) or (heading.slug == "adult" and str(event.pk) in uncovered)
        ]
        state = states.get(heading.slug)
        words = "" if state is None else f"{state.status.value}; delayed" if state.delay else str(state.status.value)
        found.append(Part(heading, words, under))
    return found


def shown_authority(row: Authority, examination: Examination) -> Shown:
    ground = ground_named(examination.power, row.ground, examination.started_at)
    return Shown(
        row=row,
        what=row.get_what_display(),
        ground=f"{ground.words} ({ground.cited})" if ground else row.ground,
        by=faces.number_of(row.authoriser, row.authoriser_rank),
        entered_by=faces.number_of(row.entered_by),
    )


@require_GET
@needs("examination.view")
def rights(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was done about the person's rights and welfare, and what is still owed."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    panel = queries.live_panel(examination, at)
    # Whoever takes part without having examined reads what was done, and fills in nothing.
    may_fill = may(actor, COMPLETE, examination) and examination.examiners.filter(officer_id=actor.id).exists()
    prefetch_related_objects(standing_events(examination), "officer", "entered_by")
    person = person_of(examination.particulars)
    owed = [each for each in panel.owed if each.field == RIGHTS or each.where in {RIGHTS, DETAILS_PAGE}]
    context = {
        **head(actor, examination, "rights"),
        "parts": parts_of(examination, may_fill),
        "authorities": [shown_authority(row, examination) for row in authorities_of(examination)],
        "owed": owed,
        # The one act that stands here too: it is due at once, and again after each move.
        "tell": BY_SLUG[TELL] if may_fill and may(actor, ACT, examination) and any(each.code == TELL for each in owed) else None,
        "adult_reason": person.adult_reason(examination.started_at.date()),
        "legal_aid": legal_aid(examination.power, examination.started_at),
        "may_complete": may_fill,
        "not_told": NotToldForm(),
    }
    return render(request, "examinations/rights.html", context)


def _event(examination: Examination, pk: UUID) -> TimelineEvent:
    found = examination.events.select_related("officer", "examination", "supplement").filter(pk=pk, is_withdrawn=False).first()
    if found is None or found.kind not in DETAILS:
        raise Http404("There is nothing to fill in about this entry.")
    return found


@needs(COMPLETE)
@forbidden_is_403
@once
def details(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """Fill in what is known about one fact, once there is time."""
    at = now()
    examination = record_for(request, pk, COMPLETE)
    event = _event(examination, event_pk)
    supplement = getattr(event, "supplement", None)
    initial = initial_details(event.kind, given_of(event), supplement.version if supplement else 0)
    form = details_form(request.POST or None, at=at, kind=event.kind, power=examination.power, happened_at=event.at, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            version = form.cleaned_data["version"]
            describe_fact(event=event, given=form.given(), version=version, by=actor_of(request), at=at)
            messages.success(request, f"{Kind(event.kind).label}: filled in")
            return finished(request, "examinations:property" if event.kind in ON_PROPERTY else "examinations:rights", pk)
    context = {
        "form": form,
        "examination": examination,
        "line": faces.lines([event], of=examination)[0],
        "title": str(Kind(event.kind).label),
        "legal_aid": legal_aid(examination.power, examination.started_at) if event.kind in ABOUT_A_SOLICITOR else [],
    }
    return form_page(request, "examinations/details.html", context)


@require_POST
@needs(COMPLETE)
@forbidden_is_403
@once
def told(request: HttpRequest, pk: UUID, authority_pk: UUID) -> HttpResponse:
    """The person has been told of a delay and why, by one press; or why they were not."""
    examination = record_for(request, pk, COMPLETE)
    authority = examination.authorities.select_related("examination").filter(pk=authority_pk).first()
    if authority is None:
        raise Http404("There is no such authority on this record.")
    form = NotToldForm(request.POST or None)
    if form.is_valid():
        with refusals_told(request):
            reason = form.cleaned_data["not_told_reason"]
            tell_person(authority=authority, by=actor_of(request), at=now(), not_told_reason=reason)
            messages.success(request, "Recorded")
    return redirect("examinations:rights", pk)


@require_GET
@needs(AUTHORISE)
def authorities(request: HttpRequest) -> HttpResponse:
    """What waits for the word of the superintendent who asks, and what they have answered."""
    actor = actor_of(request)
    found = authorities_waiting_for(actor, listing(request, Examination.objects.all(), see=AUTHORISE))
    shown(request, AUTHORISE, [row.examination for row in (*found.waiting, *found.answered)])
    context = {
        "waiting": [shown_authority(row, row.examination) for row in found.waiting],
        "answered": [shown_authority(row, row.examination) for row in found.answered],
    }
    return render(request, "examinations/authorities.html", context)


@needs(AUTHORISE)
@forbidden_is_403
@once
def answer(request: HttpRequest, pk: UUID, authority_pk: UUID) -> HttpResponse:
    """One authority, with the question whether it is given."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, AUTHORISE)
    rows = examination.authorities.select_related("authoriser", "entered_by", "event", "examination")
    authority = rows.filter(pk=authority_pk, authoriser=actor.id).first()
    if authority is None:
        raise Http404("No such authority waits for you.")
    form = AnswerForm(request.POST or None, authority=authority)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            given = form.cleaned_data
            answer_authority(authority=authority, is_given=given["is_given"], answer=given["answer"], by=actor, at=at)
            messages.success(request, "Your answer is recorded, and the examining officers are told.")
            return finished(request, "examinations:authorities")
    context = {"form": form, "examination": examination, "authority": authority, "facts": _about(examination, authority)}
    return form_page(request, "examinations/answer_authority.html", context)


def _about(examination: Examination, authority: Authority) -> list[Fact]:
    """What the superintendent needs to know to answer; nothing of who the person is."""
    seen = shown_authority(authority, examination)
    given: list[Any] = [Fact("Given", faces.spoken_in_full(authority.event.at))] if authority.event else []
    return [
        Fact("Power and place", f"{faces.short_power(examination)}, {examination.port.name}"),
        Fact("Detained", faces.spoken_in_full(examination.detained_at)),
        Fact("What", seen.what),
        Fact("Ground", seen.ground),
        Fact("Why", authority.reason),
        Fact("Entered by", seen.entered_by),
        *given,
        *([Fact("Your answer", authority.get_state_display())] if authority.answered_at else []),
    ]
