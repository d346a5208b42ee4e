"""From the lines of a passport to the particulars of a person: which field takes what, and what each check digit says about it. Pure."""

from dataclasses import dataclass
from typing import Any

from examinations.fields import LABELS
from examinations.gazetteer import state_name
from examinations.mrz import Check, Reading
from examinations.wording import written

FIELDS = ("family_name", "given_names", "document_number", "nationality", "born_on", "sex")


def particulars_of(read: Reading) -> dict[str, Any]:
    """The particulars that the lines fill, without those that they leave open. A code without a name stands for itself."""
    said = {
        "family_name": read.family_name,
        "given_names": read.given_names,
        "document_number": read.document_number[:20],
        "nationality": state_name(read.nationality) or read.nationality,
        "born_on": read.born_on,
        "sex": read.sex,
    }
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it was read: its words, its check digit if it has one, likely readings, and what the record says now."""

    label: str
    value: str
    check: Check | None
    likely: tuple[str, ...]
    now: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.now and self.value and self.now != self.value)


def rows_of(read: Reading, now: dict[str, Any] | None = None) -> list[Row]:
    """Every field for the page. `now` is what stands on the record, by field name."""
    given, stands = particulars_of(read), now or {}
    rows = [
        Row(
            LABELS[name],
            written(name, given.get(name)),
            read.check_of(name),
            tuple(one.value for one in read.corrections if one.field == name),
            written(name, stands.get(name)),
        )
        for name in FIELDS
    ]
    return [*rows, Row("Date of expiry", written("expires_on", read.expires_on), read.check_of("expires_on"), _likely(read, "expires_on"))]


def others_of(read: Reading) -> list[Check]:
    """The check digits that are about no field of the record."""
    return [check for check in read.checks if check.field in {"optional", "all"}]


def _likely(read: Reading, field: str) -> tuple[str, ...]:
    return tuple(one.value for one in read.corrections if one.field == field)
