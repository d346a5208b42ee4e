"""The worker's part in a disclosure pack: taken up, made in a process of its own, and filed. What can go wrong ends in a sentence on
the page of whoever asked, and a worker that is killed leaves a lease that runs out."""

import re
from datetime import datetime

import structlog
from django.core.exceptions import ObjectDoesNotExist

from borderops.kit import clock
from borderops.kit.apart import start_next, typesetter
from borderops.kit.typesetting import DocumentFault
from examinations.actions.packing import file_pack, give_up_pack, note_progress, take_up
from examinations.models import Pack
from examinations.papers.printing import PACK_VARIANT, pack_page
from organisation import policy
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from organisation.standing import standing_of

log = structlog.get_logger(__name__)
SECONDS = 240  # for one pack; below the time limit of the task
LAYOUT = re.compile(r"Step 5 - Creating layout - (?:Page (\d+))?")
NO_LONGER = "The officer who asked for it may no longer disclose this record."


def sweep() -> None:
    """Make what is asked for, one after the other, until nothing is left."""
    while pack := _next():
        if pack.state == Pack.State.MAKING:
            _make(pack)


def _next() -> Pack | None:
    with acting_as(SYSTEM):
        return take_up(by=SYSTEM, at=clock.now())


def _make(pack: Pack) -> None:
    """Make it and file it, or say why not."""
    at = clock.now()
    try:
        with typesetter() as one:
            start_next()
            with acting_as(SYSTEM):
                row = Pack.objects.select_related("examination", "version__submitted_by", "asked_by").get(pk=pack.pk)
                html, enclosure = pack_page(row, at)
            made = one.make(html, variant=PACK_VARIANT, enclosures=[enclosure], seconds=SECONDS, tell=Progress(pack))
        _file(row, made)
    except DocumentFault as fault:
        _give_up(pack, str(fault))
    except Exception as fault:
        log.error("a disclosure pack could not be made", pack=str(pack.pk), why=type(fault).__name__, exc_info=True)
        _give_up(pack, "Something in the service went wrong while it was made. The service's keepers have been told.")


def _file(pack: Pack, made: bytes) -> None:
    """As the officer who asked, with what they may do now; to somebody who has left the port the record is not even there."""
    try:
        with acting_as(standing_of(pack.asked_by, clock.now())) as asker:
            file_pack(pack=pack, made=made, by=asker, at=clock.now())
    except (policy.Forbidden, ObjectDoesNotExist):
        _give_up(pack, NO_LONGER)


def _give_up(pack: Pack, why: str) -> None:
    with acting_as(SYSTEM):
        give_up_pack(pack=pack, why=why, by=SYSTEM, at=clock.now())


class Progress:
    """Turns the steps that are told of into per cent, and renews the lease every few seconds. How many pages there will be is not known, so
    that each page takes away a part of what is left."""

    EVERY = 2.0

    def __init__(self, pack: Pack) -> None:
        self.pack, self.percent, self.told_at = pack, 0, clock.now()

    def __call__(self, line: str) -> None:
        self.percent = max(self.percent, per_cent(line))
        at = clock.now()
        if (at - self.told_at).total_seconds() >= self.EVERY:
            self.note(at)

    def note(self, at: datetime) -> None:
        self.told_at = at
        with acting_as(SYSTEM):
            note_progress(pack=self.pack, percent=self.percent, by=SYSTEM, at=at)


def per_cent(line: str) -> int:
    """How far the making is when this line is told: 10 when the pages begin, towards 80 with each page, 85 when they are drawn."""
    if found := LAYOUT.match(line):
        pages = int(found[1] or 0)
        return 10 + round(70 * pages / (pages + 30))
    return {"Step 6": 85, "Step 7": 95}.get(line[:6], 5)
