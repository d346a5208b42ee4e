"""One pass over a timeline: the facts that several rules ask for, in order. Rules read these and nothing else, so the order of the
file never matters."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from examinations.clocks.events import Event, Kind, Outcome, Timeline

ORDER = {kind: place for place, kind in enumerate(Kind)}
NONE: Sequence[Event] = ()
BEGINNINGS = (Kind.FIRST_QUESTION, Kind.DETAINED, Kind.GOODS_EXAMINED)


def _place(event: Event) -> tuple[datetime, int]:
    return event.at, ORDER[event.kind]


def _exactly(event: Event) -> tuple[datetime, bool, str]:
    """Settles the order of two events of one kind at one instant; a review that refuses comes last and so prevails."""
    return event.at, event.outcome is Outcome.RELEASE, repr(event)


class Facts:
    """The facts of one timeline. `at` is the instant asked about, or the latest fact if the asker's clock is behind it."""

    __slots__ = (
        "at",
        "begun_at",
        "by_kind",
        "detained_at",
        "detention",
        "encounter_began_at",
        "ended_at",
        "ending",
        "first_question",
        "power",
        "questions",
    )

    def __init__(self, timeline: Timeline) -> None:
        events = sorted(timeline.events, key=_place)
        self.power = timeline.power
        self.encounter_began_at = timeline.encounter_began_at
        self.at = timeline.at
        self.by_kind: dict[Kind, list[Event]] = {}
        for event in events:
            self.by_kind.setdefault(event.kind, []).append(event)
        for found in self.by_kind.values():
            if len(found) > 1 and any(one.at == another.at for one, another in pairwise(found)):
                found.sort(key=_exactly)
        if events and events[-1].at > self.at:
            self.at = events[-1].at
        self.begun_at = self._begun_at(events)
        self.first_question = self._first(Kind.FIRST_QUESTION)
        self.detention = self._first(Kind.DETAINED)
        self.detained_at = None if self.detention is None else self.detention.at
        self.ending = min((end for end in (self._first(Kind.RELEASED), self._first(Kind.ARRESTED)) if end), key=_place, default=None)
        self.ended_at = None if self.ending is None else self.ending.at
        asked = self.by_kind.get(Kind.QUESTION, NONE)
        self.questions: Sequence[Event] = asked if self.first_question is None else [self.first_question, *asked]

    def _begun_at(self, events: Sequence[Event]) -> datetime:
        """When the examination began, whose law the whole timeline keeps: what came before it, as a landing, is no part of it. A timeline
        of things alone begins with its earliest fact."""
        begun = [found[0].at for kind in BEGINNINGS if (found := self.by_kind.get(kind))]
        return min(begun, default=events[0].at if events else self.at)

    def _first(self, kind: Kind) -> Event | None:
        found = self.by_kind.get(kind)
        return found[0] if found else None

    def all(self, kind: Kind) -> Sequence[Event]:
        """Every event of that kind, earliest first."""
        return self.by_kind.get(kind, NONE)

    def known_undetained(self, at: datetime) -> bool:
        """Whether the record shows that the person was not detained at that instant; a timeline without a person shows nothing."""
        if self.detained_at is None:
            return self.first_question is not None
        return at < self.detained_at
