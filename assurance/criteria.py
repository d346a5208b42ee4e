"""How a correction of a criterion is named and shown on the pages of the law, which know criteria by this alone."""

from assurance.models import Criterion
from assurance.proposing import EVIDENCE, WEIGHTS
from assurance.queries import before
from borderops.kit.parts import Fact
from examinations.law.parts import Part
from examinations.models import Correction


def facts_of(row: Criterion) -> list[Fact]:
    """A criterion as a correction shows it."""
    return [
        Fact("Criterion", f"{row.code[3:]}, {row.section}"),
        Fact("Question", row.text),
        Fact("Critical", "Yes" if row.is_critical else "No"),
        Fact("Weight", WEIGHTS.get(row.weight, str(row.weight))),
        Fact("Beside it", EVIDENCE.get(row.prompt, row.prompt)),
        Fact("Cannot tell", "Counts as not met" if row.is_about_the_record else "Is left out of the score"),
        Fact("Basis", row.basis or "None is given"),
        Fact("Standing", "Text read" if row.is_verified else "Not verified"),
        Fact("Asked", "Yes" if row.is_used else "No"),
    ]


def _contents(correction: Correction) -> tuple[list[Fact], list[Fact]]:
    row = Criterion.objects.get(correction=correction)
    former = before(row, correction)
    return facts_of(row), facts_of(former) if former else []


def _title(correction: Correction) -> str:
    row: Criterion = correction.criterion
    return f"Criterion {row.code[3:]}: {row.text}"


PART = Part(
    subject=Correction.Subject.CRITERION,
    related="criterion",
    address="assurance:criteria",
    title="Criteria of quality assurance",
    title_of=_title,
    contents=_contents,
)
