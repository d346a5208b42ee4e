"""What the engine answers: clocks, breaches and warnings, and their one exchange form. Instants stay in UTC here and are written in
London time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from borderops.kit.localtime import LONDON


class State(StrEnum):
    """Where a clock stands at the instant asked about."""

    NOT_STARTED = "NOT_STARTED"
    RUNNING = "RUNNING"
    SOON = "SOON"
    OVERDUE = "OVERDUE"
    MET = "MET"
    BREACHED = "BREACHED"


class Basis(StrEnum):
    """Whether the Act itself says so, or a cautious reading of it."""

    STATUTE = "STATUTE"
    POLICY = "POLICY"


OUTLASTING = frozenset({"C6", "C7", "C8", "C9", "C10", "C11", "C12", "C14"})
"""Clocks of property, the Commissioner, biometrics and cash: what lasts when the person has gone."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal time limit. `strict`: the act must come before `due_at`, otherwise at or before it.

    `ends_with_day`: the limit is the end of a London day and `due_at` the first instant of the next. `soon_at` is when it begins to
    count as SOON. `live`: something can still be done about it, so that it belongs on a board.
    """

    rule: str
    name: str
    ref: str | None
    starts_at: datetime
    due_at: datetime
    strict: bool
    ends_with_day: bool
    state: State
    authority: str
    verified: bool
    soon_at: datetime
    live: bool


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that the law, or a cautious reading of it, does not allow; recorded, never refused.

    `late_seconds` is whole seconds, rounded up; it and `due_at` are None for rules that are not about time, and `actual_at` is None
    while the thing is still not done. `verified` is whether the text of the provision was read.
    """

    rule: str
    ref: str | None
    due_at: datetime | None
    actual_at: datetime | None
    late_seconds: int | None
    basis: Basis
    authority: str
    text: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """A limit that runs from `since` and that nothing has ended, of which it is not known when it ends."""

    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something a careful officer should look at that is not, or not yet, a breach. `uncomputed`: the limit that it stands in the place of,
    while something can still be done about it."""

    rule: str
    ref: str | None
    due_at: datetime | None
    basis: Basis
    text: str
    uncomputed: Uncomputed | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an officer should not be asked to review: the rule, whether it is law or caution, and a sentence for the screen."""

    rule: str
    basis: Basis
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that follows from a timeline at its instant.

    `standing_still_since`: from when the six hours have stood still (the detained person is in hospital and not being questioned).
    `release_now`: the clock of a detention that a review officer refused to continue and that has not ended; it is not among `clocks`.
    """

    clocks: tuple[Clock, ...]
    breaches: tuple[Breach, ...]
    warnings: tuple[Warning_, ...]
    standing_still_since: datetime | None = None
    release_now: Clock | None = None


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(LONDON).isoformat()


def _with_ref(entry: dict[str, Any], ref: str | None) -> dict[str, Any]:
    if ref is not None:
        entry["ref"] = ref
    return entry


def to_json(evaluation: Evaluation) -> dict[str, list[dict[str, Any]]]:
    """The evaluation as the `clocks` command prints it: plain values, instants in London time with their offset."""
    return {
        "clocks": [
            {
                "rule": clock.rule,
                "name": clock.name,
                "ref": clock.ref,
                "starts_at": _instant(clock.starts_at),
                "due_at": _instant(clock.due_at),
                "strict": clock.strict,
                "ends_with_day": clock.ends_with_day,
                "state": clock.state.value,
                "authority": clock.authority,
                "verified": clock.verified,
            }
            for clock in evaluation.clocks
        ],
        "breaches": [
            _with_ref(
                {
                    "rule": breach.rule,
                    "due_at": _instant(breach.due_at),
                    "actual_at": _instant(breach.actual_at),
                    "late_seconds": breach.late_seconds,
                    "basis": breach.basis.value,
                    "text": breach.text,
                    "verified": breach.verified,
                },
                breach.ref,
            )
            for breach in evaluation.breaches
        ],
        "warnings": [
            _with_ref(
                {"rule": warning.rule, "due_at": _instant(warning.due_at), "basis": warning.basis.value, "text": warning.text},
                warning.ref,
            )
            for warning in evaluation.warnings
        ],
    }
