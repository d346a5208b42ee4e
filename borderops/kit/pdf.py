"""Documents: an HTML page of ours made into a tagged PDF (PDF/UA-1), with nothing fetched but the named assets that ship with the service.
A page that asks for anything else is not made at all, so that text typed by a person can never reach the network or the disk."""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string

from borderops.kit.typesetting import MEMORY, MEMORY_EXIT, DocumentFault, Enclosure, Shelf, typeset

__all__ = ["DocumentFault", "Enclosure", "make_apart", "make_pdf", "pdf_of"]

VARIANT = "pdf/ua-1"
ASSETS = {"css/paper.css": "text/css", "css/examinations-paper.css": "text/css"}
MOST_CHARACTERS = 4_000_000
TOO_LONG = "The document is too long to be made in one piece."


def bundled() -> Shelf:
    """The named assets, under the addresses by which a page asks for them; hashed file names included."""
    return {urlsplit(staticfiles_storage.url(name)).path: (_content(name), media_type) for name, media_type in ASSETS.items()}


def _content(name: str) -> bytes:
    found = finders.find(name)
    if not isinstance(found, str):
        raise DocumentFault(f"The asset {name} is not installed.")
    return Path(found).read_bytes()


def make_pdf(html: str) -> bytes:
    """The page as PDF/UA-1. Raises `DocumentFault` when it is too long or asks for anything but the bundled assets."""
    if len(html) > MOST_CHARACTERS:
        raise DocumentFault(TOO_LONG)
    return typeset(html, variant=VARIANT, shelf=bundled())


def pdf_of(template: str, context: Mapping[str, Any]) -> bytes:
    """A template of `templates/<app>/print/` as PDF. Autoescape is on in every one of them; none marks typed text as safe."""
    return make_pdf(render_to_string(template, dict(context)))


def make_apart(
    html: str,
    *,
    variant: str,
    enclosures: Sequence[Enclosure] = (),
    seconds: float = 240,
    memory: int = MEMORY,
    tell: Callable[[str], None] = lambda line: None,
) -> bytes:
    """The page as a PDF of this variant, made in a process of its own that has so much memory and so long; `tell` hears of every step.

    Raises `DocumentFault` when it is too long, asks for anything but the bundled assets, or did not come to an end.
    """
    if len(html) > MOST_CHARACTERS:
        raise DocumentFault(TOO_LONG)
    shelf = {path: (content.decode(), media_type) for path, (content, media_type) in bundled().items()}
    job = {"html": html, "variant": variant, "memory": memory, "shelf": shelf, "enclosures": [asdict(each) for each in enclosures]}
    with tempfile.TemporaryFile() as made, tempfile.TemporaryFile() as wanted:
        wanted.write(json.dumps(job).encode())
        wanted.seek(0)
        command = [sys.executable, "-m", "borderops.kit.typesetting", str(made.fileno())]
        pipes: dict[str, Any] = {"stdin": wanted, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "pass_fds": [made.fileno()]}
        with subprocess.Popen(command, cwd=settings.BASE_DIR, text=True, **pipes) as process:  # noqa: S603 (our own module)
            with ended_after(process, seconds) as is_over:
                for line in process.stdout or ():
                    tell(line.strip())
                said = process.stderr.read() if process.stderr else ""
            _judge(process.wait(), said, is_over.is_set(), seconds)
        made.seek(0)
        return made.read()


@contextmanager
def ended_after(process: "subprocess.Popen[str]", seconds: float) -> Iterator[threading.Event]:
    """The process does not outlive this block or the time. The event says whether the time was what ended it."""
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.start()
    try:
        yield is_over
    except BaseException:
        process.kill()
        raise
    finally:
        clock.cancel()


def _judge(code: int, said: str, is_over: bool, seconds: float) -> None:
    if is_over:
        raise DocumentFault(f"The document was not finished after {seconds:.0f} seconds.")
    if code == MEMORY_EXIT or "MemoryError" in said:
        raise DocumentFault("The document needs more memory than one document may have.")
    if code:
        last = said.strip().splitlines()[-1:] if code == 3 else []
        raise DocumentFault(last[0] if last else f"The process that made the document ended with {code}.")
