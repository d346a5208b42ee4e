"""How many timelines the clock engine evaluates in a second of one core."""

from bench.figures import Figure, median
from bench.worker import Worker

LEAST = 5_000
NUMBER = 1_000
TIMES = 10


def engine(worker: Worker) -> Figure:
    worker.seconds("evaluations", number=NUMBER)
    rate = NUMBER / median([worker.seconds("evaluations", number=NUMBER) for _ in range(TIMES)])
    return Figure("clock engine: parsed timelines of eight events", f">= {LEAST:,} a second", f"{rate:,.0f}", rate >= LEAST, {"rate": rate})
