"""The particulars in words: their parts in the order in which a lawyer would read them, and what each stored value says on screen and
on paper."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from borderops.kit.clock import london
from borderops.kit.dates import spoken, spoken_date
from examinations import outcomes
from examinations.choices import ETHNICITY_OBSERVED, ETHNICITY_STATED, SEXES
from examinations.models import Particulars
from examinations.reference import consideration_words, penalty_of


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form, with the line that leads to it."""

    slug: str
    title: str
    names: tuple[str, ...]


SECTIONS = (
    Section("journey", "The journey", ("direction", "premises", "carrier", "service_number", "origin", "destination")),
    Section(
        "selection",
        "Selection",
        (
            "considerations",
            "selection_reason",
            "selection_reason_sensitive",
            "is_intelligence_led",
            "intelligence_reference",
            "repeat_justification",
        ),
    ),
    Section("screening", "Screening before the examination", ("screening_from", "screening_until")),
    Section(
        "person",
        "The person",
        (
            "family_name",
            "given_names",
            "born_on",
            "looks_under_18",
            "is_unaccompanied",
            "is_vulnerable",
            "sex",
            "nationality",
            "document_number",
            "address",
        ),
    ),
    Section("ethnicity", "Ethnicity", ("ethnicity_stated", "ethnicity_not_stated_reason", "ethnicity_observed")),
    Section("outcome", "Outcome", ("outcome", "account")),
)
NAMES = tuple(name for section in SECTIONS for name in section.names)

CODES: dict[str, dict[str, str]] = {
    "direction": {str(code): str(label) for code, label in Particulars.Direction.choices},
    "premises": {str(code): str(label) for code, label in Particulars.Premises.choices},
    "sex": SEXES,
    "ethnicity_stated": {
        code: f"{group}: {label}" if group != "Not stated" else "Not stated"
        for group, codes in ETHNICITY_STATED.items()
        for code, label in codes.items()
    },
    "ethnicity_observed": ETHNICITY_OBSERVED,
}


def written(name: str, value: Any, power: str = "", begun: datetime | None = None) -> str:
    """A value of the particulars in words, as the lists read when the record began. Empty when it is not recorded."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return spoken(value, seconds=bool(london(value).second))
    if isinstance(value, date):
        return spoken_date(value)
    if name == "considerations":
        return "; ".join(consideration_words(power, str(key), begun) for key in value)
    if name == "outcome":
        return "\n".join(filter(None, (outcomes.said(value, power), *prosecution(value, power, begun))))
    return CODES.get(name, {}).get(str(value), str(value))


def prosecution(codes: Collection[str] | str, power: str, begun: datetime | None = None) -> tuple[str, ...]:
    """Of a prosecution for the offence that is one of these outcomes: whose consent it needs, and the greatest penalty; empty where no
    offence is recorded."""
    if outcomes.OFFENCE not in codes:
        return ()
    penalty = penalty_of(power, outcomes.OFFENCE, begun)
    if penalty is None:
        return ()
    return tuple(filter(None, (str(penalty.terms.get("prosecution", "")), f"{penalty.label} ({penalty.authority}).")))
