"""The daily digest of quality assurance: one notice a day to each supervisor with records waiting, however many there are."""

from celery import shared_task
from django.urls import reverse

from assurance.queries import queue
from audit.heartbeats import heard
from borderops.kit.clock import london, now
from organisation.models import Notice, Posting, Role, User
from organisation.notices import raise_notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from organisation.standing import standing_of

MOST = 100


@shared_task(name="assurance.tasks.send_digest")
def send_digest() -> int:
    """Tell each sergeant and DI on a current posting how many records wait at their ports. Run twice in a day it tells nobody twice."""
    at = now()
    day = london(at).date()
    told = 0
    with acting_as(SYSTEM):
        current = Posting.objects.filter(role__in=[Role.SERGEANT, Role.DI], posted_from__lte=at).exclude(posted_until__lte=at)
        for supervisor in User.objects.filter(is_active=True, postings__in=current).distinct():
            waiting = queue(standing_of(supervisor, at))[: MOST + 1].count()
            if not waiting:
                continue
            number = f"More than {MOST}" if waiting > MOST else str(waiting)
            text = f"{number} record{'' if waiting == 1 else 's'} waiting for quality assurance."
            raise_notice(
                recipient=supervisor.pk,
                key=f"assurance:{day}",
                level=Notice.Level.INFORM,
                text=text,
                link=reverse("assurance:queue"),
                at=at,
                mailed=True,
            )
            told += 1
        heard("assurance_digest", at=at, detail={"told": told})
    return told
