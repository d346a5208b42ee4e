"""Hostile text in every field that a person can type into, through every document: it stays text, it stays whole, and none of it runs off
the sheet. The blank pad alone holds nothing that anybody typed."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import Settings

from borderops.kit import pdf
from borderops.kit.apart import Typesetter
from borderops.kit.clock import london
from examinations import actions
from examinations.actions.cash import Instrument
from examinations.cash import Pieces
from examinations.details import DETAILS
from examinations.models import CashInstrument, Goods, Item, Kind, Pack, Particulars
from examinations.papers import notices_and_receipts as papers
from examinations.papers.direction import all_ended
from examinations.papers.direction import ended as direction_ended
from examinations.tasks import make_packs
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.clocks.asking import happened, written
from tests.examinations.pages import Browser, ended, visible_text
from tests.examinations.scenes import Scene, pressed, typed
from tests.examinations.test_calculator import sent
from tests.examinations.test_goods import begin_goods, end
from tests.kit import sample_files as sample
from tests.kit.sheets import laid_out, words_out_of_place, words_overprinted

HOSTILE = {
    "right to left": "\u202eالحسيني עברית\u202c \u200f(mixed) 123",
    "a turn without an end": "Sealed \u202e\u2067 9000 S bag",
    "without a space": ("Wolfeschlegelsteinhausenbergerdorff" * 6)[:200],  # as long as a name may be
    "markup": '</td></tr><script>alert(1)</script><img src="http://localhost/x.png">{{ 7|add:7 }}{% now "Y" %}',
    "formula": "=HYPERLINK(1)\t+44 -1 @SUM(A1) |calc",
    "controls": "bell\x07 back\x08 escape\x1b[31m page\x0c delete\x7f next\x85 mark\ufeff no character\uffff line\u2028 end",
    "marks and pictures": "Z" + "\u0301\u0323" * 20 + "algo 🛂👨‍👩‍👧 \u00a0\u200b end",
}


OTHER_PARTICULARS = ("address", "nationality", "document_number", "repeat_justification", "service_number")
FACTS = (
    Kind.NAMED_PERSON_REQUESTED,
    Kind.NAMED_PERSON_INFORMED,
    Kind.SOLICITOR_REQUESTED,
    Kind.SOLICITOR_CONSULTED,
    Kind.INTERPRETER_CALLED,
    Kind.CONSULATE_REQUESTED,
    Kind.APPROPRIATE_ADULT_CALLED,
    Kind.MEDICAL,
    Kind.FORCE_USED,
)
"""Facts that belong to any detention, with answers in words."""


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Any) -> None:
    settings.FILES_FOLDER = str(tmp_path / "files")
    settings.CLAMD = ""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of every document made during the test."""
    found: list[str] = []
    for owner, name in ((pdf, "make_pdf"), (Typesetter, "make")):
        made = getattr(owner, name)

        def spy(*args: Any, made: Any = made, **kwargs: Any) -> Any:
            html = next(each for each in args if isinstance(each, str))
            found.append(html)
            return made(*args, **kwargs)

        monkeypatch.setattr(owner, name, spy)
    return found


def clean(html: str) -> bool:
    """Nothing lies outside its sheet, nothing over anything else, and no mark-up was made of what was typed."""
    document = laid_out(html)
    assert "<script" not in html
    assert words_out_of_place(document) == []
    assert words_overprinted(document) == []
    return True


def said(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def squeezed(words: str) -> str:
    return "".join(words.split())


def everywhere(cast: Cast, words: str) -> Scene:
    """A record with these words wherever somebody may write some."""
    short = words[:40]
    fields = ("family_name", "given_names", "carrier", "selection_reason", "account", "origin", "destination", *OTHER_PARTICULARS)
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
    item = do("pc.stansted", actions.keep_item, examination=record, **kept)
    moved = {"holder": actions.Holder(other=words[:80]), "place": words[:80], "seal_number": short, "reason": words}
    do("pc.stansted", actions.move_item, item=item, when=typed(scene.minute(97), scene.minute(105)), **moved)
    filled_in(scene, words)
    scene.review(
        99,
        when=typed(scene.minute(99), scene.minute(105)),
        manner="TELEPHONE",
        remote_reason=words,
        representations="MADE",
        representations_text=words,
        grounds=words,
    )
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
    added = {"field": "account", "addition": words, "reason": words, "at": scene.minute(121)}
    do("pc.stansted", actions.add_addendum, examination=record, **added)
    return scene


def filled_in(scene: Scene, words: str) -> None:
    """Every answer in words that is filled in about a fact of rights and welfare, and an entry corrected for a reason in them."""
    for number, kind in enumerate(FACTS):
        when = typed(scene.minute(30 + number), scene.minute(105))
        event = scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=kind, when=when, words=words)
        given = {asked.name: words[: asked.most] for asked in DETAILS[kind] if not asked.choices and asked.kind == "text"}
        scene.do("pc.stansted", actions.describe_fact, event=event, given=given, version=0, at=scene.minute(106))
    scene.do("pc.stansted", actions.supersede_event, event=event, when=when, reason=words, words=words)


def papers_of(scene: Scene) -> Iterator[tuple[str, bytes]]:
    officer, pk = Browser(scene.cast, "pc.stansted"), scene.examination.pk
    for kind in (papers.EXAMINATION_NOTICE, papers.DETENTION_NOTICE, papers.PROPERTY, papers.CASH):
        for language in ("en", "fr", "ar"):
            made = officer.get("examinations:paper", pk, kind, language)
            assert made.status_code == 200
            yield kind if language == "en" else f"{kind} {language}", made.content
    yield "review", officer.get("examinations:review_paper", pk, 2).content


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


def enclosed(pack: bytes) -> tuple[str, dict[str, Any]]:
    """The one file inside a pack: its name, and what a machine reads there."""
    ((name, contents),) = PdfReader(BytesIO(pack)).attachments.items()
    return name, json.loads(contents[0])


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_text_and_on_the_sheet_in_every_document(cast: Cast, drawn: list[str], words: str) -> None:
    scene = everywhere(cast, words)
    made = dict(papers_of(scene))
    for document in ("record", "pack"):
        made[document] = disclosed(scene, words, document)
    assert len(drawn) >= len(made)
    for html in drawn:
        assert clean(html)
    if words.isascii() and words.isprintable():
        for name in ("record", "pack", "review", papers.PROPERTY, f"{papers.PROPERTY} fr", f"{papers.PROPERTY} ar"):
            assert squeezed(words) in squeezed(said(made[name])), f"{name} does not hold the words as they were written"
    name, inside = enclosed(made["pack"])
    assert name == "record.json"
    assert inside["purpose"] == words.strip()
    assert words.strip() in {event["words"].strip() for event in inside["record"]["events"]}
    assert inside["record"]["reviews"][1]["representations_text"] == words


def of_goods(cast: Cast, words: str) -> Scene:
    """A record about goods with these words wherever somebody may write some."""
    cast.at -= timedelta(minutes=120)
    most = {field.attname: field.max_length or 4000 for field in Goods._meta.concrete_fields}
    named = ("what", "consignment", "sender", "recipient", "notice", "reasons", "account")
    scene = begin_goods(cast, place=words[:80], details={name: words[: most[name]] for name in named})
    kept = {"kind": "DOCUMENT", "when": pressed(scene.minute(5)), "description": words}
    scene.do("pc.stansted", actions.keep_item, examination=scene.examination, **kept)
    end(scene, 30)
    scene.submit(60)
    return scene


def after_screening(cast: Cast, words: str) -> Scene:
    """A record that began as a screening in which these words were written."""
    cast.at -= timedelta(minutes=120)
    by = cast.actor("pc.stansted")
    with acting_as(by):
        screening = actions.start_screening(port=cast.ports["Stansted"], place=words[:80], by=by, when=pressed(cast.at))
        actions.note_screening(screening=screening, by=by, questions=words, documents=["PASSPORT"])
        asked = pressed(cast.at + timedelta(minutes=4))
        known = {"family_name": words[:200].strip()}
        record = actions.examine_after_screening(screening=screening, power="TACT_S7", by=by, when=asked, known=known)
    scene = Scene(cast, record)
    scene.release(30)
    scene.submit(60)
    return scene


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("told", [of_goods, after_screening], ids=["goods", "screening"])
def test_hostile_text_about_goods_and_from_a_screening_stays_on_the_sheet_too(
    cast: Cast, drawn: list[str], told: Callable[[Cast, str], Scene], words: str
) -> None:
    scene = told(cast, words)
    made = {document: disclosed(scene, words, document) for document in ("record", "pack")}
    if told is of_goods:
        receipt = Browser(cast, "pc.stansted").get("examinations:paper", scene.examination.pk, papers.PROPERTY, "en").content
        made[papers.PROPERTY] = receipt
    assert len(drawn) >= len(made)
    for html in drawn:
        assert clean(html)
    if words.isascii() and words.isprintable():
        for name, content in made.items():
            assert squeezed(words) in squeezed(said(content)), f"{name} does not hold the words as they were written"
    inside = enclosed(made["pack"])[1]["record"]
    kept = inside["goods"]["what"] if told is of_goods else inside["screening"]["questions"]
    assert kept == words.strip()


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_header_of_a_file_holds_anything_that_was_typed(cast: Cast, words: str) -> None:
    scene = ended(cast, family_name=words[:200].strip())
    shown = {"name": f"{words[:40]}.jpg", "content": sample.picture(), "words": words[:200], "at": scene.minute(106)}
    file = scene.do("pc.stansted", actions.attach_file, examination=scene.examination, **shown)
    officer, pk = Browser(cast, "pc.stansted"), scene.examination.pk
    paper = officer.get("examinations:paper", pk, papers.EXAMINATION_NOTICE, "en")
    assert paper["Content-Disposition"] == f'attachment; filename="{scene.examination.reference}-examination-notice.pdf"'
    for answer in (paper, officer.get("examinations:attachment", pk, file.pk)):
        for name, value in answer.items():
            assert value.isascii(), name
            assert value.isprintable(), name
            assert words[:12].strip() not in value


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_typed_into_the_calculator_stays_text_on_its_sheet_and_in_its_file(cast: Cast, drawn: list[str], words: str) -> None:
    typed_in = words[:200].strip()
    officer = {"id": typed_in, "rank": "CONSTABLE"}
    sheet = written(
        happened("FIRST_QUESTION", "10:00", officer),
        happened("DETAINED", "10:20", officer),
        happened("SOLICITOR_REQUESTED", "10:21"),
        happened("QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "10:30", officer, reason=typed_in),
        happened("PROPERTY_RETAINED", "10:40", ref=typed_in, ground="EXAMINATION"),
        happened("RELEASED", "13:00"),
        at="14:00",
    )
    browser = Browser(cast, "insp.region")
    made = browser.client.post(reverse("law:calculator"), {**sent(sheet), "do": "pdf"})
    assert made["Content-Type"] == "application/pdf", visible_text(made)
    assert made["Content-Disposition"] == 'attachment; filename="clocks.pdf"'
    (html,) = drawn
    assert clean(html)
    if typed_in.isascii() and typed_in.isprintable():
        assert squeezed(typed_in) in squeezed(said(made.content))
    kept = json.loads(browser.client.post(reverse("law:calculator"), {**sent(sheet), "do": "file"}).content)
    assert kept["events"][4]["ref"] == typed_in


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_return_as_lines_of_a_table_holds_numbers_and_nothing_typed(cast: Cast, words: str) -> None:
    scene = ended(cast, **{name: words[:40].strip() for name in ("family_name", "given_names", "nationality")})
    day = london(scene.minute(0)).date()
    out = StringIO()
    call_command("home_office_return", "--from", str(day), "--until", str(day), "--format", "csv", stdout=out)
    head, *lines = csv.reader(StringIO(out.getvalue()))
    assert head == ["figure", "value"]
    assert all(name.replace(".", "").replace("_", "").replace("-", "").replace(" ", "").isalnum() for name, _ in lines[1:]), lines
    assert words[:8] not in out.getvalue()
    assert not [value for _, value in lines if value[:1] in ("=", "+", "-", "@", "\t")]


@given(st.text(alphabet="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069ab \n", max_size=30))
def test_no_mark_of_direction_reaches_beyond_the_text_that_it_was_typed_in(text: str) -> None:
    made = direction_ended(text)
    assert made.startswith(text)
    assert set(made[len(text) :]) <= {"\u202c", "\u2069"}
    assert direction_ended(made) == made
    assert all_ended({"a": [text, 1, None]}) == {"a": [made, 1, None]}


def test_a_turn_without_an_end_does_not_turn_what_stands_beside_it(cast: Cast, drawn: list[str]) -> None:
    words = HOSTILE["a turn without an end"]
    disclosed(everywhere(cast, words), words, "record")
    assert f"seal {words}\u2069\u202c" in drawn[-1]
