"""The words of our own local notices as a list of the law: corrected and added to by two people, and printed as they stood when the record
began."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from borderops.kit.localtime import london_date
from examinations import actions
from examinations.actions import NewEntry
from examinations.law.in_force import live_law
from examinations.law.labels import CASH, CASH_LABELS, NOTICE_LABELS, PROPERTY, PROPERTY_LABELS
from examinations.models import Correction, LegalEntry
from examinations.papers import notices_and_receipts as papers
from examinations.papers.notice_words import DETENTION, EXAMINATION, words_by_language, words_of
from examinations.refusals import Refusal
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import begin
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today
from tests.examinations.test_papers import said as printed

WELSH = {
    "notice": "EXAMINATION",
    "language": "cy",
    "name": "Welsh",
    "is_right_to_left": False,
    "paragraphs": ["Paragraff un.", "Paragraff dau."],
    "local": "Hysbysiad lleol.",
}


def wording(key: str = "en/EXAMINATION", power: str = "TACT_S7") -> LegalEntry:
    return LegalEntry.objects.get(kind="WORDING", key=key, power=power, correction=None)


def correct(cast: Cast, row: LegalEntry, **changes: Any) -> Correction:
    day = london_date(cast.at)
    made: Correction = do(
        cast, "admin.vetting", actions.propose_entry, entry=row, changes=changes, in_force_from=day, reason="Clearer.", at=cast.at
    )
    return made


def add(cast: Cast, words: str = "Hysbysiad", **changes: Any) -> Correction:
    new = NewEntry("WORDING", "TACT_S7", words, terms={**WELSH, **changes})
    day = london_date(cast.at)
    made: Correction = do(cast, "admin.vetting", actions.propose_new_entry, new=new, in_force_from=day, reason="Asked for.", at=cast.at)
    return made


def test_other_words_are_printed_for_records_begun_after_them_alone(cast: Cast) -> None:
    approve(cast, correct(cast, wording(), paragraphs=["Only this."], local="Ours alone.", verified=True), cast.at + timedelta(minutes=5))
    live_law()
    now, before = (words_of(EXAMINATION, "TACT_S7", "en", begun=cast.at + timedelta(minutes=each)) for each in (5, 4))
    assert (now.paragraphs, now.local, now.label) == (("Only this.",), "Ours alone.", "English")
    assert len(before.paragraphs) == 5
    assert before.label == "English (not verified)"
    later = cast.at + timedelta(minutes=6)
    assert len(words_of(EXAMINATION, "CTBSA_S3", "en", begun=later).paragraphs) == 5, "the other power keeps its own"


def test_a_further_language_is_offered_to_later_records_for_the_notice_that_has_it(cast: Cast) -> None:
    approve(cast, add(cast), cast.at + timedelta(minutes=5))
    live_law()
    later = cast.at + timedelta(minutes=6)
    assert list(words_by_language(EXAMINATION, "TACT_S7", later)) == ["en", "fr", "ar", "cy"]
    assert "cy" not in words_by_language(EXAMINATION, "TACT_S7", cast.at)
    assert "cy" not in words_by_language(DETENTION, "TACT_S7", later)
    assert words_of(EXAMINATION, "TACT_S7", "en", begun=later, wanted="Welsh").missing == ""
    assert words_of(DETENTION, "TACT_S7", "cy", begun=later, wanted="Welsh").language == "en"
    assert words_of(DETENTION, "TACT_S7", "cy", begun=later, wanted="Welsh").missing == "Welsh"


def test_a_notice_is_printed_in_the_words_of_its_record(cast: Cast) -> None:
    scene = begun(cast, 10)
    cast.at += timedelta(minutes=5)
    approve(cast, add(cast))
    page = Browser(cast, "pc.stansted")
    assert page.get("examinations:paper", scene.examination.pk, papers.EXAMINATION_NOTICE, "cy").status_code == 404
    cast.at += timedelta(minutes=4)
    later = begun(cast, 1)
    assert "Welsh (not verified) : Notice of examination (PDF)" in visible_text(page.get("examinations:papers", later.examination.pk))
    assert page.get("examinations:paper", later.examination.pk, papers.EXAMINATION_NOTICE, "cy").status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"language": "Welsh!"}, "the code of the language"),
        ({"name": " "}, "Name the language"),
        ({"notice": "RELEASE"}, "which notice"),
        ({"paragraphs": []}, "Write what the notice says"),
        ({"local": ""}, "not the official form"),
        ({"words": " "}, "Write the words"),
        ({"language": "fr"}, "in the list already"),
    ],
)
def test_words_that_could_not_be_printed_are_refused_in_a_sentence(cast: Cast, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        add(cast, **changes)


def test_the_same_language_waits_once_and_may_be_proposed_again_when_refused(cast: Cast) -> None:
    first = add(cast)
    with pytest.raises(Refusal, match="waits for a decision"):
        add(cast)
    do(cast, "di.region", actions.refuse_correction, correction=first, at=cast.at, reason="Not verified.")
    assert LegalEntry.objects.get(correction=add(cast)).key == "cy/EXAMINATION"


def test_english_cannot_be_left_out(cast: Cast) -> None:
    with pytest.raises(Refusal, match="printed where a language has none"):
        correct(cast, wording(), is_used=False)


def test_words_are_corrected_and_added_on_the_pages(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), wording()
    assert row.terms["paragraphs"][1] in visible_text(admin.get("law:correct_entry", row.pk))
    sent = {
        "words": row.words,
        "local": row.terms["local"],
        "authority": "",
        "citation": "",
        "is_used": "on",
        "reason": "Clearer.",
        **today(cast),
    }
    faulty = admin.post("law:correct_entry", row.pk, **sent, paragraphs=" \n \n ")
    assert (faulty.status_code, Correction.objects.count()) == (422, 0)
    assert admin.post("law:correct_entry", row.pk, **sent, paragraphs="One\r\nstill one.\r\n\r\nTwo.").status_code == 302
    assert Correction.objects.get().entry.terms["paragraphs"] == ["One still one.", "Two."]
    new = {
        **WELSH,
        "paragraphs": "Un.\n\nDau.",
        "language": "CY",
        "words": "Hysbysiad",
        "is_right_to_left": "",
        "reason": "Asked.",
        **today(cast),
    }
    assert admin.post("law:add_entry", "wording", "TACT_S7", **new).status_code == 302
    made = Correction.objects.get(subject="ADDITION")
    assert made.entry.terms == {**WELSH, "paragraphs": ["Un.", "Dau."]}
    said = visible_text(Browser(cast, "di.region").get("law:correction", made.pk))
    assert "Words of our own notices, new entry: Welsh: Hysbysiad" in said
    assert "Paragraph 2 Dau. Beneath it Hysbysiad lleol." in said


def test_labels_stand_in_the_language_with_the_english_behind_them(cast: Cast) -> None:
    for code in ("fr", "ar"):
        words = words_of(EXAMINATION, "TACT_S7", code)
        assert set(words.labels) == set(NOTICE_LABELS)
        assert words.beside("place").endswith(" / Place")
        assert f'lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in words.beside("place")
        assert (words.is_half_english, words.is_verified) == (False, False)
    english = words_of(EXAMINATION, "TACT_S7", "en")
    assert (english.beside("place"), english.is_half_english) == ("Place", False)


def test_a_translated_label_stays_text() -> None:
    words = replace(words_of(EXAMINATION, "TACT_S7", "fr"), labels={"place": "<b>Lieu</b>"})
    assert "&lt;b&gt;Lieu&lt;/b&gt;" in words.beside("place")


def test_a_notice_has_its_labels_in_its_language_and_says_so_where_it_has_none(cast: Cast) -> None:
    approve(cast, add(cast), cast.at)
    scene = begin(cast)
    with acting_as(SYSTEM):
        made = {
            code: papers.make(papers.EXAMINATION_NOTICE, scene.fresh(), language=code, by="4201", at=scene.minute(5))
            for code in ("fr", "cy")
        }
    french, welsh = (printed(made[code] or b"") for code in ("fr", "cy"))
    assert "Nom de famille / Family name" in french
    assert "Signature de la personne / Signed by the person" in french
    assert "There are no labels" not in french
    assert "There are no labels in Welsh yet" in welsh
    assert "Family name" in welsh


def test_labels_are_corrected_and_added_on_the_pages_all_or_none(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), wording("fr/EXAMINATION")
    assert "Nom de famille" in admin.get("law:correct_entry", row.pk).content.decode()
    assert "labels beside" not in visible_text(admin.get("law:correct_entry", wording().pk)), "the English ones are the service's own"
    sent = {
        "words": row.words,
        "paragraphs": "\n\n".join(row.terms["paragraphs"]),
        "local": row.terms["local"],
        "is_used": "on",
        "reason": "Clearer.",
        **today(cast),
    }
    few = admin.post("law:correct_entry", row.pk, **sent, labels="Un\nDeux")
    assert (few.status_code, "There are 2." in visible_text(few)) == (422, True)
    lines = "\n".join(f"Mot {number}" for number in range(len(NOTICE_LABELS)))
    assert admin.post("law:correct_entry", row.pk, **sent, labels=lines).status_code == 302
    proposed = LegalEntry.objects.get(correction__isnull=False)
    assert proposed.terms["labels"] == {key: f"Mot {number}" for number, key in enumerate(NOTICE_LABELS)}
    assert "Label for “Family name” Mot 1" in visible_text(admin.get("law:correction", proposed.correction_id))


def test_the_words_and_labels_of_a_receipt_are_corrected_by_two_people_and_reach_later_records_alone(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), wording("fr/CASH")
    page = admin.get("law:correct_entry", row.pk)
    assert f"All {len(CASH_LABELS)} in this order, or none: Cash seized; Seized;" in visible_text(page)
    sent = {
        "words": "Autre reçu",
        "paragraphs": "Un.",
        "local": row.terms["local"],
        "is_used": "on",
        "reason": "Clearer.",
        **today(cast),
    }
    few = admin.post("law:correct_entry", row.pk, **sent, labels="\n".join(NOTICE_LABELS))
    assert (few.status_code, f"Enter all {len(CASH_LABELS)} labels" in visible_text(few)) == (422, True)
    lines = "\n".join(f"Mot {number}" for number in range(len(CASH_LABELS)))
    assert admin.post("law:correct_entry", row.pk, **sent, labels=lines).status_code == 302
    approve(cast, Correction.objects.get(), cast.at + timedelta(minutes=5))
    live_law()
    before, later = (words_of(CASH, "TACT_S7", "fr", begun=cast.at + timedelta(minutes=each)) for each in (4, 6))
    assert (before.title, later.title, later.paragraphs) == ("Reçu pour de l'argent liquide", "Autre reçu", ("Un.",))
    assert later.labels == {key: f"Mot {number}" for number, key in enumerate(CASH_LABELS)}


def test_a_receipt_is_added_in_a_further_language_with_labels_of_its_own(cast: Cast) -> None:
    lines = "\n".join(f"Gair {number}" for number in range(len(PROPERTY_LABELS)))
    new = {
        **WELSH,
        "notice": "PROPERTY",
        "paragraphs": "Un.",
        "is_right_to_left": "",
        "words": "Derbynneb",
        "labels": lines,
        "reason": "Asked.",
        **today(cast),
    }
    assert Browser(cast, "admin.vetting").post("law:add_entry", "wording", "TACT_S7", **new).status_code == 302
    approve(cast, Correction.objects.get(), cast.at + timedelta(minutes=5))
    live_law()
    later = cast.at + timedelta(minutes=6)
    assert list(words_by_language(PROPERTY, "TACT_S7", later)) == ["en", "fr", "ar", "cy"]
    assert words_of(PROPERTY, "TACT_S7", "cy", begun=later).labels["kept"] == f"Gair {list(PROPERTY_LABELS).index('kept')}"
    assert words_of(CASH, "TACT_S7", "cy", begun=later, wanted="Welsh").missing == "Welsh"
