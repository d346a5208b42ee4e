"""Who was heard from, and when. Beat sends a message every ten seconds and the worker answers it, so silence of either is known within
a minute by `/readyz` and by the banner; neither is asked directly."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.db import connection

from audit.models import Heartbeat
from borderops.kit import clock, health

SILENCE = timedelta(seconds=45)
BE_HEARD = "audit.heartbeats.be_heard"


def heard(job: str, *, at: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Note that the job did its work at `at`; a job that could do only a part gives the instant up to which its work is done.

    `detail` holds counts and names of fields, never personal data.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(job=job, ok_at=at, detail=dict(detail or {}))],
        update_conflicts=True,
        unique_fields=["job"],
        update_fields=["ok_at", "detail"],
    )


def is_heard(job: str, *, at: datetime, within: timedelta = SILENCE) -> bool:
    """Whether the job did its work within the time before `at`."""
    return Heartbeat.objects.filter(job=job, ok_at__gte=at - within).exists()


@shared_task(name=BE_HEARD)
def be_heard() -> None:
    """Beat sends it; that it runs shows a living worker."""
    heard("worker", at=clock.now())


@worker_ready.connect(weak=False)
def worker_has_started(**facts: Any) -> None:
    heard_outside_a_task("worker")


@beat_init.connect(weak=False)
def beat_has_started(**facts: Any) -> None:
    heard_outside_a_task("beat")


@after_task_publish.connect(sender=BE_HEARD, weak=False)
def beat_has_sent(**facts: Any) -> None:
    heard_outside_a_task("beat")


def heard_outside_a_task(job: str) -> None:
    """In Celery's main processes nobody else closes the connection, and one kept through a restart of PostgreSQL would be dead."""
    try:
        heard(job, at=clock.now())
    finally:
        connection.close()


def observe() -> None:
    """Let `/readyz` ask for worker and beat."""
    health.register("worker", lambda at: is_heard("worker", at=at))
    health.register("beat", lambda at: is_heard("beat", at=at))
