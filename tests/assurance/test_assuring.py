"""Who may assure, what a decision asks for, and what it does to the record."""

import pytest
from django.test import Client
from django.urls import reverse

from assurance import actions, queries
from assurance.models import Answer, Assessment, Criterion, LearningPoint
from examinations.models import Examination, State
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, counting, number_of, withdraw_awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """Submitted after a detention that sgt.stansted reviewed."""
    scene = begin(cast)
    scene.detain()
    scene.review(60)
    scene.release(90)
    scene.submit(120)
    return scene


def claim(scene: Scene, who: str = "sgt.norwich") -> Assessment:
    return scene.do(who, actions.claim_examination, examination=scene.examination, at=scene.minute(130))


def answer(scene: Scene, assessment: Assessment, *, below: dict[str, str] | None = None, who: str = "sgt.norwich") -> Assessment:
    codes = Criterion.objects.values_list("code", flat=True)
    given = {code: actions.Given((below or {}).get(code, Answer.Value.MET), "Looked at beside the record.") for code in codes}
    return scene.do(who, actions.save_answers, assessment=assessment, version=assessment.version, answers=given)


def decide(scene: Scene, assessment: Assessment, outcome: str = "ACCEPT", who: str = "sgt.norwich", **values: object) -> Assessment:
    return scene.do(who, actions.decide_assessment, assessment=assessment, at=scene.minute(150), outcome=outcome, **values)


def the_point(scene: Scene) -> LearningPoint:
    with acting_as(SYSTEM):
        return LearningPoint.objects.select_related("assessment__examination").get()


def test_the_reviewer_of_the_detention_may_not_assure_it(scene: Scene) -> None:
    with pytest.raises(actions.CannotAssure, match="You reviewed this detention"):
        claim(scene, "sgt.stansted")


def test_a_constable_may_not_assure(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        claim(scene, "pc.stansted")


def test_a_sergeant_of_another_port_may_not_assure(scene: Scene) -> None:
    with pytest.raises((Forbidden, Examination.DoesNotExist)):
        claim(scene, "sgt.luton")


def test_a_sergeant_whose_accreditation_lapsed_may_not_assure(scene: Scene) -> None:
    withdraw_awards(scene.cast, "sgt.norwich")
    with pytest.raises(actions.CannotAssure, match="does not count today"):
        claim(scene)


def test_claiming_twice_opens_one_assessment(scene: Scene) -> None:
    assert claim(scene).pk == claim(scene).pk


def test_a_second_supervisor_is_told_who_has_it_open(scene: Scene) -> None:
    claim(scene)
    with pytest.raises(actions.CannotAssure, match="has had this record open since"):
        claim(scene, "di.region")


def test_a_record_put_back_can_be_claimed_by_another(scene: Scene) -> None:
    assessment = claim(scene)
    scene.do("sgt.norwich", actions.release_assessment, assessment=assessment, at=scene.minute(131))
    assert claim(scene, "di.region").assessor == scene.cast["di.region"]


def test_nothing_is_decided_before_everything_is_answered(scene: Scene) -> None:
    with pytest.raises(actions.CannotAssure, match="Answer QA-A1"):
        decide(scene, claim(scene))


def test_answers_from_an_outdated_tab_are_refused(scene: Scene) -> None:
    assessment = claim(scene)
    answer(scene, assessment)
    with pytest.raises(actions.StaleAssessment):
        answer(scene, assessment, below={"QA-A3": "PARTLY"})


def test_acceptance_locks_the_record(scene: Scene) -> None:
    decided = decide(scene, answer(scene, claim(scene)))
    assert decided.colour == "GREEN"
    assert decided.score == 100
    assert scene.fresh().state == State.ACCEPTED


def test_a_red_result_is_never_simply_accepted(scene: Scene) -> None:
    assessment = answer(scene, claim(scene), below={"QA-G3": "NOT_MET"})
    with pytest.raises(actions.CannotAssure, match="red result"):
        decide(scene, assessment)


def test_acceptance_with_learning_reaches_the_officer_who_replies(scene: Scene) -> None:
    officer = scene.cast["pc.stansted"]
    point = actions.Learning(officer.pk, "Ask for the reviewer earlier.")
    decide(scene, answer(scene, claim(scene)), "ACCEPT_WITH_LEARNING", learning=[point])
    kept = scene.do("pc.stansted", actions.acknowledge_learning, point=the_point(scene), at=scene.minute(200), reply="Understood.")
    assert (kept.officer_reply, kept.acknowledged_at) == ("Understood.", scene.minute(200))


def test_nobody_acknowledges_what_another_should_learn(scene: Scene) -> None:
    point = actions.Learning(scene.cast["pc.stansted"].pk, "Ask for the reviewer earlier.")
    decide(scene, answer(scene, claim(scene)), "ACCEPT_WITH_LEARNING", learning=[point])
    with pytest.raises((Forbidden, LearningPoint.DoesNotExist)):
        scene.do("pc.stansted.second", actions.acknowledge_learning, point=the_point(scene), at=scene.minute(200))


def test_a_return_must_name_a_field_and_say_why(scene: Scene) -> None:
    assessment = answer(scene, claim(scene))
    with pytest.raises(actions.CannotAssure, match=r"Name at least one field.*Say in a sentence"):
        decide(scene, assessment, "RETURN")


def test_a_return_sends_the_record_back_with_the_words_beside_the_field(scene: Scene) -> None:
    decide(scene, answer(scene, claim(scene)), "RETURN", words="Incomplete.", fields={"carrier": "Which carrier?"})
    assert scene.fresh().state == State.RETURNED
    named = scene.do("sgt.stansted", lambda by: scene.examination.returns.get().fields)
    assert named == {"carrier": "Which carrier?"}


def test_a_late_review_prompts_the_criterion_that_it_bears_on(cast: Cast) -> None:
    late = begin(cast)
    late.detain(20)
    late.review(91)
    late.release(100)
    late.submit(120)
    with_prompts = late.do("sgt.norwich", lambda by: queries.prompts_for(by, late.fresh(), late.minute(121)))
    assert any(sentence.startswith("C3") for sentence in with_prompts["QA-G3"])


def test_the_queue_costs_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    def submitted() -> None:
        scene = begin(cast)
        scene.release(30)
        scene.submit(60)

    def cost() -> int:
        def look(by: object) -> None:
            queries.lines(list(queries.queue(cast.actor("sgt.stansted")).order_by("submitted_at", "pk")[:25]), cast.at)

        with counting() as context:
            submitted_scene.do("sgt.stansted", look)
        return number_of(context)

    submitted()
    submitted_scene = begin(cast)
    one = cost()
    for _ in range(4):
        submitted()
    assert cost() == one <= 8


def test_the_pages_open_and_refuse(scene: Scene, client: Client) -> None:
    cast = scene.cast
    cast.sign_in(client, "sgt.norwich")
    page = client.get(reverse("assurance:queue"))
    assert scene.examination.reference in page.content.decode()
    assessment = claim(scene)
    assert client.get(reverse("assurance:assess", args=[assessment.pk])).status_code == 200
    assert client.get(reverse("assurance:decide", args=[assessment.pk])).status_code == 200
    cast.sign_in(client, "sgt.luton")
    assert client.get(reverse("assurance:assess", args=[assessment.pk])).status_code == 404
    cast.sign_in(client, "pc.stansted")
    assert client.get(reverse("assurance:decide", args=[assessment.pk])).status_code == 403
