"""Notices, receipts and records of reviews: what they say and keep to themselves, in which language, and that hostile text stays text."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from audit.models import Reading
from examinations import actions
from examinations.law.labels import CASH, CASH_LABELS, PROPERTY, PROPERTY_LABELS
from examinations.models import Kind, Power
from examinations.papers import notices_and_receipts as papers
from examinations.papers.notice_words import DETENTION, EXAMINATION, code_of, words_by_language, words_of
from examinations.papers.printing import record_context
from tests.cast import Cast
from tests.examinations.pages import Browser, ended, visible_text
from tests.examinations.scenes import typed

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 6
HOSTILE = {
    "right to left": {"family_name": "\u202eالحسيني", "given_names": "עברית mixed"},
    "two hundred characters": {"family_name": LONG[:200], "given_names": LONG[:200]},
    "markup": {"family_name": '<img src="http://localhost/x.png"><script>alert(1)</script>', "given_names": "{{ 7|add:7 }}"},
    "formula": {"family_name": "=HYPERLINK(1)", "given_names": "+44 -1 @SUM"},
}


def said(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def fetch(cast: Cast, pk: Any, kind: str, language: str = "en", who: str = "pc.stansted") -> Any:
    return Browser(cast, who).get("examinations:paper", pk, kind, language)


def test_every_language_has_every_notice_under_every_power_with_as_many_paragraphs_as_the_english() -> None:
    for power in Power.values:
        for kind in (EXAMINATION, DETENTION):
            assert list(words_by_language(kind, power)) == ["en", "fr", "ar"]
            for code in words_by_language(kind, power):
                words = words_of(kind, power, code)
                assert (words.language, words.missing) == (code, "")
                assert len(words.paragraphs) == len(words_of(kind, power, "en").paragraphs)
                assert not any("{" in each for each in words.paragraphs)
                assert not words.is_verified


def test_a_language_is_known_by_its_name_and_one_without_words_falls_back_to_english_and_says_so() -> None:
    known = words_by_language(EXAMINATION, Power.TACT_S7)
    assert (code_of(" arabic ", known), code_of("FR", known), code_of("Klingon", known)) == ("ar", "fr", "")
    words = words_of(EXAMINATION, Power.TACT_S7, "xx", wanted="Klingon")
    assert (words.language, words.missing) == ("en", "Klingon")


def test_a_notice_says_that_it_is_local_and_when_the_person_was_detained_and_by_whom_by_number(cast: Cast) -> None:
    scene = ended(cast)
    served = {"kind": Kind.NOTICE_SERVED, "when": typed(scene.minute(21), scene.minute(110)), "detail": {"language": "Tigrinya"}}
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, **served)
    made = fetch(cast, scene.examination.pk, papers.DETENTION_NOTICE)
    assert made["Content-Disposition"] == f'attachment; filename="{scene.examination.reference}-detention-notice.pdf"'
    words = said(made.content)
    assert "It is not the official form, and its wording has not been verified." in words
    assert "There is no text in Tigrinya yet." in words
    assert "PC 4201" in words
    assert "Schedule 7 to the Terrorism Act 2000" in words
    assert "WITHHELDCANARY" not in words
    assert "Two passports at the desk." not in words
    assert cast["pc.stansted"].name not in words
    sheets = len(PdfReader(BytesIO(made.content)).pages)
    assert words.count("OFFICIAL-SENSITIVE") == 2 * sheets
    assert f"Page {sheets} of {sheets}" in words
    assert Reading.objects.filter(verb="paper.print", thing_id=scene.examination.pk).count() == 1


def test_a_translated_notice_says_that_nobody_has_verified_it(cast: Cast) -> None:
    scene = ended(cast)
    words = said(fetch(cast, scene.examination.pk, papers.EXAMINATION_NOTICE, "fr").content)
    assert "Vous êtes examiné en vertu de l'annexe 7" in words
    assert "The translation has not been verified." in words
    arabic = fetch(cast, scene.examination.pk, papers.EXAMINATION_NOTICE, "ar")
    assert "A local notice in Arabic." in said(arabic.content)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:papers", scene.examination.pk))
    assert "not the official forms" in page


@pytest.mark.parametrize("particulars", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_stays_text_on_every_paper(cast: Cast, particulars: dict[str, str]) -> None:
    scene = ended(cast, **particulars)
    for kind in (papers.EXAMINATION_NOTICE, papers.DETENTION_NOTICE):
        made = fetch(cast, scene.examination.pk, kind)
        assert made.status_code == 200
        if particulars["family_name"].isascii():
            assert "".join(particulars["family_name"].split()) in "".join(said(made.content).split())
    review = Browser(cast, "pc.stansted").get("examinations:review_paper", scene.examination.pk, 1)
    assert "Continued detention authorised" in said(review.content)


def test_there_is_no_paper_for_what_did_not_happen_and_none_for_those_who_may_not_see_the_record(cast: Cast) -> None:
    scene = ended(cast)
    pk = scene.examination.pk
    for kind, language in ((papers.CASH, "en"), (papers.PROPERTY, "en"), ("other", "en"), (papers.EXAMINATION_NOTICE, "xx")):
        assert fetch(cast, pk, kind, language).status_code == 404
    assert Browser(cast, "pc.stansted").get("examinations:review_paper", pk, 2).status_code == 404
    assert fetch(cast, pk, papers.EXAMINATION_NOTICE, who="pc.harwich").status_code == 404
    assert not Reading.objects.filter(verb="paper.print").exists()


AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC).isoformat()
COUNT = {
    "counted_at": AT,
    "counters": ["4201", "4202"],
    "sealed_bag": "B2",
    "amounts": [["GBP", "20.00", 3], ["GBP", "0.50", 1]],
    "instruments": [["CHEQUE", "=1+1", "EUR", "75.00"]],
}


def test_a_receipt_for_cash_lists_each_denomination_with_its_total_and_keeps_the_suspicion_to_itself() -> None:
    seizure = {
        "ref": "c1",
        "power": "ATCSA",
        "receipt": "R 77",
        "sealed_bag": "B1",
        "grounds": "SUSPICION",
        "counts": [COUNT],
    }
    content = {"events": [{"kind": "CASH_SEIZED", "at": AT, "detail": {"ref": "c1"}}], "cash": [seizure]}
    (table,) = papers.cash_tables(content)
    assert ("GBP", "20.00", "3", "60.00") in table.rows
    assert ("Notes and coins in GBP", f"{Decimal('60.50'):,.2f}") in table.facts
    assert ("Sealed bag", "B2") in table.facts  # opened to be counted, and sealed into another
    assert "SUSPICION" not in str(table)


def test_a_receipt_for_property_lists_each_item_and_not_what_is_claimed_about_it() -> None:
    item = {"id": "i1", "number": 1, "kind": "DEVICE", "description": "<b>Phone</b>", "seal_number": "S9", "lpp_claimed": True}
    links = [
        {"item": "i1", "step": "TAKEN", "at": AT, "holder": "4201", "holder_other": ""},
        {"item": "i1", "step": "RETURNED", "at": AT, "holder": None, "holder_other": "the person"},
    ]
    (table,) = papers.property_tables({"items": [item], "custody": links})
    ((number, what, seal, taken, is_now),) = table.rows
    assert (number, what, seal) == ("1", "Device: <b>Phone</b>", "S9")
    assert taken.endswith("4201")
    assert is_now.startswith("Returned ")


def test_every_receipt_has_every_label_in_every_language_and_the_english_words_alone_are_verified() -> None:
    for power in Power.values:
        for receipt, labels in ((PROPERTY, PROPERTY_LABELS), (CASH, CASH_LABELS)):
            known = words_by_language(receipt, power)
            assert [(code, words.is_verified) for code, words in known.items()] == [("en", True), ("fr", False), ("ar", False)]
            assert {code: set(words.labels) for code, words in known.items()} == {"en": set(), "fr": set(labels), "ar": set(labels)}
            assert all(words.title and words.paragraphs and words.local for words in known.values())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Reçu pour des objets", "Scellé / Seal", "Gardé / Kept", "Reçu par la personne / Received by the person")),
        ("ar", ("A local receipt in Arabic. The translation has not been verified.", " / Seal", " / Kept")),
    ],
)
def test_a_receipt_is_printed_in_the_persons_language_beside_the_english_and_says_that_nobody_has_verified_it(
    cast: Cast, language: str, words: tuple[str, ...]
) -> None:
    scene = speaking(cast, {"fr": "French", "ar": "Arabic"}[language])
    kept(scene)
    receipt = said(fetch(cast, scene.examination.pk, papers.PROPERTY, language).content)
    for each in (*words, "Device: A telephone", "The translation has not been verified."):
        assert each in receipt
    assert "there is no text" not in receipt
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:papers", scene.examination.pk))
    first = {"fr": "French (not verified)", "ar": "Arabic (not verified)"}[language]
    assert f"Receipt for property {first} : Receipt for property (PDF)" in page
    assert fetch(cast, scene.examination.pk, papers.PROPERTY, "xx").status_code == 404


def test_the_receipt_for_cash_names_a_sum_in_both_languages_and_the_arabic_runs_from_the_right() -> None:
    content = {"events": [], "cash": [{"ref": "c", "power": "ATCSA", "receipt": "", "sealed_bag": "", "counts": [COUNT]}]}
    words = words_of(CASH, Power.TACT_S7, "ar")
    (table,) = papers.cash_tables(content, words.beside)
    label = next(label for label, _ in table.facts if label.endswith("Notes and coins in GBP"))
    assert label == f'<span lang="ar" dir="rtl">{words.labels["total"]} GBP</span> / Notes and coins in GBP'
    assert table.title.endswith(" / Cash seized")


# --- Papers that there are in English alone -------------------------------------------------------------------------------------


def speaking(cast: Cast, language: str) -> Any:
    scene = ended(cast)
    told = {"kind": Kind.INTERPRETER_CALLED, "when": typed(scene.minute(21), scene.minute(110)), "detail": {"language": language}}
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, **told)
    return scene


def kept(scene: Any) -> None:
    when = typed(scene.minute(25), scene.minute(111))
    scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="DEVICE", when=when, description="A telephone")


@pytest.mark.parametrize(
    ("language", "is_said", "has_receipt"),
    [("Turkish", True, False), ("French", True, True), ("English", False, True), ("english ", False, True)],
)
def test_a_review_record_the_whole_record_and_a_receipt_without_a_text_say_that_they_are_in_english(
    cast: Cast, language: str, is_said: bool, has_receipt: bool
) -> None:
    scene = speaking(cast, language)
    kept(scene)
    review = Browser(cast, "pc.stansted").get("examinations:review_paper", scene.examination.pk, 1).content
    receipt = fetch(cast, scene.examination.pk, papers.PROPERTY).content
    of_this_paper = f"In English: there is no text of this paper in {language.strip()} yet."
    assert ("for officers and courts" in said(review)) is is_said
    assert (of_this_paper in said(receipt)) is not has_receipt
    version = scene.submit(120)
    page = record_context(version, recipients=["A court"], purpose="A request", by="4201", at=scene.minute(130))
    assert (page["untranslated"] == language.strip()) is is_said
