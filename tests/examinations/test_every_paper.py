"""Every document of a record in which nearly everything happened: what a clerk of a court and the person themselves look for on it, on
every sheet and wherever the pages happen to break."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import Settings

from borderops.kit import pdf
from borderops.kit.apart import Typesetter
from examinations.models import Pack
from examinations.papers import clocks as paper_clocks
from examinations.papers import notices_and_receipts as papers
from examinations.tasks import make_packs
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import NAMES, Cast
from tests.examinations.keeping import keep
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.test_calculator import LATE, sent
from tests.examinations.test_goods import begin_goods, end
from tests.examinations.whole_story import whole_story
from tests.kit.pictures import picture_faults
from tests.kit.sheets import headings_left_behind, laid_out, words_out_of_place, words_overprinted

ASKED = {"recipients": "Crown Prosecution Service", "purpose": "Request 26/118"}


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Any) -> None:
    settings.FILES_FOLDER = str(tmp_path / "files")
    settings.CLAMD = ""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The HTML of every document made during the test, by its title."""
    found: dict[str, str] = {}
    for owner, name in ((pdf, "make_pdf"), (Typesetter, "make")):
        made = getattr(owner, name)

        def spy(*args: Any, made: Any = made, **kwargs: Any) -> Any:
            html = next(each for each in args if isinstance(each, str))
            title = re.search(r"<title>(.*?)</title>", html)
            found[f"{len(found)} {title[1] if title else ''}"] = html
            return made(*args, **kwargs)

        monkeypatch.setattr(owner, name, spy)
    return found


def handed(cast: Cast, scene: Scene) -> Iterator[tuple[str, bytes]]:
    officer, pk = Browser(cast, "pc.stansted"), scene.examination.pk
    for kind in (papers.EXAMINATION_NOTICE, papers.DETENTION_NOTICE):
        for language in ("en", "fr", "ar"):
            yield f"{kind} {language}", officer.get("examinations:paper", pk, kind, language).content
    for kind in (papers.PROPERTY, papers.CASH):
        yield kind, officer.get("examinations:paper", pk, kind, "en").content
        for language in ("fr", "ar"):
            yield f"{kind} {language}", officer.get("examinations:paper", pk, kind, language).content
    for position in (1, 2, 3):
        yield f"review {position}", officer.get("examinations:review_paper", pk, position).content
    yield "pad", officer.get("examinations:blank_pad_pdf").content
    yield "calculation", officer.post("law:calculator", do="pdf", **sent(LATE)).content


def disclosed(cast: Cast, scene: Scene) -> Iterator[tuple[str, bytes]]:
    sergeant, pk = Browser(cast, "sgt.norwich"), scene.examination.pk
    for document in ("record", "pack"):
        assert sergeant.post("examinations:documents", pk, document=document, **ASKED).status_code == 302
    make_packs()
    with acting_as(SYSTEM):
        packed = Pack.objects.get().disclosure
        filed = list(scene.examination.disclosures.all())
    for each in filed:
        answer = sergeant.get("examinations:document", pk, each.pk)
        name = "pack" if packed and each.pk == packed.pk else "record"
        yield name, b"".join(answer.streaming_content) if answer.streaming else answer.content


def sheets_of(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def test_every_sheet_is_marked_and_numbered_and_no_document_names_an_officer_or_tells_what_is_withheld(
    cast: Cast, drawn: dict[str, str]
) -> None:
    scene = whole_story(cast)
    made = {**dict(handed(cast, scene)), **dict(disclosed(cast, scene))}
    for name, content in made.items():
        sheets = sheets_of(content)
        for number, sheet in enumerate(sheets, start=1):
            assert sheet.count("OFFICIAL-SENSITIVE") == 2, (name, number)
            assert f"Page {number} of {len(sheets)}" in sheet, (name, number)
        said = " ".join(sheets)
        assert not [who for who in NAMES if cast[who].name in said], name
        assert "WITHHELDCANARY" not in said, name
        if name not in {"pad", "calculation"}:
            assert scene.examination.reference in sheets[0].replace("Printed", ""), name
    assert [fault for name, content in made.items() for fault in picture_faults(name, content)] == []
    for name, html in drawn.items():
        document = laid_out(html)
        assert words_out_of_place(document) == [], name
        assert words_overprinted(document) == [], name
        assert headings_left_behind(document) == [], name
    _says_what_happened({name: " ".join(sheets_of(content)) for name, content in made.items()})
    _breaks_anywhere(next(html for name, html in drawn.items() if "Disclosure pack" in name))


def _says_what_happened(said: dict[str, str]) -> None:
    for name in ("record", "pack"):
        for words in (
            "Strip search When",
            "C6 Property for examination (item 1)",
            "C9 Biometric retention (fingerprints)",
            "C3 First review The first review came 4 minutes late, at ",
            "Does the person complain? No",
            "The person and their solicitor",
            "Cheque or traveller's cheque 000417 EUR 1,250.00",
        ):
            assert words in said[name], (name, words)
        assert not re.search(r"\d [A-Z][a-z]{2} \d{4} \d\d:\d\d", said[name]), "two ways of writing a time"
    for words in ("GBP 20.00 412 8,240.00", "EUR Cheque or traveller's cheque 000417 1 1,250.00", "Notes and coins in EUR 15,110.00"):
        assert words in said[papers.CASH]
    assert "SUSPICIONCANARY" not in said[papers.CASH]
    assert "S 0001, now S 0009" in said[papers.PROPERTY]
    assert "Family name Vasquez-Oyelaran" in said["review 1"]
    for kind in (papers.EXAMINATION_NOTICE, papers.DETENTION_NOTICE):
        assert "It is not the official form, and its wording has not been verified." in said[f"{kind} en"]
        assert "The translation has not been verified." in said[f"{kind} ar"]


def _breaks_anywhere(html: str) -> None:
    """Wherever the pages break, nothing is printed over the marking, and no heading is parted from what it heads."""
    for lines in range(0, 30, 6):
        document = laid_out(html.replace("<h1>", f'<p style="height:{lines * 9}pt;margin:0"></p><h1>', 1))
        assert words_out_of_place(document) == [], lines
        assert headings_left_behind(document) == [], lines


def test_a_long_account_goes_on_over_the_pages_and_tables_repeat_their_heads(cast: Cast, drawn: dict[str, str]) -> None:
    words = [f"word{number}" for number in range(3000)]
    scene = whole_story(cast, account=" ".join(words))
    record = next(content for name, content in disclosed(cast, scene) if name == "record")
    sheets = sheets_of(record)
    assert set(words) <= set(" ".join(sheets).split())
    assert sum("Time Entry Officer" in sheet for sheet in sheets) >= 2
    for html in drawn.values():
        assert words_out_of_place(laid_out(html)) == []


def test_where_goods_are_examined_there_is_no_notice_and_the_receipt_names_nobody(cast: Cast) -> None:
    cast.at -= timedelta(minutes=90)
    scene = begin_goods(cast)
    officer, pk = Browser(cast, "pc.stansted"), scene.examination.pk
    assert "There is nothing to print" in visible_text(officer.get("examinations:papers", pk))
    keep(scene, 10, description="A crate of switches")
    end(scene, 30)
    assert officer.get("examinations:paper", pk, papers.EXAMINATION_NOTICE, "en").status_code == 404
    receipt = " ".join(sheets_of(officer.get("examinations:paper", pk, papers.PROPERTY, "en").content))
    assert "A crate of switches" in receipt
    assert "Family name" not in receipt


@pytest.mark.parametrize(
    ("engine", "paper"),
    [
        ("at 30 Nov 2026 02:08:41 GMT; it", "at 02:08:41 on 30 November 2026; it"),
        ("at 1 Jul 2026 10:00 BST.", "at 10:00:00 on 1 July 2026."),
        ("at 25 Oct 2026 01:30 BST, at 25 Oct 2026 01:30 GMT", "at 01:30:00 BST on 25 October 2026, at 01:30:00 GMT on 25 October 2026"),
        ("by the end of 5 Oct 2026", "by the end of 5 October 2026"),
    ],
)
def test_the_clock_engines_times_are_said_on_paper_as_every_other(engine: str, paper: str) -> None:
    assert paper_clocks.in_words(engine) == paper
