"""Every limit that is still open, whatever became of its record: nearest first, read by index from the copy that the acts keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from examinations import clocks
from examinations.models import Examination, Kind, OpenLimit, TimelineEvent
from examinations.queries.board import remember_events
from examinations.timeline import assess, standing_events
from organisation import policy
from organisation.policy import Actor

GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "property": ("Property", ("C6",)),
    "cash": ("Cash", ("C12",)),
    "biometrics": ("Biometrics", ("C9", "C10", "C11")),
    "commissioner": ("Commissioner", ("C7", "C8", "C14")),
}
"""What the list may be narrowed to: the word for it and its rules."""
BEGUN_BY = (Kind.PROPERTY_RETAINED, Kind.CASH_SEIZED, Kind.BIOMETRICS_TAKEN, Kind.URGENT_IPC_GRANTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One open limit as it is drawn. Without a clock it is not computed: `why_not` says why, and it counts as soon, because nobody knows
    how near it is."""

    examination: Examination
    name: str
    clock: clocks.Clock | None
    begun_by: TimelineEvent | None  # the fact about the same thing with which it began
    why_not: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.clock is not None and self.clock.state in {clocks.State.OVERDUE, clocks.State.BREACHED}

    @property
    def is_soon(self) -> bool:
        return self.clock is None or self.clock.state is clocks.State.SOON


def open_limits(actor: Actor, group: str = "") -> QuerySet[OpenLimit]:
    """The open limits of the records that the actor may see, to be ordered by `due_at` and paged."""
    rows = OpenLimit.objects.select_related("examination__port")
    if group in GROUPS:
        rows = rows.filter(rule__in=GROUPS[group][1])
    return policy.scope(actor, "examination.list", rows)


def limit_lines(rows: Sequence[OpenLimit], at: datetime) -> list[Line]:
    """What the page shows of these rows, as the clocks stand at `at`. One query, whatever their number."""
    records = {row.examination_id: row.examination for row in rows}
    remember_events(list(records.values()))
    return [line for row in rows if (line := _line(row, records[row.examination_id], at)) is not None]


def _line(row: OpenLimit, examination: Examination, at: datetime) -> Line | None:
    evaluation = assess(examination, at, clocks_alone=True)
    about = (event for event in standing_events(examination) if event.kind in BEGUN_BY and str(event.detail.get("ref", "")) == row.ref)
    begun_by = next(iter(about), None) if row.ref else None
    if not row.is_computed and (warning := _warning(row, evaluation)) is not None and warning.uncomputed is not None:
        return Line(examination, warning.uncomputed.name, None, begun_by, why_not=warning.text)
    clock = next((each for each in evaluation.clocks if _is_of(row, each)), None)
    return None if clock is None else Line(examination, clock.name, clock, begun_by)


def _warning(row: OpenLimit, evaluation: clocks.Evaluation) -> clocks.Warning_ | None:
    found = (one for one in evaluation.warnings if one.uncomputed and (one.rule, one.ref or "", one.uncomputed.since) == _key(row))
    return next(found, None)


def _is_of(row: OpenLimit, clock: clocks.Clock) -> bool:
    """Whether this is the clock of the row; of one that was not computed when the row was written, and is now, by its beginning."""
    if row.is_computed:
        return (clock.rule, clock.ref or "", clock.due_at) == _key(row)
    return clock.live and (clock.rule, clock.ref or "") == (row.rule, row.ref) and clock.starts_at >= row.due_at


def _key(row: OpenLimit) -> tuple[str, str, datetime]:
    return row.rule, row.ref, row.due_at
