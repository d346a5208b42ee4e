"""The criteria of quality assurance by their versions: which were asked when, what is to come, and what was before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Length

from assurance.models import Criterion
from borderops.kit.localtime import midnight
from examinations.law.in_force import HOLDS, LATEST_FIRST
from examinations.models import Correction, Examination


@dataclass(frozen=True, slots=True)
class Versions:
    """One criterion: what is asked about a record that begins now, what is to come, and what was asked before. `is_to_come`: none of it is
    in force yet."""

    now: Criterion
    coming: tuple[Criterion, ...]
    earlier: tuple[Criterion, ...]
    is_to_come: bool


def in_force_at(row: Criterion) -> datetime:
    """From which instant on the row holds for the records that begin then."""
    at = row.correction.in_force_at if row.correction else None
    return at or midnight(row.in_force_from)


def _versions() -> list[list[Criterion]]:
    """Each criterion with all that was committed or approved of it, latest first, in the order of the list. One query."""
    rows = Criterion.objects.filter(HOLDS).select_related("correction").order_by("position", Length("code"), "code", *LATEST_FIRST)
    found: dict[str, list[Criterion]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    return [sorted(each, key=in_force_at, reverse=True) for each in found.values()]


def criteria_on(examination: Examination) -> list[Criterion]:
    """The criteria in force when the examination began, in the order of the list; those of the first list for one begun before them all,
    which is never asked what people added. One query."""
    at, found = examination.started_at, _versions()
    if all(in_force_at(each[-1]) > at for each in found):
        return [each[-1] for each in found if each[-1].correction is None]
    return [row for each in found if (row := next((one for one in each if in_force_at(one) <= at), None)) and _is_asked(row, at)]


def _is_asked(row: Criterion, at: datetime) -> bool:
    return row.is_used and (row.in_force_until is None or at < midnight(row.in_force_until))


def criteria_page(at: datetime) -> list[Versions]:
    """Every criterion with its earlier and coming versions. One query."""
    found = []
    for each in _versions():
        place = next((number for number, one in enumerate(each) if in_force_at(one) <= at), len(each) - 1)
        found.append(Versions(each[place], tuple(each[:place]), tuple(each[place + 1 :]), in_force_at(each[-1]) > at))
    return found


def before(row: Criterion, correction: Correction) -> Criterion | None:
    """The version that stood when this correction was proposed. One query."""
    rows = Criterion.objects.filter(HOLDS, code=row.code).exclude(correction=correction).select_related("correction")
    known = [
        one for one in rows if one.correction is None or (one.correction.decided_at or correction.proposed_at) <= correction.proposed_at
    ]
    return max(known, key=lambda one: (in_force_at(one), one.correction is not None), default=None)
