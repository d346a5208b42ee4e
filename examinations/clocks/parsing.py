"""Reads a timeline file whole or not at all. Every fault is found before anything is computed, and each has its own sentence."""

import json
from collections.abc import Mapping
from typing import Any

from examinations.clocks.events import Event, Power, Timeline
from examinations.clocks.faults import Fault, TimelineFaults, said
from examinations.clocks.fields import DEFAULTS, KINDS, NEEDED, READERS, Unreadable, instant, one_of, unknown
from examinations.clocks.possible import impossibilities

ENCOUNTER = "encounter_began_at"
TOP = ("power", "at", "events", ENCOUNTER)
read_power = one_of(Power)


class _Twice(ValueError):
    """A field written twice in one object, so that one of the two would be silently lost."""


def parse_timeline(document: str | bytes | Mapping[str, Any]) -> Timeline:
    """The timeline of a JSON document, or of its already decoded object. Raises TimelineFaults with every fault found."""
    read = document if isinstance(document, Mapping) else decoded(document)
    faults: list[Fault] = []
    for name in read:
        if name not in TOP:
            faults.append(Fault("", unknown(name, list(TOP), "field")))
    power = _top(read, "power", read_power, faults)
    at = _top(read, "at", instant, faults)
    encounter = _top(read, ENCOUNTER, instant, faults) if ENCOUNTER in read else None
    if encounter is not None and at is not None and encounter > at:
        faults.append(Fault(ENCOUNTER, "is after `at`. Give the first question of the earlier examination, or ask about a later instant."))
    listed = read.get("events")
    if not isinstance(listed, list):
        text = "is missing" if listed is None else f"{said(listed)} is not a list"
        faults.append(Fault("events", f"{text}. Write a list of events in square brackets; it may be empty."))
        listed = []
    events = [_event(entry, place, faults) for place, entry in enumerate(listed)]
    if faults:
        raise TimelineFaults(faults)
    timeline = Timeline(power, tuple(event for event in events if event is not None), at, encounter)
    if impossible := impossibilities(timeline):
        raise TimelineFaults(impossible)
    return timeline


def decoded(document: str | bytes) -> Mapping[str, Any]:
    """The object that a file holds. Raises TimelineFaults when it is no text, no JSON or no object."""
    try:
        written = document.decode("utf-8-sig") if isinstance(document, bytes) else document.removeprefix("\ufeff")
        read = DECODER.decode(written)
    except UnicodeDecodeError as error:
        raise TimelineFaults([Fault(f"byte {error.start}", "the file is not UTF-8 text. Save it as UTF-8.")]) from None
    except json.JSONDecodeError as error:
        text = f"this is not JSON ({error.msg.lower()}). Correct the file there."
        raise TimelineFaults([Fault(f"line {error.lineno} column {error.colno}", text)]) from None
    except _Twice as error:
        raise TimelineFaults([Fault("", str(error))]) from None
    except (RecursionError, ValueError):
        raise TimelineFaults(
            [Fault("", "the file is not a timeline: it is nested too deeply or holds a number too long to read.")]
        ) from None
    if not isinstance(read, dict):
        raise TimelineFaults([Fault("", 'the file is not a timeline. Write an object with "power", "at" and "events" in braces.')])
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        twice = next(name for place, (name, _) in enumerate(pairs) if name in dict(pairs[:place]))
        raise _Twice(f"the field {said(twice)} is written twice in one object. Keep one of the two.")
    return read


DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _top(read: Mapping[str, Any], name: str, reader: Any, faults: list[Fault]) -> Any:
    if name not in read:
        faults.append(Fault(name, "is missing. Add it."))
        return None
    try:
        return reader(read[name])
    except Unreadable as error:
        faults.append(Fault(name, str(error)))
        return None


def _event(entry: Any, place: int, faults: list[Fault]) -> Event | None:
    where = f"events[{place}]"
    if not isinstance(entry, dict):
        faults.append(Fault(where, f'{said(entry)} is not an event. Write an object with "kind" and "at" in braces.'))
        return None
    name = entry.get("kind")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        text = unknown(name, list(KINDS), "kind of event") if "kind" in entry else "is missing. Add it."
        faults.append(Fault(f"{where}.kind", text))
        return None
    readers, before = READERS[kind], len(faults)
    values: dict[str, Any] = dict(DEFAULTS.get(kind, ()))
    for field, value in entry.items():
        if field == "kind":
            continue
        reader = readers.get(field)
        if reader is None:
            faults.append(Fault(where, unknown(field, list(readers), f"field of {kind}")))
            continue
        try:
            values[field] = reader(value)
        except Unreadable as error:
            faults.append(Fault(f"{where}.{field}{error.path}", str(error)))
    for field in NEEDED[kind]:
        if field not in entry:
            faults.append(Fault(f"{where}.{field}", f"{kind} needs `{field}`. Add it."))
    return None if len(faults) > before else Event(kind=kind, **values)
