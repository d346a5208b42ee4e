"""The record as a document: what it says and what it keeps to itself, how it is filed, and that nothing leaves unrecorded."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from audit.models import Event, Reading
from examinations import actions
from examinations.models import Disclosure, Kind
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import PERSON, Browser, ended, submitted, text_of, visible_text
from tests.examinations.scenes import Scene, typed

SENT = {"recipients": "Crown Prosecution Service\nIndependent reviewer", "purpose": "Request 26/118"}


def file(cast: Cast, scene: Scene, who: str = "sgt.norwich") -> Disclosure:
    done = Browser(cast, who).post("examinations:documents", scene.examination.pk, **SENT)
    assert done.status_code == 302, visible_text(done)
    with acting_as(SYSTEM):
        return Disclosure.objects.get()


def download(cast: Cast, filed: Disclosure, who: str = "sgt.norwich") -> Any:
    return Browser(cast, who).get("examinations:document", filed.examination_id, filed.pk)


def text(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def test_a_document_is_filed_with_its_recipients_purpose_and_both_hashes(cast: Cast) -> None:
    scene = submitted(cast)
    filed = file(cast, scene)
    with acting_as(SYSTEM):
        version = scene.examination.versions.get()
    made = download(cast, filed).content
    assert filed.recipients == ["Crown Prosecution Service", "Independent reviewer"]
    assert filed.content_hash == version.content_hash
    assert filed.file_hash == hashlib.sha256(made).hexdigest()
    event = Event.objects.get(verb="examination.disclosed")
    assert event.recipients == filed.recipients
    assert event.detail["content_hash"] == version.content_hash


def test_every_page_is_marked_numbered_and_carries_the_content_hash(cast: Cast) -> None:
    filed = file(cast, submitted(cast))
    sheets = text(download(cast, filed).content)
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(sheets)}" in sheet
        assert filed.content_hash in sheet.replace(" ", "")


def test_the_document_says_what_happened_in_words(cast: Cast) -> None:
    said = " ".join(text(download(cast, file(cast, submitted(cast))).content))
    for words in (
        "Disclosed to Crown Prosecution Service",
        "Schedule 7, Terrorism Act 2000",
        "PC 4201",
        "Canarywood",
        "Two passports at the desk.",
        "Review of detention: Continued detention authorised",
        "C3 First review",
        "The first review came",
    ):
        assert words in said


def test_officers_appear_by_number_and_what_is_withheld_does_not_appear(cast: Cast) -> None:
    said = " ".join(text(download(cast, file(cast, submitted(cast))).content))
    assert "WITHHELDCANARY" not in said
    for name in ("pc.stansted", "sgt.stansted", "sgt.norwich"):
        assert cast[name].name not in said


def test_corrected_entries_are_struck_and_told_in_the_document(cast: Cast) -> None:
    scene = ended(cast)
    when = typed(scene.minute(95), scene.minute(105))
    wrong = scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.NOTE, when=when, words="Wrong person")
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=scene.minute(110), reason="Another examination's note")
    scene.submit(120)
    said = " ".join(text(download(cast, file(cast, scene)).content))
    assert "Taken back by 4201" in said
    assert "Another examination's note" in said


def test_a_download_is_a_file_and_its_reading_is_entered(cast: Cast) -> None:
    filed = file(cast, submitted(cast))
    response = download(cast, filed)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="S7-')
    assert response["Cache-Control"] == "no-store"
    assert Reading.objects.filter(verb="disclosure.download", thing_id=filed.pk, actor_id=cast["sgt.norwich"].pk).count() == 1
    assert not any(word in response["Content-Disposition"] for word in PERSON.values())


def test_a_document_is_made_again_byte_for_byte(cast: Cast) -> None:
    filed = file(cast, submitted(cast))
    assert download(cast, filed).content == download(cast, filed, who="di.region").content


def test_bytes_that_are_not_those_that_were_filed_do_not_leave(cast: Cast) -> None:
    scene = submitted(cast)
    with acting_as(SYSTEM):
        content_hash = scene.examination.versions.get().content_hash
    filed = scene.do(
        "sgt.norwich",
        actions.disclose,
        examination=scene.examination,
        recipients=["Court"],
        purpose="Appeal",
        content_hash=content_hash,
        file_hash="0" * 64,
        at=scene.minute(130),
    )
    response = download(cast, filed)
    assert response.status_code == 302
    page = visible_text(Browser(cast, "sgt.norwich").get("examinations:documents", scene.examination.pk))
    assert "Court" in page


@pytest.mark.parametrize(
    "sent", [{"recipients": " \n ", "purpose": "x"}, {"recipients": "Court", "purpose": ""}, {"recipients": "C" * 121, "purpose": "x"}]
)
def test_a_disclosure_without_recipient_or_purpose_is_refused_beside_the_field(cast: Cast, sent: dict[str, str]) -> None:
    refused = Browser(cast, "sgt.norwich").post("examinations:documents", submitted(cast).examination.pk, **sent)
    assert refused.status_code == 422
    with acting_as(SYSTEM):
        assert not Disclosure.objects.exists()


def test_nothing_leaves_before_it_was_submitted_and_only_by_those_who_may(cast: Cast) -> None:
    scene = ended(cast)
    assert Browser(cast, "sgt.norwich").get("examinations:documents", scene.examination.pk).status_code == 403
    scene.submit(120)
    assert Browser(cast, "pc.stansted").get("examinations:documents", scene.examination.pk).status_code == 403
    assert Browser(cast, "sgt.elsewhere").get("examinations:documents", scene.examination.pk).status_code == 404


def test_a_document_of_another_record_is_not_found(cast: Cast) -> None:
    filed = file(cast, submitted(cast))
    other = ended(cast)
    other.submit(120)
    assert Browser(cast, "sgt.norwich").get("examinations:document", other.examination.pk, filed.pk).status_code == 404


def test_the_supervisor_sees_who_has_looked_by_number(cast: Cast) -> None:
    scene = submitted(cast)
    Browser(cast, "pc.stansted").get("examinations:facts", scene.examination.pk)
    page = Browser(cast, "sgt.norwich").get("examinations:readers", scene.examination.pk)
    assert "4201 Record" in visible_text(page)
    assert cast["pc.stansted"].name not in text_of(page)
    assert Browser(cast, "pc.stansted").get("examinations:readers", scene.examination.pk).status_code == 403


def test_the_versions_page_shows_each_frozen_version_with_its_hash(cast: Cast) -> None:
    scene = submitted(cast)
    with acting_as(SYSTEM):
        content_hash = scene.examination.versions.get().content_hash
    assert content_hash in text_of(Browser(cast, "pc.stansted").get("examinations:versions", scene.examination.pk))
