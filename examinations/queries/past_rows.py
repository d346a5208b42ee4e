"""What hangs on a record as its rows read at an instant: for each of them, of the versions that its history keeps, the one that stood then.
One reader for every table that `permissions.CHILDREN` names, so that a column added to one of them is in the past by itself."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import ForeignKey, Model

from borderops.kit.records import kept_fields
from examinations.models import (
    Addendum,
    Attachment,
    Authority,
    AuthorityAnswer,
    AuthorityRequest,
    Biometric,
    BreachExplanation,
    CashAmount,
    CashCount,
    CashInstrument,
    CashSeizure,
    CashStep,
    CommissionerStep,
    Custody,
    Determination,
    DeviceCopy,
    Disclosure,
    Examination,
    Examiner,
    FrozenBreach,
    Goods,
    Handover,
    Item,
    LinkedEncounter,
    Nomination,
    OpenLimit,
    Pack,
    Particulars,
    Return,
    Review,
    Search,
    SubmittedVersion,
    Supplement,
    TimelineEvent,
)
from organisation.models import User

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Kept:
    """How the past knows the rows of one table.

    `came` is the column with the instant at which the service received a row, or the key of the row that it came with; empty for what is
    there from the beginning of a record. `part` is what of the record it belongs to, under which what has changed since is counted; empty
    where that is counted otherwise. `order` is the order in which it is read, `written` the column that dates a version.
    """

    came: str = ""
    part: str = ""
    order: tuple[str, ...] = ("pk",)
    written: str = "history_date"


PEOPLE, RIGHTS, ASKED = "People", "Rights and welfare", "Authorities asked for"
SEARCHES, PRINTS, PROPERTY, CASH = "Searches", "Prints and samples", "Property", "Cash"

# What a row came with, or belongs to, stands above it.
KEPT: dict[type[Model], Kept] = {
    Particulars: Kept(written="changed_at"),
    Goods: Kept(part="Goods"),
    Examiner: Kept("joined_at", PEOPLE, ("joined_at", "pk")),
    Nomination: Kept("nominated_at", PEOPLE, ("nominated_at", "pk")),
    Handover: Kept("offered_at", PEOPLE, ("offered_at", "pk")),
    Supplement: Kept("given_at", RIGHTS, written="given_at"),
    Authority: Kept("entered_at", RIGHTS, ("entered_at", "pk")),
    Search: Kept("event", SEARCHES, ("event.at", "pk")),
    Biometric: Kept("event", PRINTS, ("event.at", "pk")),
    Determination: Kept("event", PRINTS, ("event.at", "pk")),
    Item: Kept("created_at", PROPERTY, ("number",)),
    Custody: Kept("received_at", PROPERTY, ("at", "received_at", "pk")),
    DeviceCopy: Kept("event", PROPERTY, ("number",)),
    CommissionerStep: Kept("received_at", PROPERTY, ("at", "received_at", "pk")),
    AuthorityRequest: Kept("asked_at", ASKED, ("asked_at", "pk")),
    AuthorityAnswer: Kept("answered_at", ASKED, ("answered_at", "pk")),
    CashSeizure: Kept("event", CASH, ("event.at", "pk")),
    CashCount: Kept("entered_at", CASH, ("-counted_at", "-pk")),
    CashAmount: Kept("count"),
    CashInstrument: Kept("count"),
    CashStep: Kept("entered_at", CASH, ("at", "pk")),
    BreachExplanation: Kept("explained_at", "Explanations", ("explained_at", "pk")),
    Attachment: Kept("added_at", "Attachments", ("number",)),
    Return: Kept("returned_at", "Returns for amendment", ("returned_at", "pk")),
    Addendum: Kept("added_at", order=("added_at", "pk")),
}
_READ: tuple[type[Model], ...] = (Examination, *KEPT)
OTHERWISE: dict[type[Model], str] = {
    TimelineEvent: "never changed, and read from its own table with what had superseded it by then",
    Review: "never changed, and read with the entry of the timeline that it stands for",
    SubmittedVersion: "never changed, and too large to be read for its number and its hash",
    LinkedEncounter: "read from both of its ends, with the other record",
}
"""Tables that the past shows as well, read in another way, and why."""
LEFT_OUT: dict[type[Model], str] = {
    OpenLimit: "a copy of the clocks of the present, which the past works out from the facts",
    FrozenBreach: "a copy of what had been worked out when the record was sent in; the past works it out again from the same facts",
    Disclosure: "what left the service is no part of what the record said; it is dated on its own page, for those who may disclose",
    Pack: "the making of a document, not anything that the record said",
}
"""Tables that the past does not show, and why."""


@dataclass(frozen=True, slots=True)
class Later:
    """How much of one part of a record has come or changed after an instant. Numbers alone, never the content."""

    part: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything in `KEPT` as it stood, each row tied to the others so that whatever shows it asks for nothing more."""

    examination: Examination
    of: Mapping[type[Model], Sequence[Any]]
    changed: frozenset[UUID]  # the rows that read otherwise by now
    later: tuple[Later, ...]
    added: Mapping[type[Model], int]  # rows that came after the instant

    def all(self, model: type[M]) -> list[M]:
        """The rows of one table, in its order."""
        return list(self.of.get(model, ()))


def rows_then(examination: Examination, at: datetime, known: Sequence[TimelineEvent]) -> Rows:
    """What hung on a record at `at`; `known` are the entries of the timeline that had been received by then. Two queries at most."""
    versions = _versions(examination.pk)
    events = {event.pk: event for event in known}
    there: dict[type[Model], dict[UUID, Any]] = {TimelineEvent: dict(events)}
    changed: set[UUID] = set()
    counts: dict[str, list[int]] = {}
    added: dict[type[Model], int] = {}
    for model, kept in KEPT.items():
        rows = versions[model]
        found = {key: _then(each, kept, at) for key, each in rows.items() if _had_come(each[0], kept, at, there)}
        there[model] = found
        now_otherwise = {key for key, row in found.items() if _reads_otherwise(row, rows[key][-1].row)}
        changed |= now_otherwise
        added[model] = len(rows) - len(found)
        if kept.part:
            count = counts.setdefault(kept.part, [0, 0])
            count[0] += added[model]
            count[1] += len(now_otherwise)
    then: Examination = _then(versions[Examination][examination.pk], Kept(), at)
    then._state.fields_cache["port"] = examination.port
    _tie(then, there)
    return Rows(
        examination=then,
        of={model: _ordered(there[model].values(), kept.order) for model, kept in KEPT.items()},
        changed=frozenset(changed),
        later=tuple(Later(part, *count) for part, count in counts.items() if any(count)),
        added=added,
    )


# --- Versions of rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Version:
    dated: datetime
    row: Any


@cache
def _statement() -> str:
    """Every version of every row that hangs on one record, the record's own among them, oldest first."""
    quote = connection.ops.quote_name
    # Names of our own tables and columns alone: nothing that anybody typed.
    parts = [
        f"SELECT '{model._meta.label}' AS kind, history_id, history_date, to_jsonb(v)::text AS body"  # noqa: S608
        f" FROM {quote(model.history.model._meta.db_table)} v"  # type: ignore[attr-defined]
        f" WHERE {'id' if model is Examination else 'examination_id'} = %(key)s"
        for model in _READ
    ]
    return f"SELECT kind, history_date, body FROM ({' UNION ALL '.join(parts)}) versions ORDER BY kind, history_id"  # noqa: S608


def _versions(key: UUID) -> dict[type[Model], dict[UUID, list[_Version]]]:
    """By table and row, oldest first. One query."""
    models = {model._meta.label: model for model in _READ}
    found: dict[type[Model], dict[UUID, list[_Version]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"key": key})
        for kind, dated, body in cursor.fetchall():
            row = _row(models[kind], json.loads(body, parse_float=Decimal))
            found[models[kind]][row.pk].append(_Version(dated, row))
    return found


def _row(model: type[M], columns: Mapping[str, Any]) -> M:
    fields = model._meta.concrete_fields
    # What a history leaves out follows from what it keeps, and was never anything by itself.
    values = [field.to_python(columns[str(field.column)]) if str(field.column) in columns else field.get_default() for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def _then(versions: Sequence[_Version], kept: Kept, at: datetime) -> Any:
    """The newest version that had been written by then. A row that had come by then and is dated by no version is as it was at first."""
    for version in reversed(versions):
        dated = version.dated if kept.written == "history_date" else getattr(version.row, kept.written)
        if dated is not None and dated <= at:
            return version.row
    return versions[0].row


def _had_come(first: _Version, kept: Kept, at: datetime, there: Mapping[type[Model], Mapping[UUID, Any]]) -> bool:
    if not kept.came:
        return True
    field = first.row._meta.get_field(kept.came)
    if isinstance(field, ForeignKey):
        return getattr(first.row, field.attname) in there[field.related_model]
    came: datetime = getattr(first.row, kept.came)
    return came <= at


def _reads_otherwise(then: Model, now: Model) -> bool:
    names = [field.attname for field in kept_fields(type(then)) if field.name != "version"]
    return any(getattr(then, name) != getattr(now, name) for name in names)


def _ordered(rows: Iterable[Any], order: Sequence[str]) -> list[Any]:
    found = list(rows)
    for name in reversed(order):
        found.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
    return found


# --- Rows tied to each other --------------------------------------------------------------------------------------------------


def _tie(examination: Examination, there: Mapping[type[Model], Mapping[UUID, Any]]) -> None:
    """Let each row answer for what it belongs to and for what belongs to it, so that nothing is read again as it is now. One query."""
    pools: dict[Any, Mapping[UUID, Any]] = {**there, Examination: {examination.pk: examination}}
    for pool in pools.values():
        for row in pool.values():
            row.__dict__["_prefetched_objects_cache"] = {}
            for relation in _relations(type(row)):
                if relation.one_to_one:
                    relation.set_cached_value(row, None)
                else:
                    row._prefetched_objects_cache[relation.cache_name] = []
    people = User.objects.in_bulk(list(_people(there)))
    for model, kept in KEPT.items():
        for row in there[model].values():
            _tie_to(row, {**pools, User: people})
        for row in _ordered(there[model].values(), kept.order):
            _tie_under(row, pools)


def _relations(model: type[Model]) -> list[Any]:
    return [each for each in model._meta.related_objects if each.related_model in KEPT and not each.hidden]


def _keys(row: Any) -> Iterator[tuple[Any, UUID]]:
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (key := getattr(row, field.attname)) is not None:
            yield field, key


def _people(there: Mapping[type[Model], Mapping[UUID, Any]]) -> set[UUID]:
    return {key for model in KEPT for row in there[model].values() for field, key in _keys(row) if field.related_model is User}


def _tie_to(row: Any, pools: Mapping[Any, Mapping[UUID, Any]]) -> None:
    for field, key in _keys(row):
        if key in pools.get(field.related_model, {}):
            field.set_cached_value(row, pools[field.related_model][key])


def _tie_under(row: Any, pools: Mapping[Any, Mapping[UUID, Any]]) -> None:
    for field, key in _keys(row):
        parent, relation = pools.get(field.related_model, {}).get(key), field.remote_field
        if parent is None or relation.hidden:
            continue
        if relation.one_to_one:
            relation.set_cached_value(parent, row)
        else:
            parent._prefetched_objects_cache[relation.cache_name].append(row)
