"""What a record says against itself about searches and property reaches the assurer; what no power allows makes the result red."""

from assurance import queries
from assurance.actions import claim_examination, result_of
from assurance.scoring import Marked, score_of
from examinations import actions
from examinations.models import Kind
from organisation.policy import Actor
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed

ALL_MET = [Marked("QA-A1", 3, True, False, "MET"), Marked("QA-H1", 1, False, True, "MET")]


def told(scene: Scene) -> dict[str, tuple[str, ...]]:
    return scene.do("sgt.norwich", lambda by: queries.prompts_for(by, scene.fresh(), scene.minute(95)))


def test_what_is_grave_is_red_whatever_is_answered() -> None:
    assert score_of(ALL_MET).colour == "GREEN"
    result = score_of(ALL_MET, ["An intimate sample was taken."])
    assert (result.colour, result.why, str(result.score)) == ("RED", "An intimate sample was taken.", "100.00")


def test_e_34_an_intimate_sample_forces_a_red_result(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    when = pressed(scene.minute(30))
    scene.do("pc.stansted", actions.record_unlawful_sample, examination=scene.examination, when=when, words="Blood, by the nurse.")
    scene.release(50)
    scene.submit(90)
    assert any("unlawful" in sentence for sentence in told(scene)["QA-A1"])

    def judged(by: Actor) -> tuple[str, str]:
        result = result_of(claim_examination(examination=scene.examination, by=by, at=scene.minute(100)))
        return result.colour, result.why

    colour, why = scene.do("sgt.norwich", judged)
    assert colour == "RED"
    assert "intimate sample" in why


def test_a_search_by_another_sex_bears_on_the_criterion_of_searches_and_colours_nothing_by_itself(cast: Cast) -> None:
    scene = begin(cast)
    details = actions.SearchDetails(searcher_sex="MALE", person_sex="FEMALE", mismatch_reason="Nobody else was there.")
    when = pressed(scene.minute(10))
    scene.do("pc.stansted", actions.record_search, examination=scene.examination, kind=Kind.PERSON_SEARCHED, when=when, details=details)
    scene.release(50)
    scene.submit(90)
    assert told(scene)["QA-E1"] == ("The person was searched by somebody of another sex.",)
