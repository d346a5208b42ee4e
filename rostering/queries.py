"""Who is on duty where, and how to reach them. Asked for one port or for all the ports of a page in one query."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from borderops.kit.compiled import compiled
from borderops.kit.localtime import london_date, midnight
from organisation.models import Posting
from rostering.models import Duty


@compiled
def _running(ports: list[UUID], at: datetime) -> QuerySet[Duty]:
    """Duties that nobody has cancelled, of people who still have an account, at the instant."""
    standing = Duty.objects.filter(cancelled_at__isnull=True, officer__is_active=True, duty_from__lte=at, duty_until__gt=at)
    acting = Posting.objects.standing(at).filter(user=OuterRef("officer_id")).exclude(acting_rank="")
    standing = standing.annotate(acting_ranks=ArraySubquery(acting.values("acting_rank")))  # type: ignore[no-redef]  # typed on the model
    return standing.filter(port__in=ports).select_related("officer", "port").order_by("kind", "officer__collar_number")


def on_duty(port_id: UUID, at: datetime) -> list[Duty]:
    """Everybody on duty or on call for a port at an instant: at the port first, then by collar number. One query."""
    return on_duty_at([port_id], at)[port_id]


def on_duty_at(ports: Iterable[UUID], at: datetime) -> dict[UUID, list[Duty]]:
    """The same for several ports, each with the rank in force of its officer at `at`. One query."""
    found: dict[UUID, list[Duty]] = {port: [] for port in ports}
    for duty in _running(list(found), at):
        found[duty.port_id].append(duty)
    return found


def duty_of(person_id: UUID, at: datetime) -> Duty | None:
    """The duty at a port that a person is on at `at`; else the nearest one that touches the same London day; else None. One query.

    An officer who stops somebody on the way in or out is still asked for nothing that the roster already knows.
    """
    day = london_date(at)
    today = Duty.objects.filter(
        officer_id=person_id,
        kind=Duty.Kind.AT_PORT,
        cancelled_at__isnull=True,
        duty_from__lt=midnight(day + timedelta(days=1)),
        duty_until__gt=midnight(day),
    ).select_related("port")
    return min(today, key=lambda duty: _distance(duty, at), default=None)


def _distance(duty: Duty, at: datetime) -> timedelta:
    return max(duty.duty_from - at, at - duty.duty_until, timedelta(0))


def duties_of(person_id: UUID, at: datetime, *, days: int = 14) -> list[Duty]:
    """A person's duties from the one that they are on now, for so many days ahead. One query."""
    return list(
        Duty.objects.filter(officer_id=person_id, cancelled_at__isnull=True, duty_until__gt=at, duty_from__lt=at + timedelta(days=days))
        .select_related("port")
        .order_by("duty_from", "port__name")
    )


def upcoming(duties: QuerySet[Duty], at: datetime, *, days: int = 7) -> QuerySet[Duty]:
    """Of the duties given (those in the reader's scope), the standing ones from now on for so many days, soonest first."""
    return duties.filter(cancelled_at__isnull=True, duty_until__gt=at, duty_from__lt=at + timedelta(days=days)).select_related(
        "officer", "port"
    )
