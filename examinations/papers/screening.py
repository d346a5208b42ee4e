"""The screening before an examination on paper, as it was recorded while it went on: a court asks where screening ended and power began."""

from collections.abc import Iterable, Mapping
from typing import Any

from examinations.choices import SCREENING_SIGNS
from examinations.models import Screening
from examinations.papers.record import Part, number, said


def screening_parts(content: Mapping[str, Any]) -> list[Part]:
    """Nothing where nobody was screened, or where it was not recorded by presses of its own."""
    screened = content.get("screening")
    return [Part("Screening, as it was recorded", tuple(_rows(screened)))] if screened else []


def _rows(screened: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "Began", said(screened["began_at"])
    yield "Ended", said(screened["ended_at"])
    yield "Screened by", number(screened["officer"])
    yield "Place", screened["place"]
    yield "Asked about", screened["questions"]
    named = dict(Screening.Document.choices)
    yield "Documents handed over of their own will", "; ".join(str(named[each]) for each in screened["documents"]) or "None"
    for name, label in SCREENING_SIGNS.items():
        if screened[f"{name}_at"]:
            yield label, said(screened[f"{name}_at"])
