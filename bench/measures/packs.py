"""A disclosure pack of some sixty pages against WeasyPrint alone on the same page with the same options, and the memory that it takes."""

from functools import partial

from bench.figures import Figure, alternately, median, ms
from bench.worker import Worker

SHARE = 0.8
MOST = 400_000_000
TIMES = 3


def packs(worker: Worker, record: str) -> list[Figure]:
    pages = worker.ask("pages_of_pack", record=record)
    seconds = alternately({act: partial(worker.seconds, act, record=record) for act in ("pack", "bare_pack")}, times=TIMES, warm=0)
    ours, bare, memory = median(seconds["pack"]), median(seconds["bare_pack"]), worker.ask("memory_of_packs")
    said = f"{bare / ours:.0%} ({ms(ours)} and {ms(bare)})"
    facts = {"ours": ours, "bare": bare, "ratio": bare / ours, "pages": pages}
    name = f"disclosure pack of {pages} pages"
    return [
        Figure(f"{name} against bare WeasyPrint", f">= {SHARE:.0%} of the rate", said, bare >= SHARE * ours, facts),
        Figure(f"{name}: memory", f"< {MOST // 1_000_000} MB", f"{memory / 1e6:.0f} MB", memory < MOST, {"bytes": memory}),
    ]
