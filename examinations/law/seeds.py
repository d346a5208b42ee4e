"""Puts the committed law into the tables after every migration: what is not there yet is added, and nothing that is there is touched. A
build that changes a provision gives it a later day in the file; what people corrected stays as they corrected it."""

from datetime import timedelta
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

import audit.actions as ledger
from examinations import clocks
from examinations.law.lists import committed
from examinations.models import BankHoliday, CalendarSpan, LegalEntry, LegalReading, Provision
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

MINUTE = timedelta(minutes=1)


def seed_after_migrating(*, using: str, **signal: Any) -> None:
    """Called by Django when migrations have run; does nothing while some are still to come."""
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with acting_as(SYSTEM):
            seed_law()


@transaction.atomic
def seed_law() -> list[Model]:
    """Add what the files hold and the tables do not, with its entry in the ledger. Returns the rows added."""
    added: list[Model] = [*_provisions(), *_readings(), *_calendar(), *_entries()]
    for row in added:
        row.save(force_insert=True)
    if added:
        ledger.record("law.adopted", changed=added)
    return added


def _provisions() -> list[Provision]:
    seeded = Provision.objects.filter(correction=None).values_list("rule", "scope", "in_force_from")
    known = set(seeded)
    return [row_of(one) for one in clocks.committed_law().all() if (one.rule, one.scope, one.in_force_from) not in known]


def row_of(provision: clocks.Provision) -> Provision:
    """A provision of the engine as a row without a correction (unsaved)."""
    return Provision(
        rule=provision.rule,
        scope=provision.scope,
        name=provision.name,
        authority=provision.authority,
        citation=provision.citation,
        verified=provision.verified,
        strict=provision.strict,
        ends_with_day=provision.ends_with_day,
        limit_minutes=provision.limit // MINUTE,
        limit_days=provision.days,
        limit_working_days=provision.working_days,
        limit_months=provision.months,
        cap_months=provision.cap_months,
        soon_minutes=provision.soon // MINUTE,
        convicted_since=provision.convicted_since,
        in_force_from=provision.in_force_from,
    )


def _readings() -> list[LegalReading]:
    known = set(LegalReading.objects.filter(correction=None).values_list("key", "in_force_from"))
    return [
        LegalReading(
            key=one.key,
            rules=list(one.rules),
            point=one.point,
            chosen=one.chosen,
            verified=one.verified,
            in_force_from=one.in_force_from,
        )
        for one in clocks.readings()
        if (one.key, one.in_force_from) not in known
    ]


def _calendar() -> list[Model]:
    calendar = clocks.committed_law().calendar
    spans = CalendarSpan.objects.filter(correction=None, division=calendar.division, source_on=calendar.source_on)
    days = set(BankHoliday.objects.filter(correction=None, division=calendar.division).values_list("on", flat=True))
    added: list[Model] = [
        BankHoliday(division=calendar.division, on=one.on, name=one.name) for one in clocks.holidays() if one.on not in days
    ]
    if not spans.exists():
        terms = {name: getattr(calendar, name) for name in ("division", "source", "source_on", "first", "last")}
        added.append(CalendarSpan(**terms))
    return added


def _entries() -> list[LegalEntry]:
    seeded = LegalEntry.objects.filter(correction=None).values_list("kind", "power", "key", "in_force_from")
    there = set(seeded)
    return [
        LegalEntry(
            kind=one.kind,
            power=one.power,
            key=one.key,
            position=one.position,
            words=one.words,
            authority=one.authority,
            citation=one.citation,
            verified=one.verified,
            terms={name: list(value) if isinstance(value, tuple) else value for name, value in one.terms.items()},
            in_force_from=one.in_force_from,
        )
        for one in committed()
        if (one.kind, one.power, one.key, one.in_force_from) not in there
    ]
