"""The ledger sealed and verified, and its leaves alone recomputed: how many entries and in how many seconds, on one core each."""

from time import perf_counter

from django.conf import settings
from django.db import connection

from audit.keys import verifier
from audit.models import Seal
from audit.sealing import seal_ledger
from audit.verifying import verify_ledger

LEAVES = """
SELECT (SELECT count(*) FILTER (WHERE audit_event_leaf(e) <> e.leaf) FROM audit_event e),
       (SELECT count(*) FILTER (WHERE audit_reading_leaf(r) <> r.leaf) FROM audit_reading r)
"""


def seal() -> int:
    """Seal what is not sealed yet. How many seals there are then."""
    seal_ledger()
    return Seal.objects.count()


def entries() -> int:
    """How many entries the ledger holds."""
    return verify_ledger().events


def verify() -> float:
    """Seconds to verify the whole ledger with its signatures."""
    key = verifier(settings.SIGNING_KEY_FILE)
    _one_core()
    began = perf_counter()
    verdict = verify_ledger(key=key)
    seconds = perf_counter() - began
    if not verdict.ok:
        raise RuntimeError(verdict.why)
    return seconds


def leaves() -> float:
    """Seconds to recompute every leaf and compare it, without seals, order or chain."""
    _one_core()
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(LEAVES)
        altered = cursor.fetchone()
    if altered != (0, 0):
        raise RuntimeError("A leaf is not what its row gives")
    return perf_counter() - began


def _one_core() -> None:
    """PostgreSQL would share one long statement among workers and not many short ones; what is compared is the work."""
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0; SET statement_timeout = 0")


ACTS = (seal, entries, verify, leaves)
