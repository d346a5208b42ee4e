"""What a search, a thing kept and prints rested on is put right; the first row stays with its entry, and clocks and rules follow."""

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import Biometric, Search
from examinations.queries import property_page
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import act, correct_entry, detained, put_right, rules
from tests.examinations.pages import stored, typed, visible_text
from tests.examinations.scenes import Scene, pressed


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def test_another_officer_searched_and_both_searches_are_kept(scene: Scene) -> None:
    sexes = {"searcher_sex": "FEMALE", "person_sex": "FEMALE"}
    wrong = act(scene, "search-person", **sexes)
    right = put_right(scene, wrong, searcher=scene.cast["pc.stansted.second"].collar_number)
    assert right.officer == scene.cast["pc.stansted.second"]
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(100)).searches
        assert (line.search.searcher, line.fact) == (scene.cast["pc.stansted.second"], right)
        assert Search.objects.get(event=wrong).searcher == scene.cast["pc.stansted"]
    refused = correct_entry(scene, right, searcher_sex="MALE")
    assert refused.status_code == 422
    assert "A person may be searched only by somebody of the same sex." in visible_text(refused)
    assert correct_entry(scene, right, searcher=None).status_code == 422
    same = put_right(scene, right, **typed("happened_at", scene.minute(40)))
    assert same.detail["ref"] == right.detail["ref"], "another time is no other search"


def test_an_item_was_kept_on_another_ground_and_its_seven_days_go(scene: Scene) -> None:
    wrong = act(scene, "keep-property")
    assert open_clock(scene, "C6")
    right = put_right(scene, wrong, ground="EVIDENCE")
    assert not open_clock(scene, "C6")
    assert right.detail["ref"] == wrong.detail["ref"]


def test_after_submission_the_ground_of_an_item_is_put_right_as_its_time_is(scene: Scene) -> None:
    wrong = act(scene, "keep-property")
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(now()))
    scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=now())
    put_right(scene, wrong, "amend", ground="EVIDENCE")
    assert not open_clock(scene, "C6")
    with acting_as(SYSTEM):
        assert stored(scene).versions.count() == 2


def open_clock(scene: Scene, rule: str) -> bool:
    with acting_as(SYSTEM):
        return any(clock.live for clock in assess(scene.fresh(), scene.minute(100)).clocks if clock.rule == rule)


def test_prints_rested_on_something_else(scene: Scene) -> None:
    sent = {"what": "FINGERPRINTS", "basis": "NONE", "place_kind": "ROOM", "was_told_of_use": "yes"}
    wrong = act(scene, "biometrics", **sent)
    assert "R6" in rules(scene)
    right = put_right(scene, wrong, basis="CONSENT")
    assert "R6" not in rules(scene)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(100)).biometrics
        assert (line.taken.basis, line.fact) == ("CONSENT", right)
        assert Biometric.objects.get(event=wrong).basis == "NONE"
        taken = line.taken
    fate = {"kind": "BIOMETRIC_DATA_DESTROYED", "when": pressed(now())}
    scene.do("pc.stansted", actions.record_fate, biometric=taken, **fate)
    refused = correct_entry(scene, right, basis="NONE")
    assert "What became of it is on record already." in visible_text(refused)
    assert put_right(scene, right, words="As told").detail["ref"] == right.detail["ref"]
