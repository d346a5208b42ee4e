"""docs/words.md says what the code says: every choice that a person reads has its row, with the label that the screen shows."""

import re
from pathlib import Path

import pytest
from django.db.models import TextChoices

from accreditation.models import Requirement
from examinations.models import Attachment, CashPower, Kind, Pack, Review, State, Subject
from examinations.models.examination import Power
from organisation.models import Posting, Role
from rostering.models import Duty

ROW = re.compile(r"^\| .+ \| `([A-Za-z0-9_]+)`[^|]* \| (.+) \|$", re.MULTILINE)
ROWS = dict(ROW.findall((Path(__file__).parent.parent / "docs" / "words.md").read_text(encoding="utf-8")))


CHOICES = [Kind, CashPower, Subject, State, Power, Review.Outcome, Attachment.Scan, Pack.State, Role, Posting.State, Requirement, Duty.Kind]


@pytest.mark.parametrize("choices", CHOICES)
def test_every_choice_has_its_row_with_the_label_of_the_screen(choices: type[TextChoices]) -> None:
    assert {value: ROWS.get(value) for value in choices.values} == {choice.value: choice.label for choice in choices}
