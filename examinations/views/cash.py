"""Cash on a record: seized with one press, counted by two people, and followed until it is returned or forfeited, whatever has become of
the record by then."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.clock import now
from borderops.kit.dates import spoken
from borderops.kit.forms import Form
from borderops.kit.methods import require_GET
from examinations import queries
from examinations.actions import count_cash, describe_cash, report_cash_search, seize_afresh, seize_cash, take_cash_step
from examinations.forms.cash import STEPS, AfreshForm, CountForm, DescribeForm, ReportForm, SeizeForm, StepForm
from examinations.models import Examination, Kind, State
from examinations.property.gaps import SEARCHES
from examinations.queries.cash import Held, reports_missing
from examinations.timeline import standing_events
from examinations.views.common import actor_of, finished, form_page, record_for, refusals_beside
from examinations.views.record import head, may
from organisation.doors import forbidden_is_403, needs
from organisation.once import once
from organisation.policy import Actor

KEEP = "examination.retain"


def may_keep(actor: Actor, examination: Examination) -> bool:
    """Whether this person may record anything about cash now: while it is live only those who examine."""
    return may(actor, "examination.act" if examination.state == State.LIVE else KEEP, examination)


def held_property(examination: Examination) -> list[tuple[str, str]]:
    """Property that is held and might turn out to be cash: its reference, and when it was retained."""
    held: dict[str, str] = {}
    for event in standing_events(examination):
        ref = str(event.detail.get("ref", ""))
        if ref and event.kind == Kind.PROPERTY_RETAINED:
            held[ref] = f"{event.words or 'Property'}, retained {spoken(event.at)}"
        elif event.kind in {Kind.PROPERTY_RETURNED, Kind.PROPERTY_DESTROYED, Kind.CASH_SEIZED}:
            held.pop(ref, None)
    return list(held.items())


def correct_address(actor: Actor, examination: Examination) -> str:
    """Where this person corrects an entry of the timeline about what is kept: an examiner until it is submitted, later whoever keeps it."""
    is_open = examination.state in {State.LIVE, State.ENDED} and may(actor, "examination.complete", examination)
    return "examinations:correct" if is_open else "examinations:amend"


@needs("examination.view")
@require_GET
def cash(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every seizure with its clock, its sums and what has been done about it."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    context = {
        **head(actor, examination, "cash"),
        "held": queries.cash_of(examination, at),
        "reports": reports_missing(examination),
        "may_keep": may_keep(actor, examination),
        "steps": [(slug, form.label) for slug, form in STEPS.items()],
        "correct_address": correct_address(actor, examination),
    }
    return render(request, "examinations/cash.html", context)


@needs(KEEP)
@forbidden_is_403
@once
def seize(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The press that starts the hours; everything but the power may follow."""
    at = now()
    examination = record_for(request, pk, KEEP)
    form = SeizeForm(request.POST or None, at=at, held=held_property(examination), initial={"place": examination.place})
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            seize_cash(
                examination=examination,
                power=form.cleaned_data["power"],
                by=actor_of(request),
                when=form.instant(at),
                held_as=form.cleaned_data.get("held_as", ""),
                details=form.details(),
            )
            messages.success(request, "Cash seized: recorded. The 48 hours run.")
            return finished(request, "examinations:cash", examination.pk)
    context = {"form": form, "examination": examination, "title": "Seize cash", "button": "Cash seized now"}
    return form_page(request, "examinations/cash_form.html", context)


@needs(KEEP)
@forbidden_is_403
@once
def report(request: HttpRequest, pk: UUID, event_pk: UUID) -> HttpResponse:
    """The report to the appointed person about one search for cash, whatever has become of the record by then."""
    examination = record_for(request, pk, KEEP)
    event = next((one for one in standing_events(examination) if one.pk == event_pk and one.kind in SEARCHES), None)
    if event is None:
        raise Http404("There is no such search on this record.")
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            report_cash_search(event=event, report=form.cleaned_data["report"], by=actor_of(request), at=now())
            messages.success(request, "Report to the appointed person: recorded")
            return finished(request, "examinations:cash", examination.pk)
    context = {"form": form, "examination": examination, "title": "Report to the appointed person", "button": "Record the report"}
    return form_page(request, "examinations/cash_form.html", context)


def _seizure(examination: Examination, pk: UUID) -> Held:
    held = queries.one_seizure(examination, pk, now())
    if held is None:
        raise Http404("There is no such seizure on this record.")
    return held


@needs(KEEP)
@forbidden_is_403
@once
def describe(request: HttpRequest, pk: UUID, seizure_pk: UUID) -> HttpResponse:
    """What was not known at the press."""
    examination = record_for(request, pk, KEEP)
    held = _seizure(examination, seizure_pk)
    form = DescribeForm(request.POST or None, initial=DescribeForm.initial_of(held.seizure))
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            describe_cash(seizure=held.seizure, by=actor_of(request), at=now(), changes=form.changes())
            return finished(request, "examinations:cash", examination.pk)
    context = {"form": form, "examination": examination, "held": held, "title": "About the seizure", "button": "Save"}
    return form_page(request, "examinations/cash_form.html", context)


@needs(KEEP)
@forbidden_is_403
@once
def count(request: HttpRequest, pk: UUID, seizure_pk: UUID) -> HttpResponse:
    """How many of each note and coin, and who counted them."""
    at, actor = now(), actor_of(request)
    examination = record_for(request, pk, KEEP)
    held = _seizure(examination, seizure_pk)
    form = CountForm(request.POST or None, at=at, initial={"first_counter": actor.label, "sealed_bag": held.seizure.sealed_bag})
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            count_cash(
                seizure=held.seizure,
                by=actor,
                when=form.instant(at),
                counters=(form.people["first_counter"], form.people["second_counter"]),
                pieces=form.pieces(),
                instruments=form.counted_instruments(),
                sealed_bag=form.cleaned_data["sealed_bag"],
                worth_in_pounds=form.cleaned_data["worth_in_pounds"],
                words=form.cleaned_data["words"],
            )
            messages.success(request, "Counted: recorded")
            return finished(request, "examinations:cash", examination.pk)
    return form_page(request, "examinations/cash_count.html", {"form": form, "examination": examination, "held": held})


@needs(KEEP)
@forbidden_is_403
@once
def step(request: HttpRequest, pk: UUID, seizure_pk: UUID, slug: str) -> HttpResponse:
    """One thing that was done about the cash."""
    if slug != "afresh" and slug not in STEPS:
        raise Http404("There is no such step.")
    at, actor = now(), actor_of(request)
    examination = record_for(request, pk, KEEP)
    held = _seizure(examination, seizure_pk)
    form = AfreshForm(request.POST or None, at=at) if slug == "afresh" else STEPS[slug](request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            _take(form, held, actor, at)
            messages.success(request, f"{form.label}: recorded")
            return finished(request, "examinations:cash", examination.pk)
    context = {"form": form, "examination": examination, "held": held, "title": form.label, "button": "Record"}
    return form_page(request, "examinations/cash_form.html", context)


def _take(form: Form, held: Held, by: Actor, at: datetime) -> None:
    if isinstance(form, AfreshForm):
        seize_afresh(seizure=held.seizure, by=by, when=form.instant(at), reason=form.cleaned_data["words"])
    elif isinstance(form, StepForm):
        take_cash_step(seizure=held.seizure, kind=form.kind, by=by, when=form.instant(at), **form.values())
