"""What follows from typed times, without any record: the rows of the calculator turned into a timeline, its refusals brought back to the
row that they are about, and the answer of the clock engine with the readings that it rests on."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from borderops.kit.forms import Form
from examinations import clocks
from examinations.clocks.faults import Fault
from examinations.clocks.parsing import ENCOUNTER, decoded
from examinations.forms.calculating import HeadForm, RowForm, send_row, time_as_sent, written
from examinations.law.in_force import live_law

MOST_ROWS = 60
PLACE = re.compile(r"^events\[(\d+)\]\.?(\w*)")
OWN_NAMES = {"by", "authorised_by", "searcher"}


class TooMany(ValueError):
    """More facts than the page has rows for."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """The answer, and the timeline that it answers."""

    document: dict[str, Any]
    timeline: clocks.Timeline
    evaluation: clocks.Evaluation

    @property
    def begun_at(self) -> datetime:
        return min((event.at for event in self.timeline.events), default=self.timeline.at)

    @property
    def rules(self) -> set[str]:
        parts = (self.evaluation.clocks, self.evaluation.breaches, self.evaluation.warnings)
        return {each.rule for part in parts for each in part}


@dataclass(slots=True)
class Sheet:
    """The head and the rows as they were sent."""

    head: HeadForm
    rows: list[RowForm]

    @property
    def is_valid(self) -> bool:
        return all([self.head.is_valid(), *(row.is_valid() for row in self.rows)])

    def unjudged(self, without: int | None = None) -> "Sheet":
        """The same as it was typed, without a word on what is wrong or missing yet; one row may be left out."""
        kept = [row for place, row in enumerate(self.rows) if place != without]
        rows = [RowForm(initial=_typed(row), kind=row.fact.value, day=row.day, prefix=f"row-{place}") for place, row in enumerate(kept)]
        return Sheet(HeadForm(initial=_typed(self.head)), rows)

    def with_row(self, kind: str, at: datetime) -> "Sheet":
        """One more row at the end."""
        return Sheet(self.head, [*self.rows, RowForm(kind=kind, day=at, prefix=f"row-{len(self.rows)}")])

    def document(self) -> dict[str, Any]:
        """The timeline file. Call when everything is valid."""
        given = self.head.cleaned_data
        began = given.get(ENCOUNTER)
        linked = {ENCOUNTER: written(began)} if began else {}
        return {"power": given["power"], "at": written(given["at"]), **linked, "events": [row.entry() for row in self.rows]}


def _typed(form: Form) -> dict[str, Any]:
    """What stands in the boxes of a sent form, as it was typed."""
    read = {name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name)) for name, field in form.fields.items()}
    return {name: value for name, value in read.items() if value is not None}


def sheet_of(data: QueryDict, at: datetime) -> Sheet:
    """The rows of a sent page, in their order. What cannot be a row is left out."""
    head = HeadForm(data)
    day = head.cleaned_data["at"] if head.is_valid() else at
    kinds = [(index, data.get(f"row-{index}-kind", "")) for index in range(MOST_ROWS) if f"row-{index}-kind" in data]
    known = [(index, kind) for index, kind in kinds if kind in clocks.Kind.__members__]
    return Sheet(head, [RowForm(data, kind=kind, day=day, prefix=f"row-{index}") for index, kind in known])


def calculate(sheet: Sheet) -> Calculation | None:
    """The answer to a valid sheet; None when the contract refuses it, and then each refusal stands beside its row."""
    try:
        return answer_to(sheet.document())
    except clocks.TimelineFaults as refused:
        bring_back(sheet.head, dict(enumerate(sheet.rows)), refused.faults)
        return None


def answer_to(document: Mapping[str, Any]) -> Calculation:
    """Clocks, breaches and warnings of a timeline file by the law as it is applied. Raises TimelineFaults."""
    timeline = clocks.parse_timeline(document)
    return Calculation(dict(document), timeline, clocks.evaluate(timeline, live_law()))


def bring_back(head: HeadForm, rows: Mapping[int, RowForm], faults: Iterable[Fault]) -> None:
    """Put each refusal beside the row and the field that it is about; `rows` by their place in the file. The contract's words prevail."""
    for fault in faults:
        match = PLACE.match(fault.where)
        row = rows.get(int(match[1])) if match else None
        if row is None or match is None:
            _add(head, fault.where if fault.where in head.fields else None, fault.text if fault.where in head.fields else str(fault))
        else:
            _add(row, _field(row, match[2], fault.where), fault.text[:1].upper() + fault.text[1:])


def _add(form: Form, name: str | None, words: str) -> None:
    if name is not None:
        form.errors.pop(name, None)
    form.add_error(name, words)


def _field(row: RowForm, name: str, where: str) -> str | None:
    """The field of the row that a fault is about; the rank has a box of its own."""
    if name in OWN_NAMES and where.endswith(".rank"):
        name = f"{name}_rank"
    return name if name in row.fields else None


def read_file(content: str | bytes, at: datetime) -> tuple[Sheet, Calculation | None]:
    """A timeline file as rows, and the answer to it; without an answer each refusal stands beside its row, or above them all.

    Raises TimelineFaults when it is no timeline at all, and TooMany.
    """
    document = decoded(content)
    sent = _as_sent(document)
    sheet = sheet_of(sent, at)
    is_valid = sheet.is_valid
    try:
        calculation = answer_to(document)
    except clocks.TimelineFaults as refused:
        bring_back(sheet.head, {int(str(row.prefix)[4:]): row for row in sheet.rows}, refused.faults)
        return sheet, None
    return sheet, calculation if is_valid else None


def _as_sent(document: Mapping[str, Any]) -> QueryDict:
    """The file as the page would send it, so that it is shown, refused and changed like typed rows."""
    events = document.get("events")
    listed = events if isinstance(events, list) else []
    if len(listed) > MOST_ROWS:
        raise TooMany(f"The file holds {len(listed)} facts, and this page has rows for {MOST_ROWS}. Use the clocks command for it.")
    sent = QueryDict(mutable=True)
    sent["power"] = str(document.get("power", ""))
    sent.update(time_as_sent("at", document.get("at")))
    if ENCOUNTER in document:
        sent.update(time_as_sent(ENCOUNTER, document[ENCOUNTER]))
    for index, entry in enumerate(listed):
        if isinstance(entry, dict):
            send_row(sent, f"row-{index}", entry)
    return sent


def file_of(calculation: Calculation) -> str:
    """The timeline to keep or to pass on, as `manage.py clocks` reads it."""
    return json.dumps(calculation.document, indent=1, ensure_ascii=False)
