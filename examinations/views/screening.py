"""Screening at a gate, phone in hand: begun, noted, ended or made an examination, each with one press; and the latest of a port."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET, require_POST
from examinations import queries
from examinations.actions import examine_after_screening, note_screening, record_sign, start_screening, stop_screening
from examinations.choices import SCREENING_SIGNS
from examinations.faces import SHORT_POWERS, number_of
from examinations.forms.screening import NoteForm, PressForm, ScreenForm
from examinations.instants import Instant, legal_instant
from examinations.models import Screening
from examinations.models.examination import Power
from examinations.screening import findings, is_long
from examinations.views.common import actor_of, page, refusals_beside, refusals_told
from examinations.views.starting import ports_to_start_at
from organisation import policy
from organisation.doors import enter, forbidden_is_403, needs, shown
from organisation.once import once

SEE = "screening.view"


def screening_for(request: HttpRequest, pk: UUID, verb: str = SEE) -> Screening:
    return enter(request, queries.screenings(), pk, see=SEE, verb=verb)


@needs(SEE)
@require_GET
def screenings(request: HttpRequest) -> HttpResponse:
    """The latest screenings that this officer may see, with what speaks against them."""
    at = now()
    rows = queries.latest_screenings(actor_of(request))
    shown(request, SEE, rows)
    lines = [(row, number_of(row.officer), findings(queries.screened(row), at)) for row in rows]
    return render(request, "examinations/screenings.html", {"lines": lines})


@needs("screening.start")
@require_POST
@forbidden_is_403
@once
def start_screen(request: HttpRequest) -> HttpResponse:
    """Begin: one press from the page on which examinations are started."""
    actor, at = actor_of(request), now()
    form = ScreenForm(request.POST, ports=ports_to_start_at(actor))
    if form.is_valid():
        with refusals_beside(form):
            when = pressed(form.cleaned_data, at)
            screening = start_screening(port=form.cleaned_data["port"], place=form.cleaned_data["place"], by=actor, when=when)
            return redirect("examinations:screening", screening.pk)
    return page(request, "examinations/screen.html", {"form": form})


def pressed(given: dict[str, Any], at: datetime) -> Instant:
    """The moment of the press; one that was held up says so by itself, since nobody types a reason at a gate."""
    return legal_instant(received_at=at, pressed_at=given.get("pressed_at"), reason="Held up on the way")


@needs(SEE)
@forbidden_is_403
@once
def screening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One screening: how long it has lasted, what speaks against it, and the presses that end it. POST keeps what was asked about."""
    actor, at = actor_of(request), now()
    row = screening_for(request, pk, "screening.act" if request.method == "POST" else SEE)
    form = NoteForm(request.POST or None, initial={"questions": row.questions, "documents": row.documents})
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            note_screening(screening=row, by=actor, questions=form.cleaned_data["questions"], documents=form.cleaned_data["documents"])
            messages.success(request, "Kept")
            return redirect("examinations:screening", pk)
    facts = queries.screened(row)
    context = {
        "screening": row,
        "form": form,
        "by": number_of(row.officer),
        "findings": findings(facts, at),
        "is_long": is_long(facts, at),
        "signs": [(slug, label, getattr(row, f"{slug}_at")) for slug, label in SCREENING_SIGNS.items()],
        "documents": [dict(Screening.Document.choices)[one] for one in row.documents],
        "powers": list(SHORT_POWERS.items()),
        "may_act": row.ended_at is None and bool(policy.can(actor, "screening.act", row)),
        "may_open": row.examination is not None and bool(policy.can(actor, "examination.view", row.examination)),
    }
    return page(request, "examinations/screening.html", context)


@needs("screening.act")
@require_POST
@forbidden_is_403
@once
def screening_act(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """One press: a sign, the end, or the first question of an examination."""
    actor, at = actor_of(request), now()
    if slug not in {"stop", *SCREENING_SIGNS, *Power.values}:
        raise Http404("There is no such act.")
    row = screening_for(request, pk, "screening.act")
    form = PressForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    with refusals_told(request):
        when = pressed(given, at)
        if slug in Power.values:
            examination = examine_after_screening(screening=row, power=slug, by=actor, when=when)
            return redirect("examinations:record", examination.pk)
        if slug == "stop":
            stop_screening(screening=row, by=actor, when=when)
        else:
            record_sign(screening=row, sign=slug, by=actor, when=when)
    return redirect("examinations:screening", pk)
