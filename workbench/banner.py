"""The two things that every page's frame shows: how many notices wait, and whether sealing or reminders are late. One query for both."""

from datetime import datetime
from typing import cast

from django.db import connection
from django.http import HttpRequest

from audit.queries import LATE_AFTER, REMINDERS, SEALING
from borderops.kit.clock import now
from borderops.kit.dates import spoken_time

WORDS = {
    SEALING: "The ledger has not been sealed since {}.",
    REMINDERS: "Reminders are late: the last check was at {}. Watch the clocks yourself.",
}
NEVER = {SEALING: "The ledger has not been sealed yet.", REMINDERS: "Reminders have not started. Watch the clocks yourself."}
FRAME = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM organisation_notice
        WHERE recipient_id = %s AND read_at IS NULL AND voided_at IS NULL LIMIT 100) unread),
       (SELECT ok_at FROM audit_heartbeat WHERE job = %s),
       (SELECT ok_at FROM audit_heartbeat WHERE job = %s)
"""


def _frame(request: HttpRequest) -> tuple[int, datetime | None, datetime | None]:
    found = getattr(request, "_frame", None)
    if found is None:
        reader = getattr(request, "actor", None)  # nobody yet, on the page that says that the request could not be read
        with connection.cursor() as cursor:
            cursor.execute(FRAME, [reader.id if reader else None, SEALING, REMINDERS])
            found = cursor.fetchone()
        request._frame = found  # type: ignore[attr-defined]
    return cast(tuple[int, datetime | None, datetime | None], found)


def notice_count(request: HttpRequest) -> int:
    """Unread notices, at most 100."""
    return _frame(request)[0]


def late_banner(request: HttpRequest) -> str:
    """A sentence when a job on which people rely is late, else nothing."""
    _, sealed, reminded = _frame(request)
    return " ".join(sentence for job, at in ((REMINDERS, reminded), (SEALING, sealed)) if (sentence := late(job, at, now())))


def late(job: str, ok_at: datetime | None, at: datetime) -> str:
    """The sentence for one job, empty when it is on time."""
    if ok_at is None:
        return NEVER[job]
    return WORDS[job].format(spoken_time(ok_at)) if at - ok_at > LATE_AFTER[job] else ""
