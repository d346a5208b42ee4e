"""Dates of six digits: the century is the sensible one as seen from a given day. Parts that the issuer did not know are fillers."""

from collections.abc import Callable
from datetime import date

from examinations.mrz.digits import DIGITS


class NoSuchDate(ValueError):
    """The six signs are no date; the text says why, as the end of a sentence."""


def born_on(text: str, today: date) -> date | None:
    """The latest date with these digits that is not after `today`: nobody is born tomorrow. None when a part is not known."""
    return _latest(text, lambda found: found <= today, today.year)


def expires_on(text: str, today: date) -> date | None:
    """The date with these digits that is nearest to `today`, at most fifty years away: documents last ten. None when it is not known."""
    return _latest(text, lambda found: found.year < today.year + 50, today.year + 50)


def _latest(text: str, is_sensible: Callable[[date], bool], year: int) -> date | None:
    if any(sign not in DIGITS and sign != "<" for sign in text):
        raise NoSuchDate("has a letter where a digit belongs")
    if "<" in text:
        if all(part == "<<" or part.isdigit() for part in (text[:2], text[2:4], text[4:])):
            return None
        raise NoSuchDate("has a filler in the middle of a number")
    for century in (year // 100, year // 100 - 1, year // 100 - 2):
        try:
            found = date(century * 100 + int(text[:2]), int(text[2:4]), int(text[4:]))
        except ValueError:
            continue  # 29 February, or no date in any century
        if is_sensible(found):
            return found
    raise NoSuchDate("is no day of the calendar")
