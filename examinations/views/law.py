"""The law as it is applied: every rule with its authority and standing, the readings followed, the lists and the bank holidays; and the
decision of a second person on a correction of any of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.dates import spoken_date
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.parts import Fact
from examinations import queries
from examinations.actions import approve_correction, refuse_correction, withdraw_correction
from examinations.actions.law_entries import LONGEST_KEY
from examinations.forms.law import DecideForm
from examinations.law.in_force import HOLDS
from examinations.law.parts import part_of, parts, related
from examinations.law.words import SCOPES
from examinations.models import Correction, LegalEntry, LegalReading, Provision
from examinations.queries.law import Applied, AppliedEntry
from examinations.views.common import actor_of, page, refusals_beside, refusals_told
from examinations.views.law_proposing import entry_facts, provision_facts, reading_facts
from organisation import policy
from organisation.doors import forbidden_is_403, needs
from organisation.once import once


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one power."""

    slug: str
    title: str
    rules: tuple[Applied, ...]


def _groups(rules: tuple[Applied, ...]) -> list[Group]:
    return [
        Group(scope.lower(), title, tuple(each for each in rules if each.now.scope == scope))
        for scope, title in SCOPES.items()
        if any(each.now.scope == scope for each in rules)
    ]


@dataclass(frozen=True, slots=True)
class Under:
    """What one list holds under one power."""

    power: str
    title: str
    entries: tuple[AppliedEntry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One list, with its entries under each power. `grows`: people may add to it."""

    slug: str
    title: str
    under: tuple[Under, ...]
    grows: bool


def _lists(entries: tuple[AppliedEntry, ...]) -> list[Listed]:
    found = []
    for kind in LegalEntry.Kind:
        of_kind = [each for each in entries if each.now.kind == kind]
        powers = dict.fromkeys(each.now.power for each in of_kind)
        under = tuple(
            Under(power, SCOPES.get(power, power), tuple(each for each in of_kind if each.now.power == power)) for power in reversed(powers)
        )
        found.append(Listed(kind.value.lower(), str(kind.label), under, kind in LONGEST_KEY))
    return found


@needs("law.view")
@require_GET
def law(request: HttpRequest) -> HttpResponse:
    """What holds for an examination that begins now, with what held before and what is to come."""
    actor, shown = actor_of(request), queries.law_page(now())
    context = {
        "page": shown,
        "groups": _groups(shown.provisions),
        "lists": _lists(shown.entries),
        "parts": parts(),
        "may_propose": policy.may(actor, "law.propose"),
        "may_decide": policy.may(actor, "law.decide"),
    }
    return render(request, "examinations/law.html", context)


def _contents(row: Correction) -> tuple[list[Fact], list[Fact]]:
    """What is proposed, and what it stands against."""
    if row.subject == Correction.Subject.PROVISION:
        proposed = row.provision
        before = _before(Provision.objects.filter(rule=proposed.rule, scope=proposed.scope), row)
        return provision_facts(proposed), provision_facts(before) if before else []
    if row.subject == Correction.Subject.READING:
        said = row.reading
        earlier = _before(LegalReading.objects.filter(key=said.key), row)
        return reading_facts(said), reading_facts(earlier) if earlier else []
    if row.subject in {Correction.Subject.ENTRY, Correction.Subject.ADDITION}:
        listed = row.entry
        former = _before(LegalEntry.objects.filter(kind=listed.kind, power=listed.power, key=listed.key), row)
        return entry_facts(listed), entry_facts(former) if former else []
    if part := part_of(row):
        return part.contents(row)
    facts = [Fact("Known until", spoken_date(row.span.last)), Fact("Published", row.span.source)]
    for day in row.holidays.order_by("on"):
        facts.append(Fact(spoken_date(day.on), day.name if day.is_kept else "No longer a bank holiday"))
    return facts, []


def _before(rows: QuerySet[Any], row: Correction) -> Any:
    """The version that stood when this was proposed."""
    known = [one for one in rows.filter(HOLDS).select_related("correction") if one.correction_id != row.pk]
    known = [one for one in known if one.correction is None or one.correction.decided_at <= row.proposed_at]
    return max(known, key=lambda one: (one.correction is not None, one.in_force_from), default=None)


@needs("law.view")
@require_GET
def correction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One correction: what it changes, who proposed and who decided."""
    row = _correction(pk)
    return render(request, "examinations/law_correction.html", _context(request, row, DecideForm()))


@needs("law.decide")
@require_POST
@forbidden_is_403
@once
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve a correction that somebody else proposed, or leave the law as it is."""
    row, by, at = _correction(pk), actor_of(request), now()
    form = DecideForm(request.POST)
    if form.is_valid():
        with refusals_beside(form):
            if form.cleaned_data["decision"] == DecideForm.APPROVE:
                approve_correction(correction=row, by=by, at=at)
                messages.success(request, "Approved. It holds for records that begin once it is in force.")
            else:
                refuse_correction(correction=row, by=by, at=at, reason=form.cleaned_data["reason"])
                messages.success(request, "Not approved. The law stays as it is applied now.")
            return redirect("law:law")
    return page(request, "examinations/law_correction.html", _context(request, row, form))


@needs("law.propose")
@require_POST
@forbidden_is_403
@once
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back one's own proposal."""
    row = _correction(pk)
    with refusals_told(request):
        withdraw_correction(correction=row, by=actor_of(request), at=now())
        messages.success(request, "Taken back. Nothing was changed.")
    return redirect("law:correction", pk)


def _correction(pk: UUID) -> Correction:
    rows = Correction.objects.select_related("proposed_by", "decided_by", "provision", "reading", "entry", "span", *related())
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such correction.")
    return row


def _context(request: HttpRequest, row: Correction, form: DecideForm) -> dict[str, Any]:
    actor = actor_of(request)
    proposed, before = _contents(row)
    is_waiting, is_mine = row.state == Correction.State.PROPOSED, row.proposed_by_id == actor.id
    return {
        "correction": row,
        "proposed": proposed,
        "before": before,
        "form": form,
        "is_waiting": is_waiting,
        "may_decide": is_waiting and not is_mine and policy.may(actor, "law.decide"),
        "may_withdraw": is_waiting and is_mine and policy.may(actor, "law.propose"),
    }
