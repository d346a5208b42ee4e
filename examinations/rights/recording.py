"""Where the interview of a detained person must be recorded, and which questions were put there without it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from examinations.property.designations import Room
from examinations.rights.exercised import QUESTIONS, Fact, reason_of

SOON = timedelta(minutes=2)
"""How long after the first question a recording may begin before it is asked why. It is policy: away from a police station no law says that
there must be one."""

AT_STATION, IN_ROOM, ROOM_VERIFIED = "is_police_station", "room", "is_room_verified"
"""Of a move, the fields of the act that say so: that it goes to a police station, or to a room of the port that counts as one under the
record's power, and whether its designation is verified."""


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Questions put at one place at which they had to be recorded, and no such recording ran. `room`: that of the port which counts as a
    police station; empty at a police station. `reason`: the entry that says why there is no recording, made since the duty arose."""

    questions: tuple[Fact, ...]
    room: str = ""
    is_verified: bool = True
    reason: Fact | None = None


@dataclass(frozen=True, slots=True)
class _Stay:
    """Where the person is, from one instant on."""

    since: datetime | None
    is_station: bool
    room: str = ""
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Late:
    """A recording that began only after the first question. `why`: the reason that was given; empty where there is none."""

    question: Fact
    recording: Fact
    why: str


def late_recording(facts: Sequence[Fact]) -> Late | None:
    """The recording that began more than `SOON` after the first question, where none was running until then."""
    question, started = first_question(facts), _recorded_from(facts)
    if question is None or started is None or started.at <= question.at + SOON:
        return None
    given = str(started.given.get("why_late") or "").rstrip(".")
    said = [reason for fact in facts if fact.kind == "NOT_RECORDED" and (reason := reason_of(fact))]
    return Late(question, started, given or (said[-1] if said else ""))


def first_question(facts: Sequence[Fact]) -> Fact | None:
    return min((fact for fact in facts if fact.kind in QUESTIONS), key=lambda fact: fact.at, default=None)


def is_without_recording(facts: Sequence[Fact]) -> bool:
    """Whether questions were put and none of them, from the first on, was recorded at all."""
    return first_question(facts) is not None and _recorded_from(facts) is None


def _recorded_from(facts: Sequence[Fact]) -> Fact | None:
    """The recording that ran when the first question was put, or else the first that began after it."""
    question = first_question(facts)
    if question is None:
        return None
    running: Fact | None = None
    for fact in facts:
        if fact.kind == "RECORDING_STARTED":
            if fact.at > question.at:
                return running or fact
            running = running or fact
        elif fact.kind == "RECORDING_STOPPED" and fact.at < question.at:
            running = None
    return running


def unrecorded(power: str, facts: Sequence[Fact], kinds: Sequence[str], began_in: Room) -> list[Unrecorded]:
    """Questions put to a detained person at a police station with no recording of one of `kinds` running, by place (TACT Sch 8 para 3;
    CTBSA Sch 3 para 27).

    `began_in` is the room in which the examination began. What counts as a police station differs by power (TACT Sch 8 para 1(2); CTBSA
    Sch 3 para 25(4)(a)).
    """
    stay = _Stay(None, began_in.counts_as_police_station(power), began_in.place, began_in.is_verified)
    found: dict[_Stay, list[Fact]] = {}
    detained_at: datetime | None = None
    is_running = False
    for fact in facts:
        if fact.kind == "TRANSFERRED":
            stay = _moved(fact)
        elif fact.kind == "DETAINED":
            detained_at = detained_at or fact.at
        elif fact.kind == "RECORDING_STARTED":
            is_running = is_running or not fact.given.get("recording") or fact.given["recording"] in kinds
        elif fact.kind == "RECORDING_STOPPED":
            is_running = False
        elif fact.kind in QUESTIONS and stay.is_station and detained_at is not None and not is_running:
            found.setdefault(stay, []).append(fact)
    return [
        Unrecorded(tuple(questions), where.room, where.is_verified, _reason(facts, where.since, detained_at))
        for where, questions in found.items()
    ]


def _moved(move: Fact) -> _Stay:
    room = str(move.given.get(IN_ROOM) or "")
    return _Stay(move.at, bool(move.given.get(AT_STATION)), room, not room or bool(move.given.get(ROOM_VERIFIED)))


def _reason(facts: Sequence[Fact], arrived_at: datetime | None, detained_at: datetime | None) -> Fact | None:
    """Why there was no recording, as it was said once the duty to make one had arisen: what was said before speaks of another place."""
    since = max((at for at in (arrived_at, detained_at) if at is not None), default=None)
    said = [fact for fact in facts if fact.kind == "NOT_RECORDED" and (since is None or fact.at >= since)]
    return said[-1] if said else None
