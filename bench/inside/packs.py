"""A long disclosure pack as a worker makes it, and the same page through WeasyPrint alone with the same options."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from uuid import UUID

from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from audit.actions import reading
from audit.models import Reading
from borderops.kit.apart import Typesetter
from borderops.kit.clock import now
from borderops.kit.typesetting import Enclosure
from borderops.launcher.places import ROOT
from examinations.actions.packing import ask_for_pack
from examinations.models import Examination, Pack
from examinations.papers import packing
from examinations.papers.printing import PACK_VARIANT
from organisation.models import User
from organisation.scopes import acting_as
from organisation.standing import standing_of

WHO = "di.region"
LOOKS = 1_400  # with 200 events they make some sixty pages
EVERY = 0.02  # seconds between two looks at the memory


def ask(record: str) -> None:
    """Ask for a pack of this record, which so many have read by now."""
    actor = standing_of(User.objects.get(username=WHO), now())
    with acting_as(actor):
        examination = Examination.objects.get(pk=UUID(record))
        for _ in range(Reading.objects.filter(thing_id=examination.pk)[:LOOKS].count(), LOOKS):
            reading("examination.view", examination)
        ask_for_pack(examination=examination, recipients=["Fictional court"], purpose="Measurement", by=actor, at=now())


def pack(record: str) -> float:
    """Seconds of the whole work: taken up, page, process of its own with its progress, and filed."""
    ask(record)
    with watched():
        began = perf_counter()
        packing.sweep()
        seconds = perf_counter() - began
    if Pack.objects.filter(state=Pack.State.GIVEN_UP).exists():
        raise RuntimeError("A pack was given up")
    return seconds


@cache
def page_of(record: str) -> tuple[str, tuple[Enclosure, ...]]:
    """What the worker gave to be set into pages."""
    ask(record)
    with patch.object(Typesetter, "make", autospec=True, side_effect=Typesetter.make) as made:
        packing.sweep()
    html: str = made.call_args.args[1]
    return html.replace('href="/static/', f'href="file://{ROOT}/static/'), tuple(made.call_args.kwargs["enclosures"])


def _inside(enclosures: tuple[Enclosure, ...]) -> list[Attachment]:
    named = ((each, each.name, each.description, each.relationship) for each in enclosures)
    return [Attachment(string=each.content, name=name, description=said, relationship=kind) for each, name, said, kind in named]


def bare_pack(record: str) -> float:
    """Seconds of WeasyPrint alone."""
    html, enclosures = page_of(record)
    began = perf_counter()
    HTML(string=html).write_pdf(pdf_variant=PACK_VARIANT, font_config=FontConfiguration(), attachments=_inside(enclosures))
    return perf_counter() - began


def pages_of_pack(record: str) -> int:
    return len(HTML(string=page_of(record)[0]).render(font_config=FontConfiguration()).pages)


# --- Memory -------------------------------------------------------------------------------------------------------------------

_most = 0


@contextmanager
def watched() -> Iterator[None]:
    """Note the most memory of the processes that this one starts meanwhile. What the system says of a process that has ended counts
    the memory of the one that started it too, before it became another."""
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(is_over,))
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def _watch(is_over: threading.Event) -> None:
    global _most
    while not is_over.wait(EVERY):
        for children in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
            for child in children.read_text(encoding="ascii").split():
                _most = max(_most, _high_water(child))


def _high_water(process: str) -> int:
    """Bytes; 0 for a process that has ended or has not become another program yet."""
    try:
        if Path(f"/proc/{process}/cmdline").read_bytes() == Path("/proc/self/cmdline").read_bytes():
            return 0
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    return int(found.group(1)) * 1024 if found else 0


def memory_of_packs() -> int:
    """The most memory, in bytes, that any process making one has had."""
    return _most


ACTS = (pack, bare_pack, pages_of_pack, memory_of_packs)
