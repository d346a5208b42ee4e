"""Which misreading would explain a check digit that does not hold: signs that a reader or a hand takes for one another, and only where the
exchange makes the check digit true."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from examinations.mrz.digits import DIGITS, check_digit

PAIRS = ("O0", "Q0", "D0", "I1", "L1", "T1", "Z2", "A4", "S5", "G6", "B8", "T7", "17", "38", "69", "MN", "VY", "UV", "CG", "K<", "C<")
LIKE: dict[str, str] = {}
for _pair in PAIRS:
    _one, _other = _pair[0], _pair[1]
    LIKE[_one] = LIKE.get(_one, "") + _other
    LIKE[_other] = LIKE.get(_other, "") + _one
MOST_EXCHANGED, MOST_SHOWN = 2, 4


@dataclass(frozen=True, slots=True)
class Exchange:
    """One sign put in the place of another; `place` counts from nought in the text, whose last sign is the check digit."""

    place: int
    read: str
    likely: str


def exchanges(text: str, digit: str, *, digits_only: bool) -> list[tuple[Exchange, ...]]:
    """The smallest sets of exchanges that make `digit` the check digit of `text`, likeliest first; empty when none does.

    One digit for a letter that looks like it is tried before two. With `digits_only` no letter may stay.
    """
    whole = text + digit
    for count in range(1, MOST_EXCHANGED + 1):
        found = list(_of(whole, count, digits_only=digits_only))
        if found:
            return sorted(found, key=_unlikelihood)[:MOST_SHOWN]
    return []


def _of(whole: str, count: int, *, digits_only: bool) -> Iterator[tuple[Exchange, ...]]:
    last = len(whole) - 1
    open_to = [place for place, sign in enumerate(whole) if sign in LIKE]
    for places in combinations(open_to, count):
        for signs in product(*(LIKE[whole[place]] for place in places)):
            changed = list(whole)
            for place, sign in zip(places, signs, strict=True):
                changed[place] = sign
            text, digit = "".join(changed[:last]), changed[last]
            if digit not in DIGITS or (digits_only and not text.isdigit()) or check_digit(text) != digit:
                continue
            yield tuple(Exchange(place, whole[place], sign) for place, sign in zip(places, signs, strict=True))


def _unlikelihood(found: tuple[Exchange, ...]) -> tuple[int, tuple[int, ...]]:
    """Letters and digits that look alike come before two digits or two letters."""
    odd = sum(one.read.isdigit() == one.likely.isdigit() for one in found)
    return odd, tuple(one.place for one in found)


def applied(text: str, found: tuple[Exchange, ...]) -> str:
    """The text with the exchanges made; one that is about its check digit changes nothing in it."""
    signs = list(text)
    for one in found:
        if one.place < len(signs):
            signs[one.place] = one.likely
    return "".join(signs)
