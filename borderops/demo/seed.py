"""Seeding the demo: the region, its staff, a year, and today. Everything goes through the service's own actions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from borderops.demo.scale import make_examinations
from borderops.demo.staff import hire
from borderops.demo.today import happen
from borderops.demo.year import live_through
from borderops.kit.clock import london, now
from organisation.build import build_region
from organisation.models import User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

YEAR = timedelta(days=365)


class AlreadySeeded(Exception):
    """The database has people in it already."""


def seed(*, password: str, scale: int, with_year: bool, say: Callable[[str], Any]) -> dict[str, int]:
    """Fill an empty database; returns the numbers made. Raises AlreadySeeded."""
    if User.objects.exists():
        raise AlreadySeeded("There are people in this database already. Demo data goes into an empty one.")
    at = now()
    with transaction.atomic():  # all of it or nothing: a demo that stopped half-way would not be believed
        with acting_as(SYSTEM):
            built = build_region(from_date=london(at - YEAR).date())
            staff = hire(built, password=password, at=at)
        say(f"  {len(staff.people)} people at {len(built.ports)} ports\n")
        past = live_through(built, staff, until=at, say=say) if with_year else 0
        live = happen(built, staff, at=at)
    if scale:
        make_examinations(scale, progress=lambda made: say(f"  {made} of {scale} examinations\n"))
    return {"people": len(staff.people), "past": past, "live": live, "plain": scale}
