"""Every periodic task of the service in one table: what runs, how often, and by when a missed run must show on the screen."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "be heard": {"task": "audit.heartbeats.be_heard", "schedule": 10.0, "options": {"expires": 9}},
    "seal the ledger": {"task": "audit.tasks.seal_ledger", "schedule": 60.0, "options": {"expires": 55}},
    "send what is due": {"task": "examinations.tasks.raise_reminders", "schedule": 20.0, "options": {"expires": 19}},
    "scan attachments": {"task": "examinations.tasks.scan_attachments", "schedule": 20.0, "options": {"expires": 19}},
    "make disclosure packs": {"task": "examinations.tasks.make_packs", "schedule": 20.0, "options": {"expires": 19}},
    "deliver notices": {"task": "organisation.tasks.deliver_notices", "schedule": 20.0, "options": {"expires": 19}},
    "reconcile history": {"task": "organisation.tasks.reconcile_history", "schedule": crontab(hour="3", minute="20")},
    "quality assurance digest": {"task": "assurance.tasks.send_digest", "schedule": crontab(hour="6", minute="0")},
    "remind to finish": {"task": "examinations.tasks.remind_to_finish", "schedule": crontab(minute="25")},
    "renew limits": {"task": "examinations.tasks.renew_limits", "schedule": crontab(hour="2", minute="40")},
    "tidy files": {"task": "examinations.tasks.tidy_files", "schedule": crontab(hour="4", minute="30")},
    "tidy what is spent": {"task": "organisation.tasks.tidy", "schedule": crontab(hour="4", minute="10")},
}
