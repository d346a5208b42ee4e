"""Which thing a fact of the timeline is about, in the few words that stand beside its kind on screen and on paper. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from examinations.property.commissioner import ACTS, DECISIONS
from examinations.property.decided import DECIDED_BY, JUDICIAL
from examinations.reference import kept_short


class Fact(Protocol):
    """A fact of the timeline that stands."""

    @property
    def kind(self) -> str: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


DEVICE = "DEVICE"
BIOMETRIC = {"FINGERPRINTS": "fingerprints", "NON_INTIMATE_SAMPLE": "non-intimate sample"}


def name_of(kind: str, detail: Mapping[str, Any]) -> str:
    """`item 2`, `item 2, copy 1`, `fingerprints`: by what name people know a thing; empty for one that has none."""
    if kind == "BIOMETRICS_TAKEN":
        return BIOMETRIC.get(str(detail.get("what") or "FINGERPRINTS"), "")
    item, copy = detail.get("item"), detail.get("copy")
    return ", ".join([f"item {item}", *([f"copy {copy}"] if copy else [])]) if item else ""


def label_of(kind: str, detail: Mapping[str, Any], label: str) -> str:
    """The kind of a fact in words: what was copied need not be a device."""
    return "Copied" if kind == "DEVICE_COPIED" and detail.get("of", DEVICE) != DEVICE else label


def names_of(facts: Iterable[Fact]) -> dict[str, str]:
    """The names of the things that these facts are about, by their keys. A key is shown to nobody."""
    return {str(fact.detail["ref"]): name_of(fact.kind, fact.detail) for fact in facts if fact.detail.get("ref")}


def about_property(kind: str, detail: Mapping[str, Any], power: str, begun: datetime) -> str:
    """`item 2, for examination`; empty for a fact about no thing. Grounds read as they do under this power for a record begun then."""
    parts = [name_of(kind, detail)] if detail.get("item") else []
    if kind == "PROPERTY_RETAINED":
        parts.append(kept_short(power, str(detail.get("ground", "")), begun))
    if kind == "BIOMETRICS_TAKEN":
        parts.append(BIOMETRIC.get(str(detail.get("what", "")), ""))
    if kind == "IPC_DECIDED" and detail.get("act") in DECISIONS:
        parts.append(ACTS[detail["act"]].removeprefix("Commissioner "))
        parts.append(DECIDED_BY[JUDICIAL] if detail.get("decided_by") == JUDICIAL else "")
    return ", ".join(part for part in parts if part)
