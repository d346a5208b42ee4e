"""What the evidence is drawn from: parts with rows of label and value, gathered under the sections to which the criteria point."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.defaultfilters import linebreaksbr

from borderops.kit.dates import spoken
from borderops.kit.parts import Fact


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a section: a review, a search, an item. `badges` are words with their tones."""

    title: str
    facts: tuple[Fact, ...]
    badges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the evidence. `key` is what a criterion points to, `tab` the record's own page of it; `none` is said where there is
    nothing."""

    key: str
    title: str
    parts: tuple[Part, ...]
    tab: str = ""
    none: str = ""

    @property
    def page(self) -> str:
        """The name of the record's own page."""
        return f"examinations:{self.tab}"


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that are read together."""

    title: str
    sections: tuple[Section, ...]


def said_at(at: datetime | None) -> str:
    """An instant in full, to the second; empty when there is none."""
    return spoken(at, seconds=True) if at else ""


def yes_no(value: bool | None) -> str:
    """Empty when nobody has said."""
    return "" if value is None else "Yes" if value else "No"


def lines(texts: Iterable[str]) -> Any:
    """Each on a line of its own, those that are empty left out."""
    return linebreaksbr("\n".join(text for text in texts if text), autoescape=True)


def arising(*rows: tuple[bool, Fact]) -> tuple[Fact, ...]:
    """The rows that arise at all; of those, one without a value says that it was not recorded."""
    return tuple(fact for arises, fact in rows if arises or fact.value)
