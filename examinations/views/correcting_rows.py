"""Putting right what has no entry on the timeline of its own: a step or a count of cash, and a step of the Commissioner's route that no
clock looks at. In any state of the record, by whoever looks after what is kept."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from borderops.kit.clock import now
from examinations import faces
from examinations.actions import take_back_row
from examinations.forms.acts import WithdrawForm
from examinations.forms.correcting_rows import Wrong, put_right, row_form, wrong_row
from examinations.instants import legal_instant
from examinations.models import CommissionerStep, Examination, State
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside
from organisation.doors import forbidden_is_403, needs
from organisation.once import once

KEEP = "examination.retain"


@needs(KEEP)
@forbidden_is_403
@once
def correct_row(request: HttpRequest, pk: UUID, slug: str, row_pk: UUID) -> HttpResponse:
    """Put another step or count in the place of a wrong one."""
    at = now()
    examination = record_for(request, pk, KEEP)
    wrong = _wrong(examination, slug, row_pk)
    form = row_form(wrong, request.POST or None, at)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form, typed_at="happened_at"):
            when = legal_instant(received_at=at, typed_at=form.instant_of("happened_at"), reason=form.cleaned_data["reason"])
            put_right(wrong, form, actor_of(request), when)
            messages.success(request, "Corrected. What stood there before is kept, struck through.")
            return finished(request, _back_to(examination, wrong))
    template = "examinations/correct_count.html" if slug == "count" else "examinations/correct_row.html"
    return form_page(request, template, _context(form, examination, wrong, slug))


@needs(KEEP)
@forbidden_is_403
@once
def withdraw_row(request: HttpRequest, pk: UUID, slug: str, row_pk: UUID) -> HttpResponse:
    """Take back a step or a count that never happened."""
    examination = record_for(request, pk, KEEP)
    wrong = _wrong(examination, slug, row_pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            take_back_row(row=cast(Any, wrong.row), by=actor_of(request), at=now(), reason=form.cleaned_data["reason"])
            messages.success(request, "Taken back. It is kept, struck through.")
            return finished(request, _back_to(examination, wrong))
    return form_page(request, "examinations/withdraw_row.html", _context(form, examination, wrong, slug))


def _wrong(examination: Examination, slug: str, row_pk: UUID) -> Wrong:
    found = wrong_row(examination, slug, row_pk)
    if found is None:
        raise Http404("There is no such step or count on this record.")
    return found


def _back_to(examination: Examination, wrong: Wrong) -> str:
    if isinstance(wrong.row, CommissionerStep):
        return reverse("examinations:item", args=[examination.pk, wrong.row.item_id])
    return reverse("examinations:cash", args=[examination.pk])


def _context(form: Any, examination: Examination, wrong: Wrong, slug: str) -> dict[str, Any]:
    return {
        "form": form,
        "examination": examination,
        "wrong": wrong,
        "slug": slug,
        "by": faces.number_of(wrong.by),
        "back_to": _back_to(examination, wrong),
        "is_submitted": examination.state not in {State.LIVE, State.ENDED},
    }
