"""Wakes a worker up once the transaction is committed. It is a courtesy to whoever waits: what is to be done stands in a row, the schedule
finds it anyway, and a queue that is away fails no request."""

from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def wake(task: str) -> None:
    """Send the named task, which takes no arguments, when the transaction has been committed."""
    transaction.on_commit(partial(_send, task), robust=True)


def _send(task: str) -> None:
    try:
        current_app.send_task(task, expires=60, retry=False)
    except (OperationalError, OSError) as fault:
        log.warning("the queue is away; the schedule will find the work", task=task, why=type(fault).__name__)
