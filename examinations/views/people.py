"""The people of a live examination: a colleague joins, the next shift is offered the record and answers, a reviewer is asked."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.dates import spoken_time
from borderops.kit.methods import require_GET, require_POST
from examinations import faces, queries
from examinations.actions import (
    accept_handover,
    decline_handover,
    join_examination,
    nominate_reviewer,
    offer_handover,
    withdraw_handover,
    withdraw_nomination,
)
from examinations.forms.people import Candidate, DeclineForm, HandoverForm, NominateForm
from examinations.models import Examination, Handover
from examinations.outsiders import REVIEWED, outsider_said
from examinations.timeline import standing_events
from examinations.views.common import actor_of, finished, form_page, page, record_for, refusals_beside, refusals_told
from organisation.doors import forbidden_is_403, needs, shown
from organisation.once import once
from rostering.models import Duty
from rostering.queries import upcoming

DUTY_WORDS = {"AT_PORT": "On duty at the port", "ON_CALL": "On call", "": "Not on duty"}


@needs("examination.join")
@require_GET
def joining(request: HttpRequest) -> HttpResponse:
    """Live examinations at one's ports that one may join: reference and place, nothing of the person."""
    rows = queries.joinable(actor_of(request))
    shown(request, "examination.join", rows)
    return render(request, "examinations/joining.html", {"rows": rows})


@needs("examination.join")
@require_POST
@forbidden_is_403
@once
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Become an examiner. The record is found by the act itself, since a colleague sees it only afterwards."""
    actor, at = actor_of(request), now()
    examination = queries.examination_to_join(actor, pk)
    if examination is None:
        raise Http404("There is no such live examination at your port.")
    with refusals_told(request):
        join_examination(examination=examination, by=actor, at=at)
        messages.success(request, "You have joined this examination. Record a question when you ask one.")
    return redirect("examinations:record", pk)


def _next_shift(examination: Examination, at: datetime, *, but: UUID | None) -> list[Candidate]:
    """Officers posted to examine at the port; those with a duty there now or within a day come first, with its times."""
    duties: dict[UUID, Duty] = {}
    for duty in upcoming(Duty.objects.filter(port_id=examination.port_id, kind=Duty.Kind.AT_PORT), at, days=1):
        duties.setdefault(duty.officer_id, duty)
    found = [
        Candidate(officer, _duty_hint(duties.get(officer.pk), at)) for officer in queries.colleagues(examination, at) if officer.pk != but
    ]
    return sorted(found, key=lambda each: each.officer.pk not in duties)


def _duty_hint(duty: Duty | None, at: datetime) -> str:
    if duty is None:
        return "No duty here in the next day"
    begins = "On duty now" if duty.duty_from <= at else f"On duty from {spoken_time(duty.duty_from)}"
    return f"{begins}, until {spoken_time(duty.duty_until)}"


@needs("examination.hand_over")
@forbidden_is_403
@once
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer the record to an officer of the next shift."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.hand_over")
    candidates = _next_shift(examination, at, but=actor.id)
    form = HandoverForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form, to="officer"):
            offer_handover(examination=examination, to=form.chosen(), by=actor, at=at, words=form.cleaned_data["words"])
            messages.success(request, f"Offered to {faces.number_of(form.chosen())}. It stays yours until they accept.")
            return finished(request, "examinations:record", pk)
    return form_page(request, "examinations/hand_over.html", {"form": form, "examination": examination, "candidates": candidates})


def _waiting(examination: Examination) -> Handover:
    handover = (
        examination.handovers.filter(answer=Handover.Answer.WAITING).select_related("offered_by", "offered_to", "examination").first()
    )
    if handover is None:
        raise Http404("Nothing is waiting for an answer on this record.")
    return handover


@needs("examination.view")
@forbidden_is_403
@once
def answer_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept with one press, or decline with a reason."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    handover = _waiting(examination)
    accepts = request.POST.get("answer") == "accept"
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and accepts:
        with refusals_told(request):
            accept_handover(handover=handover, by=actor, at=at)
            messages.success(request, "The examination is yours now.")
        return redirect("examinations:record", pk)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            decline_handover(handover=handover, by=actor, at=at, reason=form.cleaned_data["reason"])
            messages.success(request, f"Declined. {faces.number_of(handover.offered_by)} has been told.")
            # Whoever declines may no longer see the record.
            return redirect("/")
    return page(request, "examinations/answer_handover.html", {"form": form, "examination": examination, "handover": handover})


@needs("examination.hand_over")
@require_POST
@forbidden_is_403
@once
def take_back_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the offer back before it is answered."""
    examination = record_for(request, pk, "examination.hand_over")
    with refusals_told(request):
        withdraw_handover(handover=_waiting(examination), by=actor_of(request), at=now())
        messages.success(request, "The offer has been taken back.")
    return redirect("examinations:record", pk)


def _reviewer_hint(reviewer: queries.Reviewer) -> str:
    duty = DUTY_WORDS.get(reviewer.duty_kind, "")
    ring = f"ring {reviewer.ring}" if reviewer.ring else "no number on record"
    acting = [f"{reviewer.acting.capitalize()}."] if reviewer.acting else []
    return " ".join([f"{duty}, {ring}.", *acting, *reviewer.objections])


@needs("examination.nominate")
@forbidden_is_403
@once
def nominate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask an officer to carry out the next review. Those who may not are shown with what stands against them."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.nominate")
    reviewers = queries.eligible_reviewers(actor, examination, at)
    candidates = [Candidate(each.officer, _reviewer_hint(each), each.may_review) for each in reviewers]
    form = NominateForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            nominate_reviewer(examination=examination, officer=form.chosen(), by=actor, at=at)
            messages.success(request, f"{faces.number_of(form.chosen())} has been asked to review.")
            return finished(request, "examinations:record", pk)
    context = {"form": form, "examination": examination, "candidates": candidates, "standing": _standing_nomination(examination)}
    context["other_service"] = [*dict.fromkeys(filter(None, (outsider_said(event.detail) for event in standing_events(examination))))]
    context["reviewed"] = REVIEWED
    return form_page(request, "examinations/nominate.html", context)


def _standing_nomination(examination: Examination) -> object | None:
    return examination.nominations.filter(withdrawn_at__isnull=True).select_related("officer").first()


@needs("examination.nominate")
@require_POST
@forbidden_is_403
@once
def take_back_nomination(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back the standing nomination."""
    examination = record_for(request, pk, "examination.nominate")
    with refusals_told(request):
        withdraw_nomination(examination=examination, by=actor_of(request), at=now())
        messages.success(request, "The request has been taken back.")
    return redirect("examinations:record", pk)
