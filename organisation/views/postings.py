"""Proposing a posting, deciding one that somebody else proposed, and ending one."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from borderops.kit.typed import ReasonForm
from organisation import queries
from organisation.actions.people import not_oneself
from organisation.actions.postings import PostingRefused, confirm_posting, end_posting, propose_posting, refuse_posting
from organisation.doors import DoorRequest, enter, forbidden_is_403, listing, needs, shown
from organisation.forms import DecisionForm, PostingForm
from organisation.models import Port, Posting, Role, User
from organisation.once import once
from organisation.views.people import INVALID


@needs("posting.decide")
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Every posting that waits for a second person."""
    rows = list(listing(request, queries.awaiting(Posting.objects.all()), see="posting.decide"))
    shown(request, "posting.decide", rows)
    return render(request, "organisation/proposals.html", {"rows": rows})


@needs("posting.propose")
@once
@forbidden_is_403
def propose(request: HttpRequest, pk: Any) -> HttpResponse:
    """Propose a posting for one person."""
    door = cast(DoorRequest, request)
    subject = enter(request, User.objects.all(), pk, see="people.view")
    not_oneself(door.actor, subject)
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, sent = now(), form.cleaned_data
        try:
            posting = propose_posting(
                person=subject,
                unit=sent["unit"],
                role=Role(sent["role"]),
                posted_from=sent["posted_from"] or at,
                posted_until=sent["posted_until"],
                acting_rank=sent["acting_rank"],
                acting_authority=sent["acting_authority"],
                by=door.actor,
                at=at,
            )
        except PostingRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            stands = posting.state == Posting.State.CONFIRMED
            messages.success(request, "The posting stands." if stands else "The posting was proposed. A second person confirms it.")
            return redirect("organisation:person", pk=subject.pk)
    status = INVALID if form.errors else 200
    return render(request, "organisation/propose.html", {"form": form, "subject": subject}, status=status)


def _facts(posting: Posting) -> list[Fact]:
    ports = Port.objects.filter(portgrouppermission__group=posting.unit.group_id).order_by("name").values_list("name", flat=True)
    return [
        Fact("Who", posting.user.title),
        Fact("Posted as", Role(posting.role).label),
        *([Fact("Rank", posting.acting)] if posting.acting else []),
        Fact("Unit", posting.unit.name),
        Fact("Ports that the unit may act at", ", ".join(dict.fromkeys(ports)) or "None"),
    ]


@needs("posting.decide")
@once
@forbidden_is_403
def decide(request: HttpRequest, pk: Any) -> HttpResponse:
    """Confirm or refuse a posting that somebody else proposed for somebody else."""
    door = cast(DoorRequest, request)
    posting = enter(request, Posting.objects.select_related("user", "unit", "posted_by"), pk, see="posting.decide")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            if form.cleaned_data["decision"] == DecisionForm.CONFIRM:
                confirm_posting(posting=posting, by=door.actor, at=at)
                messages.success(request, "The posting was confirmed.")
            else:
                refuse_posting(posting=posting, by=door.actor, at=at, reason=form.cleaned_data["reason"])
                messages.success(request, "The posting was refused.")
        except PostingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("organisation:proposals")
    may_decide = posting.state == Posting.State.PROPOSED and door.actor.id not in {posting.user_id, posting.posted_by_id}
    context = {"form": form, "posting": posting, "facts": _facts(posting), "may_decide": may_decide}
    return render(request, "organisation/decide.html", context, status=INVALID if form.errors else 200)


@needs("posting.end")
@once
@forbidden_is_403
def end(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a posting, or withdraw one that has not begun."""
    door = cast(DoorRequest, request)
    posting = enter(request, Posting.objects.select_related("user", "unit"), pk, see="posting.end")
    not_oneself(door.actor, posting.user)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_posting(posting=posting, by=door.actor, at=now(), reason=form.cleaned_data["reason"])
        except PostingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The posting was ended.")
            return redirect("organisation:person", pk=posting.user_id)
    context = {"form": form, "posting": posting, "facts": _facts(posting), "subject": posting.user}
    return render(request, "organisation/end_posting.html", context, status=INVALID if form.errors else 200)
