"""From the tables to the clock engine: the law as approved so far, read once by each process and again only when a correction was approved.
Which version is the newest comes along with the facts themselves, so that no page asks for it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery

from borderops.kit.localtime import midnight
from examinations import clocks
from examinations.law import lists
from examinations.models import BankHoliday, CalendarSpan, Correction, LegalEntry, LegalReading, Provision

MOST_KEPT = 8
_kept: dict[UUID | None, tuple[clocks.Law, lists.Lists]] = {}

HOLDS = Q(correction=None) | Q(correction__state=Correction.State.APPROVED)
"""Rows that were committed with a build, or approved."""
LATEST_FIRST = (F("correction__in_force_at").desc(nulls_last=True), F("correction__decided_at").desc(nulls_last=True))


def _approved() -> QuerySet[Correction, UUID]:
    approved = Correction.objects.filter(state=Correction.State.APPROVED).order_by("-decided_at", "-pk")
    return approved.values_list("pk", flat=True)


def newest_version() -> Subquery:
    """The correction approved last, as a column beside other rows: it stands for everything in force."""
    return Subquery(_approved()[:1])


def law_as_of(version: UUID | None) -> clocks.Law:
    """The law of the tables while this was the correction approved last, whose lists this process goes by from now on. Four queries when a
    process asks first, then none."""
    if version not in _kept:
        read = read_law(), read_lists()
        # The law without corrections stays: it costs little, and a new service has no other.
        for old in [key for key in _kept if key is not None][: max(0, len(_kept) - MOST_KEPT)]:
            _kept.pop(old, None)
        _kept[version] = read
    law, entries = _kept[version]
    lists.keep(entries)
    return law


def live_law() -> clocks.Law:
    """The law of the tables as it stands now. One query, and four more where it has changed."""
    return law_as_of(_approved().first())


def read_law() -> clocks.Law:
    """All provisions of the tables that were committed or approved, and their bank holidays. Three queries."""
    rows = Provision.objects.filter(HOLDS).select_related("correction").order_by(*LATEST_FIRST)
    calendar, later = _calendars()
    return clocks.Law([provision_of(row) for row in rows], calendar, later)


def read_lists() -> lists.Lists:
    """All entries of lists in the tables that were committed or approved. One query."""
    rows = LegalEntry.objects.filter(HOLDS).select_related("correction").order_by(*LATEST_FIRST, "position")
    return lists.Lists(entry_of(row) for row in rows)


def entry_of(row: LegalEntry) -> lists.Entry:
    """A row in the words of the lists."""
    return lists.Entry(
        kind=row.kind,
        power=row.power,
        key=row.key,
        words=row.words,
        verified=row.verified,
        position=row.position,
        in_force_from=row.in_force_from,
        in_force_at=in_force_at(row),
        authority=row.authority,
        citation=row.citation,
        is_used=row.is_used,
        terms=row.terms,
    )


def provision_of(row: Provision) -> clocks.Provision:
    """A row in the words of the engine; one that waits for its approval is in force from its day."""
    return clocks.Provision(
        rule=row.rule,
        scope=row.scope,
        name=row.name,
        authority=row.authority,
        citation=row.citation,
        verified=row.verified,
        strict=row.strict,
        ends_with_day=row.ends_with_day,
        limit=timedelta(minutes=row.limit_minutes),
        days=row.limit_days,
        working_days=row.limit_working_days,
        months=row.limit_months,
        cap_months=row.cap_months,
        soon=timedelta(minutes=row.soon_minutes),
        in_force_from=row.in_force_from,
        in_force_at=in_force_at(row),
        convicted_since=row.convicted_since,
    )


def in_force_at(row: Provision | LegalReading | LegalEntry) -> datetime:
    """From which instant the row holds for the records that begin then."""
    at = row.correction.in_force_at if row.correction else None
    return at or midnight(row.in_force_from)


def _calendars() -> tuple[clocks.Calendar, list[tuple[datetime, clocks.Calendar]]]:
    """The calendar of the division that the reading names as committed, and one more for each correction, from the instant on from which
    it holds."""
    division = clocks.working_day_calendar()
    spans = list(CalendarSpan.objects.filter(HOLDS, division=division).select_related("correction").order_by("source_on"))
    days = list(BankHoliday.objects.filter(HOLDS, division=division).select_related("correction"))
    seeded = [span for span in spans if span.correction is None]
    latest = seeded[-1]
    calendar = clocks.Calendar(
        division=latest.division,
        source=latest.source,
        source_on=latest.source_on,
        first=min(span.first for span in seeded),
        last=max(span.last for span in seeded),
        holidays=frozenset(day.on for day in days if day.correction is None and day.is_kept),
    )
    found, later = calendar, []
    corrections = {row.correction for row in spans if row.correction} | {row.correction for row in days if row.correction}
    for correction in sorted(corrections, key=_order):
        found = _corrected(found, correction, spans, days)
        assert correction.in_force_at is not None
        later.append((correction.in_force_at, found))
    return calendar, later


def _order(correction: Correction) -> tuple[datetime, datetime]:
    assert correction.in_force_at is not None
    assert correction.decided_at is not None
    return correction.in_force_at, correction.decided_at


def _corrected(before: clocks.Calendar, correction: Correction, spans: list[CalendarSpan], days: list[BankHoliday]) -> clocks.Calendar:
    span = next((one for one in spans if one.correction_id == correction.pk), None)
    changed = [day for day in days if day.correction_id == correction.pk]
    kept: frozenset[date] = frozenset(day.on for day in changed if day.is_kept)
    return clocks.Calendar(
        division=before.division,
        source=span.source if span else before.source,
        source_on=span.source_on if span else before.source_on,
        first=before.first,
        last=max(before.last, span.last) if span else before.last,
        holidays=(before.holidays - {day.on for day in changed}) | kept,
    )
