"""Starting an examination in two presses, entering one afterwards from the pad, and the pad itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import london, now
from borderops.kit.methods import require_GET
from borderops.kit.pdf import pdf_of
from examinations import queries
from examinations.actions import record_event, start_examination
from examinations.faces import SHORT_POWERS
from examinations.forms.journey import Written
from examinations.forms.passport import NOTHING_GIVEN, PRESSED, read
from examinations.forms.screening import ScreenForm
from examinations.forms.starting import LateEntryForm, StartForm
from examinations.instants import legal_instant
from examinations.models import Examination, Examiner, Kind
from examinations.models.examination import Power
from examinations.mrz import Reading
from examinations.papers.printing import paper_context
from examinations.passport import particulars_of
from examinations.refusals import Refusal
from examinations.reviewers import may_examine
from examinations.views.common import actor_of, page, refusals_beside
from examinations.views.documents import as_file
from examinations.views.passport import read_out
from organisation.doors import forbidden_is_403, needs
from organisation.drafts import discard_draft, kept_in
from organisation.models import Port
from organisation.once import once
from organisation.policy import Actor, rules_for
from rostering.queries import duty_of

LATE_ENTRY, AFTERWARDS = "examinations.late_entry", UUID(int=0)  # a record that does not exist yet has no key
STAY = "stay"  # the button that Enter presses in a line of the form: no clock is started by a key that a passport reader sends


@dataclass(frozen=True, slots=True)
class PowerOffered:
    """One power as the first press offers it."""

    value: str
    short: str
    label: str
    is_accredited: bool
    is_last: bool


def ports_to_start_at(actor: Actor) -> QuerySet[Port]:
    """The ports at which this officer may start an examination."""
    held: set[UUID] = set()
    for rule in rules_for(actor, "examination.start"):
        held |= actor.ports.get(rule.role, frozenset())
    return Port.objects.filter(pk__in=held, is_closed=False).order_by("name")


def _from_duty(actor: Actor, ports: QuerySet[Port], at: datetime) -> dict[str, Any]:
    """Port and place of today's duty; the only port when there is just one."""
    duty = duty_of(actor.id, at) if actor.id else None
    known = {port.pk: port for port in ports}
    if duty is not None and duty.port_id in known:
        return {"port": duty.port_id, "place": duty.place}
    return {"port": next(iter(known))} if len(known) == 1 else {}


@needs("examination.start")
@forbidden_is_403
@once
def start(request: HttpRequest) -> HttpResponse:
    """First press: the power. Second press: the first question, now."""
    actor, at = actor_of(request), now()
    ports = ports_to_start_at(actor)
    power = request.GET.get("power", "")
    initial = {"power": power if power in Power.values else "", **_from_duty(actor, ports, at)}
    form = StartForm(request.POST or None, ports=ports, at=at, initial=initial)
    found, fault = _scanned(request, at)
    if fault is not None and PRESSED in request.POST:
        form.add_error("passport", fault)
    elif request.method == "POST" and not {PRESSED, STAY} & set(request.POST) and form.is_valid():
        with refusals_beside(form):
            examination = _start(form, actor, at, found)
            if fault is not None:
                messages.warning(request, f"The passport was not read. {' '.join(fault.messages)}")
            return redirect("examinations:record", examination.pk)
    chosen = next((port for port in ports if str(port.pk) == str(form["port"].value() or "")), None)
    context = {
        "form": form,
        "powers": [] if power in Power.values else powers_of(actor, at),
        "power": form["power"].value() or "",
        "screening_form": ScreenForm(ports=ports, initial=initial),
        "screenings": queries.running_screenings(actor),
        "power_short": SHORT_POWERS.get(str(form["power"].value() or ""), ""),
        "port": chosen,
        "place": form["place"].value() or "",
        **(read_out(request, found, at) if found and PRESSED in request.POST else {}),
    }
    return page(request, "examinations/start.html", context)


def powers_of(actor: Actor, at: datetime) -> list[PowerOffered]:
    """Both powers: those that this officer is accredited for today first, and of these the one that they used last."""
    last = Examiner.objects.filter(officer=actor.id).order_by("-joined_at").values_list("examination__power", flat=True).first()
    offered = [
        PowerOffered(value, SHORT_POWERS[value], label, bool(actor.user and may_examine(actor.user, value, at)), value == last)
        for value, label in Power.choices
    ]
    return sorted(offered, key=lambda one: (not one.is_accredited, not one.is_last))


def _scanned(request: HttpRequest, at: datetime) -> tuple[Reading | None, ValidationError | None]:
    """What the passport's lines say, if any were given; lines that cannot be read hold up no examination."""
    text = request.POST.get("passport", "")
    if not text.strip():
        return None, ValidationError(NOTHING_GIVEN) if PRESSED in request.POST else None
    try:
        return read(text, london(at).date()), None
    except ValidationError as fault:
        return None, fault


def _start(form: StartForm, actor: Actor, at: datetime, found: Reading | None) -> Examination:
    """The record with everything that is known at its beginning, or a refusal and nothing."""
    with transaction.atomic():
        examination = start_examination(
            port=form.cleaned_data["port"],
            power=form.cleaned_data["power"],
            place=form.cleaned_data["place"],
            by=actor,
            when=form.instant(at),
            is_detained_first=form.is_detained_first,
            known={**form.said_of_journey(), **(particulars_of(found) if found else {})},
        )
        for fact in form.landing():
            when = legal_instant(received_at=at, typed_at=fact.at, reason="Known when the examination began.")
            record_event(examination=examination, kind=fact.kind, by=actor, when=when, detail=fact.detail)
    return examination


@needs("examination.start")
@forbidden_is_403
@once
def late_entry(request: HttpRequest) -> HttpResponse:
    """What was written on the pad while the network was dead: all of it, or none."""
    actor, at = actor_of(request), now()
    ports = ports_to_start_at(actor)
    form = LateEntryForm(request.POST or None, ports=ports, at=at, initial={"power": Power.TACT_S7.value, **_from_duty(actor, ports, at)})
    if request.method == "POST" and form.is_valid():
        examination = _enter_all(form, actor, at)
        if examination is not None:
            discard_draft(owner=actor.user, form=LATE_ENTRY, thing_id=AFTERWARDS, at=at)
            messages.success(request, "Entered. Add the rest of the pad with the acts below, each with its own time.")
            return redirect("examinations:record", examination.pk)
    kept = kept_in(actor.user, LATE_ENTRY, AFTERWARDS, form)
    return page(request, "examinations/late_entry.html", {"form": form, "kept": kept, "times": [form[name] for name in form.KINDS]})


def _enter_all(form: LateEntryForm, actor: Actor, at: datetime) -> Examination | None:
    """The record with every fact of the pad, or None and the refusal beside the time that it is about."""
    examination: Examination | None = None
    asked = ""
    try:
        with transaction.atomic():
            for fact in form.facts():
                asked = fact.field
                examination = _enter(fact, form, examination, actor, at)
    except Refusal as refusal:
        form.add_error("reason" if refusal.field == "reason" else asked, str(refusal))
        return None
    return examination


def _enter(fact: Written, form: LateEntryForm, examination: Examination | None, actor: Actor, at: datetime) -> Examination:
    given, journey = form.cleaned_data, form.said_of_journey()
    when = legal_instant(received_at=at, typed_at=fact.at, reason=given["reason"])
    if examination is not None:
        record_event(examination=examination, kind=fact.kind, by=actor, when=when, detail=fact.detail)
        return examination
    return start_examination(
        port=given["port"],
        power=given["power"],
        place=given["place"],
        by=actor,
        when=when,
        is_detained_first=fact.kind == Kind.DETAINED,
        known=journey,
    )


@needs("pad.print")
@require_GET
def blank_pad(request: HttpRequest) -> HttpResponse:
    """The pad on screen, to be printed from the browser."""
    return render(request, "examinations/blank_pad.html", {"powers": SHORT_POWERS.values()})


@needs("pad.print")
@require_GET
def blank_pad_pdf(request: HttpRequest) -> HttpResponse:
    """The pad as a document. It is about no record, so there is nothing to enter as read."""
    made = pdf_of("examinations/print/blank_pad.html", paper_context())
    return as_file(made, "blank-pad.pdf")
