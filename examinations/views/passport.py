"""The passport: its lines read, checked and laid beside what the record says; and who was examined before, as far as the reader may
know."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from borderops.kit.clock import london, now
from borderops.kit.methods import require_GET
from examinations import queries
from examinations.actions import fill_from_passport
from examinations.forms.passport import PassportForm, read
from examinations.models import Examination
from examinations.mrz import Reading
from examinations.passport import FIELDS, others_of, particulars_of, rows_of
from examinations.queries import Previous
from examinations.views.common import SEE, actor_of, page, record_for, refusals_beside
from examinations.views.record import head, may
from organisation.doors import forbidden_is_403, needs, shown
from organisation.once import once

FILL = "fill"  # the button that takes over what was read


def seen(request: HttpRequest, found: Previous) -> Previous:
    """Enter in the ledger which earlier records are about to be shown; nothing is entered where there are none."""
    if found:
        shown(request, SEE, [row.examination for row in found.rows])
    return found


def read_out(request: HttpRequest, found: Reading, at: datetime, examination: Examination | None = None) -> dict[str, Any]:
    """What a page says about the lines: each field with its check, and earlier examinations that this officer may see."""
    stands = {name: getattr(examination.particulars, name) for name in FIELDS} if examination else None
    sought = queries.sought_in(found.document_number, found.family_name, found.given_names, found.born_on)
    before, besides = (examination.started_at, examination.pk) if examination else (at, None)
    return {
        "read": found,
        "rows": rows_of(found, stands),
        "others": others_of(found),
        "before": seen(request, queries.previous(actor_of(request), sought, before=before, besides=besides)),
    }


@dataclass(frozen=True, slots=True)
class Scanned:
    """The particulars as sent, with what the lines fill put into their fields; or what is wrong with the lines."""

    sent: QueryDict | None = None
    context: dict[str, Any] = field(default_factory=dict)
    fault: ValidationError | None = None


def scan(request: HttpRequest, examination: Examination, at: datetime) -> Scanned:
    """Fill the fields of the form that is being written, without saving it."""
    sent = request.POST.copy()
    try:
        found = read(sent.get("passport", ""), london(at).date())
    except ValidationError as fault:
        return Scanned(sent, fault=fault)
    for name, value in particulars_of(found).items():
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                sent[f"{name}_{part}"] = str(getattr(value, part))
        else:
            sent[name] = value
    return Scanned(sent, read_out(request, found, at, examination))


@needs("examination.complete")
@forbidden_is_403
@once
def passport(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the lines and show what they say; a second press fills the particulars. A check that fails warns and stops nobody."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.complete")
    form = PassportForm(request.POST or None, today=london(at).date())
    context: dict[str, Any] = {"form": form, "examination": examination}
    if request.method == "POST" and form.is_valid() and form.reading is not None:
        if FILL in request.POST:
            with refusals_beside(form):
                fill_from_passport(examination=examination, read=form.reading, by=actor, at=at)
                messages.success(request, "Filled in from the passport")
                return redirect("examinations:record", pk)
        context |= read_out(request, form.reading, at, examination)
    return page(request, "examinations/passport.html", context)


@needs("examination.view")
@require_GET
def previous(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Earlier examinations of the same document or person, and how many in twelve months: those that the reader may see, and no trace of
    others."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    found = seen(request, queries.previous_to(actor, examination))
    context = {
        **head(actor, examination, "previous"),
        "before": found,
        "is_known": bool(queries.sought_by(examination)),
        "justification": examination.particulars.repeat_justification,
        "may_complete": may(actor, "examination.complete", examination),
    }
    return render(request, "examinations/previous.html", context)
