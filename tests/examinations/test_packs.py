"""The disclosure pack: what it holds and what it leaves out, how it is made and filed, and what happens when its making is cut off."""

import hashlib
import json
import signal
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject
from pytest_django import Settings

from audit.models import Event, Reading
from borderops.kit import apart
from borderops.kit.apart import Typesetter
from borderops.kit.clock import now
from borderops.kit.typesetting import MEMORY, DocumentFault
from examinations import actions
from examinations.actions.packing import LEASE
from examinations.models import Disclosure, Pack
from examinations.papers import packing
from examinations.refusals import Refusal
from examinations.tasks import make_packs
from organisation import policy
from organisation.models import Posting
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, ended, submitted, visible_text
from tests.examinations.scenes import Scene
from tests.kit import sample_files as sample

SENT = {"document": "pack", "recipients": "Crown Prosecution Service", "purpose": "Request 26/118"}


@pytest.fixture(autouse=True)
def files_folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_FOLDER = str(tmp_path / "files")
    settings.CLAMD = ""


def ask(cast: Cast, scene: Scene, who: str = "sgt.norwich") -> Pack:
    done = Browser(cast, who).post("examinations:documents", scene.examination.pk, **SENT)
    assert done.status_code == 302, visible_text(done)
    with acting_as(SYSTEM):
        return Pack.objects.get()


def fresh(pack: Pack) -> Pack:
    with acting_as(SYSTEM):
        return Pack.objects.select_related("disclosure").get(pk=pack.pk)


def shown(cast: Cast, pack: Pack, who: str = "sgt.norwich") -> str:
    return visible_text(Browser(cast, who).get("examinations:pack", pack.examination_id, pack.pk))


def download(cast: Cast, pack: Pack, who: str = "sgt.norwich") -> Any:
    row = fresh(pack)
    return Browser(cast, who).get("examinations:document", row.examination_id, row.disclosure_id)


def test_a_pack_holds_the_record_the_breaches_the_attachments_and_who_has_seen_it_and_is_filed(cast: Cast) -> None:
    scene = ended(cast)
    photo = sample.picture()
    for words, shade in (("The brown suitcase", 120), ("Another person's case", 200)):
        content = photo if shade == 120 else sample.picture(shade=shade)
        row = scene.do(
            "pc.stansted",
            actions.attach_file,
            examination=scene.examination,
            name="case.jpg",
            content=content,
            words=words,
            at=scene.minute(101),
        )
    scene.do("pc.stansted", actions.withdraw_attachment, attachment=row, reason="Wrong record", at=scene.minute(102))
    version = scene.submit(120)
    Browser(cast, "pc.stansted").get("examinations:facts", scene.examination.pk)
    pack = ask(cast, scene)
    assert pack.state == Pack.State.ASKED
    assert "Waiting for a worker" in shown(cast, pack)
    make_packs()
    filed = fresh(pack).disclosure
    assert filed is not None
    made = b"".join(download(cast, pack).streaming_content)
    assert filed.file_hash == hashlib.sha256(made).hexdigest()
    assert (filed.document, filed.content_hash, filed.recipients) == ("pack", version.content_hash, ["Crown Prosecution Service"])
    assert filed.disclosed_by == cast["sgt.norwich"]
    assert Event.objects.filter(verb="examination.disclosed", actor_id=cast["sgt.norwich"].pk).count() == 1
    reader = PdfReader(BytesIO(made))
    holds_what_it_should(cast, reader, photo, filed.content_hash)
    encloses_the_record(reader, photo, filed.content_hash)


def holds_what_it_should(cast: Cast, reader: PdfReader, photo: bytes, content_hash: str) -> None:
    sheets = [" ".join(page.extract_text().split()) for page in reader.pages]
    said = " ".join(sheets)
    for words in (
        "Disclosure pack S7-",
        "Disclosed to Crown Prosecution Service",
        "Review of detention: Continued detention authorised",
        "The first review came",
        "The brown suitcase",
        "Taken back by 4201: Wrong record",
        "Who has seen the record",
        "No validator has confirmed that it conforms",
    ):
        assert words in said, words
    assert hashlib.sha256(photo).hexdigest() in said.replace(" ", "")
    assert "4201 Record" in said
    for number, sheet in enumerate(sheets, start=1):
        assert sheet.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(sheets)}" in sheet
        assert content_hash in sheet.replace(" ", "")
    for name in ("pc.stansted", "sgt.norwich"):
        assert cast[name].name not in said
    assert "WITHHELDCANARY" not in said


def encloses_the_record(reader: PdfReader, photo: bytes, content_hash: str) -> None:
    root = cast_root(reader)
    assert str(cast_dict(root["/MarkInfo"])["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    described = cast_stream(root["/Metadata"]).get_data()
    assert b'pdfaid:part="3"' in described
    enclosed = reader.attachments["record.json"][0]
    said = "".join(page.extract_text() for page in reader.pages)
    assert hashlib.sha256(enclosed).hexdigest() in "".join(said.split())
    record = json.loads(enclosed)
    assert record["content_sha256"] == content_hash
    assert record["attachments_now"][0]["sha256"] == hashlib.sha256(photo).hexdigest()
    assert record["record"]["particulars"]["family_name"] == "Canarywood"
    assert {"at", "by", "verb"} == set(record["readings"][0])
    assert b"WITHHELDCANARY" not in enclosed


def cast_root(reader: PdfReader) -> DictionaryObject:
    return cast_dict(reader.trailer["/Root"])


def cast_dict(found: object) -> DictionaryObject:
    return cast(DictionaryObject, found)


def cast_stream(found: object) -> StreamObject:
    return cast(StreamObject, found)


def test_a_pack_leaves_as_a_download_after_its_reading_and_only_as_it_was_filed(cast: Cast, tmp_path: Path) -> None:
    pack = ask(cast, submitted(cast))
    make_packs()
    response = download(cast, pack, "di.region")
    filed = fresh(pack).disclosure
    assert filed is not None
    assert response["Content-Disposition"].endswith('-pack.pdf"')
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    assert Reading.objects.filter(verb="disclosure.download", thing_id=filed.pk, actor_id=cast["di.region"].pk).count() == 1
    assert "Download the pack" in shown(cast, pack)
    path = tmp_path / "files" / filed.file_hash[:2] / filed.file_hash
    path.unlink()
    assert download(cast, pack).status_code == 302


def test_a_worker_that_was_killed_leaves_the_pack_to_the_next_one(cast: Cast) -> None:
    pack = ask(cast, submitted(cast))
    with acting_as(SYSTEM):
        killed = actions.take_up(by=SYSTEM, at=now())
        assert killed is not None
        assert actions.note_progress(pack=killed, percent=40, by=SYSTEM, at=now() - LEASE / 2)
        assert actions.take_up(by=SYSTEM, at=now()) is None
        again = actions.take_up(by=SYSTEM, at=now() + LEASE)
    assert again is not None
    assert (again.pk, again.attempts) == (pack.pk, 2)
    assert "begun again after it was cut off" in shown(cast, pack)
    with acting_as(cast.actor("sgt.norwich")) as asker:
        assert not actions.note_progress(pack=killed, percent=50, by=SYSTEM, at=now())
        actions.file_pack(pack=killed, made=b"%PDF- of the one that was killed", by=asker, at=now())
    assert fresh(pack).state == Pack.State.MAKING
    with acting_as(SYSTEM):
        assert not Disclosure.objects.exists()


def test_one_that_is_cut_off_again_and_again_fails_visibly_and_can_be_asked_for_again(cast: Cast) -> None:
    pack = ask(cast, submitted(cast))
    at = now()
    with acting_as(SYSTEM):
        for attempt in range(4):
            actions.take_up(by=SYSTEM, at=at + attempt * (LEASE + timedelta(seconds=1)))
    page = shown(cast, pack)
    assert "Not made. The work on it was cut off 3 times." in page
    assert "Make it again" in page
    done = Browser(cast, "sgt.norwich").post("examinations:pack_again", pack.examination_id, pack.pk)
    assert done.status_code == 302
    assert (fresh(pack).state, fresh(pack).attempts) == (Pack.State.ASKED, 0)
    with acting_as(cast.actor("sgt.norwich")) as asker, pytest.raises(Refusal, match="has not been given up"):
        actions.ask_again(pack=pack, by=asker, at=at)


def test_an_officer_who_may_no_longer_disclose_files_nothing(cast: Cast) -> None:
    pack = ask(cast, submitted(cast))
    with acting_as(SYSTEM):
        for posting in Posting.objects.filter(user=cast["sgt.norwich"]):
            posting.posted_until = now() - timedelta(minutes=1)
            posting.save()
    make_packs()
    assert fresh(pack).failure == packing.NO_LONGER
    with acting_as(SYSTEM):
        assert not Disclosure.objects.exists()


def test_what_goes_wrong_while_it_is_made_is_said_on_the_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = ask(cast, submitted(cast))

    def too_large(*args: object, **options: object) -> bytes:
        raise DocumentFault("The document needs more memory than one document may have.")

    monkeypatch.setattr(Typesetter, "make", too_large)
    make_packs()
    assert "Not made. The document needs more memory than one document may have." in shown(cast, pack)


def test_only_those_who_may_disclose_ask_for_a_pack_or_see_one(cast: Cast) -> None:
    scene = submitted(cast)
    assert Browser(cast, "pc.stansted").post("examinations:documents", scene.examination.pk, **SENT).status_code == 403
    pack = ask(cast, scene)
    assert Browser(cast, "pc.stansted").get("examinations:pack", scene.examination.pk, pack.pk).status_code == 403
    assert Browser(cast, "sgt.elsewhere").get("examinations:pack", scene.examination.pk, pack.pk).status_code == 404
    with acting_as(cast.actor("sgt.norwich")) as asker, pytest.raises(policy.Forbidden):
        actions.take_up(by=asker, at=now())


def test_looking_how_far_it_is_again_and_again_is_one_reading(cast: Cast) -> None:
    pack = ask(cast, submitted(cast))
    browser = Browser(cast, "sgt.norwich")
    before = Reading.objects.count()
    browser.get("examinations:pack", pack.examination_id, pack.pk)
    for _ in range(3):
        browser.client.get(f"/examinations/{pack.examination_id}/packs/{pack.pk}/", headers={"X-Background": "1"})
    assert Reading.objects.count() == before + 1


PAGE = '<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body><h1>H</h1>{}</body></html>'


def test_a_document_made_apart_tells_of_its_steps_and_is_held_to_its_memory_and_its_time() -> None:
    told: list[str] = []
    made = made_apart(PAGE.format("<p>word</p>"), tell=told.append)
    assert made.startswith(b"%PDF-")
    steps = [packing.per_cent(line) for line in told]
    assert steps == sorted(steps)
    assert steps[-1] == 95
    with pytest.raises(DocumentFault, match=r"more memory|ended with"):
        made_apart(PAGE.format("<p>word</p>" * 60_000), memory=430 * 1024 * 1024)
    with pytest.raises(DocumentFault, match="not finished after 1 seconds"):
        made_apart(PAGE.format("<p>word</p>" * 200_000), seconds=1)
    with pytest.raises(DocumentFault, match="does not ship with the service"):
        made_apart(PAGE.format('<img src="http://localhost/x.png">'))


def made_apart(html: str, *, memory: int = MEMORY, **options: Any) -> bytes:
    with Typesetter(memory=memory) as one:
        return one.make(html, variant="pdf/a-3a", **options)


def test_a_process_whose_page_is_never_written_ends_with_its_block() -> None:
    with pytest.raises(ZeroDivisionError), Typesetter() as one:
        raise ZeroDivisionError
    assert one.process.returncode == -signal.SIGKILL


def test_the_process_for_the_next_document_waits_and_one_that_ended_meanwhile_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_waiting", [])
    apart.start_next()
    apart.start_next()
    (waiting,) = apart._waiting
    with apart.typesetter() as one:
        assert one is waiting
        assert one.make(PAGE.format("<p>word</p>"), variant="pdf/a-3a").startswith(b"%PDF-")
    apart.start_next()
    (ended,) = apart._waiting
    ended.process.kill()
    ended.process.wait()
    with apart.typesetter() as other:
        assert other is not ended
        assert other.process.poll() is None


def test_a_process_that_waited_for_nothing_ends_without_a_word() -> None:
    with Typesetter() as one:
        assert one.process.communicate() == ("", "")
        assert one.process.returncode == 0


def test_a_process_that_ended_before_its_page_was_written_is_a_fault_of_the_document() -> None:
    with Typesetter() as one:
        one.process.kill()
        one.process.wait()
        with pytest.raises(DocumentFault, match="ended with -9"):
            one.make(PAGE.format("<p>word</p>" * 60_000), variant="pdf/a-3a")
