"""The return of the use of the powers over a period: which rows are counted, and in what order they are set out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from borderops.kit.localtime import midnight
from examinations.counting import DEFINITIONS, Counted, Totals, compared, counted_on, home_office_counts, quarters, series_break
from examinations.models import Biometric, Examination, Goods, Kind, Power, Subject, TimelineEvent
from organisation.models import Port

DAY = timedelta(days=1)


def home_office_return(first: date, last: date, port: Port | None = None) -> dict[str, Any]:
    """The counts of both powers from `first` to `last` (London days, both inside), whole and by quarter, of one port or of all.

    Whoever calls decides whose records they are (`acting_as`). Two queries, read in parts.
    """
    people: dict[str, list[Counted]] = defaultdict(list)
    for power, row in _people(first, last, port):
        people[power].append(row)
    return {
        "from": first.isoformat(),
        "until": last.isoformat(),
        "port": port.unlocode if port else None,
        "powers": {power: _of_power(people[power], first, last) for power in Power.values},
        "goods": _goods(first, last, port),
        "definitions": dict(DEFINITIONS),
        "verified": False,  # the published tables were not to be had: what they ask is our best knowledge
    }


def beside(found: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A return with an earlier one of the same port beside it, by power. A break in the series between the two is named."""
    days = [date.fromisoformat(one[name]) for one in (before, found) for name in ("from", "until")]
    powers = {
        power: compared(Totals.of(before["powers"][power]["whole"]), Totals.of(counts["whole"]))
        for power, counts in found["powers"].items()
    }
    return {**found, "before": {"from": before["from"], "until": before["until"], "series_break": series_break(*days), "powers": powers}}


def _of_power(rows: list[Counted], first: date, last: date) -> dict[str, Any]:
    parts = quarters(first, last)
    by_quarter: dict[str, list[Counted]] = {name: [] for name, _, _ in parts}
    for row in rows:
        day = counted_on(row)
        name = next(name for name, begins, ends in parts if day is not None and begins <= day <= ends)
        by_quarter[name].append(row)
    return {"whole": home_office_counts(rows), "quarters": {name: home_office_counts(found) for name, found in by_quarter.items()}}


def _begun(first: date, last: date, port: Port | None, subject: str) -> QuerySet[Examination, Examination]:
    """By the first question, where there is one; else by what came first. `started_at` is indexed with the port and is never later."""
    begins, ends = midnight(first), midnight(last + DAY)
    within = Q(first_questioned_at__gte=begins, first_questioned_at__lt=ends)
    unquestioned = Q(first_questioned_at=None, started_at__gte=begins, started_at__lt=ends)
    found = Examination.objects.filter(within | unquestioned, subject=subject)
    return found.filter(port=port) if port else found


def _people(first: date, last: date, port: Port | None) -> Iterator[tuple[str, Counted]]:
    standing = TimelineEvent.objects.filter(examination=OuterRef("pk"), is_withdrawn=False, superseded_by=None)

    def has(*kinds: str) -> Exists:
        return Exists(standing.filter(kind__in=kinds))

    taken = Biometric.objects.filter(examination=OuterRef("pk"), event__is_withdrawn=False, event__superseded_by=None)
    found = _begun(first, last, port, Subject.PERSON).annotate(
        had_biometrics=Exists(taken) | has(Kind.BIOMETRICS_TAKEN),
        had_strip_search=has(Kind.STRIP_SEARCH),
        asked_for_solicitor=has(Kind.SOLICITOR_REQUESTED),
        was_questioned_first=has(Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED),
    )
    columns = found.values_list(
        "power",
        "first_questioned_at",
        "ended_at",
        "detained_at",
        "particulars__ethnicity_stated",
        "had_biometrics",
        "had_strip_search",
        "asked_for_solicitor",
        "was_questioned_first",
        "particulars__outcome",
    )
    for power, asked, ended, detained, ethnicity, *rest in columns.order_by("pk").iterator():
        yield power, Counted(asked, ended, detained, ethnicity or "", *rest)


def _goods(first: date, last: date, port: Port | None) -> dict[str, int]:
    ids: QuerySet[Examination, UUID] = _begun(first, last, port, Subject.GOODS).values_list("pk", flat=True)
    counts = dict.fromkeys((*Goods.Freight.values, "NOT_RECORDED"), 0)
    for freight in Goods.objects.filter(examination__in=ids).values_list("freight", flat=True):
        counts[freight or "NOT_RECORDED"] += 1
    return {"total": sum(counts.values()), **counts}
