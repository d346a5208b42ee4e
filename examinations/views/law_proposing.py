"""Proposing to correct the law as it is applied: a page for each of its parts, and one for what a list is to offer as well. A second person
decides (`law.py`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from borderops.kit.clock import now
from borderops.kit.dates import spoken_date
from borderops.kit.parts import Fact
from examinations import queries
from examinations.actions import propose_calendar, propose_entry, propose_new_entry, propose_provision, propose_reading
from examinations.forms.law import CalendarForm, Correcting, ProvisionForm, ReadingForm
from examinations.forms.law_entries import ADDED, EntryForm
from examinations.law.in_force import HOLDS
from examinations.law.lists import NOT_VERIFIED
from examinations.law.words import SCOPES, entry_said, limit_of, terms_said
from examinations.models import Correction, LegalEntry, LegalReading, Provision
from examinations.views.common import actor_of, page, refusals_beside
from organisation.doors import forbidden_is_403, needs
from organisation.once import once


def _standing(rows: QuerySet[Any], pk: UUID) -> Any:
    """A row that was committed or approved; the law hides nothing, so there is no scope to ask."""
    row = rows.filter(HOLDS, pk=pk).first()
    if row is None:
        raise Http404("There is no such part of the law.")
    return row


@dataclass(frozen=True, slots=True)
class Proposal:
    """The page of one proposal: its title, what stands before anything is proposed, and what its button says."""

    title: str
    facts: Sequence[Fact]
    template: str = "examinations/law_propose.html"
    button: str = "Propose the correction"


def propose(request: HttpRequest, form: Correcting, shown_as: Proposal, at: datetime, act: Callable[..., Correction]) -> HttpResponse:
    """Take a proposal, or show its form. `act` is called with what every proposal says: from which day, why, by whom and when; what it
    refuses stands beside the field, and nothing that was typed is lost."""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_beside(form):
            made = act(in_force_from=given["in_force_from"], reason=given["reason"], by=actor_of(request), at=at)
            messages.success(request, "Proposed. A detective inspector decides it; until then nothing changes.")
            return redirect("law:correction", made.pk)
    context = {"form": form, "title": shown_as.title, "facts": shown_as.facts, "button": shown_as.button}
    return page(request, shown_as.template, context)


@needs("law.propose")
@forbidden_is_403
@once
def correct_provision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose another limit, citation or standing for one rule under one power."""
    at = now()
    provision: Provision = _standing(Provision.objects.all(), pk)
    form = ProvisionForm(request.POST or None, provision=provision, at=at)
    facts = [*provision_facts(provision), Fact("In force from", spoken_date(provision.in_force_from))]
    return propose(
        request,
        form,
        Proposal(f"Correct {provision.rule}", facts),
        at,
        lambda **said: propose_provision(provision=provision, changes=form.changes(), **said),
    )


@needs("law.propose")
@forbidden_is_403
@once
def correct_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose to describe a reading otherwise, or as settled."""
    at = now()
    reading: LegalReading = _standing(LegalReading.objects.all(), pk)
    form = ReadingForm(request.POST or None, reading=reading, at=at)
    return propose(
        request,
        form,
        Proposal("Correct a reading", reading_facts(reading)),
        at,
        lambda **said: propose_reading(reading=reading, **{name: form.cleaned_data[name] for name in ("chosen", "verified")}, **said),
    )


@needs("law.propose")
@forbidden_is_403
@once
def correct_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose other words or another standing for an entry of a list, or that it is no longer offered."""
    at = now()
    entry: LegalEntry = _standing(LegalEntry.objects.all(), pk)
    form = EntryForm(request.POST or None, entry=entry, at=at)
    return propose(
        request,
        form,
        Proposal("Correct an entry", entry_facts(entry)),
        at,
        lambda **said: propose_entry(entry=entry, changes=form.changes(), **said),
    )


@needs("law.propose")
@forbidden_is_403
@once
def add_entry(request: HttpRequest, kind: str, power: str) -> HttpResponse:
    """Propose what a list is to offer as well, under one power."""
    at = now()
    made, there = ADDED.get(kind.upper()), queries.entries_of(kind.upper(), power, at)
    if made is None or not there:
        raise Http404("There is no such list to add to.")
    form = made(request.POST or None, kind=kind.upper(), power=power, there=there, at=at)
    facts = [
        Fact("List", str(LegalEntry.Kind(kind.upper()).label)),
        Fact("Under", SCOPES.get(power, power)),
        *(
            Fact(f"Entry {number}", entry_said(one) + ("" if one.verified else f" ({NOT_VERIFIED})"))
            for number, one in enumerate(there, start=1)
        ),
    ]
    shown_as = Proposal("Add an entry", facts, button="Propose the entry")
    return propose(request, form, shown_as, at, lambda **said: propose_new_entry(new=form.new(), **said))


@needs("law.propose")
@forbidden_is_403
@once
def correct_calendar(request: HttpRequest) -> HttpResponse:
    """Propose bank holidays, such as a proclaimed day, or a further year."""
    at, span = now(), queries.calendar_span()
    form = CalendarForm(request.POST or None, at=at)
    facts = [Fact("Calendar", span.division), Fact("Known until", spoken_date(span.last)), Fact("Source", span.source)]
    return propose(
        request,
        form,
        Proposal("Correct the bank holidays", facts),
        at,
        lambda **said: propose_calendar(span=span, **{name: form.cleaned_data[name] for name in ("days", "known_until", "source")}, **said),
    )


def provision_facts(row: Provision) -> list[Fact]:
    return [
        Fact("Rule", f"{row.rule} {row.name}"),
        Fact("Under", SCOPES.get(row.scope, row.scope)),
        Fact("Limit", limit_of(row)),
        Fact("Authority", row.authority),
        Fact("Citation", row.citation),
        Fact("Standing", "Text read" if row.verified else "Not verified"),
    ]


def reading_facts(row: LegalReading) -> list[Fact]:
    return [
        Fact("Point", row.point),
        Fact("Reading followed", row.chosen),
        Fact("Rules", ", ".join(row.rules)),
        Fact("Standing", "Settled" if row.verified else "Not verified"),
    ]


def entry_facts(row: LegalEntry) -> list[Fact]:
    return [
        Fact("List", str(row.get_kind_display())),
        Fact("Under", SCOPES.get(row.power, row.power)),
        Fact("Words", row.words),
        *(Fact(name, said) for name, said in terms_said(row)),
        Fact("Authority", row.authority or "None is given"),
        Fact("Citation", row.citation or "None is given"),
        Fact("Standing", "Text read" if row.verified else "Not verified"),
        Fact("Offered to officers", "Yes" if row.is_used else "No"),
    ]
