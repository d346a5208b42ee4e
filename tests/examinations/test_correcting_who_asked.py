"""Another officer asked a question than was written down: they examine, and whom nothing but the wrong entry had named does not."""

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import Examiner, Kind
from examinations.queries import as_it_stood
from examinations.reviewers import standing_against
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, act, correct_entry, detained, put_right, rules, told, versions
from tests.examinations.pages import stored, typed
from tests.examinations.scenes import Scene, pressed
from tests.examinations.scenes import typed as typed_at


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def is_examiner(scene: Scene, who: str) -> bool:
    with acting_as(SYSTEM):
        return Examiner.objects.filter(examination=scene.examination, officer=scene.cast[who]).exists()


def test_another_officer_asked_and_r1_and_r2_follow(scene: Scene) -> None:
    scene.review(60)
    wrong = act(scene, "question", officer=scene.cast["sgt.stansted"].collar_number)
    assert is_examiner(scene, "sgt.stansted")
    assert {"R1", "R2"}.isdisjoint(rules(scene)), "it was asked after the review"
    earlier = put_right(scene, wrong, **typed("happened_at", scene.minute(50)))
    assert "R2" in rules(scene)
    higher = put_right(scene, earlier, officer=scene.cast["insp.region"].collar_number)
    assert rules(scene) & {"R1", "R2"} == {"R1"}
    right = put_right(scene, higher, officer=scene.cast["pc.stansted.second"].collar_number)
    assert right.officer == scene.cast["pc.stansted.second"]
    assert {"R1", "R2"}.isdisjoint(rules(scene))
    assert is_examiner(scene, "pc.stansted.second")
    assert not is_examiner(scene, "sgt.stansted")
    with acting_as(SYSTEM):
        former = Examiner.every.get(examination=scene.examination, officer=scene.cast["insp.region"])
        assert former.named_wrongly_at is not None
        assert [row.named_wrongly_at is None for row in versions(Examiner, id=former.pk)] == [True, False]
    assert f"examinations.examiner:{former.pk}" in told(scene)["digests"]
    assert told(scene)["fields"] == ["officer_id"]


def test_whom_only_the_wrong_entry_named_may_review_again_and_sees_no_more(scene: Scene) -> None:
    stranger = scene.cast["insp.region"]
    wrong = act(scene, "question", officer=stranger.collar_number)
    with acting_as(SYSTEM):
        assert standing_against(stored(scene), list(scene.examination.examiners.all()), stranger, stranger.rank, scene.minute(95))
        assert stranger.pk in stored(scene).participants
    put_right(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    with acting_as(SYSTEM):
        assert not standing_against(stored(scene), list(scene.examination.examiners.all()), stranger, stranger.rank, scene.minute(95))
        assert stranger.pk not in stored(scene).participants


def test_the_past_names_the_examiners_that_were_known_then(scene: Scene) -> None:
    second = scene.cast["pc.stansted.second"]
    wrong = act(scene, "question", officer=second.collar_number)
    before = now()
    put_right(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    with acting_as(SYSTEM):
        named = [{one.officer_id for one in as_it_stood(stored(scene), at).examiners} for at in (before, now())]
    assert [second.pk in each for each in named] == [True, False]


def test_whoever_asked_another_question_or_wrote_an_entry_stays_an_examiner(scene: Scene) -> None:
    second = scene.cast["pc.stansted.second"]
    first = act(scene, "question", officer=second.collar_number)
    when = pressed(now())
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind="QUESTION", when=when, officer=second)
    instead = actions.Instead(officer=scene.cast["pc.stansted"])
    when = typed_at(first.at, now())
    scene.do("pc.stansted", actions.supersede_event, event=first, when=when, reason=WHY, instead=instead)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_wrote_an_entry_of_the_record_stays_an_examiner(scene: Scene) -> None:
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    scene.do("pc.stansted.second", actions.record_event, examination=scene.examination, kind=Kind.BREAK, when=pressed(now()))
    put_right(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_joined_by_themselves_stays_an_examiner(scene: Scene) -> None:
    scene.do("pc.stansted.second", actions.join_examination, examination=scene.examination, at=scene.minute(30))
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    put_right(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_was_named_wrongly_may_still_become_an_examiner(scene: Scene) -> None:
    number, own = scene.cast["pc.stansted.second"].collar_number, scene.cast["pc.stansted"].collar_number
    wrong = act(scene, "question", officer=number)
    right = put_right(scene, wrong, officer=own)
    put_right(scene, right, officer=number)
    assert is_examiner(scene, "pc.stansted.second")


def test_a_question_that_is_taken_back_names_nobody(scene: Scene) -> None:
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=now(), reason=WHY)
    assert not is_examiner(scene, "pc.stansted.second")


def test_who_asked_cannot_be_left_open(scene: Scene) -> None:
    wrong = act(scene, "question")
    assert correct_entry(scene, wrong, officer=None).status_code == 422
