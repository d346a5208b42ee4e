"""What is still owed about property, prints and samples, of a record about a person and of one about goods. Pure: what was kept, copied or
taken in, sentences out."""

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


def derived_owed(names: Iterable[str]) -> Iterator[Owed]:
    """One line for each thing from which information was derived that is to be destroyed. `names`: of the things, such as `item 2, copy 1`.
    (CTBSA Sch 3 paras 16(6), 22(6))"""
    for name in names:
        sentence = f"{name[0].upper()}{name[1:]}: the destruction of information derived from it, as directed, and by whom"
        yield Owed("property", sentence, PROPERTY, code="derived")


DESTROY = {
    "CTBSA_S3": "Destroy what was taken and record it (Sch 3 para 43(2)).",
    "TACT_S7": "Destroy what was taken and record it (for Schedule 7 not verified).",
}


def unlawful_owed(taken: Iterable[str], power: str) -> Iterator[Owed]:
    """One line for each taking that the law did not allow (R6) and of which nothing says that it was destroyed. `taken`: what, in words."""
    for what in taken:
        yield Owed("biometrics", f"{what}: taken unlawfully. {DESTROY[power]}", PROPERTY, is_urgent=True, code="unlawful-taking")
