"""A question by an immigration or customs officer: recorded as theirs, never as that of the constable who enters it; and what the rule on
the review officer can say of it."""

from typing import Any

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import Examiner, Kind, TimelineEvent
from examinations.outsiders import outsider_said
from examinations.papers.record import timeline
from examinations.queries import record_findings
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import act, correct_entry, detained, put_right, rules
from tests.examinations.pages import Browser, stored, visible_text
from tests.examinations.scenes import Scene

THEIRS: dict[str, Any] = {"service": "IMMIGRATION", "grade": "Higher officer", "service_number": "BF 77"}
NOBODYS: dict[str, Any] = dict.fromkeys(THEIRS)
SAID = "Immigration officer, grade Higher officer, number BF 77"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def against(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence for one in record_findings(stored(scene)) if one.criterion == "QA-G3"]


def page(scene: Scene, name: str) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get(f"examinations:{name}", scene.examination.pk))


def asked(scene: Scene) -> TimelineEvent:
    return act(scene, "question", **THEIRS)


def test_who_asked_is_said_and_the_constable_who_entered_it_did_not_ask(scene: Scene) -> None:
    event = asked(scene)
    assert (event.officer, event.officer_rank, event.entered_by) == (None, "", scene.cast["pc.stansted"])
    shown = page(scene, "record")
    assert SAID in shown
    assert "Entered by PC 4201" in shown


def test_nobody_becomes_an_examiner_by_it(scene: Scene) -> None:
    with acting_as(SYSTEM):
        before = Examiner.objects.filter(examination=scene.examination).count()
        asked(scene)
        assert Examiner.objects.filter(examination=scene.examination).count() == before


def test_the_rule_on_the_review_officer_is_said_in_words_once_and_not_computed(scene: Scene) -> None:
    scene.review(60)
    assert against(scene) == []
    asked(scene)
    asked(scene)
    assert {"R1", "R2"}.isdisjoint(rules(scene))
    [sentence] = against(scene)
    assert sentence.startswith(f"{SAID}, questioned the person.")
    assert "a higher grade in the same service (Sch 8 para 20K; Sch 3 para 52)" in sentence
    assert "Grades of another service are not compared here" in page(scene, "nominate")


def test_a_constables_question_says_nothing_of_it(scene: Scene) -> None:
    act(scene, "question")
    assert against(scene) == []
    assert "of another service" not in page(scene, "nominate")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({**THEIRS, "officer": "4202"}, "One officer asks a question."),
        ({"grade": "Higher officer"}, "Choose the service of the officer"),
    ],
)
def test_one_officer_asks_and_a_grade_belongs_to_a_service(scene: Scene, sent: dict[str, str], said: str) -> None:
    refused = Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, "question", **sent)
    assert (refused.status_code, said in visible_text(refused)) == (422, True)


def test_a_question_is_put_right_from_ours_to_theirs_and_back(scene: Scene) -> None:
    cast = scene.cast
    wrong = act(scene, "question", officer=cast["sgt.stansted"].collar_number)
    theirs = put_right(scene, wrong, officer=None, **THEIRS)
    assert (theirs.officer, outsider_said(theirs.detail)) == (None, SAID)
    with acting_as(SYSTEM):
        assert not Examiner.objects.filter(examination=scene.examination, officer=cast["sgt.stansted"]).exists()
    neither = correct_entry(scene, theirs, **NOBODYS)
    assert "say of which other service they are" in visible_text(neither)
    number = cast["pc.stansted.second"].collar_number
    ours = put_right(scene, theirs, officer=number, **NOBODYS)
    assert (ours.officer, outsider_said(ours.detail)) == (cast["pc.stansted.second"], "")
    with acting_as(SYSTEM):
        assert Examiner.objects.filter(examination=scene.examination, officer=cast["pc.stansted.second"]).exists()
    assert against(scene) == []


def test_it_is_taken_back_like_any_other(scene: Scene) -> None:
    event = asked(scene)
    scene.do("pc.stansted", actions.withdraw_event, event=event, at=now(), reason="It was not asked.")
    assert against(scene) == []


def test_the_paper_names_them_too(scene: Scene) -> None:
    asked(scene)
    scene.release(101)
    version = scene.submit(102)
    [entry] = [entry for entry in timeline(version.content) if entry.title == Kind.QUESTION.label]
    assert entry.by == SAID
