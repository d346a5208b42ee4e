"""One act of the row: pressed now, or recorded at another time; and the correction of a wrong press."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from borderops.kit.clock import now
from borderops.kit.forms import Form
from examinations import faces, offers
from examinations.actions import arrest, ask_superintendent, record_authority, record_event, release, supersede_event, withdraw_event
from examinations.forms.acts import ActForm, ArrestForm, WithdrawForm, form_for, register
from examinations.forms.correcting import correct_form, instead_of
from examinations.forms.rights import FORMS, AuthorityForm
from examinations.instants import legal_instant
from examinations.models import Examination, Kind, State, TimelineEvent
from examinations.offers import Offer
from examinations.queries.rights import may_justify
from examinations.timeline import LASTING
from examinations.views.acts_of_property import PROPERTY_ACTS
from examinations.views.common import actor_of, finished, form_page, page, record_for, refusals_beside
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import discard_draft, kept_in
from organisation.once import once
from organisation.policy import Actor

# Until it is submitted an examiner's own record takes facts: live, or ended and still being completed.
RECORD = "examination.complete"
# What became of things is recorded, and corrected, in any state by whoever looks after them.
KEEP = "examination.retain"
TYPED_INTO = {"words", "reason"}
register(FORMS)


@needs(RECORD)
@forbidden_is_403
@once
def act(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """GET asks when and anything else; POST records the fact, now unless a time was typed."""
    offer = offers.BY_SLUG.get(slug)
    if offer is None:
        raise Http404("There is no such act.")
    at = now()
    examination = record_for(request, pk, RECORD)
    actor, draft = actor_of(request), draft_name(slug)
    form = form_for(slug)(request.POST or None, at=at)
    form.by = actor.user
    form.about(examination)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            _perform(offer, examination, form, actor, at)
            if TYPED_INTO & set(request.POST):  # a mere press from the record leaves what is being typed elsewhere alone
                discard_draft(owner=actor.user, form=draft, thing_id=pk, at=at)
            messages.success(request, _done(offer, form))
            if offer.kind == Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED:
                _say_whose(request, examination, form)
            return redirect("examinations:record", examination.pk)
    context = {
        "form": form,
        "examination": examination,
        "offer": offer,
        "title": str(Kind(offer.kind).label),
        "is_typed": "typed" in request.GET,
        "kept": kept_in(actor.user, draft, pk, form),
    }
    return page(request, "examinations/act.html", context)


def draft_name(slug: str) -> str:
    """The name under which what is typed about an act is kept."""
    return f"acts.{slug.replace('-', '_')}"


def _done(offer: Offer, form: ActForm) -> str:
    if isinstance(form, AuthorityForm) and form.is_asking:
        return "The superintendent is asked. Nothing is delayed until they answer."
    return f"{Kind(offer.kind).label}: recorded"


def _say_whose(request: HttpRequest, examination: Examination, form: ActForm) -> None:
    """Say at once that a justification lifts nothing, where it is by nobody who questioned."""
    officer = form.cleaned_data.get("officer") or form.by
    if officer is not None and not may_justify(examination, officer):
        messages.warning(
            request,
            f"Officer {officer.collar_number} has put no question on this record, so this does not lift the bar on questions. "
            "If another officer believes it, correct the entry.",
        )


def _perform(offer: Offer, examination: Examination, form: ActForm, by: Actor, at: datetime) -> None:
    when, words = form.instant(at), form.said()
    if offer.slug in PROPERTY_ACTS:
        PROPERTY_ACTS[offer.slug](examination, form, by, when)
    elif isinstance(form, AuthorityForm) and form.is_asking:
        ask_superintendent(examination=examination, sought=form.sought(), by=by, at=at)
    elif isinstance(form, AuthorityForm):
        record_authority(examination=examination, sought=form.sought(), is_oral=form.is_oral, by=by, when=when, words=words)
    elif offer.kind == Kind.RELEASED:
        release(examination=examination, by=by, when=when, words=words)
    elif isinstance(form, ArrestForm):
        arrest(examination=examination, by=by, when=when, arrest_power=form.cleaned_data["arrest_power"], words=words)
    else:
        officer = form.cleaned_data.get("officer")  # who asked, where it was not whoever enters it
        record_event(examination=examination, kind=offer.kind, by=by, when=when, officer=officer, words=words, detail=form.detail())


def _event(examination: Examination, pk: UUID) -> TimelineEvent:
    found = examination.events.select_related("officer", "examination").filter(pk=pk, is_withdrawn=False).first()
    if found is None:
        raise Http404("There is no such entry on this timeline.")
    return found


@needs(RECORD)
@forbidden_is_403
@once
def correct(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """Put another entry in the place of a wrong one."""
    examination = record_for(request, pk, RECORD)
    return _corrected(request, examination, _event(examination, event_pk), "examinations:withdraw")


@needs("examination.review")
@forbidden_is_403
@once
def correct_review(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """The review officer puts their own record of a review right; they need not be an examiner."""
    examination = record_for(request, pk, "examination.review")
    event = _event(examination, event_pk)
    if event.kind != Kind.REVIEW or event.officer_id != actor_of(request).id:
        raise Http404("This is no review of yours.")
    return _corrected(request, examination, event)


@needs(RECORD)
@forbidden_is_403
@once
def withdraw(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """Take back an entry that should not have been made."""
    examination = record_for(request, pk, RECORD)
    return _taken_back(request, examination, _event(examination, event_pk))


@needs(KEEP)
@forbidden_is_403
@once
def amend(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """The same after submission, for what became of property, cash, prints and copies."""
    examination = record_for(request, pk, KEEP)
    return _corrected(request, examination, _lasting_event(examination, event_pk), "examinations:amend_back")


@needs(KEEP)
@forbidden_is_403
@once
def amend_back(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """Take back such an entry after submission."""
    examination = record_for(request, pk, KEEP)
    return _taken_back(request, examination, _lasting_event(examination, event_pk))


def _lasting_event(examination: Examination, pk: UUID) -> TimelineEvent:
    event = _event(examination, pk)
    if event.kind not in LASTING:
        raise Http404("What happened to the person is not corrected after submission. Add to the record instead.")
    return event


def _corrected(request: HttpRequest, examination: Examination, event: TimelineEvent, take_back: str = "") -> HttpResponse:
    """`take_back` is the name of the page on which whoever corrects it here may take it back instead."""
    at = now()
    form = correct_form(event, examination, request.POST or None, at, actor_of(request))
    if request.method == "POST" and form.is_valid():
        reason, until = form.cleaned_data["reason"], form.instant_of("until")
        with refusals_beside(form, typed_at="happened_at"):
            when = legal_instant(received_at=at, typed_at=form.instant_of("happened_at"), reason=reason)
            said = {"words": form.said(), "until": until, "instead": instead_of(form, event)}
            supersede_event(event=event, by=actor_of(request), when=when, reason=reason, **said)
            messages.success(request, "Corrected. The entry before it stays on the timeline, struck through.")
            return finished(request, "examinations:record", examination.pk)
    return form_page(request, "examinations/correct.html", {**_about(form, examination, event), "take_back": take_back})


def _taken_back(request: HttpRequest, examination: Examination, event: TimelineEvent) -> HttpResponse:
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            withdraw_event(event=event, by=actor_of(request), at=now(), reason=form.cleaned_data["reason"])
            messages.success(request, "Taken back. The entry stays on the timeline, struck through.")
            return finished(request, "examinations:record", examination.pk)
    return form_page(request, "examinations/withdraw.html", _about(form, examination, event))


def _about(form: Form, examination: Examination, event: TimelineEvent) -> dict[str, Any]:
    is_submitted = examination.state not in {State.LIVE, State.ENDED}
    return {"form": form, "examination": examination, "line": faces.lines([event], of=examination)[0], "is_submitted": is_submitted}
