"""Entering a duty and cancelling it. A duty is a plan: an impossible one is refused with the reason, a past one is kept as it was."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

import audit.actions as ledger
from borderops.kit.dates import spoken, spoken_time
from borderops.kit.localtime import london_date
from organisation import policy
from organisation.models import Port, User
from organisation.policy import Actor
from organisation.refusals import Refusal
from organisation.standing import standing_of
from rostering.models import Duty

LONGEST = {Duty.Kind.AT_PORT: timedelta(hours=24), Duty.Kind.ON_CALL: timedelta(days=14)}


class DutyRefused(Refusal):
    """The duty cannot be worked as it stands."""


@transaction.atomic
def enter_duty(
    *,
    officer: User,
    port: Port,
    kind: Duty.Kind,
    duty_from: datetime,
    duty_until: datetime,
    by: Actor,
    at: datetime,
    place: str = "",
    reachable_on: str = "",
) -> Duty:
    """Put somebody on duty, or on call, at a port for the half-open period. Without `reachable_on` the number is the person's own.

    Raises `DutyRefused`: an end before its start, too long a duty, somebody without an account or without a posting at the port, or
    another duty at the same time, which the sentence names.
    """
    duty = Duty(
        officer=officer,
        port=port,
        kind=kind,
        duty_from=duty_from,
        duty_until=duty_until,
        place=place,
        reachable_on=reachable_on or officer.phone,
        entered_by=by.user,
    )
    policy.require(by, "duty.enter", duty)
    officer = User.objects.select_for_update(no_key=True).get(pk=officer.pk)  # two entries for one person come one after the other
    _refuse_period(duty)
    _refuse_person(officer, duty)
    _refuse_overlap(duty)
    duty.save(force_insert=True)
    ledger.record("duty.entered", duty, detail={"officer": str(officer.pk), "kind": duty.kind})
    return duty


def _refuse_period(duty: Duty) -> None:
    if duty.duty_until <= duty.duty_from:
        raise DutyRefused("The duty must end after it begins.", field="duty_until")
    longest = LONGEST[Duty.Kind(duty.kind)]
    if duty.duty_until - duty.duty_from > longest:
        words = "24 hours" if duty.kind == Duty.Kind.AT_PORT else "14 days"
        raise DutyRefused(f"{Duty.Kind(duty.kind).label} lasts at most {words}. Enter it in parts.", field="duty_until")


def _refuse_person(officer: User, duty: Duty) -> None:
    if not officer.is_active:
        raise DutyRefused(f"{officer.collar_number} has no account any more.", field="officer")
    if duty.port_id not in standing_of(officer, duty.duty_from).all_ports():
        raise DutyRefused(
            f"{officer.collar_number} has no confirmed posting that covers {duty.port.name} when the duty begins.", field="port"
        )


def _refuse_overlap(duty: Duty) -> None:
    same_time = Q(cancelled_at__isnull=True, officer=duty.officer_id, duty_from__lt=duty.duty_until, duty_until__gt=duty.duty_from)
    rival = Q(kind=Duty.Kind.AT_PORT) if duty.kind == Duty.Kind.AT_PORT else Q(kind=Duty.Kind.ON_CALL, port=duty.port_id)
    other = Duty.objects.filter(same_time & rival).select_related("officer", "port").order_by("duty_from").first()
    if other is not None:
        raise DutyRefused(
            f"{other.officer.collar_number} is already {words_for(other)}. Cancel that duty first, or choose another time.",
            field="duty_from",
        )


def words_for(duty: Duty) -> str:
    """'on duty at Luton from 06:00 to 16:00 on 23 November 2026', for sentences and confirmations."""
    verb = "on duty at" if duty.kind == Duty.Kind.AT_PORT else "on call for"
    same_day = london_date(duty.duty_from) == london_date(duty.duty_until)
    begins = spoken_time(duty.duty_from) if same_day else spoken(duty.duty_from)
    return f"{verb} {duty.port.name} from {begins} to {spoken(duty.duty_until)}"


@transaction.atomic
def cancel_duty(*, duty: Duty, by: Actor, at: datetime, reason: str) -> Duty:
    """Take a duty off the roster. Raises `DutyRefused` when it is over or cancelled already: what was worked stays."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related("port").get(pk=duty.pk)
    policy.require(by, "duty.cancel", duty)
    if duty.cancelled_at is not None:
        raise DutyRefused("This duty has been cancelled already.")
    if duty.duty_until <= at:
        raise DutyRefused("This duty is over, and stays on the roster as it was worked.")
    duty.cancelled_at = at
    duty.save()
    ledger.record("duty.cancelled", duty, reason=reason, detail={"officer": str(duty.officer_id), "kind": duty.kind})
    return duty
