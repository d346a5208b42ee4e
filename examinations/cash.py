"""Seized cash in figures and words: what it is counted in, whether the sum is large enough to be seized, and how a seizure stands. Pure."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from examinations.clocks import Basis, Breach, Clock, State
from examinations.clocks.law import FOLDER
from examinations.reference import smallest_cash

RULE = "C12"


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency with its notes and coins in circulation, largest first."""

    code: str
    name: str
    notes: tuple[Decimal, ...]
    coins: tuple[Decimal, ...]

    @property
    def denominations(self) -> tuple[Decimal, ...]:
        return (*self.notes, *self.coins)


@cache
def _read() -> dict[str, Any]:
    with (FOLDER / "cash.toml").open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)


@cache
def currencies() -> tuple[Currency, ...]:
    """The currencies that the counting form offers."""
    return tuple(
        Currency(each["code"], each["name"], tuple(map(Decimal, each["notes"])), tuple(map(Decimal, each["coins"])))
        for each in _read()["currency"]
    )


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many notes or coins of one kind."""

    currency: str
    denomination: Decimal
    pieces: int


def totals(counted: Iterable[Pieces]) -> dict[str, Decimal]:
    """What was counted, by currency: denominations times their numbers, the only place where a sum comes from."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for each in counted:
        found[each.currency] += each.denomination * each.pieces
    return dict(sorted(found.items()))


def in_pounds(sums: dict[str, Decimal], worth: Decimal | None) -> Decimal | None:
    """What it comes to in pounds: as the officers worked it out, or the sum itself when all of it is in pounds; None when not known."""
    if worth is not None:
        return worth
    return sums.get("GBP", Decimal(0)) if set(sums) <= {"GBP"} and sums else None


def in_words(pence: int) -> str:
    """`£1,000`, `£1,000.50`."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")


def below_minimum(power: str, pounds: Decimal | None, begun: datetime) -> str:
    """A sentence when the sum is below the smallest that the Act allowed to be seized when the record began; empty otherwise, and where
    the Act knows no such sum. (POCA s.294(3))"""
    minimum = smallest_cash(power, begun)
    if minimum is None or pounds is None or pounds * 100 >= minimum.terms["pence"]:
        return ""
    doubt = "" if minimum.verified else " The sum is not verified: check it."
    smallest = in_words(minimum.terms["pence"])
    return f"£{pounds:,.2f} is less than {smallest}, the smallest sum that may be seized ({minimum.authority}).{doubt}"


class Standing(StrEnum):
    """How a seizure stands. UNLAWFUL_LATE: a court's order came after the 48 counted hours, and cures nothing."""

    HELD = "HELD"
    ORDERED = "ORDERED"
    EXPIRED = "EXPIRED"
    UNLAWFUL_LATE = "UNLAWFUL_LATE"
    RETURNED = "RETURNED"
    FORFEITED = "FORFEITED"
    TAKEN_BACK = "TAKEN_BACK"


WORDS = {
    Standing.HELD: "Held, 48 hours running",
    Standing.ORDERED: "Held under a court's order",
    Standing.EXPIRED: "Time has run out",
    Standing.UNLAWFUL_LATE: "Order made too late",
    Standing.RETURNED: "Returned",
    Standing.FORFEITED: "Forfeited",
    Standing.TAKEN_BACK: "Taken back",
}
NOT_COMPUTED = "Held, limit not computed"
"""Of cash whose hours run beyond the calendar of bank holidays."""
TONES = {
    Standing.HELD: "blue",
    Standing.ORDERED: "green",
    Standing.EXPIRED: "red",
    Standing.UNLAWFUL_LATE: "red",
    Standing.RETURNED: "grey",
    Standing.FORFEITED: "grey",
    Standing.TAKEN_BACK: "grey",
}
DECISIONS = {
    Standing.EXPIRED: "The detention of this cash has ended. Release it now, or seize it afresh and say why that is right.",
    Standing.UNLAWFUL_LATE: (
        "The order was made after the detention of this cash had ended, and does not bring it back. "
        "Release it now, or seize it afresh and say why that is right."
    ),
}
FURTHER_HOURS = (
    "If the court’s order has run out too, the cash may be held for a further period of at most 48 hours for a new application, counted as "
    "the first 48 are (ATCSA 2001 Sch 1 para 5C; not verified, nor that it is so under the Proceeds of Crime Act 2002). From which instant "
    "it runs is not known here, so no clock is shown for it. Ask the force’s legal adviser at once, and apply at once or return the cash."
)
"""What is said where a forfeiture notice lapsed: a period of which no clock runs here."""
OPEN = (Standing.HELD, Standing.ORDERED, Standing.EXPIRED, Standing.UNLAWFUL_LATE)


def first_hours_end(clocks: Iterable[Clock], ref: str) -> datetime | None:
    """When the first 48 counted hours of this seizure run out; None where the calendar of bank holidays does not reach. The limits of a
    court's orders end with a day, the hours do not."""
    return next((clock.due_at for clock in clocks if clock.rule == RULE and clock.ref == ref and not clock.ends_with_day), None)


def standing_of(
    *,
    seized_at: datetime | None,
    orders: Sequence[datetime],
    returned_at: datetime | None,
    forfeited_at: datetime | None,
    clocks: Iterable[Clock],
    breaches: Iterable[Breach],
) -> Standing:
    """How a seizure stands, from its own facts and what the engine made of them. `clocks` and `breaches` are those of its `ref`."""
    if seized_at is None:
        return Standing.TAKEN_BACK
    if forfeited_at is not None:
        return Standing.FORFEITED
    if returned_at is not None:
        return Standing.RETURNED
    late = {breach.actual_at for breach in breaches if breach.rule == RULE and breach.basis is Basis.STATUTE}
    if any(order in late for order in orders):
        return Standing.UNLAWFUL_LATE
    if any(clock.rule == RULE and clock.state is State.OVERDUE for clock in clocks):
        return Standing.EXPIRED
    return Standing.ORDERED if orders else Standing.HELD
