"""What the law and its codes leave to lists, each entry from its day: which of them hold for a record that began at an instant. Pure; the
committed files stand until a process has read the tables (`in_force.py`)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from borderops.kit.clock import now
from borderops.kit.localtime import midnight

FOLDER = Path(__file__).resolve().parent
NOT_VERIFIED = "not verified"
CONSIDERATION, GROUND, NOTICE, RECORDING = "CONSIDERATION", "GROUND", "NOTICE", "RECORDING"
RETENTION, COPY, MINIMUM, WORDING, CODE = "RETENTION", "COPY", "MINIMUM", "WORDING", "CODE"
PENALTY, USE, LEGAL_AID, AGE = "PENALTY", "USE", "LEGAL_AID", "AGE"
RECEIPTS_BEHIND = 100  # their place in the list of our own words: behind every notice


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one list under one power. `terms` is what forms and rules do with it."""

    kind: str
    power: str
    key: str
    words: str
    verified: bool
    position: int
    in_force_from: date
    in_force_at: datetime
    authority: str = ""
    citation: str = ""
    is_used: bool = True
    terms: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def cited(self) -> str:
        return ", ".join(part for part in (self.authority, "" if self.verified else NOT_VERIFIED) if part)

    @property
    def label(self) -> str:
        return self.words + ("" if self.verified else f" ({NOT_VERIFIED})")


class Lists:
    """All entries ever in force, and which of them hold at an instant."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """`entries`, the one that prevails first among those of the same instant."""
        self._versions: dict[tuple[str, str], dict[str, list[Entry]]] = {}
        for entry in entries:
            self._versions.setdefault((entry.kind, entry.power), {}).setdefault(entry.key, []).append(entry)
        for keys in self._versions.values():
            for versions in keys.values():
                versions.sort(key=lambda one: one.in_force_at, reverse=True)

    def named(self, kind: str, power: str, key: str, begun: datetime | None = None) -> Entry | None:
        """The entry as a record that began then has it; the oldest for one that began before all, None for a key that nothing has."""
        versions = self._versions.get((kind, power), {}).get(key, [])
        return next((one for one in versions if one.in_force_at <= (begun or now())), versions[-1] if versions else None)

    def of(self, kind: str, power: str, begun: datetime | None = None) -> list[Entry]:
        """What is offered to a record that began then, in the order of the list; one that was added stands behind its place's first. A
        record that began before the whole list is offered the first there was: a late entry of an old case finds grounds to name."""
        at, found, listed = begun or now(), [], self._versions.get((kind, power), {}).values()
        at = max(at, min((versions[-1].in_force_at for versions in listed), default=at))
        for versions in listed:
            held = next((one for one in versions if one.in_force_at <= at), None)
            if held is not None and held.is_used:
                found.append((held.position, versions[-1].in_force_at, held))
        return [held for *_, held in sorted(found, key=lambda one: one[:2])]

    def since(self, entry: Entry) -> datetime:
        """From which instant on there is such an entry at all, however often it was corrected since."""
        return self._versions[entry.kind, entry.power][entry.key][-1].in_force_at

    def powers_of(self, kind: str) -> list[str]:
        return [power for known, power in self._versions if known == kind]


# --- The committed files ------------------------------------------------------------------------------------------------------


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _entry(kind: str, power: str, key: str, position: int, row: Mapping[str, Any], **terms: Any) -> Entry:
    day = row["in_force_from"]
    return Entry(
        kind=kind,
        power=power,
        key=key,
        words=row["words"],
        verified=row["verified"],
        position=position,
        in_force_from=day,
        in_force_at=midnight(day),
        authority=row.get("authority", ""),
        citation=row["citation"],
        terms=MappingProxyType(terms),
    )


@cache
def committed() -> tuple[Entry, ...]:
    """The entries of the files beside this one."""
    found = [
        _entry(CONSIDERATION, row["power"], row["key"], position, row)
        for position, row in enumerate(_read("considerations.toml")["consideration"])
    ]
    found += [
        _entry(GROUND, row["power"], row["key"], position, row, acts=row["acts"])
        for position, row in enumerate(_read("grounds.toml")["ground"])
    ]
    for position, row in enumerate(_read("notices_served.toml")["notice"]):
        shown = {**row, "words": f"{row['title']}, {row['version']}"}
        terms = {"notice": row["key"], "languages": row["languages"]}
        found += [_entry(NOTICE, power, f"{row['key']}/{row['version']}", position, shown, **terms) for power in row["powers"]]
    found += [
        _entry(row["kind"], row["power"], row["key"], position, row, short=row["short"])
        for position, row in enumerate(_read("retention.toml")["ground"])
    ]
    found += [
        _entry(MINIMUM, row["power"], row["key"], position, row, pence=row["pence"])
        for position, row in enumerate(_read("cash.toml")["minimum"])
    ]
    found += [
        _entry(CODE, row["power"], row["key"], position, row, commenced_on=row["in_force_from"].isoformat())
        for position, row in enumerate(_read("codes.toml")["edition"])
    ]
    found += [
        _entry(PENALTY, row["power"], row["key"], position, row, **{name: row[name] for name in ("outcome", "prosecution") if name in row})
        for position, row in enumerate(_read("penalties.toml")["penalty"])
    ]
    found += [_entry(USE, row["power"], row["key"], position, row) for position, row in enumerate(_read("uses.toml")["use"])]
    found += [_entry(LEGAL_AID, row["power"], row["key"], position, row) for position, row in enumerate(_read("legal_aid.toml")["aid"])]
    found += [
        _entry(AGE, row["power"], row["key"], position, row, years=row["years"]) for position, row in enumerate(_read("ages.toml")["age"])
    ]
    found += [*_wordings(), *_receipts()]
    found += [_entry(RECORDING, power, "STATION", 0, row, kinds=row["kinds"]) for power, row in _read("recording.toml").items()]
    return tuple(found)


def _wordings() -> list[Entry]:
    """Our own local notices: one entry for each notice, power and language, its gaps filled in for the power."""
    found = []
    for position, (code, given) in enumerate(_read("notices.toml").items()):
        shared = {"language": code, "name": given["name"], "is_right_to_left": given["is_right_to_left"], "local": given["local"]}
        if "labels" in given:
            shared["labels"] = given["labels"]
        for power, schedule in given["schedule"].items():
            fills = {"schedule": schedule, "purpose": given["purpose"][power]}
            for notice in ("EXAMINATION", "DETENTION"):
                row = {**given, "words": given[notice]["title"]}
                paragraphs = [str(each).format(**fills) for each in given[notice]["paragraphs"]]
                key, place = f"{code}/{notice}", position * 2 + (notice == "DETENTION")
                found.append(_entry(WORDING, power, key, place, row, **shared, notice=notice, paragraphs=paragraphs))
    return found


def _receipts() -> list[Entry]:
    """Our own receipts, of the same shape: one entry for each receipt, power and language. Each has labels of its own."""
    found = []
    for position, (code, given) in enumerate(_read("receipts.toml").items()):
        shared = {"language": code, "name": given["name"], "is_right_to_left": given["is_right_to_left"], "local": given["local"]}
        for power in given["powers"]:
            for receipt in ("PROPERTY", "CASH"):
                own = given[receipt]
                labels = {"labels": {**given["labels"], **own["labels"]}} if "labels" in given else {}
                terms = {**shared, **labels, "notice": receipt, "paragraphs": list(own["paragraphs"])}
                place = RECEIPTS_BEHIND + position * 2 + (receipt == "CASH")
                found.append(_entry(WORDING, power, f"{code}/{receipt}", place, {**given, "words": own["title"]}, **terms))
    return found


@cache
def committed_lists() -> Lists:
    return Lists(committed())


# --- The tables, once a process has read them -----------------------------------------------------------------------------------


class _Known:
    lists: Lists | None = None


def keep(lists: Lists) -> None:
    """From now on this process goes by these lists."""
    _Known.lists = lists


def known() -> Lists:
    """The lists by which this process goes: those of the tables, as far as it knows them."""
    return _Known.lists or committed_lists()
