"""Closes the ledger's finished transactions into a seal, chained to the one before and signed, and carries each seal out to the
checkpoint file. What has been sealed cannot be changed, removed or reordered without the next verification saying so."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from audit.chain import FIRST_PREVIOUS, BadCheckpoint, Checkpoint, body, read_line, seal_hash
from audit.keys import Signer, signer
from audit.models import Seal

LOCK = 0x5EA1
MOST_IN_A_BATCH = 20_000

# Every transaction below the snapshot's xmin has ended, so what a batch holds is final: no late commit slips in behind the seal.
HORIZON = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
       greatest((SELECT max(xid) FROM audit_event), (SELECT max(xid) FROM audit_reading)), clock_timestamp()
"""
# Whole transactions only, and as many as make a batch that verifying can hold in memory.
END_OF_BATCH = """
SELECT count(*), max(xid) + 1 FROM (
  SELECT xid FROM audit_event WHERE xid >= %(from)s AND xid < %(until)s
  UNION ALL
  SELECT xid FROM audit_reading WHERE xid >= %(from)s AND xid < %(until)s
  ORDER BY xid LIMIT %(most)s
) batch
"""
# The inner order is the index's own, so that nothing is sorted.
LEAVES = """
SELECT events.count + readings.count, sha256(events.leaves || readings.leaves)
FROM (
  SELECT count(*) AS count, coalesce(string_agg(leaf, ''::bytea), ''::bytea) AS leaves
  FROM (SELECT leaf FROM audit_event WHERE xid >= %(from)s AND xid < %(until)s ORDER BY xid, id) ordered
) events,
(
  SELECT count(*) AS count, coalesce(string_agg(leaf, ''::bytea), ''::bytea) AS leaves
  FROM (SELECT leaf FROM audit_reading WHERE xid >= %(from)s AND xid < %(until)s ORDER BY xid, id) ordered
) readings
"""
UNSEALED = """
WITH sealed AS (SELECT coalesce(max(xid_until), 0) AS until FROM audit_seal)
SELECT clock_timestamp() - least(
  (SELECT min(at) FROM audit_event, sealed WHERE xid >= until), (SELECT min(at) FROM audit_reading, sealed WHERE xid >= until))
"""


class LedgerFromElsewhere(Exception):
    """The ledger was restored into a cluster whose transactions count from a lower number."""


@dataclass(frozen=True, slots=True)
class _Horizon:
    until: int
    at: datetime


def seal_ledger(*, key_file: str = "", checkpoint_file: str = "") -> int:
    """Seal everything that has ended, and append what the checkpoint file lacks. Returns how many seals were made.

    The files default to those of the settings. Safe to run twice at once. Raises `BadKey` without a key, `LedgerFromElsewhere` after a
    restore by dump.
    """
    by = signer(key_file or settings.SIGNING_KEY_FILE)
    made = 0
    until: int | None = None
    while True:
        with transaction.atomic():
            _take_lock()
            horizon = _horizon()
            until = horizon.until if until is None else until
            if _seal_one(until, horizon.at, by) is None:
                break
        made += 1
    if path := checkpoint_file or settings.CHECKPOINT_FILE:
        with transaction.atomic():
            _take_lock()
            append_checkpoints(Path(path))
    return made


def one_row(statement: str, values: Sequence[int] | Mapping[str, int] = ()) -> tuple[Any, ...]:
    """The row of a statement that always gives one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone() or ()
    return row


def _take_lock() -> None:
    one_row("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _horizon() -> _Horizon:
    xmin, xmax, newest, at = one_row(HORIZON)
    if (newest or 0) >= xmax:
        raise LedgerFromElsewhere(
            f"The ledger holds transaction {newest}, but this database has only reached {xmax}: it was restored from a dump. "
            "Move the cluster's counter past it with pg_resetwal -x before the service writes, or restore a base backup, which keeps it."
        )
    return _Horizon(until=xmin, at=at)


def _seal_one(horizon: int, at: datetime, by: Signer) -> Seal | None:
    last = Seal.objects.order_by("-number").first()
    bounds: dict[str, int] = {"from": last.xid_until if last else 0, "until": horizon, "most": MOST_IN_A_BATCH}
    found, end = one_row(END_OF_BATCH, bounds)
    if not found:
        return None
    if found == MOST_IN_A_BATCH:
        bounds["until"] = end
    count, root = one_row(LEAVES, bounds)
    previous = bytes(last.hash) if last else FIRST_PREVIOUS
    number = last.number + 1 if last else 1
    hash_ = seal_hash(
        previous=previous,
        number=number,
        xid_from=bounds["from"],
        xid_until=bounds["until"],
        sealed_at=at,
        count=count,
        root=bytes(root),
    )
    return Seal.objects.create(
        number=number,
        xid_from=bounds["from"],
        xid_until=bounds["until"],
        count=count,
        root=bytes(root),
        previous=previous,
        hash=hash_,
        sealed_at=at,
        signature=by.sign(body(number, hash_)),
        key_id=by.key_id,
    )


def age_of_the_unsealed() -> timedelta:
    """How long ago, by the database's clock, the oldest entry that no seal covers yet was written; zero when there is none."""
    return one_row(UNSEALED)[0] or timedelta()


def checkpoint_of(seal: Seal) -> Checkpoint:
    return Checkpoint(seal.number, bytes(seal.hash), seal.key_id, bytes(seal.signature))


def append_checkpoints(path: Path) -> int:
    """Append the seals that the file lacks, on the disk before this returns. A last line torn by a crash is written again.

    Returns how many were appended. Raises `BadCheckpoint` when the file is something else.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        last = _last_whole(file.fileno())
        written = 0
        for seal in Seal.objects.filter(number__gt=last).order_by("number").iterator():
            file.write(checkpoint_of(seal).line().encode())
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def _last_whole(fileno: int) -> int:
    """The number of the last whole checkpoint of an open file, which is cut after it."""
    size = os.fstat(fileno).st_size
    start = max(0, size - 4096)
    tail = os.pread(fileno, size - start, start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if len(whole) < len(tail):
        os.ftruncate(fileno, start + len(whole))
    lines = whole.decode("utf-8", "replace").splitlines()
    if not lines:
        return 0
    try:
        return read_line(lines[-1]).number
    except BadCheckpoint as error:
        raise BadCheckpoint(f"The checkpoint file does not end with a checkpoint, so nothing was added to it. {error}") from error
