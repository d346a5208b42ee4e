"""The Property tab and an item's page: what is kept, on which ground, due back by when, who has it; and each act about it, while the
person is here and for as long as the thing is kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from examinations import faces, queries
from examinations.actions import answer_request, ask_authority, record_unlawful_sample
from examinations.forms.biometrics import UnlawfulSampleForm
from examinations.forms.searching import AnswerRequestForm, AskAuthorityForm
from examinations.models import AuthorityRequest, Examination
from examinations.offers import EVERY
from examinations.views.acts_of_property import PROPERTY_ACTS
from examinations.views.cash import correct_address
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside
from examinations.views.property_acts import (
    BIOMETRIC_ACTS,
    COPY_ACTS,
    ITEM_ACTS,
    Thing,
    prepared,
)
from examinations.views.property_offers import acts_for_biometric, acts_for_copy, acts_for_item
from examinations.views.record import head, may
from organisation.doors import forbidden_is_403, needs
from organisation.once import once
from organisation.policy import Actor, Forbidden

KEEP = "examination.retain"
RECORD = "examination.complete"


def may_keep(actor: Actor, examination: Examination) -> bool:
    """Whether this person may record what becomes of property: an examiner while it is live, afterwards whoever looks after it."""
    return may(actor, KEEP, examination) and (examination.state != "LIVE" or may(actor, "examination.act", examination))


@needs("examination.view")
@require_GET
def property_tab(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything kept from this person, and what was searched and taken."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    shown = queries.property_page(examination, at)
    keeps = may_keep(actor, examination)
    context = {
        **head(actor, examination, "property"),
        "page": shown,
        "biometrics": [(line, acts_for_biometric(line) if keeps else []) for line in shown.biometrics],
        "correct_address": correct_address(actor, examination) if keeps else "",
        "may_record": may(actor, RECORD, examination) and any(one.officer_id == actor.id for one in examination.examiners.all()),
        "record_acts": [(act.slug, act.label, act.asks) for act in EVERY if act.slug in PROPERTY_ACTS],
        "instructions": faces.INSTRUCTIONS,
    }
    return render(request, "examinations/property.html", context)


def _item(examination: Examination, item_pk: UUID) -> queries.ItemLine:
    found = queries.one_item(examination, item_pk, now())
    if found is None or found.was_taken_back:
        raise Http404("There is no such item on this record.")
    return found


@needs("examination.view")
@require_GET
def item(request: HttpRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """One item: its clocks, its chain, its copies, and what may be done with it now."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    line = _item(examination, item_pk)
    keeps = may_keep(actor, examination)
    context = {
        **head(actor, examination, "property"),
        "line": line,
        "acts": acts_for_item(line, examination) if keeps else [],
        "correct_address": correct_address(actor, examination) if keeps else "",
        "copies": [(copy, acts_for_copy(copy, line, examination) if keeps else []) for copy in line.copies],
        "instructions": faces.INSTRUCTIONS,
    }
    return render(request, "examinations/item.html", context)


@needs(KEEP)
@forbidden_is_403
@once
def item_act(request: HttpRequest, pk: UUID, item_pk: UUID, slug: str) -> HttpResponse:
    """One act about an item."""
    examination = record_for(request, pk, KEEP)
    line = _item(examination, item_pk)
    return _act(request, examination, Thing(examination, line), ITEM_ACTS, slug)


@needs(KEEP)
@forbidden_is_403
@once
def copy_act(request: HttpRequest, pk: UUID, item_pk: UUID, copy_pk: UUID, slug: str) -> HttpResponse:
    """One act about a copy of a thing."""
    examination = record_for(request, pk, KEEP)
    line = _item(examination, item_pk)
    copy = next((one for one in line.copies if one.copy.pk == copy_pk), None)
    if copy is None:
        raise Http404("There is no such copy of this item.")
    return _act(request, examination, Thing(examination, line, copy), COPY_ACTS, slug)


@needs(KEEP)
@forbidden_is_403
@once
def biometric_act(request: HttpRequest, pk: UUID, biometric_pk: UUID, slug: str) -> HttpResponse:
    """One act about prints or a sample."""
    examination = record_for(request, pk, KEEP)
    taken = next((line for line in queries.property_page(examination, now()).biometrics if line.taken.pk == biometric_pk), None)
    if taken is None:
        raise Http404("Nothing of the kind was taken on this record.")
    return _act(request, examination, Thing(examination, biometric=taken), BIOMETRIC_ACTS, slug)


def _act(request: HttpRequest, examination: Examination, thing: Thing, acts: dict[str, Any], slug: str) -> HttpResponse:
    """GET asks for what the act needs; POST records it and goes back to the thing."""
    act = acts.get(slug)
    if act is None:
        raise Http404("There is no such act.")
    at = now()
    form = prepared(act, request.POST or None, thing, at)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form, **act.renamed):
            act.perform(thing, form, actor_of(request), at)
            messages.success(request, f"{act.label}: recorded")
            return finished(request, thing.url)
    context = {
        "form": form,
        "examination": examination,
        "title": act.heading,
        "thing": thing,
        "act": act,
        "is_typed": "typed" in request.GET,
    }
    return form_page(request, "examinations/property_act.html", context)


@needs(RECORD)
@forbidden_is_403
@once
def authority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask an officer for an authority before it is used."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, RECORD)
    form = AskAuthorityForm(request.POST or None)
    form.about(examination)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_beside(form):
            asked = {"what": given["what"], "officer": given["officer"], "grounds": given["grounds"], "item": form.chosen_item()}
            ask_authority(examination=examination, **asked, by=actor, at=at)
            messages.success(request, f"Asked {faces.number_of(given['officer'])}. Ring them too: nothing may be done before they answer.")
            return finished(request, "examinations:property", pk)
    return form_page(request, "examinations/ask_authority.html", {"form": form, "examination": examination})


@needs("examination.view")
@forbidden_is_403
@once
def answer(request: HttpRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """One authority that was asked for, with the question whether the officer gives it. Nobody else is shown the question."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    rows = examination.authority_requests.select_related("asked_by", "asked_of", "item", "reply", "examination")
    asked = rows.filter(pk=request_pk).first()
    if asked is None:
        raise Http404("There is no such request on this record.")
    if asked.asked_of_id != actor.id:
        raise Forbidden("Only the officer who was asked answers this.")
    form = AnswerRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            answer_request(request=asked, **_said(form), by=actor, at=at)
            messages.success(request, "Your answer is recorded, and whoever asked is told.")
            return finished(request, "examinations:property", pk)
    context = {"form": form, "examination": examination, "asked": asked, "facts": _about(examination, asked)}
    return form_page(request, "examinations/answer_request.html", context)


def _said(form: AnswerRequestForm) -> dict[str, Any]:
    return {"is_given": form.cleaned_data["is_given"], "words": form.cleaned_data["words"]}


def _about(examination: Examination, asked: AuthorityRequest) -> list[Fact]:
    """What the officer needs to know to answer; nothing of who the person is."""
    reply = getattr(asked, "reply", None)
    return [
        Fact("Power and place", f"{faces.short_power(examination)}, {examination.port.name}"),
        Fact("Detained", faces.spoken_in_full(examination.detained_at)),
        Fact("What", asked.get_what_display()),
        *([Fact("Of", f"Item {asked.item.number}, {asked.item.get_kind_display().lower()}")] if asked.item else []),
        Fact("Grounds", asked.grounds),
        Fact("Asked", f"{faces.spoken_in_full(asked.asked_at)} by {faces.number_of(asked.asked_by)}"),
        *([Fact("Your answer", "Authorised" if reply.is_given else f"Not authorised: {reply.words}")] if reply else []),
    ]


@needs(RECORD)
@forbidden_is_403
@once
def unlawful_sample(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plain entry of an intimate sample, which no power allows: taken as a fact, and a finding that nothing outweighs."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, RECORD)
    form = UnlawfulSampleForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            record_unlawful_sample(examination=examination, by=actor, when=form.instant(at), words=form.cleaned_data["words"])
            messages.success(request, "Recorded as an unlawful act. Tell your supervisor now.")
            return finished(request, "examinations:property", pk)
    return form_page(request, "examinations/unlawful_sample.html", {"form": form, "examination": examination})
