"""Tables that a screen reader, a keyboard and a database can all live with: caption and scope, sorting by the server from a fixed list,
paging by position in the order, never by number. A page takes one row more than it shows to know of others, and counts nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

M = TypeVar("M", bound=Model)
R = TypeVar("R")
CURSOR_SALT = "borderops.kit.tables"


def query_with(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with parameters set, or taken away by None. A change of order or filter starts again at the first page."""
    query: QueryDict = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column. `cell` gives what to draw (default: the attribute named by `key`); `sort` names the field it may be ordered by."""

    key: str
    label: str
    cell: Callable[[R], Any] | None = None
    sort: str = ""
    numeric: bool = False
    header: bool = False  # the cell that names the row
    mono: bool = False  # references and numbers of documents
    hide_label: bool = False

    def draw(self, row: R) -> Any:
        if self.cell is not None:
            return self.cell(row)
        value: Any = row
        for part in self.key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else getattr(value, part)
        return value() if callable(value) else value


@dataclass(frozen=True, slots=True)
class Sort:
    """The order that was asked for, once it is known to be one of those offered."""

    key: str
    descending: bool
    field: str

    @property
    def order(self) -> tuple[str, ...]:
        """For keyset(): the field, then the key, both the same way."""
        sign = "-" if self.descending else ""
        return (sign + self.field, f"{sign}pk")

    @classmethod
    def asked(cls, request: HttpRequest, columns: Iterable[Column[Any]], default: str) -> "Sort":
        """From `?sort=due` or `?sort=-due`; anything not offered gives the default."""
        offered = {column.key: column.sort for column in columns if column.sort}
        for wish in (request.GET.get("sort", ""), default):
            if (key := wish.removeprefix("-")) in offered:
                return cls(key, wish.startswith("-"), offered[key])
        raise ValueError(f"The default order '{default}' is not the key of a sortable column.")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head as it is drawn."""

    label: str
    numeric: bool
    hide_label: bool
    aria_sort: str
    url: str


@dataclass(frozen=True)
class Table(Generic[R]):
    """A whole table. `rows` are drawn by the columns; an empty one says `empty` in words."""

    caption: str
    columns: Sequence[Column[R]]
    rows: Sequence[R]
    request: HttpRequest | None = None
    sort: Sort | None = None
    empty: str = "Nothing to show"
    show_caption: bool = True
    row_url: Callable[[R], str] | None = None
    row_class: Callable[[R], str] | None = None

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column[R]) -> Head:
        if not column.sort or self.request is None:
            return Head(column.label, column.numeric, column.hide_label, "", "")
        current = self.sort is not None and self.sort.key == column.key
        descending = current and self.sort is not None and self.sort.descending
        wish = column.key if not current or descending else f"-{column.key}"
        state = ("descending" if descending else "ascending") if current else "none"
        return Head(column.label, column.numeric, column.hide_label, state, query_with(self.request, sort=wish))

    @property
    def body(self) -> list[dict[str, Any]]:
        return [
            {
                "cells": [{"value": column.draw(row), "column": column} for column in self.columns],
                "url": self.row_url(row) if self.row_url else "",
                "class": self.row_class(row) if self.row_class else "",
            }
            for row in self.rows
        ]


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a keyset list. The links are empty when there is nothing that way."""

    rows: list[M]
    size: int
    next_url: str = ""
    previous_url: str = ""
    first_url: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_whole(self) -> bool:
        return not self.next_url and not self.previous_url


def keyset(request: HttpRequest, queryset: QuerySet[M], order: Sequence[str], *, size: int = 25, each: Sequence[Q] = ()) -> Page[M]:
    """The page that `?after=` or `?before=` asks for, in one query.

    `order` names fields that are never null and hold instants, dates, numbers or keys, ending with the primary key. Text is refused, for
    a name would stand in the address. A position that was tampered with gives the first page. `each` names parts that have no row in common
    and are the whole together: where an index orders each part, the page costs the same however many rows there are.
    """
    after, before = _position(request.GET.get("after")), _position(request.GET.get("before"))
    backwards = before is not None and after is None
    position = before if backwards else after
    ordering = [_turned(name) for name in order] if backwards else list(order)
    selected = queryset.order_by(*ordering)
    if position is not None and len(position) == len(order):
        selected = selected.filter(_beyond(ordering, position))
    found = _first(selected, size + 1, each, ordering)
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    started = position is not None
    has_next, has_previous = (started, more) if backwards else (more, started)
    return Page(
        rows=rows,
        size=size,
        next_url=query_with(request, after=_mark(rows[-1], order)) if has_next and rows else "",
        previous_url=query_with(request, before=_mark(rows[0], order)) if has_previous and rows else "",
        first_url=query_with(request) if started else "",
    )


def _first(selected: QuerySet[M], number: int, each: Sequence[Q], ordering: Sequence[str]) -> list[M]:
    if len(each) < 2:
        return list(selected.filter(*each)[:number])
    parts = [selected.filter(one)[:number] for one in each]
    return list(parts[0].union(*parts[1:], all=True).order_by(*ordering)[:number])


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], position: Sequence[Any]) -> Q:
    """Rows strictly after a position. The first field is also bounded by itself, so that its index can be used."""
    first, *_ = order
    name, bound = first.lstrip("-"), "lte" if first.startswith("-") else "gte"
    beyond, same = Q(), Q()
    for wish, value in zip(order, position, strict=True):
        each, side = wish.lstrip("-"), "lt" if wish.startswith("-") else "gt"
        beyond |= same & Q(**{f"{each}__{side}": value})
        same &= Q(**{each: value})
    return Q(**{f"{name}__{bound}": position[0]}) & beyond


def _mark(row: Model, order: Sequence[str]) -> str:
    return signing.dumps([_packed(row, name.lstrip("-")) for name in order], salt=CURSOR_SALT, compress=True)


def _packed(row: Model, name: str) -> list[Any]:
    value: Any = row
    for part in name.split("__"):
        value = getattr(value, part)
    for kind, word in ((datetime, "t"), (date, "d")):
        if isinstance(value, kind):
            return [word, value.isoformat()]
    if isinstance(value, UUID):
        return ["u", str(value)]
    if isinstance(value, int | float):
        return ["n", value]
    raise TypeError(f"'{name}' cannot be a keyset position: it holds {type(value).__name__}.")


def _position(mark: str | None) -> list[Any] | None:
    if not mark:
        return None
    read: dict[str, Callable[[Any], Any]] = {"t": datetime.fromisoformat, "d": date.fromisoformat, "u": UUID, "n": lambda number: number}
    try:
        return [read[kind](value) for kind, value in signing.loads(mark, salt=CURSOR_SALT)]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
