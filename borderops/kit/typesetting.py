"""HTML of ours set into pages by WeasyPrint, with nothing fetched but what the caller laid on the shelf. Without Django, so that a long
document can be made in a process of its own (`python -m borderops.kit.typesetting`), with little memory and an end."""

import ctypes
import gc
import json
import logging
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# A host name that can never exist, against which the relative addresses of the page are resolved.
NOWHERE = "https://document.invalid"
REFUSED = "The page asks for something that does not ship with the service."
MEMORY = 900 * 1024 * 1024  # of addresses, of which fonts and libraries take 300 MB without using them
FAULT_EXIT, MEMORY_EXIT = 3, 4
PR_SET_PDEATHSIG = 1

Shelf = Mapping[str, tuple[bytes, str]]  # path → content and media type


class DocumentFault(Exception):
    """The document could not be made. The text says which part of the page is at fault and holds no personal data."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file inside a document, with what it is in relation to it in the words of PDF/A-3 (Source, Data)."""

    name: str
    description: str
    content: str
    relationship: str = "Source"


class ShelfFetcher(URLFetcher):
    """Serves what is on the shelf, and refuses every other address before it is opened."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False, fail_on_errors=True)  # type: ignore[no-untyped-call]
        self.shelf = shelf
        self.has_refused = False

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        found = self.shelf.get(parts.path) if f"{parts.scheme}://{parts.netloc}" == NOWHERE else None
        if found is None:
            self.has_refused = True
            raise ValueError(REFUSED)
        return URLFetcherResponse(url, found[0], {"Content-Type": found[1]})


def typeset(html: str, *, variant: str, shelf: Shelf, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """The page as a PDF of this variant. Raises `DocumentFault` when it asks for anything that is not on the shelf."""
    fetcher = ShelfFetcher(shelf)
    options: dict[str, Any] = {"pdf_variant": variant, "font_config": FontConfiguration()}
    if enclosures:
        options["attachments"] = [
            Attachment(string=each.content, name=each.name, description=each.description, relationship=each.relationship)
            for each in enclosures
        ]
    try:
        made = HTML(string=html, base_url=f"{NOWHERE}/", url_fetcher=fetcher).write_pdf(**options)
    except FatalURLFetchingError as fault:
        # Not an Exception of its own: it would pass through every handler and stop the process.
        raise DocumentFault(str(fault.__cause__ or "Something on the page could not be fetched.")) from fault
    if fetcher.has_refused:  # inside a drawing the refusal is swallowed, and the drawing left out
        raise DocumentFault(REFUSED)
    return bytes(made)


# --- In a process of its own -------------------------------------------------------------------------------------------------


class Told(logging.Handler):
    """Hands on each step that WeasyPrint tells of."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self.tell(record.getMessage())


def limit(memory: int) -> None:
    """Little memory, no dump of it, and an end together with whoever wanted the document."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """The job is JSON on standard input, the steps are lines on standard output. The arguments are the number of the open file to which the
    document goes, and the memory in bytes."""
    number, memory = (int(each) for each in sys.argv[1:])
    limit(memory)
    if not (asked := sys.stdin.read()):
        return 0  # whoever might have wanted a document has ended
    job = json.loads(asked)
    # Boxes are many and live until the end: looking through all of them for garbage every few thousand takes a quarter of the time and
    # finds next to nothing. The limit of memory stands all the same.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Told(lambda line: print(line, flush=True)))  # noqa: T201
    shelf = {path: (content.encode(), media_type) for path, (content, media_type) in job["shelf"].items()}
    try:
        made = typeset(job["html"], variant=job["variant"], shelf=shelf, enclosures=[Enclosure(**each) for each in job["enclosures"]])
    except DocumentFault as fault:
        sys.stderr.write(str(fault))
        return FAULT_EXIT
    except MemoryError:
        return MEMORY_EXIT
    with os.fdopen(number, "wb") as out:
        out.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
