"""The record as it stood at an instant: what had reached it by then, and nothing that came later. Everything is found by the instant at
which the service received it, so that a fact entered afterwards is not known before it was entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from examinations import clocks
from examinations.fields import LABELS
from examinations.law.in_force import law_as_of, newest_version
from examinations.models import Addendum, Examination, Examiner, Particulars, Review, State, SubmittedVersion, TimelineEvent
from examinations.timeline import ENDINGS, engine_timeline, with_journey
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

    def __bool__(self) -> bool:
        return bool(self.entries or self.fields or self.addenda or self.versions or self.state)


@dataclass(frozen=True, slots=True)
class Past:
    """A record as known at `at`."""

    at: datetime
    state: State
    events: tuple[TimelineEvent, ...]  # newest first; corrected ones as they were known then
    reviews: tuple[Review, ...]
    particulars: Any  # the version of the row, as its history keeps it
    examiners: tuple[Examiner, ...]
    evaluation: clocks.Evaluation
    versions: tuple[SubmittedVersion, ...]  # without their content
    addenda: tuple[Addendum, ...]
    since: Since


def as_it_stood(examination: Examination, at: datetime) -> Past:
    """The record as known at `at`, for one read with `records()`. Seven queries, whatever it holds."""
    rows = _events(examination)
    known = _known(rows, at)
    particulars = _particulars(examination, at)
    everything = list(examination.versions.defer("content").select_related("submitted_by").order_by("number"))
    versions = tuple(version for version in everything if version.submitted_at <= at)
    all_addenda = list(examination.addenda.select_related("added_by").order_by("added_at", "id"))
    addenda = tuple(each for each in all_addenda if each.added_at <= at)
    state = _state(examination, known, versions, at)
    reviews = examination.reviews.filter(event__in=[event.pk for event in known]).select_related("reviewer").order_by("decided_at", "id")
    examiners = examination.examiners.filter(joined_at__lte=at).select_related("officer").order_by("joined_at", "id")
    return Past(
        at=at,
        state=state,
        events=tuple(reversed(known)),
        reviews=tuple(reviews),
        particulars=particulars,
        examiners=tuple(examiners),
        evaluation=_evaluate(examination, known, particulars, at),
        versions=versions,
        addenda=addenda,
        since=Since(
            entries=sum(event.received_at > at for event in rows),
            fields=_changed(examination.particulars, particulars),
            addenda=len(all_addenda) - len(addenda),
            versions=len(everything) - len(versions),
            state=None if state == examination.state else str(State(examination.state).label),
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


def standing_then(known: Sequence[TimelineEvent]) -> list[TimelineEvent]:
    """Those of the known events that had been neither corrected nor taken back."""
    return [event for event in known if not event.is_withdrawn and getattr(event, "superseded_by", None) is None]


def _evaluate(examination: Examination, known: Sequence[TimelineEvent], particulars: Any, at: datetime) -> clocks.Evaluation:
    timeline = with_journey(particulars, engine_timeline(examination.power, standing_then(known), at))
    version = known[0].law_version if known else None  # type: ignore[attr-defined]
    return clocks.evaluate(timeline, law_as_of(version))


def _particulars(examination: Examination, at: datetime) -> Any:
    """The row as it was saved last by then. A row without an instant is as it was when the record was begun."""
    history: Any = Particulars.history
    versions = history.filter(examination_id=examination.pk)
    return versions.filter(Q(changed_at=None) | Q(changed_at__lte=at)).order_by("-version", "-history_id").first()


def _changed(now: Particulars, then: Any) -> tuple[str, ...]:
    return tuple(LABELS[name] for name in NAMES if then is None or getattr(now, name) != getattr(then, name))


def _state(examination: Examination, known: Sequence[TimelineEvent], versions: Sequence[SubmittedVersion], at: datetime) -> State:
    """From the facts: accepted, sent in, sent back, ended. One query, for the returns."""
    returned = [each.returned_at for each in examination.returns.all() if each.returned_at <= at]
    if examination.accepted_at is not None and examination.accepted_at <= at:
        return State.ACCEPTED
    if versions:
        return State.RETURNED if returned and max(returned) > versions[-1].submitted_at else State.SUBMITTED
    return State.ENDED if any(event.kind in ENDINGS for event in standing_then(known)) else State.LIVE
