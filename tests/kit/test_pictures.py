"""The looks of a sheet are judged rightly: an empty one and one with ink at its edge are found out."""

import pytest
from PIL import Image, ImageDraw

from borderops.kit.pdf import make_pdf
from tests.kit.pictures import faults_of, sheets_of

SIZE = (840, 1188)


def sheet(*boxes: tuple[int, int, int, int]) -> Image.Image:
    made = Image.new("L", SIZE, 255)
    for box in boxes:
        ImageDraw.Draw(made).rectangle(box, fill=0)
    return made


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ([], ["a share of 0.00000 is inked"]),
        ([(100, 100, 300, 200)], []),
        ([(100, 100, 300, 200), (830, 600, 839, 700)], ["ink 0.0 mm from an edge"]),
        ([(10, 100, 300, 200)], ["ink 2.5 mm from an edge"]),
    ],
)
def test_a_sheet_is_judged_by_its_ink(boxes: list[tuple[int, int, int, int]], said: list[str]) -> None:
    assert faults_of(sheet(*boxes)) == said


def test_a_document_is_drawn_sheet_by_sheet() -> None:
    made = make_pdf(
        "<html lang='en'><head><title>Two</title></head><body><h1>One</h1><p style='page-break-before: always'>Two</p></body></html>"
    )
    assert len(list(sheets_of(made))) == 2
