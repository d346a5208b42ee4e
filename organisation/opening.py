"""When the police cover a port: the hours that are in force on a day, and whether the port is covered now. A duty may well be entered
outside them; whoever looks at the roster should know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q

from borderops.kit.clock import london
from organisation.models import OpeningHours, Port

ALL_HOURS, NOT_TODAY = "All hours", "Not today"


@dataclass(frozen=True, slots=True)
class Cover:
    """A port's hours on the London day of an instant, and whether it is covered at that instant."""

    port: Port
    today: tuple[OpeningHours, ...]
    is_open: bool

    @property
    def hours(self) -> str:
        if self.port.is_open_all_hours:
            return ALL_HOURS
        return ", ".join(f"{each.opens:%H:%M} to {each.closes:%H:%M}" for each in self.today) or NOT_TODAY


def cover_at(ports: Iterable[UUID], at: datetime) -> list[Cover]:
    """The ports that are in use, by name. Two queries, whatever their number."""
    today = london(at).date()
    both = (today, today - timedelta(days=1))  # hours that began yesterday may run past midnight
    in_force = Q(valid_from__lte=today) & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))
    hours = OpeningHours.objects.filter(in_force, weekday__in=[day.weekday() for day in both]).order_by("opens")
    found = Port.objects.filter(pk__in=list(ports), is_closed=False).order_by("name").prefetch_related(Prefetch("opening_hours", hours))
    return [_cover(port, list(port.opening_hours.all()), at) for port in found]


def _cover(port: Port, hours: Sequence[OpeningHours], at: datetime) -> Cover:
    now = london(at)
    today, yesterday = now.date(), now.date() - timedelta(days=1)
    opened = [each for each in hours if _holds(each, today)]
    late = [each for each in hours if _holds(each, yesterday) and each.closes <= each.opens]
    is_open = any(each.opens <= now.time() and (now.time() < each.closes or each.closes <= each.opens) for each in opened)
    is_open = is_open or any(now.time() < each.closes for each in late)
    return Cover(port, tuple(opened), port.is_open_all_hours or is_open)


def _holds(hours: OpeningHours, day: date) -> bool:
    return hours.weekday == day.weekday() and hours.valid_from <= day and (hours.valid_until is None or day < hours.valid_until)
