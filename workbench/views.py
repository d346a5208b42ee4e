"""Home, my records, find, notices, the region's picture and the ledger."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

import audit.actions as ledger
from assurance.queries import counts
from borderops.kit.clock import now
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.tables import keyset
from examinations.models import Examination
from examinations.queries import region_picture
from organisation import policy
from organisation.doors import DoorRequest, needs, shown, signed_in
from organisation.models import Notice, User
from organisation.notices import mark_read
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from workbench import queries
from workbench.differences import found_about
from workbench.forms import FindForm, TrailForm

YEAR = timedelta(days=365)
BUTTONS = {
    "can_start": "examination.start",
    "can_board": "board.view",
    "can_administer": "people.administer",
    "can_dashboard": "dashboard.view",
    "can_ledger": "ledger.view",
}


@require_GET
@signed_in
def home(request: DoorRequest) -> HttpResponse:
    """What waits for me, most pressing first."""
    page = queries.home(request.actor)
    shown(request, "home.viewed", page.shown)
    return render(request, "workbench/home.html", {"page": page} | {name: request.may(verb) for name, verb in BUTTONS.items()})


@require_GET
@needs("examination.start")
def my_records(request: DoorRequest) -> HttpResponse:
    """Every examination that I took part in examining, newest first."""
    page = keyset(request, queries.my_records(request.actor), ("-joined_at", "-pk"))
    shown(request, "examination.own_list", [row.examination for row in page.rows])
    return render(request, "workbench/my_records.html", {"page": page})


@require_GET
@needs("record.find")
def find(request: DoorRequest) -> HttpResponse:
    """A record by its reference. One that may not be seen and one that does not exist give the same answer."""
    form = FindForm(request.GET or None)
    if form.is_bound and form.is_valid():
        reference = form.cleaned_data["reference"]
        visible = policy.scope(request.actor, "examination.view", Examination.objects.filter(reference=reference))
        ledger.reading("record.found", filters={"reference": reference}, count=0)
        if (found := visible.values_list("pk", flat=True).first()) is not None:
            return redirect("examinations:record", found)
        form.add_error("reference", f"There is no record {reference} that you can open.")
    return render(request, "workbench/find.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs("notice.read")
def notices(request: DoorRequest) -> HttpResponse:
    """What was raised for me, newest first. Each names a record, so each is a look at one."""
    rows = policy.scope(request.actor, "notice.read", Notice.objects.filter(voided_at__isnull=True))
    page = keyset(request, rows, ("-raised_at", "-pk"))
    shown(request, "notice.list", queries.things_of(page.rows))
    return render(request, "workbench/notices.html", {"page": page})


@require_POST
@needs("notice.read")
def read_notice(request: DoorRequest, pk: UUID) -> HttpResponse:
    """Follow a notice: it is read from then on."""
    notice = policy.scope(request.actor, "notice.read", Notice.objects.all()).filter(pk=pk).first()
    if notice is None:
        return redirect("workbench:notices")
    mark_read(by=request.user, at=now(), ids=[notice.pk])
    is_ours = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if is_ours else reverse("workbench:notices"))


@require_POST
@needs("notice.read")
def read_all_notices(request: DoorRequest) -> HttpResponse:
    number = mark_read(by=request.user, at=now())
    messages.success(request, f"{number} notice{'' if number == 1 else 's'} marked as read.")
    return redirect("workbench:notices")


@require_GET
@needs("dashboard.view")
def dashboard(request: DoorRequest) -> HttpResponse:
    """Live clocks, breaches and quality assurance of the ports in the reader's scope, over twelve months."""
    at = now()
    picture = region_picture(request.actor, at)
    shown(request, "dashboard.viewed", [row.examination for row in picture.rows])
    return render(request, "workbench/dashboard.html", {"picture": picture, "assured": counts(request.actor, at - YEAR), "at": at})


@needs("ledger.view")
def ledger_page(request: DoorRequest) -> HttpResponse:
    """The trail of one record or one person. The look is itself recorded, with its reason, before anything is shown."""
    form = TrailForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "seals": queries.seals()}
    if request.method == "POST" and form.is_valid():
        entries = _trail_of(form)
        if entries is None:
            form.add_error(None, "No such record or person is known.")
        else:
            context |= {"entries": entries, "is_searched": True}
            ledger.record("ledger.read", reason=form.cleaned_data["reason"], detail={"entries": len(entries)})
    return render(request, "workbench/ledger.html", context, status=422 if form.errors else 200)


@require_GET
@needs("ledger.view")
def row_found(request: DoorRequest, pk: UUID) -> HttpResponse:
    """What the nightly reconciliation found of one row."""
    found = found_about(pk)
    if not found:
        raise Http404
    shown(request, "ledger.finding", [pk])
    return render(request, "workbench/row_found.html", {"found": found, "key": pk, "form": TrailForm()})


def _trail_of(form: TrailForm) -> list[queries.Entry] | None:
    with acting_as(SYSTEM):
        if reference := form.cleaned_data["reference"]:
            thing = Examination.objects.filter(reference=reference).first()
            return queries.trail(thing_ids=[thing.pk, *queries.parts_of(thing)]) if thing else None
        if row := form.cleaned_data["row"]:
            return queries.trail(thing_ids=[row])
        person = User.objects.filter(collar_number__iexact=form.cleaned_data["collar_number"].strip()).first()
        return queries.trail(actor_id=person.pk) if person else None
