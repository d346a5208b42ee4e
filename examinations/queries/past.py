"""The record as it stood at an instant: what had reached it by then, and nothing that came later. Everything is found by the instant at
which the service received it, so that a fact entered afterwards is not known before it was entered."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from examinations import clocks
from examinations.fields import LABELS
from examinations.law.in_force import newest_version
from examinations.models import (
    Addendum,
    Examination,
    Examiner,
    Particulars,
    Return,
    Review,
    State,
    SubmittedVersion,
    TimelineEvent,
)
from examinations.queries.past_rows import Later, Rows, rows_then
from examinations.timeline import ENDINGS, NoBeginning, assess, keep, refresh_facts
from examinations.wording import NAMES

ANSWER: Any = TimelineEvent._meta.get_field("superseded_by")


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed after the instant, in numbers and names; never the content."""

    entries: int
    fields: tuple[str, ...]
    addenda: int
    versions: int
    state: str | None
    parts: tuple[Later, ...]

    def __bool__(self) -> bool:
        return bool(self.entries or self.fields or self.addenda or self.versions or self.state or self.parts)


@dataclass(frozen=True, slots=True)
class Past:
    """A record as known at `at`. `record` is the examination as it stood, tied to all of its `rows`."""

    at: datetime
    state: State
    record: Examination
    rows: Rows
    events: tuple[TimelineEvent, ...]  # newest first; corrected ones as they were known then
    reviews: tuple[Review, ...]
    evaluation: clocks.Evaluation
    versions: tuple[SubmittedVersion, ...]  # without their content
    since: Since

    @property
    def particulars(self) -> Particulars:
        found: Particulars = self.record.particulars
        return found

    @property
    def examiners(self) -> list[Examiner]:
        return [one for one in self.rows.all(Examiner) if one.named_wrongly_at is None]

    @property
    def addenda(self) -> list[Addendum]:
        return self.rows.all(Addendum)

    @property
    def changed(self) -> frozenset[UUID]:
        """The rows that read otherwise by now."""
        return self.rows.changed


def as_it_stood(examination: Examination, at: datetime) -> Past:
    """The record as known at `at`, for one read with `records()`. Five queries, whatever it holds."""
    events = _events(examination)
    known = _known(events, at)
    rows = rows_then(examination, at, known)
    everything = list(examination.versions.defer("content").select_related("submitted_by").order_by("number"))
    versions = tuple(version for version in everything if version.submitted_at <= at)
    record = rows.examination
    record.state = state = _state(examination, known, versions, rows.all(Return), at)
    standing = standing_then(known)
    with suppress(NoBeginning):
        refresh_facts(record, standing)
    keep(record, standing)
    reviews = examination.reviews.filter(event__in=[event.pk for event in known]).select_related("reviewer").order_by("decided_at", "id")
    return Past(
        at=at,
        state=state,
        record=record,
        rows=rows,
        events=tuple(reversed(known)),
        reviews=tuple(reviews),
        evaluation=assess(record, at),
        versions=versions,
        since=Since(
            entries=len(events) - len(known),
            fields=_changed(examination.particulars, record.particulars),
            addenda=rows.added[Addendum],
            versions=len(everything) - len(versions),
            state=None if state == examination.state else str(State(examination.state).label),
            parts=rows.later,
        ),
    )


def _events(examination: Examination) -> list[TimelineEvent]:
    rows = examination.events.select_related("officer", "entered_by").annotate(law_version=newest_version())
    return list(rows.order_by("at", "id"))


def _known(rows: Sequence[TimelineEvent], at: datetime) -> list[TimelineEvent]:
    """What had been received by then; each is tied to the row that had superseded it by then, and to none that came later."""
    known = [event for event in rows if event.received_at <= at]
    answers = {event.supersedes_id: event for event in known if event.supersedes_id}
    for event in known:
        ANSWER.set_cached_value(event, answers.get(event.pk))
    return known


def standing_then(known: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Those of the known events that had been neither corrected nor taken back."""
    return [event for event in known if not event.is_withdrawn and getattr(event, "superseded_by", None) is None]


def _changed(now: Particulars, then: Particulars) -> tuple[str, ...]:
    return tuple(LABELS[name] for name in NAMES if getattr(now, name) != getattr(then, name))


def _state(
    examination: Examination,
    known: Sequence[TimelineEvent],
    versions: Sequence[SubmittedVersion],
    returns: Sequence[Return],
    at: datetime,
) -> State:
    """From the facts: accepted, sent in, sent back, ended."""
    if examination.accepted_at is not None and examination.accepted_at <= at:
        return State.ACCEPTED
    if versions:
        is_back = any(each.returned_at > versions[-1].submitted_at for each in returns)
        return State.RETURNED if is_back else State.SUBMITTED
    return State.ENDED if any(event.kind in ENDINGS for event in standing_then(known)) else State.LIVE
