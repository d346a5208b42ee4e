"""Putting a wrong press right, and the people of a live examination: handing over and asking for a reviewer."""

from examinations import actions
from examinations.models import Handover, Kind, Nomination
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, text_of, typed, visible_text
from tests.examinations.scenes import pressed


def test_a_wrong_time_is_corrected_and_both_stay(cast: Cast) -> None:
    scene, officer = begun(cast, 60), Browser(cast, "pc.stansted")
    event = scene.detain(30)
    where = ("examinations:correct", scene.examination.pk, event.pk)
    assert officer.post(*where, **typed("happened_at", scene.minute(25))).status_code == 422
    done = officer.post(*where, **typed("happened_at", scene.minute(25)), reason="Pressed at the wrong moment")
    assert done.status_code == 302
    assert stored(scene).detained_at == scene.minute(25).replace(microsecond=0)
    page = text_of(officer.get("examinations:record", scene.examination.pk))
    assert page.count("bo-timeline__item--struck") == 1
    assert "Pressed at the wrong moment" in page


def test_a_press_that_should_not_have_been_is_taken_back(cast: Cast) -> None:
    scene, officer = begun(cast, 60), Browser(cast, "pc.stansted")
    event = scene.record(Kind.LEFT_FOR_HOSPITAL, 30)
    officer.post("examinations:withdraw", scene.examination.pk, event.pk, reason="Wrong button")
    page = text_of(officer.get("examinations:record", scene.examination.pk))
    assert page.count("bo-timeline__item--struck") == 1
    assert "Wrong button" in page
    again = officer.post("examinations:withdraw", scene.examination.pk, event.pk, reason="Wrong button")
    assert "corrected or taken back already" in visible_text(again)


def test_an_entry_of_another_record_has_no_page(cast: Cast) -> None:
    scene = begun(cast, 60)
    other = begun(cast, 0)
    event = other.detain(5)
    assert Browser(cast, "pc.stansted").get("examinations:correct", scene.examination.pk, event.pk).status_code == 404


def test_a_handover_is_offered_seen_and_accepted(cast: Cast) -> None:
    scene, taker = begun(cast, 30), cast["pc.stansted.second"]
    officer, colleague = Browser(cast, "pc.stansted"), Browser(cast, "pc.stansted.second")
    assert officer.post("examinations:hand_over", scene.examination.pk, officer=taker.pk, words="Bags on belt 3").status_code == 302
    assert "Offered to you by" in visible_text(colleague.get("examinations:record", scene.examination.pk))
    assert "Bags on belt 3" in visible_text(colleague.get("examinations:answer_handover", scene.examination.pk))
    colleague.post("examinations:answer_handover", scene.examination.pk, answer="accept")
    with acting_as(SYSTEM):
        assert Handover.objects.get().answer == "ACCEPTED"
    assert "The examination is yours now." in visible_text(colleague.get("examinations:record", scene.examination.pk))


def test_declining_a_handover_asks_why(cast: Cast) -> None:
    scene, colleague = begun(cast, 30), Browser(cast, "pc.stansted.second")
    Browser(cast, "pc.stansted").post("examinations:hand_over", scene.examination.pk, officer=cast["pc.stansted.second"].pk)
    where = ("examinations:answer_handover", scene.examination.pk)
    assert colleague.post(*where, answer="decline").status_code == 422
    assert colleague.post(*where, answer="decline", reason="Off duty in ten minutes").url == "/"
    assert colleague.get("examinations:record", scene.examination.pk).status_code == 404


def test_only_the_officer_who_was_asked_can_answer(cast: Cast) -> None:
    scene = begun(cast, 30)
    Browser(cast, "pc.stansted").post("examinations:hand_over", scene.examination.pk, officer=cast["pc.stansted.second"].pk)
    sergeant = Browser(cast, "sgt.stansted")
    assert sergeant.post("examinations:answer_handover", scene.examination.pk, answer="accept", follow=True).status_code in {200, 403}
    with acting_as(SYSTEM):
        assert Handover.objects.get().answer == "WAITING"


def test_an_offer_is_taken_back(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    officer.post("examinations:hand_over", scene.examination.pk, officer=cast["pc.stansted.second"].pk)
    officer.post("examinations:take_back_handover", scene.examination.pk)
    with acting_as(SYSTEM):
        assert Handover.objects.get().answer == "WITHDRAWN"
    assert officer.post("examinations:take_back_handover", scene.examination.pk).status_code == 404


def test_a_reviewer_is_asked_and_one_who_may_not_is_refused_with_the_reason(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    scene.detain(20)
    where = ("examinations:nominate", scene.examination.pk)
    assert cast["sgt.stansted"].phone in text_of(officer.get(*where))
    assert officer.post(*where, officer=cast["sgt.stansted"].pk).status_code == 302
    refused = officer.post(*where, officer=cast["supt.oncall"].pk)
    assert refused.status_code == 422
    assert "accredit" in visible_text(refused).lower()
    with acting_as(SYSTEM):
        assert Nomination.objects.get(withdrawn_at__isnull=True).officer == cast["sgt.stansted"]


def test_e15_a_sergeant_is_refused_as_reviewer_of_a_sergeants_examination(cast: Cast) -> None:
    scene = begun(cast, 30, who="sgt.norwich")
    scene.do("sgt.norwich", actions.record_event, examination=scene.examination, kind=Kind.DETAINED, when=pressed(scene.minute(20)))
    where = ("examinations:nominate", scene.examination.pk)
    refused = Browser(cast, "insp.region").post(*where, officer=cast["sgt.stansted"].pk)
    assert refused.status_code == 422
    assert "not higher than the examining officer's" in visible_text(refused)
    with acting_as(SYSTEM):
        assert not Nomination.objects.exists()
    assert Browser(cast, "sgt.norwich").post(*where, officer=cast["insp.region"].pk).status_code == 302


def test_the_request_to_a_reviewer_is_taken_back(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    officer.post("examinations:nominate", scene.examination.pk, officer=cast["sgt.stansted"].pk)
    officer.post("examinations:take_back_nomination", scene.examination.pk)
    with acting_as(SYSTEM):
        assert not Nomination.objects.filter(withdrawn_at__isnull=True).exists()
