"""The law as data: limits, citations and thresholds read once from `examinations/law`. A provision never reaches records begun
before it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from borderops.kit.localtime import midnight
from examinations.clocks.days import Calendar
from examinations.clocks.events import Biometric, Event

FOLDER = Path(__file__).resolve().parent.parent / "law"
CLOCK_FILES = ("clocks.toml", "clocks_property.toml", "clocks_biometrics.toml", "clocks_cash.toml")


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule under one power (or under a cash or arrest power), as it applies from `in_force_from` on.

    Of `limit`, `days`, `working_days` and `months` a clock has the one that its law speaks of; a rule that is not about time has none.
    `convicted_since`: the first day of a conviction on which a sample may rest (R6).
    """

    rule: str
    scope: str
    name: str
    authority: str
    citation: str
    verified: bool
    strict: bool
    ends_with_day: bool
    limit: timedelta
    days: int
    working_days: int
    months: int
    cap_months: int
    soon: timedelta
    in_force_from: date
    in_force_at: datetime
    convicted_since: date | None = None

    def rests_on_conviction(self, taken: Event) -> bool:
        """Whether a taking may rest on the conviction that is stated of it. A sample on an older one than `convicted_since` may not; where
        the day is not known, nothing speaks against it."""
        is_too_old = (
            taken.what is Biometric.NON_INTIMATE_SAMPLE
            and taken.convicted_on is not None
            and self.convicted_since is not None
            and taken.convicted_on < self.convicted_since
        )
        return bool(taken.recordable_conviction) and not is_too_old


class Law:
    """All provisions known, by rule and power, newest first, and the calendar of bank holidays.

    `later` are calendars that hold for records begun from an instant on; `calendar` is the one before all of them. A day corrected later
    reaches no record begun before; days that nobody knew of then do, because they correct nothing.
    """

    __slots__ = ("_later", "_provisions", "calendar", "settled_at")

    def __init__(self, provisions: Iterable[Provision], calendar: Calendar, later: Sequence[tuple[datetime, Calendar]] = ()) -> None:
        grouped: dict[tuple[str, str], list[Provision]] = {}
        for provision in provisions:
            grouped.setdefault((provision.rule, provision.scope), []).append(provision)
        self._provisions = {key: tuple(sorted(found, key=lambda one: one.in_force_at, reverse=True)) for key, found in grouped.items()}
        self.settled_at = max(versions[0].in_force_at for versions in self._provisions.values())
        self._later = tuple(sorted(later, key=lambda entry: entry[0], reverse=True))
        furthest = max((known for _, known in self._later), key=lambda known: known.last, default=calendar)
        self.calendar = calendar.continued_by(furthest)
        self._later = tuple((at, known.continued_by(furthest)) for at, known in self._later)

    def calendar_of(self, begun_at: datetime) -> Calendar:
        """The bank holidays for a record begun at that instant."""
        for in_force_at, calendar in self._later:
            if in_force_at <= begun_at:
                return calendar
        return self.calendar

    def find(self, rule: str, scope: str, begun_at: datetime) -> Provision | None:
        """The provision for a record begun at that instant; the oldest known when it began before all.

        None when the power has no such rule.
        """
        versions = self._provisions.get((rule, scope))
        if versions is None:
            return None
        for provision in versions:
            if provision.in_force_at <= begun_at:
                return provision
        return versions[-1]

    def all(self) -> tuple[Provision, ...]:
        """Every provision, for seeding tables and for showing the law as it is applied."""
        return tuple(provision for versions in self._provisions.values() for provision in versions)


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def _provisions(entries: Iterable[Mapping[str, Any]]) -> Iterable[Provision]:
    for entry in entries:
        for scope, terms in entry.items():
            if isinstance(terms, dict):
                yield _provision(entry["rule"], scope, {**entry, **terms})


def _provision(rule: str, scope: str, terms: Mapping[str, Any]) -> Provision:
    return Provision(
        rule=rule,
        scope=scope,
        name=terms["name"],
        authority=terms["authority"],
        citation=terms["citation"],
        verified=terms["verified"],
        strict=terms.get("strict", False),
        ends_with_day=terms.get("ends_with_day", False),
        limit=timedelta(minutes=terms.get("limit_minutes", 0)),
        days=terms.get("limit_days", 0),
        working_days=terms.get("limit_working_days", 0),
        months=terms.get("limit_months", 0),
        cap_months=terms.get("cap_months", 0),
        soon=timedelta(minutes=terms.get("soon_minutes", 0), days=terms.get("soon_days", 0)),
        in_force_from=terms["in_force_from"],
        in_force_at=midnight(terms["in_force_from"]),
        convicted_since=terms.get("convicted_since"),
    )


@cache
def alerts() -> Mapping[str, tuple[timedelta, ...]]:
    """How long before its limit a clock is told of besides SOON and OVERDUE, by rule, as committed with this build."""
    clocks = (entry for name in CLOCK_FILES for entry in _read(name)["clock"])
    return {entry["rule"]: tuple(timedelta(days=days) for days in entry["alert_days"]) for entry in clocks if "alert_days" in entry}


def calendar_of_division(division: str) -> Calendar:
    """The committed bank holidays of that part of the United Kingdom. LookupError for one whose calendar is not committed."""
    read = _read("bank_holidays.toml")
    if read["division"] != division:
        raise LookupError(f"No calendar of {division} is committed, only that of {read['division']}.")
    holidays = frozenset(holiday["on"] for holiday in read["holiday"])
    return Calendar(division, read["source"], read["source_on"], read["first"], read["last"], holidays)


@dataclass(frozen=True, slots=True)
class CalendarBasis:
    """Where it stands that such days do not count, whether that and the days were checked, and from which day the calendar answers."""

    citation: str
    verified: bool
    in_force_from: date


@cache
def calendar_basis() -> CalendarBasis:
    """What the committed calendar rests on."""
    read = _read("bank_holidays.toml")
    return CalendarBasis(read["citation"], read["verified"], read["in_force_from"])


@cache
def committed_law() -> Law:
    """The law as committed with this build."""
    clocks = (entry for name in CLOCK_FILES for entry in _read(name)["clock"])
    return Law([*_provisions(clocks), *_provisions(_read("rules.toml")["rule"])], calendar_of_division(working_day_calendar()))


@dataclass(frozen=True, slots=True)
class Reading:
    """A point that can be read in two ways and the reading chosen; never shown as settled. `working_day_calendar`: the division by whose
    bank holidays working days are counted, of the reading that says so."""

    key: str
    rules: tuple[str, ...]
    point: str
    chosen: str
    verified: bool
    in_force_from: date
    working_day_calendar: str = ""


@cache
def readings() -> tuple[Reading, ...]:
    """The readings that the engine follows, as committed with this build."""
    read = _read("readings.toml")
    return tuple(Reading(**{"in_force_from": read["in_force_from"], **entry, "rules": tuple(entry["rules"])}) for entry in read["reading"])


@cache
def working_day_calendar() -> str:
    """The division by whose bank holidays working days are counted: a value of the reading, changed by a build alone."""
    return next(one.working_day_calendar for one in readings() if one.working_day_calendar)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A bank holiday by its day and name."""

    on: date
    name: str


@cache
def holidays() -> tuple[Holiday, ...]:
    """The bank holidays with their names, as committed with this build."""
    return tuple(Holiday(**entry) for entry in _read("bank_holidays.toml")["holiday"])
