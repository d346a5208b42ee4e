"""What cannot have happened. Only this is refused; whatever is unlawful but possible is taken, and becomes a breach."""

from collections.abc import Iterator

from borderops.kit.localtime import shown
from examinations.clocks.events import AFTER_THE_END, OF_GOODS, Event, Kind, Timeline
from examinations.clocks.faults import Fault
from examinations.clocks.hospital import removals

Placed = tuple[int, Event]
ENDS: dict[Kind, Kind] = {
    Kind.PROPERTY_RETURNED: Kind.PROPERTY_RETAINED,
    Kind.PROPERTY_DESTROYED: Kind.PROPERTY_RETAINED,
    Kind.CASH_RETURNED: Kind.CASH_SEIZED,
    Kind.CASH_ORDER_MADE: Kind.CASH_SEIZED,
    Kind.CASH_FORFEITED: Kind.CASH_SEIZED,
    Kind.SAMPLE_DESTROYED: Kind.BIOMETRICS_TAKEN,
    Kind.BIOMETRIC_DATA_DESTROYED: Kind.BIOMETRICS_TAKEN,
    Kind.SOLICITOR_REQUEST_WITHDRAWN: Kind.SOLICITOR_REQUESTED,
}


def impossibilities(timeline: Timeline) -> list[Fault]:
    """Every fault that makes the timeline impossible, in the order of its events; empty when it can have happened."""
    placed: dict[Kind, list[Placed]] = {}
    for entry in enumerate(timeline.events):
        placed.setdefault(entry[1].kind, []).append(entry)
    found = [
        *_times(timeline),
        *_seconds(placed),
        *_order(placed),
        *_after_the_end(timeline, placed),
        *_returns(placed),
        *_ends(placed),
        *_destroyed(placed),
        *_goods(timeline, placed),
    ]
    return [_fault(event, place, text) for place, event, text in sorted(found, key=lambda fault: fault[0])]


Found = Iterator[tuple[int, Event, str]]


def _fault(event: Event, place: int, text: str) -> Fault:
    return Fault(f"events[{place}]", f"{event.kind} at {shown(event.at)} {text}")


def _times(timeline: Timeline) -> Found:
    now = timeline.at
    for place, event in enumerate(timeline.events):
        if event.at > now:
            yield place, event, f"is later than the instant asked about, {shown(now)}. Correct the time, or ask about a later instant."
        if event.until is not None:
            if event.until < event.at:
                yield place, event, f"ends before it begins, at {shown(event.until)}. Correct one of the two times."
            elif event.until > now:
                yield (
                    place,
                    event,
                    f"ends later than the instant asked about, {shown(now)}. Correct `until`, or leave it out while it goes on.",
                )


def _seconds(placed: dict[Kind, list[Placed]]) -> Found:
    for kind in (Kind.FIRST_QUESTION, Kind.DETAINED, Kind.GOODS_EXAMINED):
        for place, event in placed.get(kind, ())[1:]:
            text = "is the second of its kind. Keep one; a person examined or detained afresh has a timeline of their own."
            yield place, event, text


def _order(placed: dict[Kind, list[Placed]]) -> Found:
    detained = placed.get(Kind.DETAINED)
    for place, event in placed.get(Kind.REVIEW, ()):
        if detained is None:
            yield place, event, "reviews a detention that is not on the timeline. Add DETAINED, or remove the review."
        elif event.at < min(one.at for _, one in detained):
            yield (
                place,
                event,
                f"is before DETAINED at {shown(detained[0][1].at)}. There was no detention to review: correct one of the two.",
            )
    first = placed.get(Kind.FIRST_QUESTION)
    if first is None:
        return
    for kind in (Kind.QUESTION, Kind.QUESTIONING_ENDED):
        for place, event in placed.get(kind, ()):
            if event.at < first[0][1].at:
                yield place, event, f"is before FIRST_QUESTION at {shown(first[0][1].at)}. Correct one of the two."


def _after_the_end(timeline: Timeline, placed: dict[Kind, list[Placed]]) -> Found:
    endings = [*placed.get(Kind.RELEASED, ()), *placed.get(Kind.ARRESTED, ())]
    if not endings:
        return
    _, ending = min(endings, key=lambda entry: entry[1].at)
    cure = "Only property, cash, biometric retention and Commissioner events may follow: correct one of the two times, or remove it."
    for place, event in enumerate(timeline.events):
        if event.at > ending.at and event.kind not in AFTER_THE_END:
            yield place, event, f"is after the person was {ending.kind.words}, at {shown(ending.at)}. {cure}"
        elif event.until is not None and event.until > ending.at:
            yield place, event, f"ends after the person was {ending.kind.words}, at {shown(ending.at)}. Correct one of the two times."


def _returns(placed: dict[Kind, list[Placed]]) -> Found:
    returns = placed.get(Kind.RETURNED_FROM_HOSPITAL)
    if not returns:
        return
    departures = sorted((event for _, event in placed.get(Kind.LEFT_FOR_HOSPITAL, ())), key=lambda event: event.at)
    _, unexplained = removals(departures, sorted((event for _, event in returns), key=lambda event: event.at))
    for place, event in returns:
        if any(event is one for one in unexplained):
            yield place, event, "has no LEFT_FOR_HOSPITAL before it. Add the departure, or correct the times."


def _ends(placed: dict[Kind, list[Placed]]) -> Found:
    for kind, opening in ENDS.items():
        for place, event in placed.get(kind, ()):
            starts = [one.at for _, one in placed.get(opening, ()) if one.ref == event.ref]
            if starts and event.at < min(starts):
                yield place, event, f"is before its {opening} at {shown(min(starts))}. Correct one of the two times."


def _destroyed(placed: dict[Kind, list[Placed]]) -> Found:
    """A thing that was destroyed is neither kept nor returned afterwards; one destroyed before it was kept at all is a fault already."""
    destroyed = [event for _, event in placed.get(Kind.PROPERTY_DESTROYED, ()) if event.ref is not None]
    kept = [event for _, event in placed.get(Kind.PROPERTY_RETAINED, ())]
    gone = {event.ref: event.at for event in destroyed if any(one.ref == event.ref and one.at <= event.at for one in kept)}
    for kind in (Kind.PROPERTY_RETAINED, Kind.PROPERTY_RETURNED):
        for place, event in placed.get(kind, ()):
            if event.ref in gone and event.at > gone[event.ref]:
                yield place, event, f"is after the same thing was destroyed, at {shown(gone[event.ref])}. Correct one of the two times."


def _goods(timeline: Timeline, placed: dict[Kind, list[Placed]]) -> Found:
    """Goods are examined without anybody: nobody is questioned, detained or released on their timeline."""
    examined, ended = placed.get(Kind.GOODS_EXAMINED), placed.get(Kind.GOODS_EXAMINATION_ENDED, ())
    if examined is None:
        for place, event in ended:
            yield place, event, "ends an examination of goods that is not on the timeline. Add GOODS_EXAMINED, or remove it."
        return
    begun_at = min(event.at for _, event in examined)
    for place, event in enumerate(timeline.events):
        if event.kind not in OF_GOODS:
            yield place, event, "is about a person, and this timeline is about goods. A person examined has a record of their own."
        elif event.at < begun_at:
            yield place, event, f"is before GOODS_EXAMINED at {shown(begun_at)}. Correct one of the two times."
    for place, event in ended[1:]:
        yield place, event, "is the second of its kind. Keep one."
