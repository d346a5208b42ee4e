"""What waits in the office at the demo's present: postings and a correction of the law that a second person decides, an account that is
locked, and a record that professional standards were asked about. The service's own actions tell whoever has to decide."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.urls import reverse

import audit.actions as ledger
from borderops.demo.staff import Staff
from borderops.kit.clock import written_at
from borderops.kit.localtime import london_date
from examinations import actions as acts
from examinations.actions.law import Day
from examinations.models import Examination
from examinations.queries import calendar_span
from organisation.actions.people import create_person
from organisation.actions.postings import confirm_posting, propose_posting
from organisation.build import Built
from organisation.details import Details
from organisation.models import Notice, Posting, Role, User
from organisation.notices import raise_notice
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from organisation.standing import standing_of

NEWCOMER = Details("odile.marchmont", "4099", "Odile Marchmont", "CONSTABLE", "4099@force.example", "01632 964099")
SOMEWHERE = "192.0.2.44"  # an address that belongs to nobody (RFC 5737)


def keep_the_office_busy(built: Built, staff: Staff, asked_about: Examination, *, at: datetime) -> None:
    """What waits for administrators, the detective inspector and professional standards. `asked_about` is a record with a trail."""
    first, second = staff.people["admin.vetting"], staff.people["admin.second"]
    newcomer = _do(first, at, lambda by: create_person(details=NEWCOMER, by=by, at=at)[0])
    _post(newcomer, built, "Harwich", first, at)
    _post(staff.constables["Luton"][2], built, "Stansted", second, at)
    _act_up(staff.constables["Southend"][1], built, "Southend", first, second, at)
    _proclaim_a_day(first, at)
    _lock(newcomer)
    with acting_as(SYSTEM):
        raise_notice(
            recipient=staff.people["psd.auditor"].pk,
            key=f"demo:complaint:{asked_about.pk}",
            level=Notice.Level.INFORM,
            text=f"A complaint names {asked_about.reference}. Read its trail: who acted, and who saw it.",
            link=reverse("workbench:ledger"),
            at=at,
        )


def _do(who: User, at: datetime, act: Callable[[Actor], Any]) -> Any:
    actor = standing_of(who, at)
    with acting_as(actor), written_at(at):
        return act(actor)


def _post(person: User, built: Built, port: str, by: User, at: datetime) -> None:
    """Proposed by one administrator, so that the other and the detective inspector are asked."""

    def propose(actor: Actor) -> object:
        return propose_posting(person=person, unit=built.teams[port], role=Role.CONSTABLE, posted_from=at, by=actor, at=at)

    _do(by, at, propose)


def _act_up(person: User, built: Built, port: str, first: User, second: User, at: datetime) -> None:
    """A constable who acts as sergeant of their port for a fortnight, proposed by one administrator and confirmed by the other."""

    def propose(actor: Actor) -> Posting:
        return propose_posting(
            person=person,
            unit=built.teams[port],
            role=Role.SERGEANT,
            posted_from=at,
            acting_rank="SERGEANT",
            acting_authority="Superintendent's order 14 of 2026 (fictional)",
            by=actor,
            at=at,
        )

    proposed = _do(first, at, propose)
    _do(second, at, lambda by: confirm_posting(posting=proposed, by=by, at=at))


def _proclaim_a_day(by: User, at: datetime) -> None:
    """A bank holiday that nobody has proclaimed: a Friday some weeks away, and no day of the calendar yet."""
    span, today = calendar_span(), london_date(at)
    friday: date = today + timedelta(days=60 + (4 - today.weekday()) % 7)
    _do(
        by,
        at,
        lambda actor: acts.propose_calendar(
            span=span,
            days=[Day(friday, "Proclaimed day (fictional)")],
            known_until=max(span.last, friday),
            source="A fictional proclamation",
            in_force_from=today,
            reason="Fictional: it shows how a day is entered that is proclaimed after the calendar was published.",
            by=actor,
            at=at,
        ),
    )


def _lock(person: User) -> None:
    """As many wrong passwords as the service allows: a temporary one, read out over the telephone. It lasts as long as any lock does."""
    with acting_as(SYSTEM):
        AccessAttempt.objects.create(username=person.username, ip_address=SOMEWHERE, failures_since_start=settings.AXES_FAILURE_LIMIT)
        ledger.record("account.locked", outcome="DENY", detail={"wrong_passwords": settings.AXES_FAILURE_LIMIT})
