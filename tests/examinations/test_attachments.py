"""Attachments: taken with the form, kept byte for byte, opened only by those who may and only when they are known to be harmless or were
let out, taken back and never deleted."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pytest_django import Settings

from audit.models import Event, Reading
from borderops.kit import vault
from borderops.kit.contents import MOST_BYTES
from examinations import actions, scanning
from examinations.models import Attachment
from examinations.tasks import scan_attachments
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, ended, submitted, text_of, visible_text
from tests.examinations.scenes import Scene
from tests.kit import sample_files as sample
from tests.kit.clamd_server import EICAR, Clamd, clamd

PHOTO = sample.photograph_with_its_place()


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = str(tmp_path / "files")
    settings.CLAMD = ""
    return tmp_path / "files"


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Clamd]:
    with clamd() as server:
        settings.CLAMD = server.address
        yield server


def upload(cast: Cast, scene: Scene, *files: tuple[str, bytes], who: str = "pc.stansted", **fields: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return Browser(cast, who).post("examinations:attachments", scene.examination.pk, **{"chosen": sent or None, **fields})


def rows(scene: Scene) -> list[Attachment]:
    with acting_as(SYSTEM):
        return list(scene.examination.attachments.order_by("number"))


def attached(cast: Cast, scene: Scene, content: bytes = PHOTO, name: str = "case.jpg", who: str = "pc.stansted") -> Attachment:
    done = upload(cast, scene, (name, content), who=who)
    assert done.status_code == 302, visible_text(done)
    return rows(scene)[-1]


def download(cast: Cast, row: Attachment, who: str = "pc.stansted") -> Any:
    return Browser(cast, who).get("examinations:attachment", row.examination_id, row.pk)


def listed(cast: Cast, scene: Scene, who: str = "pc.stansted") -> str:
    return visible_text(Browser(cast, who).get("examinations:attachments", scene.examination.pk))


def release(cast: Cast, row: Attachment, who: str = "sgt.stansted", reason: str = "Opened on the stand-alone scanner: clean") -> Any:
    return Browser(cast, who).post("examinations:release_file", row.examination_id, row.pk, reason=reason)


# --- Taking -------------------------------------------------------------------------------------------------------------------


def test_a_photograph_is_kept_byte_for_byte_under_its_hash(cast: Cast, files_folder: Path) -> None:
    row = attached(cast, begun(cast, 10))
    kept = files_folder / row.sha256[:2] / row.sha256
    assert kept.read_bytes() == PHOTO
    assert row.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert kept.stat().st_mode & 0o777 == 0o400
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert (row.number, row.media_type, row.size, row.scan) == (1, "image/jpeg", len(PHOTO), "NOT_SCANNED")
    event = Event.objects.get(verb="attachment.added")
    assert event.detail["sha256"] == row.sha256
    assert "case" not in str(event.detail)


def test_several_files_and_a_photograph_come_with_one_form(cast: Cast) -> None:
    scene = begun(cast, 10)
    sent = [SimpleUploadedFile("a.jpg", sample.picture(shade=1)), SimpleUploadedFile("b.pdf", sample.pdf())]
    photo = SimpleUploadedFile("image.jpg", sample.picture(shade=250))
    done = Browser(cast, "pc.stansted").post("examinations:attachments", scene.examination.pk, chosen=sent, photo=[photo], words="The case")
    assert done.status_code == 302
    assert [(row.number, row.media_type, row.words) for row in rows(scene)] == [
        (1, "image/jpeg", "The case"),
        (2, "application/pdf", "The case"),
        (3, "image/jpeg", "The case"),
    ]


def test_those_that_can_be_taken_are_taken_and_each_other_one_is_named_with_its_reason(cast: Cast) -> None:
    scene = begun(cast, 10)
    browser = Browser(cast, "pc.stansted")
    files = [SimpleUploadedFile("good.jpg", PHOTO), SimpleUploadedFile("bad.pdf", sample.pdf_with_script())]
    page = visible_text(browser.post("examinations:attachments", scene.examination.pk, chosen=files, follow=True))
    assert "Attached as number 1." in page
    assert "bad.pdf holds a script. Print it to a new PDF and attach that." in page


def test_when_none_can_be_taken_the_form_comes_back_with_what_was_typed(cast: Cast) -> None:
    scene = begun(cast, 10)
    refused = upload(cast, scene, ("page.jpg", sample.HTML), words="What it shows")
    assert refused.status_code == 422
    assert "page.jpg is none of the kinds of file that can be attached." in visible_text(refused)
    assert 'value="What it shows"' in text_of(refused)
    assert rows(scene) == []


def test_nothing_chosen_and_too_many_are_refused_beside_the_field(cast: Cast) -> None:
    scene = begun(cast, 10)
    assert "Choose a file, or take a photograph." in visible_text(upload(cast, scene))
    many = [(f"{number}.jpg", sample.picture(shade=number)) for number in range(11)]
    assert "Choose at most 10 files at once" in visible_text(upload(cast, scene, *many))
    assert rows(scene) == []


def test_one_byte_too_many_is_dropped_on_its_way_in_and_said_so(cast: Cast, files_folder: Path) -> None:
    scene = begun(cast, 10)
    refused = upload(cast, scene, ("huge.jpg", PHOTO + b"\0" * (MOST_BYTES + 1 - len(PHOTO))))
    assert refused.status_code == 422
    assert "huge.jpg is larger than 20 MB. Make it smaller, or split it." in visible_text(refused)
    assert not list(files_folder.rglob("*"))


def test_the_same_file_twice_is_named_by_the_number_that_it_has(cast: Cast) -> None:
    scene = begun(cast, 10)
    attached(cast, scene)
    refused = upload(cast, scene, ("again.jpg", PHOTO))
    assert "again.jpg is on this record already, as attachment 1." in visible_text(refused)


def test_a_form_sent_twice_attaches_once(cast: Cast) -> None:
    scene = begun(cast, 10)
    key = "6f4b2f0e-3f6f-4d0c-9e58-3c2e6d6c8b11"
    for _ in range(2):
        assert upload(cast, scene, ("case.jpg", PHOTO), submission_id=key).status_code == 302
    assert len(rows(scene)) == 1


def test_a_hostile_name_is_cleaned_and_never_reaches_a_header(cast: Cast) -> None:
    scene = begun(cast, 10)
    with acting_as(cast.actor("pc.stansted")) as actor:
        row = actions.attach_file(
            examination=scene.examination,
            name="../../<b>Canary\u202egpj.\r\nexe.jpg",
            content=PHOTO,
            words="=1+1",
            by=actor,
            at=cast.at,
        )
    assert row.name == "<b>Canarygpj. exe.jpg"
    page = text_of(Browser(cast, "pc.stansted").get("examinations:attachments", scene.examination.pk))
    assert "<b>Canary" not in page
    assert "&lt;b&gt;Canary" in page
    response = download(cast, row)
    assert response["Content-Disposition"] == f'attachment; filename="{scene.examination.reference}-1.jpg"'


def test_a_record_takes_attachments_in_every_state_and_marks_those_that_came_later(cast: Cast) -> None:
    scene = submitted(cast)
    attached(cast, scene)
    assert "Added after submission" in listed(cast, scene)


def test_what_is_attached_is_frozen_with_the_record_by_hash(cast: Cast) -> None:
    scene = ended(cast)
    row = attached(cast, scene)
    version = scene.submit(120)
    assert [(each["number"], each["sha256"], each["added_by"]) for each in version.content["attachments"]] == [(1, row.sha256, "4201")]


def test_only_those_who_may_attach(cast: Cast) -> None:
    scene = begun(cast, 10)
    assert upload(cast, scene, ("a.jpg", PHOTO), who="insp.region").status_code == 403
    assert upload(cast, scene, ("a.jpg", PHOTO), who="pc.harwich").status_code == 404
    assert "Choose a file" not in listed(cast, scene, "insp.region")
    assert rows(scene) == []


# --- Opening ------------------------------------------------------------------------------------------------------------------


def test_until_it_is_released_only_its_uploader_opens_what_nobody_has_scanned(cast: Cast) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene)
    assert b"".join(download(cast, row).streaming_content) == PHOTO
    assert download(cast, row, "sgt.stansted").status_code == 403
    assert "only the officer who attached it can open it" in listed(cast, scene, "sgt.stansted")
    assert release(cast, row).status_code == 302
    assert download(cast, row, "di.region").status_code == 200
    event = Event.objects.get(verb="attachment.released")
    assert event.reason == "Opened on the stand-alone scanner: clean"


def test_a_download_is_a_reading_and_a_file_that_no_browser_draws(cast: Cast) -> None:
    row = attached(cast, begun(cast, 10))
    response = download(cast, row)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"
    assert Reading.objects.filter(verb="attachment.download", thing_id=row.pk, actor_id=cast["pc.stansted"].pk).count() == 1
    refused = download(cast, row, "sgt.stansted")
    assert refused.status_code == 403
    assert not Reading.objects.filter(verb="attachment.download", actor_id=cast["sgt.stansted"].pk).exists()


def test_outside_its_record_an_attachment_does_not_exist(cast: Cast) -> None:
    row = attached(cast, begun(cast, 10))
    other = begun(cast, 5)
    assert Browser(cast, "pc.stansted").get("examinations:attachment", other.examination.pk, row.pk).status_code == 404
    assert download(cast, row, "pc.harwich").status_code == 404


def test_nobody_releases_what_they_attached_themselves(cast: Cast) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene, who="sgt.stansted")
    assert "Another supervisor must release it" in visible_text(release(cast, row, "sgt.stansted"))
    assert release(cast, row, "sgt.norwich").status_code == 302
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="attachment_released_by_another"), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(released_by_id=row.added_by_id)


def test_a_release_needs_a_reason_and_a_supervisor(cast: Cast) -> None:
    row = attached(cast, begun(cast, 10))
    assert release(cast, row, reason=" ").status_code == 422
    assert release(cast, row, "pc.stansted").status_code == 403


def test_bytes_that_were_changed_on_the_disk_do_not_leave(cast: Cast) -> None:
    row = attached(cast, begun(cast, 10))
    path = vault.path_of(row.sha256)
    path.chmod(0o600)
    path.write_bytes(PHOTO + b"!")
    assert download(cast, row).status_code == 302
    path.unlink()
    assert download(cast, row).status_code == 302
    assert not Reading.objects.filter(verb="attachment.download").exists()


# --- Taking back --------------------------------------------------------------------------------------------------------------


def test_what_was_taken_back_stays_in_the_list_with_its_reason_and_only_a_supervisor_opens_it(cast: Cast) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene)
    release(cast, row)
    browser = Browser(cast, "pc.stansted")
    assert browser.post("examinations:withdraw_file", scene.examination.pk, row.pk, reason="").status_code == 422
    done = browser.post("examinations:withdraw_file", scene.examination.pk, row.pk, reason="Another person's case")
    assert done.status_code == 302
    said = listed(cast, scene)
    assert "Taken back" in said
    assert "Another person's case" in said
    assert download(cast, row).status_code == 403
    assert download(cast, row, "sgt.stansted").status_code == 200
    assert attached(cast, scene).number == 2


def test_the_service_cannot_delete_an_attachment(cast: Cast) -> None:
    row = attached(cast, begun(cast, 10))
    with acting_as(SYSTEM), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).delete()


# --- Scanning -----------------------------------------------------------------------------------------------------------------


def test_a_clean_file_opens_for_everybody_who_may_see_the_record(cast: Cast, scanner: Clamd) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene)
    scan_attachments()
    assert scanner.received == [PHOTO]
    assert rows(scene)[0].scan == "CLEAN"
    assert download(cast, row, "sgt.stansted").status_code == 200
    assert Event.objects.get(verb="attachment.scanned").detail == {"scan": "CLEAN", "found": ""}


def test_what_the_scanner_finds_is_quarantined_even_for_its_uploader_who_is_told(cast: Cast, scanner: Clamd) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene, PHOTO + EICAR)
    release(cast, row)
    scan_attachments()
    for who in ("pc.stansted", "sgt.stansted", "di.region"):
        assert download(cast, row, who).status_code == 403
    assert "Eicar-Test-Signature" in listed(cast, scene)
    assert "stays in quarantine" in visible_text(release(cast, row, "sgt.norwich"))
    told = Notice.objects.get(recipient=cast["pc.stansted"])
    assert "attachment 1 was quarantined" in told.text
    scan_attachments()
    assert len(scanner.received) == 1


def test_while_the_scanner_is_away_files_wait_and_are_scanned_when_it_is_back(cast: Cast, settings: Settings) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene)
    settings.CLAMD = "tcp:127.0.0.1:9"
    assert not scanning.sweep()
    assert rows(scene)[0].scan == "NOT_SCANNED"
    assert download(cast, row).status_code == 200
    with clamd() as server:
        settings.CLAMD = server.address
        assert scanning.sweep()
    assert rows(scene)[0].scan == "CLEAN"


def test_a_file_that_the_scanner_cannot_read_says_so_and_waits_for_a_supervisor(cast: Cast, scanner: Clamd) -> None:
    scene = begun(cast, 10)
    row = attached(cast, scene)
    scanner.answer = "INSTREAM size limit exceeded. ERROR"
    scan_attachments()
    assert "Could not be scanned" in listed(cast, scene)
    assert download(cast, row, "sgt.stansted").status_code == 403
    assert release(cast, row).status_code == 302
    assert download(cast, row, "di.region").status_code == 200


def test_without_a_scanner_the_page_says_so(cast: Cast) -> None:
    scene = begun(cast, 10)
    attached(cast, scene)
    assert scanning.sweep()
    said = listed(cast, scene)
    assert "No malware scanner is connected." in said
    assert "Not scanned" in said


def test_the_script_that_sends_files_gets_the_next_page_without_its_messages_being_spent(cast: Cast) -> None:
    scene = begun(cast, 10)
    browser = Browser(cast, "pc.stansted")
    sent = {"submission_id": "6f4b2f0e-3f6f-4d0c-9e58-3c2e6d6c8b12", "chosen": [SimpleUploadedFile("case.jpg", PHOTO)]}
    where = f"/examinations/{scene.examination.pk}/attachments/"
    followed = browser.client.post(where, sent, headers={"X-Upload": "1"}, follow=True)
    assert followed.status_code == 204
    assert "Attached as number 1." in visible_text(browser.client.get(where))
