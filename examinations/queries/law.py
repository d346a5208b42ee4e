"""The law as it is applied, for its own pages and beside the clocks: each rule with its earlier and coming versions, the readings followed,
the bank holidays, and what waits for a decision."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import F, QuerySet

from borderops.kit.localtime import london_date
from examinations.clocks import CalendarBasis, calendar_basis, readings, working_day_calendar
from examinations.law.in_force import HOLDS, LATEST_FIRST, in_force_at
from examinations.law.parts import related
from examinations.models import BankHoliday, CalendarSpan, Correction, LegalEntry, LegalReading, Provision

V = TypeVar("V", Provision, LegalReading, LegalEntry)


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule under one power: what holds for a record that begins now, what is to come, and what held before."""

    now: Provision
    coming: tuple[Provision, ...]
    earlier: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class AppliedReading:
    """One reading, with what was said of it before and what will be."""

    now: LegalReading
    coming: tuple[LegalReading, ...]
    earlier: tuple[LegalReading, ...]

    @property
    def working_day_calendar(self) -> str:
        """The division by whose bank holidays the engine counts, where this is the reading that names it."""
        return next((one.working_day_calendar for one in readings() if one.key == self.now.key), "")


@dataclass(frozen=True, slots=True)
class AppliedEntry:
    """One entry of a list, with what it said before and what it will say."""

    now: LegalEntry
    coming: tuple[LegalEntry, ...]
    earlier: tuple[LegalEntry, ...]
    is_to_come: bool  # none of it is in force yet: it was added with a day that is still to come


@dataclass(frozen=True, slots=True)
class LawPage:
    """Everything that the page of the law shows."""

    provisions: tuple[Applied, ...]
    readings: tuple[AppliedReading, ...]
    entries: tuple[AppliedEntry, ...]
    span: CalendarSpan
    calendar_basis: CalendarBasis
    holidays: tuple[BankHoliday, ...]  # from today on
    waiting: tuple[Correction, ...]
    decided: tuple[Correction, ...]  # newest first, a page of them


DECIDED_SHOWN = 20


def law_page(at: datetime) -> LawPage:
    """The law as it is applied to a record that begins at `at`. Seven queries."""
    corrections = Correction.objects.select_related("proposed_by", "decided_by", "provision", "reading", "entry", *related())
    waiting = corrections.filter(state=Correction.State.PROPOSED).order_by("proposed_at")
    return LawPage(
        provisions=tuple(applied_provisions(at)),
        readings=tuple(applied_readings(at)),
        entries=tuple(applied_entries(at)),
        span=calendar_span(),
        calendar_basis=calendar_basis(),
        holidays=tuple(coming_holidays(at)),
        waiting=tuple(waiting),
        decided=tuple(corrections.exclude(state=Correction.State.PROPOSED).order_by("-decided_at")[:DECIDED_SHOWN]),
    )


def _versions(rows: Iterable[V]) -> dict[tuple[str, ...], list[V]]:
    """The rows in force and to come by what they are about, latest first."""
    found: dict[tuple[str, ...], list[V]] = defaultdict(list)
    for row in rows:
        found[row.about].append(row)
    for versions in found.values():
        versions.sort(key=in_force_at, reverse=True)
    return found


def _place(versions: Sequence[Provision | LegalReading | LegalEntry], at: datetime) -> int:
    """Which version holds for a record that begins at `at`; the oldest when none does yet."""
    return next((place for place, row in enumerate(versions) if in_force_at(row) <= at), len(versions) - 1)


def applied_provisions(at: datetime) -> list[Applied]:
    """Every rule under every power, in the order of their numbers. One query."""
    found = []
    rows = Provision.objects.filter(HOLDS).select_related("correction").order_by(*LATEST_FIRST)
    for versions in _versions(rows).values():
        place = _place(versions, at)
        found.append(Applied(versions[place], tuple(versions[:place]), tuple(versions[place + 1 :])))
    return sorted(found, key=lambda one: (one.now.scope, _number(one.now.rule), one.now.name))


def _number(rule: str) -> tuple[str, int]:
    """C2 before C12; what has no number comes last."""
    return (rule[0], int(rule[1:])) if rule[1:].isdigit() else ("~", 0)


def applied_readings(at: datetime, rules: Iterable[str] | None = None) -> list[AppliedReading]:
    """The readings followed for a record that begins at `at`, of these rules or of all. One query."""
    rows = LegalReading.objects.filter(HOLDS).select_related("correction").order_by(*LATEST_FIRST)
    if rules is not None:
        rows = rows.filter(rules__overlap=sorted(set(rules)))
    found = []
    for versions in _versions(rows).values():
        place = _place(versions, at)
        found.append(AppliedReading(versions[place], tuple(versions[:place]), tuple(versions[place + 1 :])))
    return sorted(found, key=lambda one: (_number(one.now.rules[0]), one.now.key))


def applied_entries(at: datetime) -> list[AppliedEntry]:
    """The entries of every list, in the order in which they are offered. One query."""
    return _applied(LegalEntry.objects.filter(HOLDS), at)


def _applied(rows: QuerySet[LegalEntry], at: datetime) -> list[AppliedEntry]:
    found = []
    for versions in _versions(rows.select_related("correction").order_by(*LATEST_FIRST)).values():
        place, first = _place(versions, at), in_force_at(versions[-1])
        one = AppliedEntry(versions[place], tuple(versions[:place]), tuple(versions[place + 1 :]), is_to_come=first > at)
        found.append((one.now.kind, one.now.power, one.now.position, first, one))
    return [one for *_, one in sorted(found, key=lambda each: each[:4])]


def entries_of(kind: str, power: str, at: datetime) -> list[LegalEntry]:
    """What one list offers a record that begins at `at`, in its order. One query."""
    rows = LegalEntry.objects.filter(HOLDS, kind=kind, power=power)
    return [each.now for each in _applied(rows, at) if each.now.is_used and not each.is_to_come]


def calendar_span() -> CalendarSpan:
    """The calendar as it was published or approved last."""
    return CalendarSpan.objects.filter(HOLDS, division=working_day_calendar()).select_related("correction").latest("last", "source_on")


def coming_holidays(at: datetime) -> list[BankHoliday]:
    """The days from today on, those that a correction made ordinary again left out. One query."""
    rows = BankHoliday.objects.filter(HOLDS, division=working_day_calendar(), on__gte=london_date(at)).select_related("correction")
    latest: dict[date, BankHoliday] = {}
    for row in rows.order_by("on", F("correction__decided_at").asc(nulls_first=True)):
        latest[row.on] = row
    return [row for row in latest.values() if row.is_kept]
