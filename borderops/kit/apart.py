"""A long document made in a process of its own, which has so much memory and so long and ends together with whoever wanted it."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from borderops.kit.pdf import MOST_CHARACTERS, TOO_LONG, bundled
from borderops.kit.typesetting import FAULT_EXIT, MEMORY, MEMORY_EXIT, DocumentFault, Enclosure


class Typesetter:
    """A process that loads its libraries as soon as it is started, which takes a second or more, and then waits for its one document. It
    does not outlive its block. `memory` is in bytes."""

    def __init__(self, *, memory: int = MEMORY) -> None:
        self.made = tempfile.TemporaryFile()  # noqa: SIM115 (closed at the end of the block)
        number = self.made.fileno()
        command = [sys.executable, "-m", "borderops.kit.typesetting", str(number), str(memory)]
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, text=True, pass_fds=[number], **pipes)  # noqa: S603 (our own module)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None) -> None:
        self.process.kill()  # nothing to one that has ended
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr, self.made):
            if pipe:
                pipe.close()
        self.process.wait()

    def make(
        self,
        html: str,
        *,
        variant: str,
        enclosures: Sequence[Enclosure] = (),
        seconds: float = 240,
        tell: Callable[[str], None] = lambda line: None,
    ) -> bytes:
        """The page as a PDF of this variant; `tell` hears of every step.

        Raises `DocumentFault` when it is too long, asks for anything but the bundled assets, or did not come to an end in time.
        """
        if len(html) > MOST_CHARACTERS:
            raise DocumentFault(TOO_LONG)
        shelf = {path: (content.decode(), media_type) for path, (content, media_type) in bundled().items()}
        with self._ended_after(seconds) as is_over:
            self._give({"html": html, "variant": variant, "shelf": shelf, "enclosures": [asdict(each) for each in enclosures]})
            for line in self.process.stdout or ():
                tell(line.strip())
            said = self.process.stderr.read() if self.process.stderr else ""
            code = self.process.wait()
        if is_over.is_set():
            raise DocumentFault(f"The document was not finished after {seconds:.0f} seconds.")
        _judge(code, said)
        self.made.seek(0)
        return self.made.read()

    def _give(self, job: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        try:
            with self.process.stdin as pipe:
                json.dump(job, pipe)
        except BrokenPipeError:
            pass  # it has ended already, and its exit says why

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[threading.Event]:
        """The event says whether the time was what ended it."""
        is_over = threading.Event()

        def end() -> None:
            is_over.set()
            self.process.kill()

        clock = threading.Timer(seconds, end)
        clock.start()
        try:
            yield is_over
        finally:
            clock.cancel()


def _judge(code: int, said: str) -> None:
    if code == MEMORY_EXIT or "MemoryError" in said:
        raise DocumentFault("The document needs more memory than one document may have.")
    if code:
        last = said.strip().splitlines()[-1:] if code == FAULT_EXIT else []
        raise DocumentFault(last[0] if last else f"The process that made the document ended with {code}.")


# --- One that waits ------------------------------------------------------------------------------------------------------------

_waiting: list[Typesetter] = []


@contextmanager
def typesetter() -> Iterator[Typesetter]:
    """One that has loaded its libraries while the last document was made, or, for the first, loads them while the page is written. The
    next is started beside it: it costs some 80 MB as long as this process lives, and ends with it."""
    one = _waiting.pop() if _waiting else Typesetter()
    with one:
        if one.process.poll() is None:
            yield one
            return
    with Typesetter() as other:  # it had ended while it waited
        yield other


def start_next() -> None:
    """Start the one for the next document, unless it waits already."""
    if not _waiting:
        _waiting.append(Typesetter())
