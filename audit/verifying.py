"""Walks the seals from the first: recomputes every leaf from the rows themselves, every root from the leaves, every seal from the one
before, and compares with what was signed and with what is known outside. Streams, so that its memory does not grow with the ledger."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import connection

from audit.chain import FIRST_PREVIOUS, Checkpoint, body, seal_hash
from audit.keys import Verifier
from audit.models import Seal
from audit.sealing import one_row

ENTRIES_AT_ONCE = 100_000
SEALS_AT_ONCE = 1_000

# As audit/sealing.py orders them, with each leaf computed anew from its row.
SEALS = """
SELECT s.number, s.xid_from, s.xid_until, s.count, s.root, s.previous, s.hash, s.sealed_at, s.signature, s.key_id,
       events.count + readings.count, sha256(events.leaves || readings.leaves), events.altered + readings.altered
FROM audit_seal s
CROSS JOIN LATERAL (
  SELECT count(*) AS count, count(*) FILTER (WHERE fresh <> leaf) AS altered, coalesce(string_agg(fresh, ''::bytea), ''::bytea) AS leaves
  FROM (
    SELECT e.leaf, audit_event_leaf(e) AS fresh FROM audit_event e
    WHERE e.xid >= s.xid_from AND e.xid < s.xid_until ORDER BY e.xid, e.id
  ) ordered
) events
CROSS JOIN LATERAL (
  SELECT count(*) AS count, count(*) FILTER (WHERE fresh <> leaf) AS altered, coalesce(string_agg(fresh, ''::bytea), ''::bytea) AS leaves
  FROM (
    SELECT r.leaf, audit_reading_leaf(r) AS fresh FROM audit_reading r
    WHERE r.xid >= s.xid_from AND r.xid < s.xid_until ORDER BY r.xid, r.id
  ) ordered
) readings
WHERE s.number BETWEEN %s AND %s ORDER BY s.number
"""
TAIL = """
SELECT (SELECT count(*) FROM audit_event e WHERE e.xid >= %(sealed)s) + (SELECT count(*) FROM audit_reading r WHERE r.xid >= %(sealed)s),
       EXISTS (SELECT FROM audit_event e WHERE e.xid >= %(sealed)s AND e.leaf <> audit_event_leaf(e))
    OR EXISTS (SELECT FROM audit_reading r WHERE r.xid >= %(sealed)s AND r.leaf <> audit_reading_leaf(r))
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`first_bad` is the number of the first seal that does not hold; one past the last when the entries not yet sealed do not."""

    events: int
    seals: int
    first_bad: int | None = None
    why: str = ""

    @property
    def ok(self) -> bool:
        return self.first_bad is None


@dataclass(frozen=True, slots=True)
class _Found:
    """A seal as stored, and what its entries give now."""

    number: int
    xid_from: int
    xid_until: int
    count: int
    root: bytes
    previous: bytes
    hash: bytes
    sealed_at: datetime
    signature: bytes
    key_id: str
    count_now: int
    root_now: bytes
    altered: int


def verify_ledger(*, against: Iterable[Checkpoint] = (), key: Verifier | None = None) -> Verdict:
    """Walk every seal and stop at the first that does not hold. Entries of both kinds are counted as events.

    `against`, in order of number, is what is known outside; signatures are checked when there is a key.
    """
    events = seals = sealed_until = 0
    previous = FIRST_PREVIOUS
    outside = iter(against)
    known = next(outside, None)
    for found in _walk():
        if known is not None and known.number < found.number:
            return Verdict(events, seals, known.number, f"Seal {known.number} is known outside and is not in the database.")
        why = _fault(found, seals + 1, previous, sealed_until, key)
        if known is not None and known.number == found.number:
            why = why or _differs(found, known, key)
            known = next(outside, None)
        if why:
            return Verdict(events, seals, min(found.number, seals + 1), why)
        previous, sealed_until = found.hash, found.xid_until
        seals += 1
        events += found.count
    if known is not None:
        return Verdict(events, seals, known.number, f"Seal {known.number} is known outside and is not in the database.")
    return _tail(events, seals, sealed_until)


def _tail(events: int, seals: int, sealed_until: int) -> Verdict:
    count, is_altered = one_row(TAIL, {"sealed": sealed_until})
    if is_altered:
        return Verdict(events, seals, seals + 1, "An entry that is not yet sealed has been altered.")
    return Verdict(events + count, seals)


def _fault(found: _Found, number: int, previous: bytes, sealed_until: int, key: Verifier | None) -> str:
    """What is wrong with a seal and its entries, in one sentence; empty when nothing is."""
    hash_ = seal_hash(
        previous=found.previous,
        number=found.number,
        xid_from=found.xid_from,
        xid_until=found.xid_until,
        sealed_at=found.sealed_at,
        count=found.count,
        root=found.root,
    )
    if found.number != number:
        return f"Seal {number} is missing."
    if found.previous != previous or found.xid_from != sealed_until or found.hash != hash_:
        return f"Seal {number} is not the one that was made."
    if found.count_now != found.count:
        return f"Batch {number} was sealed with {found.count} entries and now has {found.count_now}."
    if found.root_now != found.root or found.altered:
        return f"An entry of batch {number} has been altered."
    if key and not (found.key_id == key.key_id and key.holds(found.signature, body(number, found.hash))):
        return f"Seal {number} is not signed with this key."
    return ""


def _differs(found: _Found, known: Checkpoint, key: Verifier | None) -> str:
    if found.hash != known.hash:
        return f"Seal {found.number} is not the one known outside."
    if key and not key.holds(known.signature, body(known.number, known.hash)):
        return f"Checkpoint {known.number} is not signed with this key."
    return ""


def _walk() -> Iterator[_Found]:
    """Every seal in order. Chunks are worked out on as many connections as the machine has processors, a few ahead of the reader."""
    chunks = _chunks()
    if len(first := list(islice(chunks, 2))) < 2:
        for chunk in first:
            yield from _recompute(*chunk)
        return
    workers = min(os.cpu_count() or 1, 4)
    with ThreadPoolExecutor(workers) as pool:
        ahead = deque(pool.submit(_recompute_apart, *chunk) for chunk in chain(first, islice(chunks, workers - 1)))
        try:
            while ahead:
                yield from ahead.popleft().result()
                ahead.extend(pool.submit(_recompute_apart, *chunk) for chunk in islice(chunks, 1))
        finally:
            pool.shutdown(cancel_futures=True)


def _recompute(first: int, last: int) -> list[_Found]:
    with connection.cursor() as cursor:
        cursor.execute(SEALS, [first, last])
        rows: list[list[Any]] = [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in cursor.fetchall()]
    return [_Found(*row) for row in rows]


def _recompute_apart(first: int, last: int) -> list[_Found]:
    """On this thread's own connection."""
    try:
        return _recompute(first, last)
    finally:
        connection.close()


def _chunks() -> Iterator[tuple[int, int]]:
    """Ranges of seal numbers whose entries are few enough for one statement."""
    first, last, entries = None, 0, 0
    for number, count in Seal.objects.order_by("number").values_list("number", "count").iterator():
        if first is not None and (entries + count > ENTRIES_AT_ONCE or number - first >= SEALS_AT_ONCE):
            yield first, last
            first, entries = None, 0
        first, last, entries = (number if first is None else first), number, entries + count
    if first is not None:
        yield first, last
