"""What the world of the walk is made of: its things and their parts, who takes part in them, and the token that each examination carries in
every text that somebody typed, so that a leak shows in any byte of any answer."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model

from tests.cast import Cast

CREW = ["pc.stansted"]
REVIEWED = [*CREW, "sgt.stansted"]
ASSURED = [*REVIEWED, "sgt.norwich"]
AWAY = ["pc.elsewhere", "pc.harwich", "sgt.stansted", "insp.region", "di.region", "supt.oncall"]
MOVED = ["admin.vetting", "psd.auditor"]  # the first examined before they became one; the second only takes part
INSIDE = ["pc.compartment", "pc.stansted.second"]  # the second takes part and is no member


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a verb is about, with the facts by which the table judges it: plain words, not the application's own paths."""

    key: str
    row: Model
    port: str = ""
    state: str = ""
    own: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    is_restricted: bool = False

    @property
    def pk(self) -> UUID:
        found: UUID = self.row.pk
        return found


@dataclass(slots=True)
class World:
    """Everything by kind and name."""

    cast: Cast
    things: dict[str, dict[str, Thing]] = field(default_factory=dict)
    parts: dict[str, dict[str, UUID]] = field(default_factory=dict)  # by name in an address and by thing: a key of something on it

    def add(self, kind: str, thing: Thing) -> None:
        self.things.setdefault(kind, {})[thing.key] = thing

    def of(self, kind: str) -> dict[str, Thing]:
        return self.things[kind]

    def add_part(self, name: str, key: str, row: Model) -> None:
        """What an address that names the thing `key` may name behind it."""
        self.parts.setdefault(name, {})[key] = row.pk


def token(key: str) -> str:
    """What stands in every typed text of this examination, and nowhere else in the world."""
    return f"qx{key.replace('_', '')}xq"


def typed(key: str) -> dict[str, Any]:
    """Particulars with the token in each text."""
    mark = token(key)
    return {
        "family_name": f"Family {mark}",
        "given_names": f"Given {mark}",
        "document_number": mark[:20],
        "address": f"1 {mark} Street",
        "carrier": f"{mark} Air",
        "service_number": mark[:20],
        "selection_reason": f"Selected because {mark}",
        "selection_reason_sensitive": f"withheld{mark}",
        "direction": "INBOUND",
        "outcome": ["NO_FURTHER_ACTION"],
        "account": f"Said {mark}.",
    }
