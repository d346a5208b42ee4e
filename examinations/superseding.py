"""Which rows stand of those that are put right by another row: neither corrected nor taken back. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar


class Row(Protocol):
    """A row that another one may take the place of."""

    @property
    def pk(self) -> Any: ...
    @property
    def supersedes_id(self) -> Any: ...
    @property
    def is_withdrawn(self) -> bool: ...


R = TypeVar("R", bound=Row)


def answers_to(rows: Iterable[R]) -> Mapping[Any, R]:
    """By the key of a row, the one that took its place or took it back."""
    return {row.supersedes_id: row for row in rows if row.supersedes_id is not None}


def standing(rows: Iterable[R]) -> list[R]:
    """Those of the rows that nothing has taken the place of and that take nothing back, in their order."""
    known = list(rows)
    struck = answers_to(known)
    return [row for row in known if row.pk not in struck and not row.is_withdrawn]
