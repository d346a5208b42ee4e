"""The jobs of this floor: e-mails about notices, and clearing away what is spent. Each does what is due when it runs, however late."""

import logging
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from audit.heartbeats import heard
from audit.models import Heartbeat
from borderops.kit.clock import now
from organisation import carry
from organisation.delivery import deliver
from organisation.models import CarriedForm, Draft, Notice, OnceKey
from organisation.policy import SYSTEM
from organisation.reconciling import reconcile, tell
from organisation.scopes import acting_as

log = logging.getLogger(__name__)

DELIVERY = "deliver notices"
RECONCILING = "reconcile history"
ONCE_KEPT = timedelta(days=2)
DRAFTS_KEPT = timedelta(days=30)
EMPTIED_KEPT = timedelta(days=1)
NOTICES_KEPT = timedelta(days=90)
ATTEMPTS_KEPT = timedelta(days=1)


@shared_task(name="organisation.tasks.deliver_notices", soft_time_limit=90, time_limit=120)
def deliver_notices() -> None:
    """Send the e-mails that are due. A server that answers drop by drop is left at the time limit; the leases run out by themselves."""
    try:
        is_well = deliver()
    except SoftTimeLimitExceeded:
        return
    if is_well:
        heard(DELIVERY, at=now())


@shared_task(name="organisation.tasks.tidy")
def tidy() -> None:
    """Delete what nobody can need any more: none of it is a record of fact."""
    at = now()
    with acting_as(SYSTEM):
        clear_typing(at)
        Notice.objects.filter(
            Q(read_at__lt=at - NOTICES_KEPT) | Q(voided_at__lt=at - NOTICES_KEPT) | Q(raised_at__lt=at - 4 * NOTICES_KEPT)
        ).delete()
        clear_sign_ins()
    heard("tidy what is spent", at=at)


def clear_typing(at: datetime) -> None:
    OnceKey.objects.filter(used_at__lt=at - ONCE_KEPT).delete()
    CarriedForm.objects.filter(kept_at__lt=at - carry.KEPT_FOR).delete()
    Draft.objects.filter(Q(saved_at__lt=at - DRAFTS_KEPT) | Q(fields={}, saved_at__lt=at - EMPTIED_KEPT)).delete()


def clear_sign_ins() -> None:
    """Sessions, wrong passwords and the rate limits' counters, by the packages' own clock."""
    present = timezone.now()
    Session.objects.filter(expire_date__lt=present).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    AccessAttempt.objects.filter(attempt_time__lt=present - ATTEMPTS_KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM organisation_cache WHERE expires < %s", [present])


@shared_task(name="organisation.tasks.reconcile_history", soft_time_limit=840, time_limit=900)
def reconcile_history() -> None:
    """Look for rows that were changed behind the service's back, going on where the last night stopped. The log names row and fields,
    never what they hold; who may read the ledger is told in the service."""
    at = now()
    last = Heartbeat.objects.filter(pk=RECONCILING).first()
    with acting_as(SYSTEM):
        findings = reconcile(at, places=last.detail.get("goes_on_from") if last else None)
    for found in findings.differences:
        log.error("%s %s %s: %s", found.kind, found.key, found.fault, ", ".join(found.fields))
    with acting_as(SYSTEM):
        tell(findings.differences, at)
    heard(RECONCILING, at=at, detail=findings.summary())
