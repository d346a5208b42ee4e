"""`make bench`: servers and databases of its own, each measure in turn, one table on standard output and all numbers in results.json.
Ends with 1 when a bar is not met. `ARGS="--sizes 1000,10000" make bench` is a trial on smaller data."""

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.databases import Databases, running
from bench.figures import Figure, keep, table
from bench.measures import clocks, ledger, packs, pages, papers, saves
from bench.worker import Worker, workers
from borderops.launcher.demo import Stop, stopped_by_signals
from borderops.launcher.say import Refusal, line, step

RESULTS = Path(__file__).with_name("results.json")
SIZES = "10000,1000000"


def sizes(text: str) -> list[int]:
    found = sorted({int(part.replace("_", "")) for part in text.split(",")})
    if not found or found[0] < 1:
        raise argparse.ArgumentTypeError("write numbers of examinations, as in 10000,1000000")
    return found


def measure(databases: Databases, wanted: Sequence[int]) -> list[Figure]:
    names = {size: databases.ensure(size) for size in wanted}
    smallest = min(names)
    with workers(databases, list(names.values())) as found:
        standing: Mapping[int, Worker] = dict(zip(names, found, strict=True))
        with step("the records to look at, and every entry of the ledger sealed"):
            records = {size: worker.ask("prepare") for size, worker in standing.items()}
            for worker in found:
                worker.ask("seal")
        with step("queries"):
            figures = pages.queries(standing[smallest], records[smallest])
        with step("pages"):
            figures += pages.times({size: (worker, records[size]) for size, worker in standing.items()})
        with step("the clock engine"):
            figures.append(clocks.engine(standing[smallest]))
        with step("documents"):
            figures.append(papers.papers(standing[smallest], records[smallest]["submitted many"]))
        with step("disclosure packs"):
            figures += packs.packs(standing[smallest], records[smallest]["packed"])
        for size, worker in standing.items():
            with step(f"the ledger, {size:,} records"):
                worker.ask("seal")
                figures.append(ledger.verifying(worker, size))
    with databases.scratch(names[smallest]) as copy, workers(databases, [copy] * saves.WRITERS) as writers, step("saves"):
        figures += saves.saves(writers)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=sizes, default=sizes(SIZES), help=f"numbers of examinations (default {SIZES})")
    wanted = parser.parse_args().sizes
    began = time.monotonic()
    with stopped_by_signals():
        try:
            with running() as databases:
                figures = measure(databases, wanted)
        except Refusal as refusal:
            line(f"\n{refusal}")
            return 2
        except Stop:
            return 130
    print(table(figures))
    seconds = round(time.monotonic() - began)
    keep(figures, RESULTS, at=datetime.now(UTC).isoformat(timespec="seconds"), sizes=wanted, cores=os.cpu_count(), seconds=seconds)
    return 0 if all(figure.is_met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
