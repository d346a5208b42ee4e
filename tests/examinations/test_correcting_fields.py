"""An entry put right in whatever its own form asked for: the clocks follow at once, and timeline, history and ledger keep both."""

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import Kind, TimelineEvent
from examinations.queries.rights import facts_of
from examinations.rights.exercised import delay_of
from examinations.rights.recording import AT_STATION
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, act, correct_entry, delay, detained, offered, put_right, told, versions
from tests.examinations.pages import Browser, text_of, typed, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.scenes import typed as typed_at


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def test_another_power_of_arrest_and_timeline_history_and_ledger_keep_both(scene: Scene) -> None:
    wrong = act(scene, "arrest", arrest_power="PACE", words="At the desk")
    right = put_right(scene, wrong, arrest_power="TACT_41")
    assert (right.detail["arrest_power"], right.at, right.words) == ("TACT_41", wrong.at, "At the desk")
    with acting_as(SYSTEM):
        wrong.refresh_from_db()
        assert wrong.detail["arrest_power"] == "PACE"
        kept = {row.detail["arrest_power"] for row in versions(TimelineEvent, examination_id=scene.examination.pk, kind="ARRESTED")}
    assert kept == {"PACE", "TACT_41"}
    entry = told(scene)
    assert (entry["kind"], entry["fields"]) == ("ARRESTED", ["arrest_power"])
    assert f"examinations.timelineevent:{right.pk}" in entry["digests"]
    page = text_of(Browser(scene.cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert page.count("bo-timeline__item--struck") == 1
    assert WHY in page


def is_at_station(scene: Scene) -> bool:
    moves = [fact for fact in facts_of(scene.fresh()) if fact.kind == Kind.TRANSFERRED]
    return bool(moves[-1].given.get(AT_STATION))


def test_a_move_was_to_a_police_station_after_all(scene: Scene) -> None:
    wrong = act(scene, "transfer", moved_to="Fictional Road", words="By van")
    with acting_as(SYSTEM):
        assert not is_at_station(scene)
    right = put_right(scene, wrong, is_police_station="on")
    assert (right.detail, right.words) == ({"moved_to": "Fictional Road", "is_police_station": True}, "To Fictional Road. By van")
    with acting_as(SYSTEM):
        assert is_at_station(scene)
    again = put_right(scene, right, is_police_station=None, moved_to="Another Road")
    assert (again.detail, again.words) == ({"moved_to": "Another Road"}, "To Another Road. By van")
    with acting_as(SYSTEM):
        assert not is_at_station(scene)


def test_a_move_that_names_its_place_in_words_alone_is_offered_with_it(scene: Scene) -> None:
    old = scene.record(Kind.TRANSFERRED, 30, words="To Fictional Road. By van")
    right = put_right(scene, old, moved_to="Other Road")
    assert right.words == "To Other Road. By van"


def test_what_was_given_is_put_right(scene: Scene) -> None:
    wrong = act(scene, "welfare", given=["REST", "PHONE"], words="Offered a chair")
    right = put_right(scene, wrong, given=["REST"])
    assert right.words == "Rest. Offered a chair"
    old = scene.record(Kind.WELFARE, 35, words="Rest, Telephone call. A chair")
    assert offered(Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, old.pk))["given"] == [
        "REST",
        "PHONE",
    ]


def test_the_right_whose_delay_ended(scene: Scene) -> None:
    for what in ("DELAY_SOLICITOR", "DELAY_NAMED_PERSON"):
        delay(scene, what=what)
    wrong = act(scene, "delay-ended", right="SOLICITOR")
    put_right(scene, wrong, right="NAMED_PERSON")
    with acting_as(SYSTEM):
        facts = facts_of(scene.fresh())
    assert delay_of("SOLICITOR", facts) is not None
    assert delay_of("NAMED_PERSON", facts) is None


def test_a_span_gets_another_end_or_none(scene: Scene) -> None:
    span = {"when": typed_at(scene.minute(30), now()), "until": scene.minute(40)}
    wrong = scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.QUESTION, **span)
    right = put_right(scene, wrong, **typed("until", scene.minute(45)))
    assert right.until == scene.minute(45)
    early = correct_entry(scene, right, **typed("until", scene.minute(29)))
    assert early.status_code == 422
    assert "It cannot end before it began." in visible_text(early)
    open_again = put_right(scene, right, **dict.fromkeys(typed("until", scene.minute(45)), ""))
    assert open_again.until is None


def test_an_order_that_cannot_have_happened_is_refused_beside_what_was_typed(scene: Scene) -> None:
    scene.review(60)
    wrong = scene.record(Kind.RELEASED, 80)
    refused = correct_entry(scene, wrong, **typed("happened_at", scene.minute(50)))
    assert refused.status_code == 422
    assert WHY in text_of(refused)


def test_nothing_of_what_was_pressed_is_lost_by_a_correction_that_changes_the_words_alone(scene: Scene) -> None:
    event = scene.record(Kind.NOTE, 30.0051, words="Seen at the desk")
    right = put_right(scene, event, words="Seen at the gate")
    assert right.at == event.at, "the fraction of a second that no box shows stays"
