"""Limits that outlast the examination: all that are open in the reader's scope, nearest first, whatever the record's state."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from borderops.kit.clock import now
from borderops.kit.filters import Filters
from borderops.kit.methods import require_GET
from borderops.kit.tables import keyset
from examinations import queries
from examinations.faces import INSTRUCTIONS
from examinations.queries.limits import GROUPS
from examinations.views.common import actor_of
from organisation.doors import needs, shown


class LimitsFilter(forms.Form):
    """What the list may be narrowed to."""

    about = forms.ChoiceField(
        label="About", choices=[("", "Everything"), *((key, label) for key, (label, _) in GROUPS.items())], required=False
    )


@needs("examination.list")
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """One page of open limits. It costs what it shows."""
    at = now()
    filters = Filters.read(LimitsFilter, request)
    page = keyset(request, queries.open_limits(actor_of(request), filters.values.get("about", "")), ("due_at", "pk"))
    lines = queries.limit_lines(page.rows, at)
    read: dict[str, Any] = {name: str(value) for name, value in filters.values.items()}
    shown(request, "limits.view", [line.examination for line in lines], filters=read)
    context = {"filters": filters, "page": page, "lines": lines, "instructions": INSTRUCTIONS}
    return render(request, "examinations/limits.html", context)
