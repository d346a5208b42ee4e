"""What the launcher tells its reader: one line a step with its seconds, and one sentence when it must give up."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """Why the launcher gives up, in one sentence that says what to do about it."""


def line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, then how many seconds it took."""
    terminal = sys.stderr.isatty()
    if terminal:
        print(f"  …      {what}", end="\r", file=sys.stderr, flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        line(f"  failed {what}" + " " * 10)
        raise
    line(f"  {time.monotonic() - started:5.1f}s {what}" + " " * 10 * terminal)
