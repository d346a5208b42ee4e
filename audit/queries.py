"""What the pages ask of the ledger's keeping: which of the jobs that people rely on are late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.models import Heartbeat

SEALING, REMINDERS = "seal_ledger", "examinations.tasks.raise_reminders"
LATE_AFTER = {SEALING: timedelta(minutes=5), REMINDERS: timedelta(minutes=2)}


@dataclass(frozen=True, slots=True)
class Late:
    """A job whose work is done only up to `since`; None when it has never run."""

    job: str
    since: datetime | None


def late_jobs(at: datetime) -> list[Late]:
    """The jobs that are late at `at`, for the banner. One query, by primary key."""
    heard: dict[str, datetime] = dict(Heartbeat.objects.filter(job__in=LATE_AFTER).values_list("job", "ok_at"))
    return [Late(job, heard.get(job)) for job, limit in LATE_AFTER.items() if job not in heard or heard[job] < at - limit]
