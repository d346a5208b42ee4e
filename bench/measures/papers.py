"""The document of a record against WeasyPrint alone on the same HTML with the same options."""

from functools import partial

from bench.figures import Figure, alternately, median, ms
from bench.worker import Worker

SHARE = 0.8
TIMES = 10


def papers(worker: Worker, record: str) -> Figure:
    pages = worker.ask("pages", record=record)
    seconds = alternately({act: partial(worker.seconds, act, record=record) for act in ("document", "bare")}, times=TIMES, warm=1)
    ours, bare = median(seconds["document"]), median(seconds["bare"])
    said = f"{bare / ours:.0%} ({ms(ours)} and {ms(bare)})"
    facts = {"ours": ours, "bare": bare, "ratio": bare / ours, "pages": pages}
    return Figure(f"PDF of {pages} pages against bare WeasyPrint", f">= {SHARE:.0%} of the rate", said, bare >= SHARE * ours, facts)
