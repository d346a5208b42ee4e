"""Querysets whose SQL is worked out once in a process. Putting a query into words takes Django longer than PostgreSQL needs to answer it,
and a page that asks twelve times would spend half its time on sentences that are always the same.

    @compiled
    def reviews_of(examination: UUID) -> QuerySet[Review]:
        return Review.objects.filter(examination=examination).select_related("reviewer")

    reviews_of(examination.pk)  # a list, read by one query

The function is called with stand-ins and must hand its arguments to the query as they are. It may take keys, instants, texts, and lists of
keys or texts; for a list the SQL is worked out for each length.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import update_wrapper
from itertools import chain, count
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

R = TypeVar("R")
Argument = UUID | datetime | str | Sequence[UUID] | Sequence[str]
_numbers = count(1)


class _Sentence:
    """One query in words, and where its arguments stand. Acts towards Django's own iterables as the query and the compiler of a queryset,
    so that rows become objects exactly as they always do."""

    def __init__(self, queryset: Any, stand_ins: Sequence[Any]) -> None:
        if queryset._prefetch_related_lookups:
            raise TypeError("A compiled query reads one set of rows: prefetch with a second one.")
        self._query = queryset.query
        self._iterable = queryset._iterable_class
        self._fields = queryset._fields
        self._compiler = self._query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, params = self._compiler.as_sql()
        shown = [column for column, *_ in self._compiler.select[: self._compiler.col_count]]
        if self._compiler.has_composite_fields(shown):
            raise TypeError("A compiled query reads no composite keys.")
        self._converters = self._compiler.get_converters(shown)
        places = {stand_in: place for place, stand_in in enumerate(stand_ins)}
        self._params = [(places.get(param), param) for param in params]
        if missing := set(range(len(stand_ins))) - {place for place, _ in self._params}:
            raise TypeError(f"The query does not use its arguments {sorted(missing)} as they were given.")

    def rows(self, given: Sequence[Any]) -> list[Any]:
        run = _Run(self, [param if place is None else given[place] for place, param in self._params])
        return list(self._iterable(SimpleNamespace(db=DEFAULT_DB_ALIAS, query=run, _known_related_objects={}, _fields=self._fields)))


class _Run:
    """One execution of a sentence."""

    def __init__(self, sentence: _Sentence, params: Sequence[Any]) -> None:
        self._sentence, self._params = sentence, params

    def __getattr__(self, name: str) -> Any:
        compiler = self._sentence._compiler
        return getattr(compiler if hasattr(compiler, name) else self._sentence._query, name)

    def get_compiler(self, *where: Any, **named: Any) -> "_Run":
        return self

    def execute_sql(self, *how: Any, **named: Any) -> list[list[Any]]:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sentence._sql, self._params)
            return [cursor.fetchall()]

    def results_iter(self, results: Any = None, tuple_expected: bool = False, **how: Any) -> Iterator[Any]:
        found = self.execute_sql() if results is None else results
        rows: Iterator[Any] = chain.from_iterable(found)
        if self._sentence._converters:
            rows = self._sentence._compiler.apply_converters(rows, self._sentence._converters)
        return map(tuple, rows) if tuple_expected else rows


class Compiled(Generic[R]):
    """A function from arguments to a queryset, called as a function from arguments to rows."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self.build = build
        self._sentences: dict[tuple[tuple[type, int], ...], _Sentence | None] = {}
        update_wrapper(self, build)

    def __call__(self, *arguments: Argument) -> list[R]:
        """The rows, by one query. Raises TypeError for an argument of another kind than the module names."""
        shape = tuple((type(one), len(one)) if isinstance(one, list | tuple) else (type(one), -1) for one in arguments)
        if shape not in self._sentences:
            self._sentences[shape] = self._compile(arguments)
        sentence = self._sentences[shape]
        return [] if sentence is None else sentence.rows(_flat(arguments))

    def _compile(self, arguments: Sequence[Argument]) -> _Sentence | None:
        stand_ins = [[_stand_in(each) for each in one] if isinstance(one, list | tuple) else _stand_in(one) for one in arguments]
        try:
            return _Sentence(self.build(*stand_ins), _flat(stand_ins))
        except EmptyResultSet:
            return None


def compiled(build: Callable[..., QuerySet[Any, R]]) -> Compiled[R]:
    """Decorates a function that makes a queryset: its SQL is worked out at the first call."""
    return Compiled(build)


def _flat(arguments: Sequence[Any]) -> list[Any]:
    return [each for one in arguments for each in (one if isinstance(one, list | tuple) else (one,))]


def _stand_in(value: Any) -> Any:
    """A value of the same kind that occurs nowhere else."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return datetime(1, 1, 1, tzinfo=UTC).replace(microsecond=next(_numbers) % 1_000_000)
    if isinstance(value, str):
        return f"stand-in {next(_numbers)}"
    raise TypeError(f"A compiled query takes keys, instants and texts, not {type(value).__name__}.")
