"""Verifying the ledger against recomputing its leaves alone."""

from functools import partial

from bench.figures import Figure, alternately, median
from bench.worker import Worker

SHARE = 0.8
LARGE = 1_000_000


def verifying(worker: Worker, size: int) -> Figure:
    """A ledger of millions is walked a few times only; a smaller one often."""
    entries = worker.ask("entries")
    times, warm = (3, 0) if entries > LARGE else (30, 2)
    seconds = alternately({act: partial(worker.seconds, act) for act in ("verify", "leaves")}, times=times, warm=warm)
    verify, leaves = (entries / median(seconds[act]) for act in ("verify", "leaves"))
    said = f"{verify / leaves:.0%} ({verify:,.0f} and {leaves:,.0f} entries a second)"
    facts = {"entries": entries, "verify": verify, "leaves": leaves, "ratio": verify / leaves}
    name = f"verify_audit against the leaves alone, {size:,} records"
    return Figure(name, f">= {SHARE:.0%} of the rate", said, verify >= SHARE * leaves, facts)
