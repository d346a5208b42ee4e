"""Who is on duty in the coming days, one person's duties, entering a duty and cancelling it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from borderops.kit.clock import now
from borderops.kit.dates import spoken
from borderops.kit.filters import Filters
from borderops.kit.methods import require_GET
from borderops.kit.tables import Column, Table, keyset
from borderops.kit.typed import ReasonForm
from organisation.doors import DoorRequest, enter, forbidden_is_403, listing, needs, shown
from organisation.models import User
from organisation.once import once
from organisation.opening import cover_at
from organisation.policy import Actor, can
from organisation.tabs import subject_context
from rostering.actions import DutyRefused, cancel_duty, enter_duty, words_for
from rostering.forms import DutyFilter, DutyForm
from rostering.models import Duty
from rostering.permissions import PLANNERS
from rostering.queries import duties_of, upcoming

INVALID = 422


def _planned_ports(actor: Actor) -> frozenset[UUID]:
    """Where the actor may put people on duty."""
    return frozenset().union(*(actor.ports.get(role, frozenset()) for role in PLANNERS))


def _columns(actor: Actor, *, with_officer: bool) -> list[Column[Duty]]:
    at = now()

    def act(duty: Duty) -> Any:
        if not can(actor, "duty.cancel", duty):
            return " "
        url = reverse("rostering:cancel", args=[duty.pk])
        return format_html(
            '<a class="govuk-link" href="{}">Cancel<span class="govuk-visually-hidden"> the duty of {}</span></a>',
            url,
            duty.officer.collar_number,
        )

    officer: list[Column[Duty]] = [Column("officer", "Who", cell=lambda duty: duty.officer.title, header=True)] if with_officer else []
    return [
        *officer,
        Column("port", "Port", cell=lambda duty: duty.port.name, header=not with_officer),
        Column("kind", "Duty", cell=lambda duty: Duty.Kind(duty.kind).label),
        Column("duty_from", "From", cell=lambda duty: spoken(duty.duty_from, at)),
        Column("duty_until", "Until", cell=lambda duty: spoken(duty.duty_until, at)),
        Column("place", "Place"),
        Column("reachable_on", "Ring"),
        Column("cancel", "Act", cell=act, hide_label=True),
    ]


@needs("duty.view")
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """The standing duties of the next seven days that the reader may see, soonest first."""
    door = cast(DoorRequest, request)
    filters = Filters.read(DutyFilter, request, ports=door.actor.all_ports())
    seen = upcoming(listing(request, Duty.objects.all(), see="duty.view"), now()).filter(**filters.values)
    page = keyset(request, seen, ("duty_from", "pk"), size=50)
    shown(request, "duty.view", page.rows)
    table = Table(
        "Duties of the next seven days",
        _columns(door.actor, with_officer=True),
        page.rows,
        request,
        empty="Nobody is on duty",
        show_caption=False,
    )
    context = {"page": page, "table": table, "filters": filters, "may_enter": bool(_planned_ports(door.actor))}
    return render(request, "rostering/duties.html", {**context, "cover": cover_at(door.actor.all_ports(), now())})


@needs("duty.view")
@require_GET
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's duties of the next fourteen days."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view")
    allowed = set(listing(request, Duty.objects.filter(officer_id=pk), see="duty.view").values_list("pk", flat=True))
    rows = [duty for duty in duties_of(pk, now()) if duty.pk in allowed]
    shown(request, "duty.view", rows)
    table = Table("Duties of the next fourteen days", _columns(door.actor, with_officer=False), rows, request, empty="No duty entered")
    may_enter = bool(_planned_ports(door.actor)) and subject.is_active
    return render(request, "rostering/person.html", {**subject_context(request, subject), "table": table, "may_enter": may_enter})


@needs("duty.enter")
@once
@forbidden_is_403
def enter_one(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty. `?person=` (a key) chooses the person beforehand."""
    door, at = cast(DoorRequest, request), now()
    form = DutyForm(request.POST or None, ports=_planned_ports(door.actor), at=at, initial={"officer": request.GET.get("person")})
    if request.method == "POST" and form.is_valid():
        sent = {name: value for name, value in form.cleaned_data.items() if name != "submission_id"}
        try:
            duty = enter_duty(**{**sent, "kind": Duty.Kind(sent["kind"])}, by=door.actor, at=at)
        except DutyRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, f"{duty.officer.collar_number} is {words_for(duty)}.")
            return redirect("rostering:duties")
    return render(request, "rostering/enter.html", {"form": form}, status=INVALID if form.errors else 200)


@needs("duty.cancel")
@once
@forbidden_is_403
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a duty off the roster, saying why."""
    door = cast(DoorRequest, request)
    duty = enter(request, Duty.objects.select_related("officer", "port"), pk, see="duty.view", verb="duty.cancel")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_duty(duty=duty, by=door.actor, at=now(), reason=form.cleaned_data["reason"])
        except DutyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The duty was cancelled.")
            return redirect("rostering:duties")
    context = {"form": form, "duty": duty, "words": words_for(duty)}
    return render(request, "rostering/cancel.html", context, status=INVALID if form.errors else 200)
