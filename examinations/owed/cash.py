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
RELEASE, REASSESS, ACCOUNT = "release", "reassess", "account"
LATER = {
    RELEASE: ("the grounds for holding it have gone", "The grounds for holding this cash have gone. Return it now."),
    REASSESS: (
        "the grounds to be looked at again since the handover",
        "The examination was handed over. Look at the grounds for holding the cash again.",
    ),
    ACCOUNT: (
        "to be paid into an account, or kept as evidence",
        "The first 48 hours have run out. Pay it into an interest-bearing account, or say why it is kept as evidence.",
    ),
}
"""The same of what becomes owed while it is held (ATCSA 2001 Sch 1 paras 3 and 4; POCA 2002 ss.295 and 296)."""
NAMED = 2


@dataclass(frozen=True, slots=True)
class Seized:
    """Cash that was seized, which of MISSING is there, and which of LATER it owes."""

    at: datetime
    has: frozenset[str]
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of cash since it was seized. `hours_end_at`: when its first 48 counted hours run out, None where no calendar reaches;
    `is_placed`: paid in, or kept as evidence; `handed_over_at`: when the last handover that was accepted was offered."""

    seized_at: datetime
    hours_end_at: datetime | None = None
    is_gone: bool = False
    is_placed: bool = False
    assessed_at: datetime | None = None
    grounds_continue: bool | None = None  # as the last assessment concluded
    handed_over_at: datetime | None = None


def later(since: Since, at: datetime) -> tuple[str, ...]:
    """Which of LATER is owed at `at`; nothing of cash that has gone.

    The 48 hours after which it goes into an account are read as the counted ones, the same after which only a court's order holds it.
    The grounds are a continuous duty: looked at again at each handover with cash held, at the earliest when it is offered; the cash goes
    back once they are lost, and then nothing else of it is asked for.
    """
    if since.is_gone:
        return ()
    if since.grounds_continue is False:
        return (RELEASE,)
    handed_over = since.handed_over_at is not None and since.seized_at <= since.handed_over_at
    is_looked_at = since.assessed_at is not None and (since.handed_over_at is None or since.assessed_at >= since.handed_over_at)
    is_past = since.hours_end_at is not None and at > since.hours_end_at
    found = {REASSESS: handed_over and not is_looked_at, ACCOUNT: is_past and not since.is_placed}
    return tuple(name for name, is_owed in found.items() if is_owed)


def missing(has: frozenset[str]) -> list[str]:
    """The names of what is not there, in order."""
    return [name for name in MISSING if name not in has]


def cash_owed(seized: Sequence[Seized]) -> Iterator[Owed]:
    """One line for each seizure, as short as the list of a record is read; before it, what cannot wait."""
    for one in seized:
        about = f"Cash seized, {spoken_time(one.at)}"
        if RELEASE in one.later:
            yield Owed("cash", f"{about}: {LATER[RELEASE][0]}. Return it now, and record it.", CASH, is_urgent=True)
        found = [LATER[name][0] for name in one.later if name != RELEASE] + [MISSING[name][0] for name in missing(one.has)]
        if found:
            more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
            yield Owed("cash", f"{about}: {'; '.join(found[:NAMED])}{more}", CASH, whole=f"{about}: {'; '.join(found)}")
