"""A person's accreditations: what counts today, everything that was ever awarded, and entering and withdrawing it."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accreditation.actions import AwardRefused, enter_award, not_for_oneself, withdraw_awards
from accreditation.currency import Standing, Status
from accreditation.forms import AwardForm
from accreditation.models import Requirement
from accreditation.queries import awards_of, statuses
from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.typed import ReasonForm
from organisation.doors import DoorRequest, enter, forbidden_is_403, needs
from organisation.models import User
from organisation.once import once
from organisation.tabs import subject_context

INVALID = 422
TONES = {
    Standing.CURRENT: "green",
    Standing.WITHDRAWN: "red",
    Standing.EXPIRED: "red",
    Standing.NOT_YET: "blue",
    Standing.NEVER_HELD: "grey",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement as the page shows it."""

    requirement: Requirement
    status: Status

    @property
    def tone(self) -> str:
        return TONES[self.status.standing]


@needs("award.view")
@require_GET
def person(request: HttpRequest, pk: Any) -> HttpResponse:
    """What somebody is accredited for today, with the dates, and every award behind it."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view", verb="award.view")
    found = statuses([pk], Requirement, now())
    awards = awards_of(pk)
    context = {
        **subject_context(request, subject),
        "lines": [Line(requirement, found[pk, requirement]) for requirement in Requirement],
        "awards": awards,
        "may_enter": door.may("award.enter") and subject.is_active and pk != door.actor.id,
    }
    return render(request, "accreditation/person.html", context)


@needs("award.enter")
@once
@forbidden_is_403
def enter_one(request: HttpRequest, pk: Any) -> HttpResponse:
    """Enter an accreditation for somebody else."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view")
    not_for_oneself(door.actor, subject)
    form = AwardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            enter_award(
                holder=subject,
                requirement=Requirement(sent["requirement"]),
                awarded_on=sent["awarded_on"],
                valid_through=sent["valid_through"],
                by=door.actor,
                at=now(),
            )
        except AwardRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, "The accreditation was entered.")
            return redirect("accreditation:person", pk=pk)
    context = {"form": form, "subject": subject}
    return render(request, "accreditation/enter.html", context, status=INVALID if form.errors else 200)


@needs("award.withdraw")
@once
@forbidden_is_403
def withdraw(request: HttpRequest, pk: Any, requirement: str) -> HttpResponse:
    """Withdraw one accreditation of somebody else's, from now."""
    door = cast(DoorRequest, request)
    if requirement not in Requirement.values:
        raise Http404("There is no such accreditation.")
    subject = enter(request, User.objects.all(), pk, see="people.view")
    not_for_oneself(door.actor, subject)
    wanted = Requirement(requirement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_awards(holder=subject, requirement=wanted, by=door.actor, at=now(), reason=form.cleaned_data["reason"])
        except AwardRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The accreditation was withdrawn.")
            return redirect("accreditation:person", pk=pk)
    context = {"form": form, "subject": subject, "requirement": wanted}
    return render(request, "accreditation/withdraw.html", context, status=INVALID if form.errors else 200)
