"""An authority to delay a right is put right: what was delayed, on which ground, and on whose word, which may be asked for again."""

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import Authority
from examinations.queries.rights import authorities_of, facts_of
from examinations.rights.exercised import delay_of
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import asked_for, delay, detained, last, put_right, rules, told, versions
from tests.examinations.pages import Browser, stored
from tests.examinations.scenes import Scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def test_another_right_was_delayed_on_another_ground(scene: Scene) -> None:
    wrong = delay(scene, "DELAY_NAMED_PERSON")
    grounds = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, wrong.pk).context["form"]
    other = grounds.fields["ground"].choices[1][0]
    right = put_right(scene, wrong, what="DELAY_SOLICITOR", ground=other)
    with acting_as(SYSTEM):
        facts = facts_of(scene.fresh())
        [authority] = authorities_of(scene.fresh())
        assert [row.what for row in versions(Authority, id=authority.pk)] == ["DELAY_NAMED_PERSON", "DELAY_SOLICITOR"]
    assert delay_of("SOLICITOR", facts) is not None
    assert delay_of("NAMED_PERSON", facts) is None
    assert (authority.what, authority.ground, authority.event_id) == ("DELAY_SOLICITOR", other, right.pk)
    assert told(scene)["fields"] == ["ground", "right"]


def test_a_word_given_to_the_wrong_entry_is_asked_for_again(scene: Scene) -> None:
    wrong = delay(scene, basis="ORAL")
    with acting_as(SYSTEM):
        authority = Authority.objects.get(event=wrong)
    scene.do("supt.oncall", actions.answer_authority, authority=authority, is_given=True, answer="", at=now())
    same = put_right(scene, wrong, words="By telephone")
    with acting_as(SYSTEM):
        assert Authority.objects.get(event=same).state == "CONFIRMED"
    right = put_right(scene, same, because="A search elsewhere was under way.")
    with acting_as(SYSTEM):
        waits = Authority.objects.get(event=right)
        assert (waits.state, waits.answered_at, waits.reason) == ("WAITING", None, "A search elsewhere was under way.")
        asked = Notice.objects.filter(recipient=scene.cast["supt.oncall"], voided_at__isnull=True, text__contains="confirmation in writing")
        assert asked.count() == 1


def test_another_officer_authorised_it_whose_rank_is_too_low(scene: Scene) -> None:
    wrong = delay(scene)
    assert "R4" not in rules(scene)
    put_right(scene, wrong, number=scene.cast["insp.region"].collar_number)
    assert "R4" in rules(scene)
    with acting_as(SYSTEM):
        assert scene.cast["supt.oncall"].pk not in stored(scene).participants


def test_what_a_superintendent_gave_here_is_changed_by_nobody_else(scene: Scene) -> None:
    Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, "delay", **asked_for(scene, "ASK"))
    with acting_as(SYSTEM):
        asked = Authority.objects.get(examination=scene.examination)
    scene.do("supt.oncall", actions.answer_authority, authority=asked, is_given=True, answer="", at=now())
    page = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, last(scene, "RIGHT_DELAYED").pk)
    assert set(page.context["form"].fields) == {"submission_id", "happened_at", "words", "reason"}
