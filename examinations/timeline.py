"""From rows to law: the facts that stand on a timeline, in the words of the clock engine, and what the engine makes of them at an instant.
The engine itself knows nothing of tables."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from borderops.kit.compiled import compiled
from examinations import clocks
from examinations.clocks.events import AFTER_THE_END
from examinations.law.in_force import law_as_of, live_law, newest_version
from examinations.models import Examination, Kind, Particulars, TimelineEvent
from examinations.reference import TERRORIST_CASH
from examinations.refusals import Refusal
from organisation.ranks import Rank

MEASURED = frozenset(clocks.Kind.__members__) & frozenset(Kind.values)
"""Kinds that the clock engine knows; the others are facts without a clock."""
ENDINGS = frozenset({Kind.RELEASED.value, Kind.ARRESTED.value, Kind.GOODS_EXAMINATION_ENDED.value})
QUESTIONS = frozenset({Kind.FIRST_QUESTION.value, Kind.QUESTION.value})
OF_KEEPING = frozenset({Kind.PROPERTY_RETAINED.value, Kind.PROPERTY_RETURNED.value, Kind.PROPERTY_DESTROYED.value})
"""The facts of which the latest says whether a thing is still kept."""
LASTING = frozenset(kind.value for kind in AFTER_THE_END) | {Kind.DEVICE_COPIED.value, Kind.FURTHER_PRINTS.value}
"""Kinds that may still happen to property, cash, biometrics and copies once the person has gone, in any state of the record."""


def _ground(value: str) -> clocks.Ground | str:
    """The ground for keeping property is one of the Act's; that for delaying a right is a text."""
    return clocks.Ground[value] if value in clocks.Ground.__members__ else value


def _officer_named(value: Mapping[str, str]) -> clocks.Officer | None:
    return officer(value["id"], value["rank"])


def _parties(value: Sequence[str]) -> tuple[clocks.Party, ...]:
    return tuple(clocks.Party[name] for name in value)


READERS: dict[str, Any] = {
    "outcome": clocks.Outcome,
    "arrest_power": clocks.ArrestPower,
    "ref": str,
    "right": clocks.Right,
    "ground": _ground,
    "authorised_by": _officer_named,
    "searcher": _officer_named,
    "searcher_sex": clocks.Sex,
    "person_sex": clocks.Sex,
    "what": clocks.Biometric,
    "consent": clocks.Consent,
    "at_police_station": bool,
    "recordable_conviction": bool,
    # One of which it is not known counts as exempt: destroying early is lawful, keeping late is not.
    "exempt_conviction": lambda value: value != "NOT_EXEMPT",
    "convicted_on": date.fromisoformat,
    "cash_power": clocks.CashPower,
    "expires_at": datetime.fromisoformat,
    "goods_place": clocks.GoodsPlace,
    "parties": _parties,
    "apprehension": clocks.Apprehension,
}
"""The kind's own fields in `detail`, named as the clock engine names them. An officer is {"id": …, "rank": …}."""
FIRST_USES = frozenset({clocks.Kind.FIRST_QUESTION, clocks.Kind.DETAINED})
_STRUCK_BY = TimelineEvent._meta.get_field("superseded_by")
_EVENTS, _ENGINE, _ASSESSED = "_standing_events", "_engine_events", "_assessed"  # what is remembered with an examination's object


class NoBeginning(Refusal):
    """A timeline without a first question or a detention."""


def standing(examination_ids: Iterable[UUID], *, supplemented: bool = False) -> dict[UUID, list[TimelineEvent]]:
    """The events that stand (not superseded, not taken back) of many examinations, by examination, in order. One query.

    `supplemented`: with what was filled in about each afterwards.
    """
    found: dict[UUID, list[TimelineEvent]] = defaultdict(list)
    for event in (_supplemented if supplemented else _standing)(list(examination_ids)):
        _STRUCK_BY.set_cached_value(event, None)  # known from the query: a page that draws its entries asks nothing more of each
        found[event.examination_id].append(event)
    return found


def _standing_rows(examinations: list[UUID]) -> QuerySet[TimelineEvent]:
    rows = TimelineEvent.objects.filter(examination__in=examinations, is_withdrawn=False, superseded_by__isnull=True)
    return rows.annotate(law_version=newest_version()).order_by("examination_id", "at", "id")


@compiled
def _supplemented(examinations: list[UUID]) -> QuerySet[TimelineEvent]:
    return _standing_rows(examinations).select_related("supplement")


_standing = compiled(_standing_rows)


def standing_events(examination: Examination) -> list[TimelineEvent]:
    """The events that stand of one examination, read once for each object."""
    if _EVENTS not in examination.__dict__:
        keep(examination, standing([examination.pk], supplemented=True)[examination.pk])
    kept: list[TimelineEvent] = examination.__dict__[_EVENTS]
    return kept


def has_terrorist_cash(examination: Examination) -> bool:
    """Whether a seizure of cash under the Anti-terrorism, Crime and Security Act 2001 stands. No query of its own."""
    return any(event.detail.get("cash_power") == TERRORIST_CASH for event in standing_events(examination))


def keep(examination: Examination, events: list[TimelineEvent]) -> None:
    """Remember the standing events with the object, so that a page reads them once."""
    examination.__dict__.update({_EVENTS: events, _ENGINE: None, _ASSESSED: {}})


def officer(number: UUID | str | None, rank: str) -> clocks.Officer | None:
    """An officer as the engine knows them; None where the rank is not on record."""
    return clocks.Officer(str(number), Rank[rank]) if number and rank else None


def engine_event(event: TimelineEvent) -> clocks.Event:
    """One row in the words of the engine."""
    read = {name: READERS[name](value) for name, value in event.detail.items() if name in READERS and value not in (None, "")}
    return clocks.Event(
        kind=clocks.Kind(event.kind),
        at=event.at,
        until=event.until,
        by=officer(event.officer_id, event.officer_rank),
        reason=event.words or None,
        **read,
    )


def engine_timeline(power: str, events: Iterable[TimelineEvent], at: datetime) -> clocks.Timeline:
    """What is known at `at`, for the engine."""
    known = tuple(engine_event(event) for event in events if event.kind in MEASURED)
    return clocks.Timeline(clocks.Power(power), known, at)


def timeline_of(examination: Examination, at: datetime) -> clocks.Timeline:
    """What stands on the examination's timeline, as known at `at`; its events are put in the engine's words once for each object."""
    events = standing_events(examination)
    if examination.__dict__[_ENGINE] is None:
        examination.__dict__[_ENGINE] = engine_timeline(examination.power, events, at).events
    return clocks.Timeline(clocks.Power(examination.power), examination.__dict__[_ENGINE], at, examination.encounter_began_at)


def law_for(examination: Examination) -> clocks.Law:
    """The law of the tables as its facts were read under it. No query for facts that came from the table."""
    versions = (event.law_version for event in standing_events(examination) if hasattr(event, "law_version"))
    for version in versions:
        return law_as_of(version)
    return live_law()


def assess(examination: Examination, at: datetime, *, clocks_alone: bool = False) -> clocks.Evaluation:
    """Clocks, breaches and warnings of the examination at `at`; worked out once for each object and instant.

    Whether there was power at all (R7) is told by journey and premises, which stand in the particulars: one query where the record was
    read without them. It has no clock, so that lists of clocks leave it out with `clocks_alone`.
    """
    timeline = timeline_of(examination, at)
    kept: dict[tuple[datetime, bool], clocks.Evaluation] = examination.__dict__[_ASSESSED]
    if (at, clocks_alone) not in kept:
        whole = timeline if clocks_alone else with_journey(examination.particulars, timeline)
        kept[at, clocks_alone] = clocks.evaluate(whole, law_for(examination))
    return kept[at, clocks_alone]


def with_journey(given: Particulars, timeline: clocks.Timeline) -> clocks.Timeline:
    """The first uses of the power, with the journey and the premises that the particulars say."""
    if not given.direction and not given.premises:
        return timeline
    journey = clocks.Journey(given.direction) if given.direction else None
    premises = clocks.Premises(given.premises) if given.premises else None
    events = tuple(replace(event, journey=journey, premises=premises) if event.kind in FIRST_USES else event for event in timeline.events)
    return replace(timeline, events=events)


def refuse_impossible(power: str, events: Sequence[TimelineEvent], at: datetime, refusal: type[Refusal]) -> None:
    """Raise `refusal` with a sentence when these events cannot all have happened by `at`."""
    faults = clocks.impossibilities(engine_timeline(power, events, at))
    if faults:
        raise refusal(_as_labels(faults[0].text))


def _as_labels(sentence: str) -> str:
    """The engine names kinds as a file does; the screen names them as its buttons do."""
    for kind in sorted(Kind, key=lambda one: -len(one.value)):
        sentence = sentence.replace(kind.value, f"‘{kind.label}’")
    return sentence


def refresh_facts(examination: Examination, events: Sequence[TimelineEvent]) -> None:
    """Copy the instants that lists are ordered by from the timeline to the record (unsaved). Raises `NoBeginning` without a first fact."""
    examination.first_questioned_at = _first(events, {Kind.FIRST_QUESTION.value})
    examination.detained_at = _first(events, {Kind.DETAINED.value})
    examination.ended_at = _first(events, ENDINGS)
    goods_at = _first(events, {Kind.GOODS_EXAMINED.value})
    begun = [at for at in (examination.first_questioned_at, examination.detained_at, goods_at) if at]
    if not begun:
        raise NoBeginning("This is the fact that the examination began with. Correct its time instead of taking it back.")
    examination.started_at = min(begun)


def _first(events: Sequence[TimelineEvent], kinds: Iterable[str]) -> datetime | None:
    return min((event.at for event in events if event.kind in kinds), default=None)
