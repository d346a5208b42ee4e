"""The Celery application. Tasks carry ids, never objects or personal data; what is due is found in PostgreSQL, so a lost message
costs a minute, not a fact."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borderops.settings")

from borderops.schedule import SCHEDULE

app = Celery("borderops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULE
app.conf.beat_schedule_filename = os.environ.get("BORDEROPS_BEAT_FILE", "celerybeat-schedule")
