"""How these tests speak: London wall times with their zone, one line per event, and answers from the command and the function at once."""

import json
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command

from examinations.clocks import evaluate, parse_timeline, to_json

Entry = dict[str, Any]
OFFSETS = {"GMT": "+00:00", "BST": "+01:00"}
DAY = "2026-11-23"
PC = {"id": "PC-A", "rank": "CONSTABLE"}
SGT = {"id": "PS-B", "rank": "SERGEANT"}
OTHER_SGT = {"id": "PS-D", "rank": "SERGEANT"}
INSP = {"id": "PI-C", "rank": "INSPECTOR"}
SUPT = {"id": "PSUPT-E", "rank": "SUPERINTENDENT"}


def instant(said: str) -> str:
    """`10:20` on the day of the tests, or `2026-10-25 00:30 BST`, as ISO 8601 with an offset; GMT unless BST is said."""
    parts = said.split()
    zone = parts.pop() if parts[-1] in OFFSETS else "GMT"
    day, time = parts if len(parts) == 2 else (DAY, parts[0])
    return f"{day}T{time if time.count(':') == 2 else time + ':00'}{OFFSETS[zone]}"


def happened(kind: str, at: str, by: Entry | None = None, **fields: Any) -> Entry:
    """One event of a timeline file; `until` is said like `at`."""
    if "until" in fields:
        fields["until"] = instant(fields["until"])
    return {"kind": kind, "at": instant(at), **({"by": by} if by else {}), **fields}


def first_question(at: str, by: Entry = PC) -> Entry:
    return happened("FIRST_QUESTION", at, by)


def review(at: str, by: Entry = SGT, outcome: str = "AUTHORISED", **fields: Any) -> Entry:
    return happened("REVIEW", at, by, outcome=outcome, **fields)


def written(*events: Entry, at: str, power: str = "TACT_S7") -> Entry:
    """A timeline file as an object."""
    return {"power": power, "at": instant(at), "events": list(events)}


class Answer:
    """What the command printed."""

    def __init__(self, printed: dict[str, list[Entry]]) -> None:
        self.clocks, self.breaches, self.warnings = printed["clocks"], printed["breaches"], printed["warnings"]

    def every(self, rule: str) -> list[Entry]:
        return [clock for clock in self.clocks if clock["rule"] == rule]

    def clock(self, rule: str) -> Entry:
        (found,) = self.every(rule)
        return found

    def due(self, rule: str) -> datetime:
        return datetime.fromisoformat(self.clock(rule)["due_at"])

    def state(self, rule: str) -> str:
        return str(self.clock(rule)["state"])

    def breach(self, rule: str) -> Entry:
        (found,) = [breach for breach in self.breaches if breach["rule"] == rule]
        return found

    def broken(self) -> list[str]:
        return [breach["rule"] for breach in self.breaches]


def ask(*events: Entry, at: str, power: str = "TACT_S7") -> Answer:
    """The answer of `manage.py clocks`, which is also that of `evaluate`."""
    document = json.dumps(written(*events, at=at, power=power))
    with TemporaryDirectory() as folder:
        file = Path(folder, "timeline.json")
        file.write_text(document, encoding="utf-8")
        out = StringIO()
        call_command("clocks", str(file), stdout=out)
    printed = json.loads(out.getvalue())
    assert printed == to_json(evaluate(parse_timeline(document)))
    return Answer(printed)


def same_instant(shown: str, said: str) -> bool:
    """Whether an instant of the answer is the one said."""
    return datetime.fromisoformat(shown) == datetime.fromisoformat(instant(said))


POWERS: Sequence[str] = ("TACT_S7", "CTBSA_S3")
