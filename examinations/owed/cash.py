"""What is still to be written down about cash that was seized: said in full beside it, and in short on the record's own list. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from borderops.kit.dates import spoken_time
from examinations.owed.one import CASH, Owed

MISSING = {
    "count": ("to be counted by two people", "Have it counted by two people."),
    "receipt": ("the receipt given, or why there is none", "Give the number of the receipt, or say why there is none."),
    "place": ("where it was seized", "Say where the cash was seized."),
    "grounds": ("the grounds of the suspicion", "Give the grounds of the suspicion."),
    "explanation": ("how the person explains it", "Write down how the person explained it, or that they did not."),
    "bag": ("the sealed bag", "Give the number of the sealed bag."),
}
"""In short and in full, what cannot wait first."""
NAMED = 2


@dataclass(frozen=True, slots=True)
class Seized:
    """Cash that was seized, and which of MISSING is there."""

    at: datetime
    has: frozenset[str]


def missing(has: frozenset[str]) -> list[str]:
    """The names of what is not there, in order."""
    return [name for name in MISSING if name not in has]


def cash_owed(seized: Sequence[Seized]) -> Iterator[Owed]:
    """One line for each seizure, as short as the list of a record is read."""
    for one in seized:
        found = [MISSING[name][0] for name in missing(one.has)]
        if found:
            more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
            about = f"Cash seized, {spoken_time(one.at)}"
            yield Owed("cash", f"{about}: {'; '.join(found[:NAMED])}{more}", CASH, whole=f"{about}: {'; '.join(found)}")
