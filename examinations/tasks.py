"""The periodic work of this app. What is due is found in the tables, so a run that was missed is made good by the next."""

from celery import shared_task

from audit.heartbeats import heard
from audit.queries import REMINDERS
from borderops.kit import clock
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
