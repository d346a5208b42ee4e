"""Where the words of a document stand on its sheets: nothing printed may run off the sheet, over the marking, or leave a heading behind."""

from collections.abc import Iterator
from typing import Any

from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from borderops.kit.pdf import bundled
from borderops.kit.typesetting import NOWHERE, ShelfFetcher

SLACK = 0.5  # CSS px
HEADINGS = {"h1", "h2", "h3", "caption"}


def laid_out(html: str) -> Document:
    """The document as it is printed, without writing it."""
    made: Document = HTML(string=html, base_url=f"{NOWHERE}/", url_fetcher=ShelfFetcher(bundled())).render()
    return made


def words_out_of_place(document: Document) -> list[str]:
    """The words that do not lie wholly inside the part of their sheet that is theirs: the type area, or the sheet for its margins."""
    found = []
    for sheet, page in enumerate(document.pages, start=1):
        own = page._page_box
        left, top = own.content_box_x(), own.content_box_y()
        area = (left, top, left + own.width, top + own.height)
        for child in own.children:
            limits = (0.0, 0.0, page.width, page.height) if isinstance(child, boxes.MarginBox) else area
            found += [f"sheet {sheet}: {box.text[:40]!r}" for box in _texts(child) if not _is_within(box, limits)]
    return found


def words_overprinted(document: Document) -> list[str]:
    """Words that are printed over other words, as where a cell is too narrow for what may not be broken."""
    found = []
    for sheet, page in enumerate(document.pages, start=1):
        boxes_of_sheet = [box for child in page._page_box.children for box in _texts(child)]
        for place, box in enumerate(boxes_of_sheet):
            found += [f"sheet {sheet}: {box.text[:30]!r} on {other.text[:30]!r}" for other in boxes_of_sheet[:place] if _covers(box, other)]
    return found


def _covers(box: Any, other: Any) -> bool:
    """By more than the two pixels that lie between lines."""
    across = min(box.position_x + box.width, other.position_x + other.width) - max(box.position_x, other.position_x)
    down = min(box.position_y + box.height, other.position_y + other.height) - max(box.position_y, other.position_y)
    return bool(across > 2 and down > 2)


def headings_left_behind(document: Document) -> list[str]:
    """Headings that are the last thing on a sheet that is not the last."""
    found = []
    for sheet, page in enumerate(document.pages[:-1], start=1):
        root = next(child for child in page._page_box.children if not isinstance(child, boxes.MarginBox))
        last = max(_texts(root), key=lambda box: box.position_y, default=None)
        if last is not None and last.element_tag in HEADINGS:
            found.append(f"sheet {sheet}: {last.text[:40]!r}")
    return found


def _texts(box: Any) -> Iterator[Any]:
    for each in box.descendants():
        if isinstance(each, boxes.TextBox) and each.text.strip():
            yield each


def _is_within(box: Any, limits: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = limits
    x, y = box.position_x, box.position_y
    return bool(x >= left - SLACK and y >= top - SLACK and x + box.width <= right + SLACK and y + box.height <= bottom + SLACK)
