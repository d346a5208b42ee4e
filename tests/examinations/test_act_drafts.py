"""What is typed into the form of an act is kept on the server, put back after a broken connection, and gone once it is on the record."""

from typing import Any

from organisation.models import Draft
from tests.cast import Cast
from tests.examinations.pages import begun
from tests.organisation.pages import Browser, text_of

PUT_BACK = "Your unsaved typing has been put back"


def type_in(officer: Browser, pk: Any, **fields: str) -> None:
    assert officer.client.post(f"/drafts/acts.note/{pk}/", {**fields, "draft_version": 1}).status_code == 200


def test_what_was_typed_is_put_back_with_its_time_and_reason(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    pk = scene.examination.pk
    type_in(officer, pk, words="The bag was at the gate.", typed_at_time="09:40", reason="Written on the pad first.")
    page = text_of(officer.get("examinations:act", pk, "note"))
    for words in (PUT_BACK, "The bag was at the gate.", "09:40", "Written on the pad first."):
        assert words in page
    assert PUT_BACK not in text_of(officer.get("examinations:act", pk, "welfare")), "it belongs to one act"


def test_what_is_recorded_is_no_draft_any_longer(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    pk = scene.examination.pk
    type_in(officer, pk, words="The bag was at the gate.")
    assert officer.post("examinations:act", pk, "note", words="The bag was at the gate.").status_code == 302
    assert PUT_BACK not in text_of(officer.get("examinations:act", pk, "note"))


def test_a_press_on_the_record_leaves_what_is_being_typed_about_the_same_act(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    pk = scene.examination.pk
    officer.client.post(f"/drafts/acts.welfare/{pk}/", {"words": "Asked for a blanket.", "draft_version": 1})
    assert officer.post("examinations:act", pk, "welfare").status_code == 302
    assert "Asked for a blanket." in text_of(officer.get("examinations:act", pk, "welfare"))


def test_it_can_be_thrown_away_and_nothing_is_recorded(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    pk = scene.examination.pk
    type_in(officer, pk, words="The bag was at the gate.")
    assert officer.client.post(f"/drafts/acts.note/{pk}/discard/", {"back": ""}).status_code == 302
    assert "The bag was at the gate." not in text_of(officer.get("examinations:act", pk, "note"))
    assert not scene.examination.events.filter(kind="NOTE").exists()
    assert not Draft.objects.exclude(fields={}).exists()
