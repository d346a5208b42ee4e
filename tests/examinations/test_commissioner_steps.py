"""The Commissioner's route about property that was kept: informed, heard and decided, or granted urgently and told within a day."""

from datetime import date

import pytest

from examinations import actions, clocks
from examinations.actions import StepDetails
from examinations.actions.writing import NotNow
from examinations.models import Item, Power
from examinations.refusals import Refusal
from examinations.views.property_offers import acts_for_copy
from tests.cast import Cast, make_cast
from tests.examinations.keeping import DAY, MONDAY, against, breaches, clock_of, convert, copy_of, keep, line_of, schedule_3, step
from tests.examinations.scenes import Scene, begin, typed


def test_the_ordinary_route_goes_from_informing_to_a_decision_with_conditions(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    with pytest.raises(NotNow, match="has not been informed yet"):
        step(scene, item, "authorise", 12)
    for number, act, expected in (
        (12, "inform", "INFORMED"),
        (13, "invite", "REPRESENTATIONS_OPEN"),
        (14, "represent", "REPRESENTATIONS_OPEN"),
    ):
        step(scene, item, act, number)
        assert line_of(scene, item, 15).route.state == expected
    assert not line_of(scene, item, 15).route.may_be_used
    step(scene, item, "authorise", 16, conditions="Kept in the secure store")
    route = line_of(scene, item, 17).route
    assert (route.state, route.may_be_used, route.steps[-1].conditions) == ("AUTHORISED", True, "Kept in the secure store")
    assert clock_of(scene, item, 17, "C8").state is clocks.State.MET


def test_an_urgent_grant_starts_the_notice_the_representations_and_the_decision(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    line = line_of(scene, item, 21)
    assert {clock.rule for clock in line.clocks} == {"C7", "C8", "C14"}
    assert (line.route.state, line.route.may_be_used) == ("URGENT_GRANTED", True)
    step(scene, item, "inform", 22)
    step(scene, item, "tell-parties", 23, parties=["CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON"])
    assert clock_of(scene, item, 24, "C14").state is clocks.State.MET
    step(scene, item, "cancel", 25)
    line = line_of(scene, item, 26)
    assert (line.route.state, line.route.may_be_used) == ("URGENT_CANCELLED", False)
    assert "C7" in breaches(scene, 26), "a decision before the time for representations is over"
    assert against(scene) == []


EVERYBODY = ["CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON"]


def granted(cast: Cast) -> tuple[Scene, Item]:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    step(scene, item, "inform", 21)
    return scene, item


def test_notice_to_one_affected_party_leaves_the_others_to_be_told(cast: Cast) -> None:
    scene, item = granted(cast)
    step(scene, item, "tell-parties", 22, parties=["CHIEF_OFFICER"])
    assert clock_of(scene, item, 23, "C14").state is not clocks.State.MET
    assert line_of(scene, item, 23).route.untold == ("The Secretary of State", "The person from whom it was taken")
    step(scene, item, "tell-parties", 24, parties=["SECRETARY_OF_STATE", "PERSON_IMPRACTICABLE"], words="No address is known.")
    assert clock_of(scene, item, 25, "C14").state is clocks.State.MET
    assert line_of(scene, item, 25).route.untold == ()


def test_that_the_person_could_not_be_told_needs_its_reason_and_excludes_that_they_were(cast: Cast) -> None:
    scene, item = granted(cast)
    with pytest.raises(Refusal, match="Say why it was not reasonably practicable"):
        step(scene, item, "tell-parties", 22, parties=["PERSON_IMPRACTICABLE"])
    with pytest.raises(Refusal, match="Choose one of the two"):
        step(scene, item, "tell-parties", 22, parties=["PERSON", "PERSON_IMPRACTICABLE"], words="No address is known.")


@pytest.mark.parametrize("decisions", [["approve"], ["cancel"], ["cancel", "direct-return"], ["cancel", "direct-destruction"]])
def test_notice_is_recorded_as_a_fact_after_the_commissioner_has_decided(cast: Cast, decisions: list[str]) -> None:
    scene, item = granted(cast)
    for number, decision in enumerate(decisions):
        step(scene, item, decision, 25 + number)
    before = line_of(scene, item, 30).route.state
    step(scene, item, "tell-parties", 30, parties=EVERYBODY)
    assert clock_of(scene, item, 31, "C14").state is clocks.State.MET
    assert line_of(scene, item, 31).route.state == before


def test_the_last_day_for_representations_is_the_second_working_day_after_the_grant(db: None) -> None:
    scene = begin(make_cast(MONDAY), power=Power.CTBSA_S3)
    item = keep(scene, ground="NATIONAL_SECURITY")
    assert line_of(scene, item, 11).route.heard_through is None
    supt = scene.cast["supt.oncall"]
    step(scene, item, "grant", 4 * DAY, granted_by=supt, is_written=True, words="A life is at risk.")
    assert line_of(scene, item, 4 * DAY + 1).route.heard_through == date(2026, 11, 10)


def test_an_urgent_grant_by_whoever_could_not_give_it_is_taken_and_found(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["pc.stansted"], is_written=False)
    assert [sentence.split("granted ")[-1][:20] for sentence in against(scene)] == [
        "by an officer under ",
        "by an officer who ha",
        "The urgent grant was",
    ]


def test_an_urgent_grant_says_who_granted_and_whom_they_told(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    with pytest.raises(Refusal, match="Say who granted"):
        step(scene, item, "grant", 20)
    step(scene, item, "inform", 20)
    with pytest.raises(Refusal, match="Say which"):
        step(scene, item, "tell-parties", 21)


def test_a_confidential_copy_kept_on_a_schedule_3_ground_concerns_the_commissioner_and_another_does_not(cast: Cast) -> None:
    scene = begin(cast, power=Power.CTBSA_S3)
    item = keep(scene)
    plain = copy_of(scene, item, 20, ground="NATIONAL_SECURITY")
    private = copy_of(scene, item, 21, ground="NATIONAL_SECURITY", is_confidential=True)
    routes = {line.copy.pk: line.route.state for line in line_of(scene, item, 22).copies}
    assert routes == {plain.pk: "NOT_REQUIRED", private.pk: "TO_INFORM"}
    step(scene, item, "inform", 23, copy=private)
    routes = {line.copy.pk: line.route.state for line in line_of(scene, item, 24).copies}
    assert routes[private.pk] == "INFORMED"
    assert line_of(scene, item, 24).route.state == "NOT_REQUIRED"


def test_another_ground_or_the_return_ends_the_route(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 12)
    convert(scene, item, 13)
    assert line_of(scene, item, 14).route.state == "NOT_REQUIRED"


def test_schedule_7_has_no_route(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(NotNow, match="not concerned"):
        step(scene, keep(scene), "inform", 20)


def test_an_entry_made_afterwards_finds_where_the_thing_stood_then(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 30)
    when = typed(scene.minute(20), scene.minute(40))
    with pytest.raises(NotNow, match="has not been informed yet"):
        scene.do("pc.stansted", actions.record_step, item=item, act="invite", when=when, details=StepDetails())


def test_those_affected_are_told_of_what_was_authorised(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 12)
    step(scene, item, "authorise", 13, conditions="Kept in the secure store")
    step(scene, item, "tell-parties", 14, parties=["PERSON"])
    assert line_of(scene, item, 15).route.state == "AUTHORISED"


def test_a_copy_is_never_directed_to_be_returned(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    private = copy_of(scene, item, 20, ground="NATIONAL_SECURITY", is_confidential=True)
    step(scene, item, "inform", 23, copy=private)
    with pytest.raises(NotNow, match="A copy is not returned"):
        step(scene, item, "direct-return", 24, copy=private)
    [line] = line_of(scene, item, 25).copies
    slugs = [act.url.rstrip("/").rpartition("/")[2] for act in acts_for_copy(line, line_of(scene, item, 25), scene.fresh())]
    assert "direct-destruction" in slugs
    assert "direct-return" not in slugs
    step(scene, item, "direct-destruction", 26, copy=private)
