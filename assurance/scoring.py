"""Scoring an assessment: answers in, score and colour out. Pure: the
thresholds are the unit's policy (people-and-operations 6.3), not law."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MET, PARTLY, NOT_MET, NOT_APPLICABLE, CANNOT_TELL = "MET", "PARTLY", "NOT_MET", "NOT_APPLICABLE", "CANNOT_TELL"
POINTS = {MET: 2, PARTLY: 1, NOT_MET: 0}
GREEN, AMBER, RED = "GREEN", "AMBER", "RED"
GREEN_FROM, AMBER_FROM = Decimal(85), Decimal(65)


@dataclass(frozen=True, slots=True)
class Marked:
    """One criterion with its answer. `is_about_the_record`: what cannot be told from the record counts as not met."""

    code: str
    weight: int
    is_critical: bool
    is_about_the_record: bool
    value: str

    @property
    def counted(self) -> str:
        return NOT_MET if self.value == CANNOT_TELL and self.is_about_the_record else self.value


@dataclass(frozen=True, slots=True)
class Result:
    """The criteria that failed come before the number; `score` is None when nothing was applicable."""

    colour: str
    score: Decimal | None
    failed: tuple[str, ...]
    critical_failed: tuple[str, ...]
    cannot_tell: tuple[str, ...]
    why: str


def score_of(marked: Iterable[Marked], grave: Sequence[str] = ()) -> Result:
    """Score = 100 x sum(weight x points) / (2 x sum(weight)) over what applies, and the colour with its reason.

    Green needs 85 and every critical criterion met; a critical one not met, or under 65, is red; all else is amber. `grave` are sentences
    from the record that make it red whatever was answered.
    """
    rows = list(marked)
    counted = [(row, row.counted) for row in rows]
    applicable = [(row, value) for row, value in counted if value in POINTS]
    weight = sum(row.weight for row, _ in applicable)
    score = None
    if weight:
        gained = sum(row.weight * POINTS[value] for row, value in applicable)
        score = (Decimal(100 * gained) / Decimal(2 * weight)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    failed = tuple(row.code for row, value in counted if value in {PARTLY, NOT_MET})
    critical = tuple(row.code for row, value in counted if row.is_critical and value == NOT_MET)
    doubtful = tuple(row.code for row, value in counted if row.is_critical and value in {PARTLY, CANNOT_TELL})
    cannot_tell = tuple(row.code for row in rows if row.value == CANNOT_TELL)
    colour, why = (RED, " ".join(grave)) if grave else _colour(score, critical, doubtful)
    return Result(colour, score, failed, critical, cannot_tell, why)


def _colour(score: Decimal | None, critical: tuple[str, ...], doubtful: tuple[str, ...]) -> tuple[str, str]:
    if critical:
        return RED, f"Critical criterion not met: {', '.join(critical)}."
    if score is not None and score < AMBER_FROM:
        return RED, f"The score is under {AMBER_FROM}."
    if doubtful:
        return AMBER, f"Critical criterion in doubt: {', '.join(doubtful)}."
    if score is None:
        return AMBER, "No criterion applied."
    if score < GREEN_FROM:
        return AMBER, f"The score is under {GREEN_FROM}."
    return GREEN, "Every critical criterion is met."
