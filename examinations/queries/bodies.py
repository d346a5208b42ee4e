"""The searches of a record, and the prints and samples taken, each with what became of it. No query of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from examinations.clocks import Clock, Evaluation
from examinations.models import Biometric, Determination, Kind, Search, TimelineEvent
from examinations.queries.about import clocks_about


@dataclass(frozen=True, slots=True)
class BiometricLine:
    """One taking with what became of it."""

    taken: Biometric
    fact: TimelineEvent
    clocks: tuple[Clock, ...]
    fates: tuple[TimelineEvent, ...]
    determinations: tuple[Determination, ...]

    @property
    def is_sample(self) -> bool:
        return bool(self.taken.what == Biometric.What.NON_INTIMATE_SAMPLE)

    def has(self, kind: str) -> bool:
        return any(fact.kind == kind for fact in self.fates)


@dataclass(frozen=True, slots=True)
class SearchLine:
    search: Search
    fact: TimelineEvent


def searches_of(rows: Iterable[Search], about: dict[str, list[TimelineEvent]]) -> Iterable[SearchLine]:
    for search in rows:
        if facts := about.get(str(search.pk)):
            yield SearchLine(search, facts[-1])


def biometrics_of(rows: Iterable[Biometric], evaluation: Evaluation, about: dict[str, list[TimelineEvent]]) -> Iterable[BiometricLine]:
    for taken in rows:
        facts = about.get(str(taken.pk), [])
        first = next((fact for fact in facts if fact.kind == Kind.BIOMETRICS_TAKEN), None)
        if first is not None:
            yield BiometricLine(
                taken,
                first,
                clocks_about(evaluation, taken.pk),
                tuple(fact for fact in facts if fact is not first),
                tuple(_determinations(taken, facts)),
            )


def _determinations(taken: Biometric, facts: Iterable[TimelineEvent]) -> Iterator[Determination]:
    """Those whose entries stand, in the order of their instants. An entry of which the time alone was put right, before a correction wrote
    another row, still has the row of the one before it."""
    by_entry = {row.event_id: row for row in taken.determinations.all()}
    for fact in facts:
        if fact.kind == Kind.NSD_MADE:
            row = by_entry.get(fact.pk) or (by_entry.get(fact.supersedes_id) if fact.supersedes_id else None)
            if row is not None:
                yield row
