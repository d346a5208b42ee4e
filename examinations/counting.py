"""The numbers that the Home Office publishes of the use of the powers, counted from plain rows. Pure: what happened in, tables out. Which
questions the published tables ask was not to be verified, so each count carries the definition by which it was counted here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from borderops.kit.dates import length
from borderops.kit.localtime import london_date
from examinations.choices import ETHNICITY_STATED, NOT_STATED
from examinations.outcomes import LABELS

HOUR = timedelta(hours=1)
WHITE, MIXED, BLACK, ASIAN, OTHER, NOT_RECORDED = (
    "White",
    "Mixed",
    "Black or Black British",
    "Asian or Asian British",
    "Chinese or other",
    "Not stated",
)
BROAD = (WHITE, MIXED, BLACK, ASIAN, OTHER, NOT_RECORDED)
NO_OUTCOME = "NOT_RECORDED"
CHINESE = "A4"  # counted with "other" in the published table, though the 18+1 codes hold it among the Asian ones
_GROUP_OF = {code: group if group in BROAD else OTHER for group, codes in ETHNICITY_STATED.items() for code in codes}
BROAD_GROUP: Mapping[str, str] = {**_GROUP_OF, CHINESE: OTHER, NOT_STATED: NOT_RECORDED, "": NOT_RECORDED}
"""The broad group of each code of self-defined ethnicity; nothing recorded counts as not stated."""

DEFINITIONS: Mapping[str, str] = {
    "examined": "One person and one first question is one examination, on the London date of the first question.",
    "over_1h": "More than 3,600 seconds from the first question to the end. Time in hospital is not taken off.",
    "running": "Examinations that have not ended, and so are neither under nor over an hour yet.",
    "detained": "Examinations in which the person was detained, for however short a time.",
    "ethnicity": "As the person stated it, in the broad groups; nothing recorded counts as not stated.",
    "split": "All groups but White together, White, and not stated: the split in which answers to requests were published.",
    "biometrics": "Examinations in which fingerprints or a non-intimate sample were taken.",
    "strip_searches": "Examinations with at least one strip search.",
    "postponed": "Detained people who asked for a solicitor and were not questioned before the consultation.",
    "postponement_refused": "Detained people who asked for a solicitor and were questioned first, with the officer's justification.",
    "without_first_question": "People detained and never questioned: on record, and counted in none of the numbers above.",
    "outcomes": "What the examinations came to. One with several outcomes is counted once under each of them.",
    "goods": "Examinations of unaccompanied goods, on the London date on which each began.",
    "change_percent": "From the period before to this one, in per cent of the one before; empty where there was nothing before.",
    "series_break": "Since that day nobody is questioned past the hour undetained: a rate of detention before it is no trend to one after.",
}
SERIES_BREAK = date(2014, 7, 31)


@dataclass(frozen=True, slots=True)
class Counted:
    """One examination of a person, as far as it is counted."""

    first_questioned_at: datetime | None
    ended_at: datetime | None = None
    detained_at: datetime | None = None
    ethnicity: str = ""  # a code of 18+1
    had_biometrics: bool = False
    had_strip_search: bool = False
    asked_for_solicitor: bool = False
    was_questioned_first: bool = False
    outcomes: Collection[str] = ()  # codes of examinations.outcomes

    @property
    def is_over_an_hour(self) -> bool | None:
        """None while it runs."""
        if self.first_questioned_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.first_questioned_at > HOUR


def lasted(first_questioned_at: datetime | None, ended_at: datetime | None) -> str:
    """How long an examination took, and on which side of the hour it is counted: time in hospital is not taken off. Empty while it runs,
    and where nobody was questioned."""
    if first_questioned_at is None or ended_at is None:
        return ""
    took = ended_at - first_questioned_at
    return f"{length(took)}, {'over' if took > HOUR else 'up to'} an hour"


def percentages(counts: Mapping[str, int]) -> dict[str, Decimal]:
    """Each count as a percentage of their sum to one decimal place, adding up to 100.0: what rounding down loses goes to the largest
    remainders. All 0.0 where nothing was counted."""
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, Decimal("0.0"))
    tenths = {name: divmod(number * 1000, total) for name, number in counts.items()}
    missing = 1000 - sum(whole for whole, _ in tenths.values())
    raised = sorted(tenths, key=lambda name: -tenths[name][1])[:missing]
    return {name: Decimal(whole + (name in raised)) / 10 for name, (whole, _) in tenths.items()}


def ethnicity_split(codes: Iterable[str]) -> dict[str, Any]:
    """Codes of self-defined ethnicity by broad group, and folded into the published split of three. Raises KeyError for any other code."""
    found = Counter(BROAD_GROUP[code] for code in codes)
    groups = {group: found[group] for group in BROAD}
    total = sum(groups.values())
    folded = {
        "all_other_groups": total - groups[WHITE] - groups[NOT_RECORDED],
        "white": groups[WHITE],
        "not_stated": groups[NOT_RECORDED],
    }
    return {"total": total, "groups": _shares(groups), "split": _shares(folded)}


def _shares(counts: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    shares = percentages(counts)
    return {name: {"count": number, "percent": f"{shares[name]:.1f}"} for name, number in counts.items()}


def home_office_counts(rows: Iterable[Counted]) -> dict[str, Any]:
    """The counts of the examinations of people under one power."""
    rows = list(rows)
    examined = [row for row in rows if row.first_questioned_at is not None]
    detained = [row for row in examined if row.detained_at is not None]
    lengths = Counter(row.is_over_an_hour for row in examined)
    asked = Counter(row.was_questioned_first for row in detained if row.asked_for_solicitor)
    return {
        "examined": {"total": len(examined), "up_to_1h": lengths[False], "over_1h": lengths[True], "running": lengths[None]},
        "detained": {"count": len(detained), "percent_of_examined": _rate(len(detained), len(examined))},
        "ethnicity_examined": ethnicity_split(row.ethnicity for row in examined),
        "ethnicity_detained": ethnicity_split(row.ethnicity for row in detained),
        "biometrics": sum(row.had_biometrics for row in examined),
        "strip_searches": sum(row.had_strip_search for row in examined),
        "postponed": asked[False],
        "postponement_refused": asked[True],
        "outcomes": _outcomes(examined),
        "without_first_question": len(rows) - len(examined),
    }


def _outcomes(rows: Iterable[Counted]) -> dict[str, int]:
    """By code, in the order of the form; those of which none is recorded last."""
    found = Counter(code for row in rows for code in set(row.outcomes) or {NO_OUTCOME})
    return {code: found[code] for code in (*LABELS, NO_OUTCOME)}


def _rate(part: int, whole: int, places: int = 1) -> str:
    return f"{Decimal(part * 100) / whole if whole else Decimal(0):.{places}f}"


@dataclass(frozen=True, slots=True)
class Totals:
    """The two numbers of a period that are compared with those of another."""

    examined: int
    detained: int

    @classmethod
    def of(cls, counts: Mapping[str, Any]) -> "Totals":
        return cls(counts["examined"]["total"], counts["detained"]["count"])


def compared(before: Totals, now: Totals) -> dict[str, Any]:
    """One period beside an earlier one: the numbers with the change, and the share that was detained to two decimal places."""
    return {
        **{name: _change(getattr(before, name), getattr(now, name)) for name in ("examined", "detained")},
        "percent_detained": {when: _rate(one.detained, one.examined, 2) for when, one in (("before", before), ("now", now))},
    }


def _change(before: int, now: int) -> dict[str, Any]:
    return {"before": before, "now": now, "change_percent": f"{Decimal((now - before) * 100) / before:+.1f}" if before else ""}


def series_break(*days: date) -> str | None:
    """The day of the break in the series, where it lies between the first and the last of these days."""
    return SERIES_BREAK.isoformat() if min(days) < SERIES_BREAK <= max(days) else None


def quarters(first: date, last: date) -> list[tuple[str, date, date]]:
    """The calendar quarters that the days touch, each cut to them: its name, its first and last day."""
    found = []
    begins = first
    while begins <= last:
        number = (begins.month - 1) // 3
        following = date(begins.year + (number == 3), 1 if number == 3 else number * 3 + 4, 1)
        found.append((f"{begins.year} Q{number + 1}", begins, min(last, following - timedelta(days=1))))
        begins = following
    return found


def counted_on(row: Counted) -> date | None:
    """The London day to which an examination belongs."""
    begins = row.first_questioned_at or row.detained_at
    return london_date(begins) if begins else None
