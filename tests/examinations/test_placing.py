"""The place of an examination: named late, put right with its reason, and left alone once submitted."""

import pytest

from audit.models import Event
from examinations import actions
from examinations.actions.writing import NotNow
from examinations.refusals import Refusal
from organisation.policy import Forbidden
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, submitted, text_of, visible_text
from tests.examinations.scenes import Scene, begin


def nowhere(cast: Cast) -> Scene:
    return begin(cast, place="")


def test_a_record_begun_without_a_place_owes_it_and_leads_to_the_form(cast: Cast) -> None:
    scene, officer = nowhere(cast), Browser(cast, "pc.stansted")
    page = text_of(officer.get("examinations:record", scene.examination.pk))
    assert "Say where in the port it took place." in page
    assert f"/examinations/{scene.examination.pk}/place/" in page
    form = text_of(officer.get("examinations:place", scene.examination.pk))
    assert "Why the place named before was wrong" not in form
    assert officer.post("examinations:place", scene.examination.pk, place=" Gate 9 ").status_code == 302
    assert scene.fresh().place == "Gate 9"
    page = text_of(officer.get("examinations:record", scene.examination.pk))
    assert "Say where in the port it took place." not in page


def test_another_place_needs_the_reason_why_the_first_was_wrong(cast: Cast) -> None:
    scene, officer = begun(cast, 5), Browser(cast, "pc.stansted")
    refused = officer.post("examinations:place", scene.examination.pk, place="Baggage hall", reason=" ")
    assert refused.status_code == 422
    assert "The record says Gate 12. Say why that was wrong." in visible_text(refused)
    assert 'value="Baggage hall"' in text_of(refused)
    assert officer.post("examinations:place", scene.examination.pk, place="Baggage hall", reason="Pressed the default.").status_code == 302
    assert scene.fresh().place == "Baggage hall"
    event = Event.objects.get(verb="examination.place_given")
    assert (event.reason, event.detail) == ("Pressed the default.", {"was_given": True})


def test_the_same_place_again_writes_nothing(cast: Cast) -> None:
    scene = begin(cast)
    scene.do("pc.stansted", actions.say_place, examination=scene.examination, place="Gate 12")
    assert not Event.objects.filter(verb="examination.place_given").exists()


def test_no_place_is_no_place(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(Refusal, match="Name the place"):
        scene.do("pc.stansted", actions.say_place, examination=scene.examination, place="  ", reason="Because.")


def test_a_submitted_record_keeps_its_place_and_an_officer_who_did_not_examine_names_none(cast: Cast) -> None:
    live = begin(cast)
    with pytest.raises(Forbidden):
        live.do("sgt.stansted", actions.say_place, examination=live.examination, place="Gate 9", reason="Because.")
    scene = submitted(cast)
    with pytest.raises(NotNow):
        scene.do("pc.stansted", actions.say_place, examination=scene.examination, place="Gate 9", reason="Because.")
    assert scene.fresh().place == "Gate 12"
