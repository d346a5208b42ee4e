"""Records that wait to be written up or amended: the list of those who answer for a port, and the page on which such a record is given to
an officer who can finish it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.clock import now
from borderops.kit.filters import Filters, OneOfFew
from borderops.kit.methods import require_GET
from borderops.kit.tables import keyset
from examinations import faces, queries
from examinations.actions import give_examination
from examinations.actions.handing_over import finishers
from examinations.finishing import ESCALATE_AFTER, ESCALATE_RETURN_AFTER, REMIND_AFTER
from examinations.forms.people import Candidate, GiveForm
from examinations.models import Examination, State, Subject
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside
from organisation.doors import forbidden_is_403, needs, shown
from organisation.models import Port
from organisation.once import once


class UnfinishedFilter(forms.Form):
    """What the list may be narrowed to."""

    port = OneOfFew(queryset=Port.objects.order_by("name"), required=False, empty_label="All ports")
    state = forms.ChoiceField(
        label="Waits to be",
        choices=[("", "Completed or amended"), (State.ENDED, "Completed"), (State.RETURNED, "Amended")],
        required=False,
    )
    about = forms.ChoiceField(label="About", choices=[("", "People and goods"), *Subject.choices], required=False)


@needs("unfinished.view")
@require_GET
def unfinished(request: HttpRequest) -> HttpResponse:
    """One page of what waits, oldest first. It costs what it shows."""
    actor, at = actor_of(request), now()
    filters = Filters.read(UnfinishedFilter, request)
    port = filters.values.get("port")
    rows = queries.unfinished_records(actor, filters.values.get("state", ""), filters.values.get("about", ""))
    parts = [Q(port=port)] if port else queries.ports_of_the_unfinished(actor)
    page = keyset(request, rows, ("ended_at", "pk"), each=parts)
    read: dict[str, Any] = {name: str(value) for name, value in filters.values.items()}
    shown(request, "unfinished.view", page.rows, filters=read)
    context = {"filters": filters, "page": page, "lines": queries.unfinished_lines(page.rows, at), **days()}
    return render(request, "examinations/unfinished.html", context)


def days() -> dict[str, int]:
    """The days of the reminders, as the page says them."""
    return {"remind": REMIND_AFTER.days, "escalate": ESCALATE_AFTER.days, "escalate_return": ESCALATE_RETURN_AFTER.days}


def _candidates(examination: Examination, at: datetime, *, but: UUID | None) -> list[Candidate]:
    """Officers posted to examine at the port. One who reviewed or returned the record is shown and cannot be chosen."""
    partial = {
        *examination.reviews.values_list("reviewer_id", flat=True),
        *examination.returns.values_list("returned_by_id", flat=True),
    }
    return [
        Candidate(officer, "Reviewed the detention or sent the record back" if officer.pk in partial else "", officer.pk not in partial)
        for officer in queries.colleagues(examination, at)
        if officer.pk != but
    ]


@needs("examination.give")
@forbidden_is_403
@once
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a record that none of its examiners can finish to an officer of the port."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.give")
    candidates = _candidates(examination, at, but=actor.id)
    form = GiveForm(request.POST or None, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form, to="officer"):
            give_examination(examination=examination, to=form.chosen(), by=actor, at=at, reason=form.cleaned_data["reason"])
            messages.success(request, f"Given to {faces.number_of(form.chosen())}, who has been told.")
            return finished(request, "examinations:record", pk)
    examiners = list(examination.examiners.select_related("officer").order_by("joined_at", "id"))
    context = {
        "form": form,
        "examination": examination,
        "candidates": candidates,
        "examiners": examiners,
        "able": finishers(examination, at),
    }
    return form_page(request, "examinations/give.html", context)
