"""Time in hospital, which the six hours leave out. Only the removal of a *detained* person counts, and never the time spent
questioning there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from examinations.clocks.events import Event, Kind
from examinations.clocks.facts import Facts

FAR = datetime.max.replace(tzinfo=UTC)
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
    if start < back_at:
        pieces.append((start, back_at))
    return pieces


def quiet_since(facts: Facts, left_at: datetime) -> datetime | None:
    """Since when a person still away has not been questioned; None while a question goes on."""
    since = max((end for _, end in questioned_within(facts, left_at, FAR)), default=left_at)
    return None if since == FAR else since


def overall_limit(facts: Facts, begins_at: datetime, period: timedelta) -> tuple[datetime, datetime | None]:
    """When the six hours end, and from when they stand still at this moment (None when they run).

    Time before the first question is outside the period, and time in hospital after the limit has passed extends nothing.
    """
    due_at = begins_at + period
    departures = facts.all(Kind.LEFT_FOR_HOSPITAL)
    if not departures:
        return due_at, None
    for left_at, returned_at in removals(departures, facts.all(Kind.RETURNED_FROM_HOSPITAL))[0]:
        if facts.detained_at is None or facts.detained_at > left_at:
            continue
        for start, end in left_out(facts, left_at, returned_at or facts.ended_at or facts.at):
            start = max(start, begins_at)
            if start < min(end, due_at):
                due_at += end - start
        if returned_at is None and facts.ended_at is None:
            since = quiet_since(facts, left_at)
            since = None if since is None else max(since, begins_at)
            return due_at, since if since is not None and since < due_at else None
    return due_at, None
