"""The place of an examination that was begun before anybody had time to name it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from examinations.actions import say_place
from examinations.actions.writing import require_examiner
from examinations.forms.placing import PlaceForm
from examinations.views.common import actor_of, page, record_for, refusals_beside
from organisation.doors import forbidden_is_403, needs
from organisation.once import once


@needs("examination.complete")
@forbidden_is_403
@once
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name the place, or put it right."""
    examination = record_for(request, pk, "examination.complete")
    require_examiner(actor_of(request), "examination.complete", examination)
    form = PlaceForm(request.POST or None, examination=examination)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            given = form.cleaned_data
            say_place(examination=examination, place=given["place"], reason=given.get("reason", ""), by=actor_of(request))
            messages.success(request, "Place recorded")
            return redirect("examinations:record", pk)
    return page(request, "examinations/place.html", {"form": form, "examination": examination, "places": examination.port.places})
