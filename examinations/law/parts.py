"""What a floor above keeps and has corrected as the law is: it registers itself here, so that the pages of the law can name and show its
rows without knowing them."""

from collections.abc import Callable
from dataclasses import dataclass

from borderops.kit.parts import Fact
from examinations.models import Correction

Facts = list[Fact]


@dataclass(frozen=True, slots=True)
class Part:
    """`related` is the name by which a correction reaches its row, `address` the page on which all of them stand. `contents` gives what is
    proposed and what stood before."""

    subject: str
    related: str
    address: str
    title: str
    title_of: Callable[[Correction], str]
    contents: Callable[[Correction], tuple[Facts, Facts]]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Called once by the app that keeps it, when it is ready."""
    _parts[part.subject] = part


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


def part_of(row: Correction) -> Part | None:
    """The part that this correction is about, when it is one of a floor above."""
    return _parts.get(row.subject)


def related() -> tuple[str, ...]:
    """What a query of corrections fetches along for them."""
    return tuple(part.related for part in _parts.values())
