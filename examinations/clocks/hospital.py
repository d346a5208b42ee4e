"""Time in hospital, which the six hours leave out. Only the removal of a *detained* person counts, and never the time spent
questioning there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from examinations.clocks.events import Event, Kind
from examinations.clocks.facts import Facts

Span = tuple[datetime, datetime]
Removal = tuple[datetime, datetime | None]


def removals(departures: Sequence[Event], returns: Sequence[Event]) -> tuple[list[Removal], list[Event]]:
    """Times away (leaving, return or None) and the returns that no departure explains; both arguments earliest first.

    A second departure while away (from one hospital to another) belongs to the first.
    """
    found: list[Removal] = []
    unexplained: list[Event] = []
    away_since: datetime | None = None
    leaving = coming = 0
    while leaving < len(departures) or coming < len(returns):
        back_first = coming < len(returns) and (
            leaving == len(departures)
            or returns[coming].at < departures[leaving].at
            or (returns[coming].at == departures[leaving].at and away_since is not None)
        )
        if not back_first:
            away_since = departures[leaving].at if away_since is None else away_since
            leaving += 1
            continue
        if away_since is None:
            unexplained.append(returns[coming])
        else:
            found.append((away_since, returns[coming].at))
            away_since = None
        coming += 1
    if away_since is not None:
        found.append((away_since, None))
    return found, unexplained


def questioned_within(facts: Facts, left_at: datetime, back_at: datetime) -> list[Span]:
    """Questioning during one absence, earliest first. A question in hospital with no recorded end runs to the return (or to now).

    A question asked before leaving does not run on into the absence, unless its end, or the end of questioning, is recorded there.
    """
    endings = [event.at for event in facts.all(Kind.QUESTIONING_ENDED)]
    spans: list[Span] = []
    for place, question in enumerate(facts.questions):
        if question.at > back_at:
            break
        until = question.until
        if until is None:
            until = next((end for end in endings if end >= question.at), None)
            if question.at < left_at:
                following = facts.questions[place + 1].at if place + 1 < len(facts.questions) else back_at
                if until is None or until > back_at or following < until:
                    continue
        start, end = max(question.at, left_at), back_at if until is None else min(until, back_at)
        if start < end:
            spans.append((start, end))
    return spans


def left_out(facts: Facts, left_at: datetime, back_at: datetime) -> list[Span]:
    """The pieces of one absence that the six hours leave out: all of it but the questioning."""
    pieces: list[Span] = []
    start = left_at
    for asked_from, asked_until in questioned_within(facts, left_at, back_at):
        if start < asked_from:
            pieces.append((start, asked_from))
        start = max(start, asked_until)
    if start < back_at or (not pieces and start == left_at == back_at):
        pieces.append((start, back_at))
    return pieces


def overall_limit(facts: Facts, begins_at: datetime, period: timedelta) -> tuple[datetime, datetime | None]:
    """When the six hours end, and from when they stand still at this moment (None when they run).

    Time before the first question is outside the period, and time in hospital after the limit has passed extends nothing.
    """
    due_at = begins_at + period
    departures = facts.all(Kind.LEFT_FOR_HOSPITAL)
    if not departures:
        return due_at, None
    found, _ = removals(departures, facts.all(Kind.RETURNED_FROM_HOSPITAL))
    still_since: datetime | None = None
    for left_at, returned_at in found:
        if facts.detained_at is None or facts.detained_at > left_at:
            continue
        back_at = returned_at or facts.ended_at or facts.at
        away_now = returned_at is None and facts.ended_at is None
        for start, end in left_out(facts, left_at, back_at):
            start = max(start, begins_at)
            if end < start or start >= due_at:
                continue
            due_at += end - start
            if away_now and end == back_at:
                still_since = start
    return due_at, still_since
