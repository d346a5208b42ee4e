"""The fields of a timeline file: which kind takes which, and how each value is read. A value that cannot be read says why and what
is allowed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import Enum
from typing import Any

from examinations.clocks.events import (
    Apprehension,
    ArrestPower,
    Biometric,
    CashPower,
    Consent,
    GoodsPlace,
    Ground,
    Journey,
    Kind,
    Officer,
    Outcome,
    Party,
    Premises,
    Right,
    Sex,
)
from examinations.clocks.faults import said
from organisation.ranks import Rank

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
DAY, FIRST_YEAR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), 1900
Reader = Callable[[Any], Any]


class Unreadable(ValueError):
    """A value that cannot be read; `path` leads from the field to the part at fault."""

    def __init__(self, text: str, path: str = "") -> None:
        super().__init__(text)
        self.path = path


def instant(value: Any) -> datetime:
    """An ISO 8601 instant with an offset, in UTC."""
    if not isinstance(value, str):
        raise Unreadable(f"{said(value)} is not an instant. Write ISO 8601 text with an offset, such as 2026-10-25T01:30:00+00:00.")
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise Unreadable(f"{said(value)} has no offset. Add +00:00 in GMT or +01:00 in BST, so that one instant is meant.")
        at = at.astimezone(UTC)
    except OverflowError:
        raise Unreadable(f"{said(value)} is out of range. Give an instant from 2000 to 2199.") from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(f"{said(value)} is not an instant. Write ISO 8601 with an offset, such as 2026-10-25T01:30:00+00:00.") from None
    if not EARLIEST <= at < LATEST:
        raise Unreadable(f"{said(value)} is out of range. Give an instant from 2000 to 2199.")
    return at


def day(value: Any) -> date:
    """A day as year, month and day, of the Gregorian calendar."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
        if found is not None and found.year >= FIRST_YEAR:
            return found
    raise Unreadable(f"{said(value)} is not a day. Write year, month and day, such as 1995-04-10.")


def text(value: Any) -> str:
    """A text with something in it."""
    if not isinstance(value, str) or not value.strip():
        raise Unreadable(f"{said(value)} is not a text. Write it in quotation marks, with something in it.")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Unreadable(f"{said(value)} has half a character in it. Write it again.")
    return value


def truth(value: Any) -> bool:
    """`true` or `false`."""
    if value is True or value is False:
        return bool(value)
    raise Unreadable(f"{said(value)} is neither true nor false. Write true or false, without quotation marks.")


def one_of(values: type[Enum], also: dict[str, Enum] | None = None) -> Reader:
    """A reader of one member of an enumeration, written as its name; `also` are further spellings, read but not advertised."""
    allowed = list(values.__members__)
    known = {**values.__members__, **(also or {})}

    def read(value: Any) -> Enum:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            raise Unreadable(unknown(value, allowed, "value"))
        return found

    return read


def some_of(values: type[Enum]) -> Reader:
    """A reader of a list of members of an enumeration, each written as its name."""
    read_one = one_of(values)

    def read(value: Any) -> tuple[Enum, ...]:
        if not isinstance(value, list) or not value:
            raise Unreadable(
                f"{said(value)} is not a list of names. Write at least one of {', '.join(values.__members__)} in square brackets."
            )
        return tuple(read_one(each) for each in value)

    return read


def unknown(value: Any, allowed: list[str], what: str) -> str:
    """A sentence on a name that is not known, with the nearest one or all that are."""
    near = get_close_matches(str(value).upper(), [name.upper() for name in allowed], n=1, cutoff=0.75)
    hint = next((f"Did you mean {name}?" for name in allowed if near and name.upper() == near[0]), None)
    return f"{said(value)} is not a {what} known here. {hint or 'Use one of ' + ', '.join(allowed) + '.'}"


read_rank = one_of(Rank)


def officer(value: Any) -> Officer:
    """`{"id": …, "rank": …}`."""
    if not isinstance(value, dict):
        raise Unreadable(f'{said(value)} is not an officer. Write {{"id": "…", "rank": "CONSTABLE"}}.')
    for name in value:
        if name not in ("id", "rank"):
            raise Unreadable(unknown(name, ["id", "rank"], "field"), f".{name}" if name.isidentifier() else "")
    for name in ("id", "rank"):
        if name not in value:
            raise Unreadable(f"an officer needs `{name}`. Add it.", f".{name}")
    try:
        number = text(value["id"])
    except Unreadable as fault:
        raise Unreadable(str(fault), ".id") from None
    try:
        return Officer(number, read_rank(value["rank"]))
    except Unreadable as fault:
        raise Unreadable(str(fault), ".rank") from None


sex = one_of(Sex, {"F": Sex.FEMALE, "M": Sex.MALE})
ANY: dict[str, Reader] = {"at": instant, "ref": text}

REQUIRED: dict[Kind, dict[str, Reader]] = {
    Kind.FIRST_QUESTION: {"by": officer},
    Kind.QUESTION: {"by": officer},
    Kind.REVIEW: {"by": officer, "outcome": one_of(Outcome)},
    Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED: {"by": officer, "reason": text},
    Kind.RIGHT_DELAYED: {"by": officer, "right": one_of(Right), "ground": text},
    Kind.STRIP_SEARCH: {"authorised_by": officer, "searcher": officer},
    Kind.BIOMETRICS_TAKEN: {"consent": one_of(Consent)},
    Kind.PROPERTY_RETAINED: {"ground": one_of(Ground)},
    Kind.CASH_SEIZED: {"cash_power": one_of(CashPower)},
}
NEXUS: dict[str, Reader] = {"journey": one_of(Journey), "premises": one_of(Premises)}
OPTIONAL: dict[Kind, dict[str, Reader]] = {
    Kind.FIRST_QUESTION: {"until": instant, **NEXUS},
    Kind.DETAINED: NEXUS,
    Kind.APPREHENDED: {"apprehension": one_of(Apprehension)},
    Kind.QUESTION: {"until": instant},
    Kind.ARRESTED: {"arrest_power": one_of(ArrestPower)},
    Kind.STRIP_SEARCH: {"searcher_sex": sex, "person_sex": sex},
    Kind.BIOMETRICS_TAKEN: {
        "what": one_of(Biometric),
        "authorised_by": officer,
        "at_police_station": truth,
        "recordable_conviction": truth,
        "exempt_conviction": truth,
        "convicted_on": day,
    },
    Kind.PROPERTY_RETURNED: {"ground": one_of(Ground)},
    Kind.NSD_MADE: {"expires_at": instant},
    Kind.AFFECTED_PARTIES_INFORMED: {"parties": some_of(Party), "reason": text},
    Kind.CASH_ORDER_MADE: {"expires_at": instant},
    Kind.GOODS_EXAMINED: {"goods_place": one_of(GoodsPlace)},
}
DEFAULTS: dict[Kind, dict[str, Any]] = {
    Kind.ARRESTED: {"arrest_power": ArrestPower.TACT_41},
    Kind.BIOMETRICS_TAKEN: {"what": Biometric.FINGERPRINTS},
}

KINDS: dict[str, Kind] = {kind.value: kind for kind in Kind}
READERS: dict[Kind, dict[str, Reader]] = {kind: ANY | REQUIRED.get(kind, {}) | OPTIONAL.get(kind, {}) for kind in Kind}
NEEDED: dict[Kind, tuple[str, ...]] = {kind: ("at", *REQUIRED.get(kind, {})) for kind in Kind}
