"""Documents are tagged, the same bytes come of the same page, and nothing is fetched but what ships with the service."""

from io import BytesIO
from typing import cast

import pytest
from django.template import engines
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from borderops.kit.pdf import MOST_CHARACTERS, DocumentFault, make_pdf, pdf_of

PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>T</title>{head}</head><body><h1>Heading</h1>{body}</body></html>'


def page(body: str = "", head: str = "") -> str:
    return PAGE.format(head=head, body=body)


def test_a_document_is_tagged_has_a_language_and_says_that_it_is_accessible() -> None:
    reader = PdfReader(BytesIO(make_pdf(page("<table><tr><th>A</th><td>B</td></tr></table>"))))
    root = cast(DictionaryObject, reader.trailer["/Root"])
    assert str(cast(DictionaryObject, root["/MarkInfo"])["/Marked"]) == "True"
    assert str(root["/Lang"]) == "en-GB"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in cast(StreamObject, root["/Metadata"]).get_data()


def test_the_same_page_gives_the_same_bytes() -> None:
    assert make_pdf(page("<p>word</p>" * 400)) == make_pdf(page("<p>word</p>" * 400))


def test_the_bundled_stylesheet_is_found_under_its_own_address() -> None:
    plain = make_pdf(page())
    assert make_pdf(page(head='<link rel="stylesheet" href="/static/css/paper.css">')) != plain


ELSEWHERE = [
    '<img src="http://localhost/x.png">',
    '<img src="https://document.invalid/static/css/borderops.css">',
    '<img src="file:///etc/passwd">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<link rel="stylesheet" href="ftp://localhost/x.css">',
    '<link rel="stylesheet" href="/static/css/../../borderops/settings.py">',
    '<style>@import url("http://localhost/x.css");</style>',
    "<style>@font-face{font-family:x;src:url(http://localhost/x.woff)} p{font-family:x}</style><p>x</p>",
    '<object data="http://localhost/x.svg"></object>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://localhost/x.png" width="9" height="9"/></svg>',
    '<p style="background:url(//localhost/x.png)">x</p>',
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_page_that_asks_for_anything_else_is_not_made(elsewhere: str) -> None:
    with pytest.raises(DocumentFault, match="does not ship with the service"):
        make_pdf(page(elsewhere))


def test_a_page_without_end_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(DocumentFault, match="too long"):
        make_pdf("x" * (MOST_CHARACTERS + 1))


def test_typed_text_stays_text() -> None:
    made = engines["django"].from_string(page("<p>{{ words }}</p>")).render({"words": '<img src="http://localhost/x.png">{{ 7|add:7 }}'})
    assert "<img src=" in PdfReader(BytesIO(make_pdf(made))).pages[0].extract_text()


def test_every_page_of_a_document_carries_the_marking_top_and_bottom_and_its_number() -> None:
    made = pdf_of("base_print.html", {"marking": "OFFICIAL-SENSITIVE"})
    text = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert text.count("OFFICIAL-SENSITIVE") == 2
    assert "Page 1 of 1" in text
