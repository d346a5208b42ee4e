"""Which thing a fact of the timeline is about, in the few words that stand beside its kind on screen and on paper. Pure."""

from collections.abc import Mapping
from typing import Any

from examinations.choices import GROUND_WORDS
from examinations.commissioner import ACTS, DECISIONS

BIOMETRIC = {"FINGERPRINTS": "fingerprints", "NON_INTIMATE_SAMPLE": "non-intimate sample"}


def about_property(kind: str, detail: Mapping[str, Any]) -> str:
    """`item 2, for examination`; empty for a fact about no thing."""
    parts = []
    if detail.get("item"):
        parts.append(f"item {detail['item']}")
    if detail.get("copy"):
        parts.append(f"copy {detail['copy']}")
    if kind == "PROPERTY_RETAINED":
        parts.append(GROUND_WORDS.get(str(detail.get("ground", "")), ""))
    if kind == "BIOMETRICS_TAKEN":
        parts.append(BIOMETRIC.get(str(detail.get("what", "")), ""))
    if kind == "IPC_DECIDED" and detail.get("act") in DECISIONS:
        parts.append(ACTS[detail["act"]].removeprefix("Commissioner "))
    return ", ".join(part for part in parts if part)
