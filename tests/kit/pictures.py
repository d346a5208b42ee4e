"""Documents as pictures of their sheets: what a printer would put on paper, judged by its ink, and kept for people to look at."""

from collections.abc import Iterator

import pypdfium2
from PIL import Image

from tests.plugins.browser import SCREENSHOTS

DOTS_IN_A_MILLIMETRE = 4  # about a hundred to an inch
BARE = 4 * DOTS_IN_A_MILLIMETRE  # what a desk's printer cannot print on
LEAST_INK = 0.001  # of a sheet: the marking, the number and a line are more
PAPER = 250  # of 255; paler than any tint that is printed


def sheets_of(content: bytes) -> Iterator[Image.Image]:
    """Each sheet in shades of grey."""
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            yield page.render(scale=DOTS_IN_A_MILLIMETRE * 25.4 / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def faults_of(sheet: Image.Image) -> list[str]:
    """What is wrong with how a sheet is inked: nothing on it, or ink where a printer has none."""
    inked = sheet.point(lambda shade: 255 if shade < PAPER else 0)
    around = inked.getbbox()
    share = inked.histogram()[255] / (sheet.width * sheet.height)
    found = [] if share >= LEAST_INK else [f"a share of {share:.5f} is inked"]
    if around is not None:
        left, top, right, bottom = around
        bare = min(left, top, sheet.width - right, sheet.height - bottom)
        found += [] if bare >= BARE else [f"ink {bare / DOTS_IN_A_MILLIMETRE:.1f} mm from an edge"]
    return found


def picture_faults(name: str, content: bytes) -> list[str]:
    """What is wrong with the sheets of a document. Each is kept as a picture in tests/screenshots/documents (git-ignored)."""
    folder = SCREENSHOTS / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, sheet in enumerate(sheets_of(content), start=1):
        sheet.save(folder / f"{name.replace(' ', '-')}-{number:02}.png")
        found += [f"{name}, sheet {number}: {fault}" for fault in faults_of(sheet)]
    return found
