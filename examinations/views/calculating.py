"""The calculator: clocks, breaches and warnings of typed times. It touches no record and keeps nothing; what it shows can be printed, made
into a document or kept as a timeline file."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.dates import spoken
from borderops.kit.methods import require_GET
from borderops.kit.pdf import pdf_of
from examinations import clocks, queries
from examinations.calculation import MOST_ROWS, Calculation, Sheet, TooMany, calculate, file_of, read_file, sheet_of
from examinations.forms.calculating import AddForm, FileForm, HeadForm, boxes, label_of, send_row, written
from examinations.models import Examination
from examinations.models.examination import Power
from examinations.papers import clocks as paper
from examinations.papers.printing import paper_context
from examinations.timeline import FIRST_USES, MEASURED, READERS
from examinations.views.common import record_for
from examinations.views.documents import as_file
from organisation.doors import needs

TEMPLATE = "examinations/calculator.html"
MOST_BYTES = 1_000_000
REMOVE = "remove-"


@needs("clock.calculate")
def calculator(request: HttpRequest) -> HttpResponse:
    """GET shows an empty sheet. POST adds or removes a row, reads a file, or answers: as a page, a document or a timeline file."""
    at = now()
    if request.method != "POST":
        return _drawn(request, Sheet(HeadForm(initial={"at": at.replace(second=0, microsecond=0)}), []), at)
    pressed = request.POST.get("do", "calculate")
    if pressed == "read":
        return _read(request, at)
    if pressed == "add" or pressed.startswith(REMOVE):
        return _changed(request, pressed, at)
    sheet = sheet_of(request.POST, at)
    calculation = calculate(sheet) if sheet.is_valid else None
    if calculation is None:
        return _drawn(request, sheet, at, status=422)
    if pressed == "pdf":
        return as_file(document_of(calculation, at), "clocks.pdf")
    if pressed == "file":
        return _timeline_file(calculation)
    return _drawn(request, sheet, at, calculation)


def _changed(request: HttpRequest, pressed: str, at: datetime) -> HttpResponse:
    """The sheet with a row more or less; everything else stays as it was typed and is not judged yet."""
    sent = sheet_of(request.POST, at)
    if pressed != "add":
        removed = pressed.removeprefix(REMOVE)
        return _drawn(request, sent.unjudged(int(removed) if removed.isdecimal() else None), at)
    sheet, kind = sent.unjudged(), request.POST.get("new", "")
    if kind not in clocks.Kind.__members__ or len(sheet.rows) >= MOST_ROWS:
        words = f"This page has rows for {MOST_ROWS} facts. Use the clocks command for more." if sheet.rows else "Choose what happened."
        return _drawn(request, sheet, at, problem=words, status=422)
    return _drawn(request, sheet.with_row(kind, at), at, added=len(sheet.rows))


def _read(request: HttpRequest, at: datetime) -> HttpResponse:
    """A file that was chosen, or its text as it was pasted, in the place of what was typed before."""
    chosen, pasted = request.FILES.get("file"), request.POST.get("pasted", "")
    kept = sheet_of(request.POST, at).unjudged()
    if isinstance(chosen, UploadedFile) and (chosen.size or 0) > MOST_BYTES:
        return _drawn(request, kept, at, problem="This file is larger than a timeline can be. Choose another.", pasted=pasted, status=422)
    content: bytes | str = chosen.read() if isinstance(chosen, UploadedFile) else pasted
    if not content.strip():
        return _drawn(request, kept, at, problem="Choose a timeline file, or paste its text.", status=422)
    try:
        sheet, calculation = read_file(content, at)
    except TooMany as refused:
        return _drawn(request, kept, at, problem=str(refused), pasted=pasted, status=422)
    except clocks.TimelineFaults as refused:
        return _drawn(request, kept, at, problem=" ".join(map(str, refused.faults)), pasted=pasted, status=422)
    return _drawn(request, sheet, at, calculation, pasted="" if calculation else pasted, status=200 if calculation else 422)


def _drawn(
    request: HttpRequest,
    sheet: Sheet,
    at: datetime,
    calculation: Calculation | None = None,
    *,
    status: int = 200,
    problem: str = "",
    pasted: str = "",
    added: int | None = None,
    origin: Examination | None = None,
) -> HttpResponse:
    files = FileForm(initial={"pasted": pasted})
    context = {
        "sheet": sheet,
        "head": sheet.head,
        "rows": list(enumerate(sheet.rows)),
        "forms": [sheet.head, *sheet.rows],
        "problem": problem,
        "problems": status != 200,
        "files": files,
        "add": AddForm(initial={"new": "FIRST_QUESTION" if not sheet.rows else "DETAINED"}),
        "added": added,
        "origin": origin,
        "at": at,
        **(_answered(calculation) if calculation else {}),
    }
    return render(request, TEMPLATE, context, status=status)


def _answered(calculation: Calculation) -> dict[str, Any]:
    """The answer for the page and for paper."""
    return {
        "calculation": calculation,
        "evaluation": calculation.evaluation,
        "power": dict(Power.choices)[calculation.timeline.power.value],
        "as_at": calculation.timeline.at,
        "facts": [
            *_linked(calculation),
            *((spoken(one.at, seconds=True), label_of(one.kind.value), _said(one)) for one in _ordered(calculation)),
        ],
        "readings": queries.applied_readings(calculation.begun_at, calculation.rules),
    }


def _linked(calculation: Calculation) -> list[tuple[str, str, str]]:
    began = calculation.timeline.encounter_began_at
    return [(spoken(began, seconds=True), "First question of the linked examination", "")] if began else []


def _ordered(calculation: Calculation) -> list[clocks.Event]:
    return sorted(calculation.timeline.events, key=lambda event: event.at)


def _said(event: clocks.Event) -> str:
    """Whatever else was typed of a fact, for paper."""
    officer = event.by
    parts = [
        f"{officer.rank.label} {officer.id}" if officer else "",
        f"until {spoken(event.until, seconds=True)}" if event.until else "",
        str(event.outcome.value).replace("_", " ").lower() if event.outcome else "",
        event.ref or "",
    ]
    return ", ".join(part for part in parts if part)


def document_of(calculation: Calculation, at: datetime) -> bytes:
    """The calculation on paper."""
    content = {"computed": clocks.to_json(calculation.evaluation)}
    context = {
        **paper_context(),
        **_answered(calculation),
        "made_at": spoken(at, seconds=True),
        "clocks": paper.clock_rows(content),
        "breaches": paper.breaches(content),
        "warnings": [(each.rule, paper.in_words(each.text)) for each in calculation.evaluation.warnings],
    }
    context["as_at"] = spoken(calculation.timeline.at, seconds=True)
    return pdf_of("examinations/print/calculation.html", context)


def _timeline_file(calculation: Calculation) -> HttpResponse:
    response = HttpResponse(file_of(calculation), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="timeline.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs("examination.view")
@require_GET
def from_record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet filled from a record for somebody who may see it: what if I detain now? Nothing here comes back to the record."""
    at = now()
    examination = record_for(request, pk)
    rows = examination.events.filter(kind__in=MEASURED, is_withdrawn=False, superseded_by__isnull=True).select_related("officer")
    events = list(rows.order_by("at", "id")[: MOST_ROWS + 1])
    if len(events) > MOST_ROWS:  # clocks worked out from a part of the facts would be wrong
        messages.error(request, f"This record has more than {MOST_ROWS} timed facts, and the calculator has rows for {MOST_ROWS}.")
        return redirect("examinations:breaches", pk)
    sent = QueryDict(mutable=True)
    sent["power"] = examination.power
    sent.update(boxes("at", at))
    if examination.encounter_began_at:
        sent.update(boxes("encounter_began_at", examination.encounter_began_at))
    for index, event in enumerate(events):
        entry: dict[str, Any] = {**event.detail, "kind": event.kind, "at": written(event.at)}
        if event.until:
            entry["until"] = written(event.until)
        if event.officer and event.officer_rank:
            entry["by"] = {"id": event.officer.collar_number, "rank": event.officer_rank}
        if exempt := event.detail.get("exempt_conviction"):
            entry["exempt_conviction"] = READERS["exempt_conviction"](exempt)
        if event.words:
            entry["reason"] = event.words
        if event.kind in FIRST_USES:
            entry |= {"journey": examination.particulars.direction, "premises": examination.particulars.premises}
        send_row(sent, f"row-{index}", entry)
    sheet = sheet_of(sent, at)
    return _drawn(request, sheet, at, calculate(sheet) if sheet.is_valid else None, origin=examination)
