"""The Celery application. Tasks carry ids, never objects or personal data; what is due is found in PostgreSQL, so a lost message
costs a minute, not a fact."""

import os
import sys

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borderops.settings")

from borderops.kit.ending import EndForSure
from borderops.schedule import SCHEDULE

app = Celery("borderops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULE
app.steps["worker"].add(EndForSure)
app.conf.beat_schedule_filename = os.environ.get("BORDEROPS_BEAT_FILE", "celerybeat-schedule")


@celeryd_init.connect(weak=False)
@beat_init.connect(weak=False)
def refuse_when_unsafe(**facts: object) -> None:
    """Celery logs what a listener raises and goes on; only an exit stops it."""
    from borderops.kit.service_role import hold_connections_to_the_service_role
    from borderops.safety import refuse_an_unsafe_start

    try:
        hold_connections_to_the_service_role()
        refuse_an_unsafe_start()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


@beat_init.connect(weak=False)
def begin_at_once(**facts: object) -> None:
    """What runs by the minute or oftener is sent as beat starts and not an interval later: after an outage nothing waits for the first
    tick, and a new service does not begin by being late. Where Redis is away it waits for that tick after all."""
    for job in SCHEDULE.values():
        if isinstance(job["schedule"], float):
            app.send_task(job["task"], retry=False, **job["options"])
