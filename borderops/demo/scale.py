"""Many examinations at once, made inside PostgreSQL: the data on which the benchmarks stand.
Plain rows with no story; the demo's year has the stories."""

# ruff: noqa: S608  (statements are put together from our own constants and model names; nothing from outside reaches them)

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import count
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model

from audit.models import Event, Reading
from borderops.kit.records import REFERENCE_LETTERS, kept_fields
from examinations.models import Examination, Examiner, Particulars, SubmittedVersion, TimelineEvent

T = TypeVar("T")

# Ports are skewed as real ones are; Southend stays empty, for the benchmark of a reader whose port has no record.
SHARES = (("Stansted", 55), ("Luton", 32), ("Harwich", 8), ("Norwich", 5))
READINGS_EACH = 10
BATCH = 20_000
BASE = len(REFERENCE_LETTERS)
BODIES = BASE**5
STEP = 3_919_573  # shares no factor with 23**5, so that walking by it visits every body once
QUEUED_EVERY = 200  # one record in so many waits for quality assurance

PREPARE = f"""
CREATE TEMP TABLE scale_officer ON COMMIT DROP AS
  SELECT u.id, u.collar_number, port.id AS port_id, port.name AS port,
         row_number() OVER (PARTITION BY port.id ORDER BY u.collar_number) AS n,
         count(*) OVER (PARTITION BY port.id) AS of
  FROM organisation_user u JOIN organisation_posting p ON p.user_id = u.id AND p.role = 'CONSTABLE'
  JOIN organisation_unit unit ON unit.id = p.unit_id JOIN organisation_port port ON port.id = unit.home_port_id;
CREATE TEMP TABLE scale_share (port text, low int, high int) ON COMMIT DROP;
CREATE OR REPLACE FUNCTION pg_temp.reference_of(n bigint, year int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE letters text := '{REFERENCE_LETTERS}'; rest bigint := n; body text := ''; total int := 0; digit int;
BEGIN
  FOR weight IN 1..5 LOOP
    digit := rest % {BASE}; rest := rest / {BASE};
    body := body || substr(letters, digit + 1, 1); total := total + weight * digit;
  END LOOP;
  RETURN format('S7-%s-%s%s', lpad((year % 100)::text, 2, '0'), body, substr(letters, total % {BASE} + 1, 1));
END $$;
"""

# What is detained and what waits is spread over ports and officers, for their steps have no common rhythm. A reference that a record of the
# demo has drawn already is left out.
CAST = f"""
CREATE TEMP TABLE scale_batch ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, one.n, one.reference, one.at AS started_at, o.port_id, o.id AS officer_id, o.collar_number,
       one.n % 12 = 0 AS is_detained,
       at + CASE WHEN one.n % 12 = 0 THEN interval '150 minutes' ELSE make_interval(mins => 10 + one.n % 45) END AS ended_at,
       one.n % {QUEUED_EVERY} = 0 AS is_queued
FROM (SELECT n, at, pg_temp.reference_of((n::bigint * {STEP} + 11) % {BODIES}, extract(year FROM at)::int) AS reference
      FROM (SELECT n, now() - make_interval(mins => 3000 + ((n::bigint * 2621) % 2600000)::int) AS at
            FROM generate_series(%s::int, %s::int) n) moment) one
JOIN scale_share share ON (one.n * 61 + one.n / 100) % 100 >= share.low AND (one.n * 61 + one.n / 100) % 100 < share.high
JOIN scale_officer o ON o.port = share.port AND o.n = 1 + (one.n / 7) % o.of
WHERE NOT EXISTS (SELECT FROM examinations_examination taken WHERE taken.reference = one.reference)
"""


def _insert(model: type[Model], values: Mapping[str, str], source: str = "scale_batch b") -> str:
    return f"INSERT INTO {model._meta.db_table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {source}"


def _history(model: type[Model], changes: Mapping[str, str], *, kind: str, at: str, joined_by: str) -> str:
    """A history row for each row of the batch, like the live row but for `changes`."""
    table = model.history.model._meta.db_table  # type: ignore[attr-defined]
    names = [str(field.column) for field in kept_fields(model)]
    columns = {name: changes.get(name, f"r.{name}") for name in names}
    columns |= {"history_date": at, "history_type": f"'{kind}'"}
    source = f"{model._meta.db_table} r JOIN scale_batch b ON b.id = r.{joined_by}"
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}"


EXAMINATION = {
    "id": "b.id",
    "reference": "b.reference",
    "power": "'TACT_S7'",
    "subject": "'PERSON'",
    "place": "'Arrivals hall'",
    "participants": "ARRAY[b.officer_id]",
    "authors": "ARRAY[b.officer_id]",
    "state": "CASE WHEN b.is_queued THEN 'SUBMITTED' ELSE 'ACCEPTED' END",
    "started_at": "b.started_at",
    "first_questioned_at": "b.started_at",
    "detained_at": "CASE WHEN b.is_detained THEN b.started_at + interval '40 minutes' END",
    "ended_at": "b.ended_at",
    "is_late_entry": "false",
    "submitted_at": "b.ended_at + interval '2 hours'",
    "accepted_at": "CASE WHEN NOT b.is_queued THEN b.ended_at + interval '1 day' END",
    "version": "3",
    "created_at": "b.started_at",
    "created_by_id": "b.officer_id",
    "port_id": "b.port_id",
}
EVENT = {
    "id": "gen_random_uuid()",
    "examination_id": "b.id",
    "officer_id": "b.officer_id",
    "officer_rank": "'CONSTABLE'",
    "words": "''",
    "detail": "'{}'",
    "entered_by_id": "b.officer_id",
    "late_reason": "''",
    "superseding_reason": "''",
    "is_withdrawn": "false",
}
EVENTS = (
    ("'FIRST_QUESTION'", "b.started_at"),
    (
        "CASE WHEN b.is_detained THEN 'DETAINED' ELSE 'NOTICE_SERVED' END",
        "b.started_at + CASE WHEN b.is_detained THEN interval '40 minutes' ELSE interval '4 minutes' END",
    ),
    ("'RELEASED'", "b.ended_at"),
)
BLANK = {
    str(field.column): "''"
    for field in Particulars._meta.concrete_fields
    if not field.null and field.get_internal_type() in {"CharField", "TextField"}
}
PARTICULARS = BLANK | {
    "id": "gen_random_uuid()",
    "examination_id": "b.id",
    "version": "1",
    "direction": "'INBOUND'",
    "considerations": "ARRAY['behaviour']",
    "selection_reason": "'Made up for measurement; this person does not exist.'",
    "family_name": "'Fictional ' || b.n",
    "outcome": "ARRAY['NO_FURTHER_ACTION']",
}
ENTRY = {
    "actor_id": "b.officer_id",
    "actor_label": "b.collar_number",
    "session_hash": "''",
    "thing_id": "b.id",
    "port_id": "b.port_id",
    "thing_kind": "'examinations.examination'",
}
READING = ENTRY | {
    "verb": "'examination.view'",
    "shown": "'{}'",
    "count": "1",
    "filter_digest": "''",
    "request_id": "'made-' || b.n || '-' || look",
}
DEED = ENTRY | {
    "verb": "'demo.measured'",
    "outcome": "'ALLOW'",
    "reason": "''",
    "recipients": "'[]'",
    "digests": "'{}'",
    "detail": "'{}'",
    "request_id": "'made-' || b.n",
}


def _statements() -> list[str]:
    return [
        _insert(Examination, EXAMINATION),
        _history(
            Examination,
            {"state": "'LIVE'", "ended_at": "NULL", "submitted_at": "NULL", "accepted_at": "NULL", "version": "1"},
            kind="+",
            at="b.started_at",
            joined_by="id",
        ),
        _history(Examination, {}, kind="~", at="b.ended_at", joined_by="id"),
        _insert(
            Examiner,
            {
                "id": "gen_random_uuid()",
                "examination_id": "b.id",
                "officer_id": "b.officer_id",
                "rank": "'CONSTABLE'",
                "joined_at": "b.started_at",
                "is_accredited": "true",
                "completes": "false",
            },
        ),
        *(_insert(TimelineEvent, EVENT | {"kind": kind, "at": at, "received_at": at}) for kind, at in EVENTS),
        _history(TimelineEvent, {}, kind="+", at="r.at", joined_by="examination_id"),
        _insert(Particulars, PARTICULARS),
        _insert(
            SubmittedVersion,
            {
                "id": "gen_random_uuid()",
                "examination_id": "b.id",
                "number": "1",
                "content": "'{}'",
                "content_hash": "''",
                "submitted_by_id": "b.officer_id",
                "submitted_at": "b.ended_at + interval '2 hours'",
            },
            "scale_batch b WHERE b.is_queued",
        ),
        _insert(Reading, READING, f"scale_batch b CROSS JOIN generate_series(1, {READINGS_EACH}) look"),
        _insert(Event, DEED),
    ]


TABLES = tuple(
    str(model._meta.db_table) for model in (Examination, Examiner, Particulars, TimelineEvent, SubmittedVersion, Reading, Event)
) + tuple(str(model.history.model._meta.db_table) for model in (Examination, TimelineEvent))  # type: ignore[attr-defined]
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
AT_ONCE = 2


@contextmanager
def _indexed_afterwards() -> Iterator[None]:
    """Take the tables' plain indexes away and build them again at the end, which costs a fraction of adding to them row by row."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(TABLES)])
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        _each(_build, [definition for _, definition in found])


def _build(definition: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(definition)


def _each(act: Callable[[T], None], things: Iterable[T], done: Callable[[], None] = lambda: None) -> None:
    """Do it to each of the things, a few at once, every one on a connection of its own."""

    def apart(thing: T) -> None:
        try:
            act(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for finished in as_completed([pool.submit(apart, thing) for thing in things]):
            finished.result()
            done()


def _make(numbers: range) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PREPARE)
        reached = 0
        for port, share in SHARES:
            cursor.execute("INSERT INTO scale_share VALUES (%s, %s, %s)", [port, reached, reached + share])
            reached += share
        cursor.execute(CAST.replace("%", "%%").replace("%%s", "%s"), [numbers[0], numbers[-1]])
        for statement in _statements():
            cursor.execute(statement)


def make_examinations(number: int, *, progress: Callable[[int], None]) -> None:
    """Make `number` examinations, each with three timeline facts, five history rows and ten readings, in batches that commit by themselves.

    `progress` is called with how many there are so far. Needs the demo's people; runs as the schema's owner.
    """
    batches = [range(low, min(low + BATCH, number + 1)) for low in range(1, number + 1, BATCH)]
    made = count(1)
    with _indexed_afterwards():
        _each(_make, batches, lambda: progress(min(next(made) * BATCH, number)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
