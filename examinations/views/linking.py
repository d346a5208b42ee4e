"""A second examination of the same person under the other Act, begun from the record of the first."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from borderops.kit.clock import now
from examinations.actions import start_linked
from examinations.actions.linking import OTHER
from examinations.faces import SHORT_POWERS
from examinations.forms.linking import LinkForm
from examinations.views.common import actor_of, page, record_for, refusals_beside
from organisation.doors import forbidden_is_403, needs
from organisation.once import once


@needs("examination.start")
@forbidden_is_403
@once
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second of two presses: the first question, or the detention, under the other Act."""
    at = now()
    examination = record_for(request, pk)
    form = LinkForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            second = start_linked(
                earlier=examination, by=actor_of(request), when=form.instant(at), is_detained_first=form.is_detained_first
            )
            return redirect("examinations:record", second.pk)
    power = OTHER[examination.power]
    context = {"form": form, "examination": examination, "power_short": SHORT_POWERS[power.value], "power_long": power.label}
    return page(request, "examinations/link.html", context)
