"""Screenings: the latest that somebody may see, those still going on first, and what quality assurance is told of one."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from examinations.models import Examination, Screening, TimelineEvent
from examinations.screening import SIGNS, Screened, findings
from organisation import policy
from organisation.policy import Actor

MOST_SHOWN = 50


def screenings() -> QuerySet[Screening]:
    """What the door reads a screening from."""
    return Screening.objects.select_related("port", "officer", "examination")


def latest_screenings(actor: Actor) -> list[Screening]:
    """Those still going on, then the latest. One query, a bounded number of rows."""
    rows = policy.scope(actor, "screening.view", screenings())
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "-id")[:MOST_SHOWN])


def running_screenings(actor: Actor) -> list[Screening]:
    """The officer's own that have not ended, newest first. One query."""
    return list(screenings().filter(officer=actor.id, ended_at__isnull=True).order_by("-began_at", "-id")[:MOST_SHOWN])


def screened(row: Screening) -> Screened:
    """A row in the words of the pure rule."""
    return Screened(row.began_at, row.ended_at, {name: getattr(row, name) for name in SIGNS})


def screening_findings(examination: Examination, events: Iterable[TimelineEvent], at: datetime) -> list[str]:
    """What the screening before this examination says against it: from its own row, or from the times in the particulars. One query."""
    row = Screening.objects.filter(examination=examination).first()
    particulars = examination.particulars
    facts = [(event.kind, event.at) for event in events]
    if row is not None:
        return findings(screened(row), at, facts)
    if particulars.screening_from is None or particulars.screening_until is None:
        return []
    return findings(Screened(particulars.screening_from, particulars.screening_until, {}), at, facts)
