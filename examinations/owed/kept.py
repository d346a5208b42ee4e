"""What is still owed about property, of a record about a person and of one about goods. Pure: what was kept or copied in, sentences out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from examinations.owed.one import PROPERTY, Owed
from examinations.property import business


@dataclass(frozen=True, slots=True)
class Kept:
    """A thing that was kept, as far as it is described. `has_receipt` also where it is said why there is none."""

    number: int
    is_described: bool
    has_receipt: bool


def kept_owed(kept: Iterable[Kept]) -> Iterator[Owed]:
    """One line for each thing that was kept and is not described, or has no receipt."""
    for one in kept:
        missing = [*([] if one.is_described else ["what it is"]), *([] if one.has_receipt else ["the receipt given, or why there is none"])]
        if missing:
            yield Owed("property", f"Item {one.number}: {' and '.join(missing)}", PROPERTY)


def unauthorised_owed(numbers: Iterable[int]) -> Iterator[Owed]:
    """One line for each item with a copy that waits for a superintendent's authority."""
    for number in numbers:
        yield Owed("property", f"Item {number}: {business.OWED}", PROPERTY, code=business.CODE)
