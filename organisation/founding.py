"""The first day of a service: a region, its office and the one administrator whom nobody could confirm. It happens once."""

from dataclasses import asdict
from datetime import datetime

from django.db import connection

import audit.actions as ledger
from borderops.kit.localtime import london_date
from organisation.actions.people import temporary_password
from organisation.build import build_region
from organisation.details import Details
from organisation.models import Posting, Role, Unit, User
from organisation.passwords import vouched
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

FOUNDING = 4_017_262_111  # the advisory lock: of two who found the service at once, the second finds it founded


class ServiceInUse(Exception):
    """Somebody has an account already, deactivated or not."""

    def __init__(self) -> None:
        super().__init__("There are people in this service already: ask one of its administrators. The first one is created once.")


def found_service(*, details: Details, password: str, is_chosen_by_them: bool, at: datetime) -> tuple[User, str]:
    """Make the region if there is none, and its first administrator. Returns them with the temporary password ("" when one was given).

    A password that the person did not choose at the keyboard must be replaced at the first sign-in. Raises `ServiceInUse`.
    """
    with acting_as(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOUNDING])
        if User.objects.exists():
            raise ServiceInUse
        office = Unit.objects.filter(kind=Unit.Kind.REGIONAL).order_by("name").first() or build_region(from_date=london_date(at)).office
        temporary = "" if password else temporary_password()
        person = User(**asdict(details), must_change_password=not (password and is_chosen_by_them))
        person.set_password(password or temporary)
        person.save(force_insert=True)
        posting = Posting(user=person, unit=office, role=Role.ADMIN, posted_from=at, posted_at=at)
        posting.state, posting.decided_at = Posting.State.CONFIRMED, at
        posting.save(force_insert=True)
        ledger.record("service.founded", person, changed=[posting], digests=vouched(person))
    return person, temporary
