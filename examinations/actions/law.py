"""Correcting the law as it is applied: an administrator proposes with a reason, a detective inspector decides, and whoever proposed may
take it back. What was in force stays in force for every record that began under it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse

import audit.actions as ledger
from borderops.kit.localtime import london_date, midnight
from examinations.actions.writing import officer_of
from examinations.models import BankHoliday, CalendarSpan, Correction, LegalReading, Provision
from examinations.refusals import Refusal
from organisation import policy
from organisation.models import Posting, Role
from organisation.notices import raise_notice, void_notices
from organisation.policy import Actor

LIMITS = ("limit_minutes", "limit_days", "limit_working_days", "limit_months")
CHANGEABLE = frozenset({*LIMITS, "convicted_since", "authority", "citation", "verified"})


class NotADayOfTheCalendar(Refusal):
    """The day is past, or lies outside the calendar."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a correction makes a bank holiday, or (`is_kept` false) an ordinary day again."""

    on: date
    name: str
    is_kept: bool = True


def propose_provision(
    *, provision: Provision, changes: Mapping[str, Any], in_force_from: date, reason: str, by: Actor, at: datetime
) -> Correction:
    """Propose another limit, citation or standing for a rule under one power. `changes` are columns of CHANGEABLE.

    It reaches only records that begin once it is in force. Raises `Refusal` for a past day, no reason, or when nothing would change.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"{sorted(unknown)} cannot be corrected.")
    if all(getattr(provision, name) == value for name, value in changes.items()):
        raise Refusal("Nothing here differs from the law as it is applied now. Change what is wrong.")
    if any(name in LIMITS and value < 1 for name, value in changes.items()):
        raise Refusal("A limit is at least 1.", field="limit")
    kept = {field.attname: getattr(provision, field.attname) for field in Provision._meta.concrete_fields}
    kept.update({"id": Provision().pk, "in_force_from": in_force_from, **changes})
    with transaction.atomic():
        correction = open_correction(Correction.Subject.PROVISION, in_force_from, reason, by, at)
        row = Provision.objects.create(**{**kept, "correction_id": correction.pk})
        enter_correction(correction, [row], at, {"rule": row.rule, "scope": row.scope})
    return correction


def propose_reading(
    *, reading: LegalReading, chosen: str, verified: bool, in_force_from: date, reason: str, by: Actor, at: datetime
) -> Correction:
    """Propose to describe a reading otherwise, or that counsel has settled it. What the engine does is changed by a build alone.

    Raises as `propose_provision` does.
    """
    if not chosen.strip():
        raise Refusal("Write the reading that is followed.", field="chosen")
    if (reading.chosen, reading.verified) == (chosen.strip(), verified):
        raise Refusal("Nothing here differs from the reading as it is now. Change what is wrong.")
    with transaction.atomic():
        correction = open_correction(Correction.Subject.READING, in_force_from, reason, by, at)
        row = LegalReading.objects.create(
            correction=correction,
            key=reading.key,
            rules=list(reading.rules),
            point=reading.point,
            chosen=chosen.strip(),
            verified=verified,
            in_force_from=in_force_from,
        )
        enter_correction(correction, [row], at, {"key": row.key})
    return correction


def propose_calendar(
    *,
    span: CalendarSpan,
    days: Iterable[Day],
    known_until: date | None,
    source: str,
    in_force_from: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> Correction:
    """Propose bank holidays, such as a proclaimed day, or a calendar known further (`known_until`). `span` is the calendar as it is now.

    Raises `NotADayOfTheCalendar`, and as `propose_provision` does.
    """
    given, last = list(days), known_until or span.last
    _refuse_days(span, given, last, at)
    if not source.strip():
        raise Refusal("Say where this was published.", field="source")
    with transaction.atomic():
        correction = open_correction(Correction.Subject.CALENDAR, in_force_from, reason, by, at)
        rows: list[Model] = [
            CalendarSpan.objects.create(
                correction=correction,
                division=span.division,
                source=source.strip(),
                source_on=london_date(at),
                first=span.first,
                last=last,
            )
        ]
        rows += [
            BankHoliday.objects.create(correction=correction, division=span.division, on=day.on, name=day.name, is_kept=day.is_kept)
            for day in given
        ]
        enter_correction(correction, rows, at, {"days": len(given)})
    return correction


def _refuse_days(span: CalendarSpan, days: list[Day], last: date, at: datetime) -> None:
    if not days and last == span.last:
        raise Refusal("Enter a day, or until when the calendar is known now.", field="days")
    if last < span.last:
        raise NotADayOfTheCalendar(f"The calendar is known until {span.last:%d %b %Y} already.", field="known_until")
    twice = {day.on for day in days if sum(other.on == day.on for other in days) > 1}
    if twice:
        raise NotADayOfTheCalendar(f"{min(twice):%d %b %Y} is entered twice. Keep one.", field="days")
    for day in days:
        if day.on < london_date(at):
            raise NotADayOfTheCalendar(f"{day.on:%d %b %Y} is past. Clocks that have run are not changed.", field="days")
        if day.on > last:
            text = f"{day.on:%d %b %Y} lies beyond the calendar, which is known until {last:%d %b %Y}. Say until when it is known now."
            raise NotADayOfTheCalendar(text, field="known_until")


def open_correction(subject: Correction.Subject, in_force_from: date, reason: str, by: Actor, at: datetime) -> Correction:
    """The proposal itself, for the row that it will carry. Raises `Refusal` without a reason or for a past day."""
    policy.require(by, "law.propose")
    if not reason.strip():
        raise Refusal("Say why the law as it is applied is wrong.", field="reason")
    if in_force_from < london_date(at):
        raise Refusal("A correction holds from today at the earliest: it never reaches back.", field="in_force_from")
    return Correction.objects.create(
        subject=subject, reason=reason.strip(), in_force_from=in_force_from, proposed_by=officer_of(by), proposed_at=at
    )


def enter_correction(correction: Correction, rows: Iterable[Model], at: datetime, detail: Mapping[str, Any]) -> None:
    """The ledger's entry, and a notice to everybody who may decide."""
    ledger.record("law.correction_proposed", correction, changed=rows, reason=correction.reason, detail=detail)
    deciders = Posting.objects.standing(at).filter(role=Role.DI, user__is_active=True).exclude(user=correction.proposed_by_id)
    raise_notice(
        recipient=list(deciders.values_list("user_id", flat=True)),
        key=f"law:{correction.pk}:decide",
        text="A correction of the law as it is applied waits for your decision.",
        link=reverse("law:correction", args=[correction.pk]),
        at=at,
        thing_id=correction.pk,
    )


def _waiting(correction: Correction) -> Correction:
    """The proposal as it stands now, held until the transaction ends."""
    row: Correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if row.state != Correction.State.PROPOSED:
        raise Refusal(f"This correction has been decided already: {Correction.State(row.state).label.lower()}.")
    return row


def _deciding(correction: Correction, by: Actor) -> Correction:
    policy.require(by, "law.decide", correction)
    row = _waiting(correction)
    if row.proposed_by_id == by.id:
        raise policy.Forbidden("You proposed this correction. A second person decides it.")
    return row


def _settle(row: Correction, state: Correction.State, by: Actor, at: datetime, reason: str) -> None:
    row.state, row.decided_by, row.decided_at, row.decision_reason = state, officer_of(by), at, reason.strip()
    row.save()
    void_notices(at=at, thing_id=row.pk)


@transaction.atomic
def approve_correction(*, correction: Correction, by: Actor, at: datetime, reason: str = "") -> Correction:
    """Put a proposed correction in force from its day, or from now on that day, for the records that begin then or later.

    Raises `Forbidden` for whoever proposed it, and `Refusal` when it was decided already or its day has passed.
    """
    row = _deciding(correction, by)
    if row.in_force_from < london_date(at):
        raise Refusal("The day from which this was to hold has passed. Do not approve it; it is proposed again with a later day.")
    row.in_force_at = max(midnight(row.in_force_from), at)
    _settle(row, Correction.State.APPROVED, by, at, reason)
    ledger.record("law.correction_approved", row, reason=reason, detail={"in_force_from": row.in_force_from.isoformat()})
    return row


@transaction.atomic
def refuse_correction(*, correction: Correction, by: Actor, at: datetime, reason: str) -> Correction:
    """Leave the law as it is. Raises as `approve_correction` does, and `Refusal` without a reason."""
    row = _deciding(correction, by)
    if not reason.strip():
        raise Refusal("Say why not.", field="reason")
    _settle(row, Correction.State.NOT_APPROVED, by, at, reason)
    ledger.record("law.correction_refused", row, reason=reason)
    return row


@transaction.atomic
def withdraw_correction(*, correction: Correction, by: Actor, at: datetime) -> Correction:
    """Take back one's own proposal before it is decided. Raises `Forbidden` for anybody else's."""
    policy.require(by, "law.propose", correction)
    row = _waiting(correction)
    if row.proposed_by_id != by.id:
        raise policy.Forbidden("Only whoever proposed this correction takes it back.")
    _settle(row, Correction.State.WITHDRAWN, by, at, "")
    ledger.record("law.correction_withdrawn", row)
    return row
