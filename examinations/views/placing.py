"""The place of an examination that was begun before anybody had time to name it, and the power that was pressed wrongly."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from borderops.kit.clock import now
from examinations.actions import correct_power, say_place
from examinations.actions.linking import OTHER
from examinations.actions.powers import standing_in_the_way
from examinations.actions.writing import require_examiner
from examinations.forms.placing import PlaceForm, PowerForm
from examinations.models.examination import Power
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside
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
            return finished(request, "examinations:record", pk)
    return form_page(request, "examinations/place.html", {"form": form, "examination": examination, "places": examination.port.places})


@needs("examination.complete")
@forbidden_is_403
@once
def power(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the power right that was pressed wrongly; what stands in the way is said before anything is typed."""
    examination = record_for(request, pk, "examination.complete")
    require_examiner(actor_of(request), "examination.complete", examination)
    form = PowerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            correct_power(examination=examination, reason=form.cleaned_data["reason"], by=actor_of(request), at=now())
            messages.success(request, "Power put right. Clocks and rules follow it.")
            return finished(request, "examinations:record", pk)
    context = {
        "form": form,
        "examination": examination,
        "other": Power(OTHER[examination.power]).label,
        "in_the_way": list(standing_in_the_way(examination)),
    }
    return form_page(request, "examinations/power.html", context)
