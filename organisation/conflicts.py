"""Two people edited the same record: the second one sees both texts, field by field, with their own ready to be sent again.
Nothing of either is thrown away, and nothing is saved until they have looked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def conflict(
    request: HttpRequest,
    *,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    fields: Mapping[str, str],
    form: BaseForm | None = None,
    version: int | None = None,
    their_number: str = "",
    their_at: datetime | None = None,
) -> HttpResponse:
    """The 409 page. `fields` maps the names to compare to their labels; only those that differ are shown.

    With the bound `form` that was sent and the record's present `version`, the page offers "Save mine on top": the same text, now said to
    have been written over that version, with a new one-time id.
    """
    changes = [(label, theirs.get(name), mine.get(name)) for name, label in fields.items() if theirs.get(name) != mine.get(name)]
    if form is not None:
        form.data = _ready_to_send(request.POST, version)
    context = {
        "changes": changes,
        "form": form,
        "retry_url": request.get_full_path() if form is not None else "",
        "their_number": their_number,
        "their_at": their_at,
    }
    return render(request, "409.html", context, status=409)


def _ready_to_send(sent: QueryDict, version: int | None) -> QueryDict:
    data = sent.copy()
    data["submission_id"] = str(uuid4())
    if version is not None:
        data["version"] = str(version)
    return data
