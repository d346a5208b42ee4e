"""Hostile text in every field that a person can type into, through every document: it stays text, it stays whole, and none of it runs off
the sheet."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import Settings
from weasyprint import HTML

from borderops.kit import pdf
from borderops.kit.typesetting import NOWHERE, ShelfFetcher
from examinations import actions
from examinations.actions.cash import Instrument
from examinations.cash import Pieces
from examinations.models import CashInstrument, Item, Kind, Pack, Particulars
from examinations.papers import notices_and_receipts as papers
from examinations.papers import packing
from examinations.tasks import make_packs
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, ended, visible_text
from tests.examinations.scenes import Scene, typed
from tests.kit import sample_files as sample

HOSTILE = {
    "right to left": "\u202eالحسيني עברית\u202c \u200f(mixed) 123",
    "without a space": "Wolfeschlegelsteinhausenbergerdorff" * 5,
    "markup": '</td></tr><script>alert(1)</script><img src="http://localhost/x.png">{{ 7|add:7 }}{% now "Y" %}',
    "formula": "=HYPERLINK(1)\t+44 -1 @SUM(A1) |calc",
    "marks and pictures": "Z" + "\u0301\u0323" * 20 + "algo 🛂👨‍👩‍👧 \u00a0\u200b end",
}
SLACK = 0.5  # CSS px


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Any) -> None:
    settings.FILES_FOLDER = str(tmp_path / "files")
    settings.CLAMD = ""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of every document made during the test."""
    found: list[str] = []
    for module, name in ((pdf, "make_pdf"), (packing, "make_apart")):
        made = getattr(module, name)

        def spy(html: str, *args: Any, made: Any = made, **kwargs: Any) -> Any:
            found.append(html)
            return made(html, *args, **kwargs)

        monkeypatch.setattr(module, name, spy)
    return found


def words_off_the_sheet(html: str) -> list[str]:
    """The words of the document whose box does not lie on its page."""
    document = HTML(string=html, base_url=f"{NOWHERE}/", url_fetcher=ShelfFetcher(pdf.bundled())).render()
    off = []
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "text", "").strip():
                left, right = box.position_x, box.position_x + box.width
                if left < -SLACK or right > page.width + SLACK:
                    off.append(f"{box.text[:40]} ({left:.0f} to {right:.0f} of {page.width:.0f})")
    return off


def said(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(words: str) -> str:
    return "".join(words.split())


def everywhere(cast: Cast, words: str) -> Scene:
    """A record with these words wherever somebody may write some."""
    short = words[:40]
    fields = ("family_name", "given_names", "carrier", "selection_reason", "account", "origin", "destination")
    most = {field.attname: field.max_length or 4000 for field in Particulars._meta.concrete_fields}
    scene = ended(cast, **{name: words[: most[name]].strip() for name in fields})
    record, do = scene.examination, scene.do
    do(
        "pc.stansted",
        actions.record_event,
        examination=record,
        kind=Kind.NOTE,
        when=typed(scene.minute(95), scene.minute(105)),
        words=words,
    )
    kept = {"kind": Item.Kind.DEVICE, "when": typed(scene.minute(96), scene.minute(105)), "description": words, "seal_number": short}
    do("pc.stansted", actions.keep_item, examination=record, **kept)
    seizure = do(
        "pc.stansted",
        actions.seize_cash,
        examination=record,
        power="ATCSA",
        when=typed(scene.minute(97), scene.minute(105)),
        details={"place": words[:80], "grounds": words, "explanation": words, "sealed_bag": short, "receipt": short},
    )
    do(
        "pc.stansted",
        actions.count_cash,
        seizure=seizure,
        counters=(cast["pc.stansted"], cast["pc.harwich"]),
        pieces=[Pieces("GBP", Decimal(20), 3)],
        instruments=[Instrument(CashInstrument.Kind.CHEQUE, words[:60])],
        when=typed(scene.minute(98), scene.minute(105)),
        sealed_bag=short,
        words=words,
    )
    do(
        "pc.stansted",
        actions.attach_file,
        examination=record,
        name=f"{short}.jpg",
        content=sample.picture(),
        words=words[:200],
        at=scene.minute(106),
    )
    explained = {"rule": "C3", "due_at": scene.minute(80), "words": words, "at": scene.minute(107)}
    do("pc.stansted", actions.explain_breach, examination=record, **explained)
    scene.submit(120)
    return scene


def papers_of(scene: Scene) -> Iterator[tuple[str, bytes]]:
    officer, pk = Browser(scene.cast, "pc.stansted"), scene.examination.pk
    for kind in (papers.EXAMINATION_NOTICE, papers.DETENTION_NOTICE, papers.PROPERTY, papers.CASH):
        yield kind, officer.get("examinations:paper", pk, kind, "en").content
    yield "review", officer.get("examinations:review_paper", pk, 1).content


def disclosed(scene: Scene, words: str, document: str) -> bytes:
    officer, pk = Browser(scene.cast, "sgt.norwich"), scene.examination.pk
    sent = {"document": document, "recipients": words[:100], "purpose": words}
    done = officer.post("examinations:documents", pk, **sent)
    assert done.status_code == 302, visible_text(done)
    make_packs()
    with acting_as(SYSTEM):
        filed = Pack.objects.get().disclosure if document == "pack" else scene.examination.disclosures.get()
    assert filed is not None
    answer = officer.get("examinations:document", pk, filed.pk)
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_text_and_on_the_sheet_in_every_document(cast: Cast, drawn: list[str], words: str) -> None:
    scene = everywhere(cast, words)
    made = dict(papers_of(scene))
    for document in ("record", "pack"):
        made[document] = disclosed(scene, words, document)
    assert len(drawn) >= len(made)
    for html in drawn:
        assert "<script" not in html
        assert words_off_the_sheet(html) == []
    if words.isascii():
        for name in ("record", "pack", papers.PROPERTY):
            assert squeezed(words) in squeezed(said(made[name])), f"{name} does not hold the words as they were written"
