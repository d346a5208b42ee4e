"""The periodic work of this app. What is due is found in the tables, so a run that was missed is made good by the next."""

from datetime import timedelta

from celery import shared_task

from audit.heartbeats import heard
from audit.queries import REMINDERS
from borderops.kit import clock
from examinations import reminding, scanning, tidying
from examinations.actions import limiting
from examinations.papers import packing
from examinations.reminders import sweep
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

JOB = "examinations.tasks.raise_reminders"


@shared_task(name=JOB)
def raise_reminders() -> None:
    """Tell the people of every live examination what its clocks call for, exactly once, and note that it was done.

    Where a record was at fault the others are told and nothing is noted, so that the screens soon say that reminders are late.
    """
    at = clock.now()
    with acting_as(SYSTEM):
        swept = sweep(at)
        if not swept.failed:
            heard(REMINDERS, at=at)


@shared_task(name="examinations.tasks.renew_limits")
def renew_limits() -> None:
    """Write down the limits that a calendar known further makes computable, for the list of limits and the reminders."""
    with acting_as(SYSTEM):
        limiting.renew_beyond_the_calendar()
    heard("examinations.tasks.renew_limits", at=clock.now())


@shared_task(name="examinations.tasks.remind_to_finish")
def remind_to_finish() -> None:
    """Remind whoever is concerned of the records that have waited too long to be submitted or amended, exactly once."""
    at = clock.now()
    with acting_as(SYSTEM):
        reminding.work_out_breaches()
        reminding.remind(at)
    heard("examinations.tasks.remind_to_finish", at=at)


@shared_task(name="examinations.tasks.scan_attachments", soft_time_limit=270)
def scan_attachments() -> None:
    """Have the attachments that wait for it scanned. Two runs at once do the same work twice and write it once."""
    if scanning.sweep():
        heard("examinations.tasks.scan_attachments", at=clock.now())


@shared_task(name="examinations.tasks.make_packs")
def make_packs() -> None:
    """Make the disclosure packs that are asked for. Woken up by whoever asks; a worker that is killed leaves the pack to the next run."""
    packing.sweep()
    heard("examinations.tasks.make_packs", at=clock.now())


@shared_task(name="examinations.tasks.tidy_files")
def tidy_files() -> None:
    """Delete the files that no record names, a day after they were kept."""
    at = clock.now()
    tidying.forget_unnamed(at - timedelta(days=1))
    heard("examinations.tasks.tidy_files", at=at)
