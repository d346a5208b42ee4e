"""A save with history, ledger and outbox: how long one takes, and how much of eight writers' rate the ledger costs."""

import time
from collections.abc import Sequence

from bench.figures import Figure, alternately, median, ms, p95
from bench.worker import Worker

WRITERS = 8
WINDOW = 2.0
WINDOWS = 10
TIMES = 40
LONGEST = 0.06
SHARE = 0.8


def saves(writers: Sequence[Worker]) -> list[Figure]:
    """Each worker stands on the same database and becomes a writer with a record of its own."""
    for number, writer in enumerate(writers):
        writer.ask("be_writer", number=number)
    return [*_alone(writers[0]), _together(writers)]


def _alone(writer: Worker) -> list[Figure]:
    number = writer.ask("queries_of_a_save")
    seconds = alternately({"request": lambda: writer.seconds("post"), "transaction": lambda: writer.seconds("save")}, times=TIMES)
    found = []
    for part, taken in seconds.items():
        took = median(taken)
        said = f"{ms(took)} (p95 {ms(p95(taken))})" + (f", {number} queries" if part == "transaction" else "")
        found.append(Figure(f"save: {part}", f"<= {ms(LONGEST)}", said, took <= LONGEST, {"median": took, "p95": p95(taken)}))
    return found


def _together(writers: Sequence[Worker]) -> Figure:
    made: dict[bool, list[int]] = {True: [], False: []}
    for turn in range(-1, WINDOWS):
        for with_ledger in (True, False):
            number = _window(writers, with_ledger)
            if turn >= 0:
                made[with_ledger].append(number)
    with_it, without = (sum(made[way]) / WINDOWS / WINDOW for way in (True, False))
    said = f"{with_it / without:.0%} ({with_it:.0f} and {without:.0f} a second)"
    facts = {"with": with_it, "without": without, "ratio": with_it / without}
    return Figure(f"save: rate of {WRITERS} writers against none in the ledger", f">= {SHARE:.0%}", said, with_it >= SHARE * without, facts)


def _window(writers: Sequence[Worker], with_ledger: bool) -> int:
    begin = time.monotonic() + 0.05
    for writer in writers:
        writer.tell("save_until", begin=begin, end=begin + WINDOW, with_ledger=with_ledger)
    return sum(int(writer.hear()) for writer in writers)
