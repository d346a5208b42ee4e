"""A person examined under both Acts: two records tied together, each with its own clocks, and a cautious limit over both that is policy."""

from datetime import timedelta

import pytest

from examinations import actions, clocks, queries
from examinations.actions.linking import CannotLink
from examinations.models import Examination, LinkedEncounter, Review
from examinations.timeline import assess
from organisation import policy
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import PARTICULARS, Browser, begun, headings, stored, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed, typed

pytestmark = pytest.mark.django_db


def followed(first: Scene, number: float, who: str = "pc.stansted", **values: bool) -> Scene:
    second = first.do(who, actions.start_linked, earlier=first.examination, when=pressed(first.minute(number)), **values)
    return Scene(first.cast, second)


def described(cast: Cast, power: str = "TACT_S7") -> Scene:
    scene = begin(cast, power=power)
    values = {"at": scene.minute(3), "version": 1, "changes": PARTICULARS}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, **values)
    return scene


def found(scene: Scene, number: float) -> clocks.Evaluation:
    with acting_as(SYSTEM):
        return assess(Examination.objects.get(pk=scene.examination.pk), scene.minute(number))


def clock_of(scene: Scene, number: float) -> clocks.Clock:
    return next(clock for clock in found(scene, number).clocks if clock.rule == "C2a")


@pytest.mark.parametrize(("power", "other"), [("TACT_S7", "CTBSA_S3"), ("CTBSA_S3", "TACT_S7")])
def test_the_second_record_is_under_the_other_act_and_carries_the_person_alone(cast: Cast, power: str, other: str) -> None:
    first = described(cast, power)
    first.release(90)
    second = stored(followed(first, 100))
    assert (second.power, second.port, second.place, second.state) == (other, first.examination.port, "Gate 12", "LIVE")
    carried = second.particulars
    assert (carried.family_name, carried.document_number, carried.carrier) == ("Canarywood", "ZZ998877", "Fictional Air")
    assert (carried.selection_reason, carried.selection_reason_sensitive, carried.account, carried.outcome) == ("", "", "", [])


def test_both_show_the_six_hours_from_the_earliest_first_question_as_policy_and_not_verified(cast: Cast) -> None:
    first = described(cast)
    first.release(90)
    second = followed(first, 100)
    assert stored(second).particulars.direction == "INBOUND"
    for scene in (first, second):
        clock = clock_of(scene, 110)
        assert clock.due_at == first.minute(360)
        assert (clock.verified, clock.authority) == (False, "policy, counted cautiously")
    assert [clock_of(second, number).state.value for number in (110, 301, 361)] == ["RUNNING", "SOON", "OVERDUE"]
    assert clock_of(first, 361).state is clocks.State.MET


def test_it_is_never_a_breach_and_its_own_six_hours_still_are(cast: Cast) -> None:
    first = described(cast)
    first.release(90)
    second = followed(first, 100)
    second.detain(120)
    for number in range(175, 465, 55):
        second.review(number, outcome=Review.Outcome.AUTHORISED)
    second.release(455)
    after = found(second, 456)
    assert "C2a" not in {breach.rule for breach in after.breaches}
    assert "C2" not in {breach.rule for breach in after.breaches}
    assert [(one.rule, one.basis.value) for one in after.warnings if one.rule == "C2a"] == [("C2a", "POLICY")]


def test_a_record_without_a_link_has_no_such_clock(cast: Cast) -> None:
    scene = begin(cast)
    assert "C2a" not in {clock.rule for clock in found(scene, 10).clocks}


def test_the_board_shows_it(cast: Cast) -> None:
    first = described(cast)
    first.release(90)
    second = followed(first, 350)
    actor = cast.actor("sgt.stansted")
    with acting_as(actor):
        row = queries.review_board(actor, second.minute(352))[0]
    assert row.next_clock is not None
    assert (row.examination, row.next_clock.rule) == (second.examination, "C2a")


def test_a_corrected_first_question_moves_the_limit_of_both(cast: Cast) -> None:
    first = described(cast)
    second = followed(first, 30)
    with acting_as(SYSTEM):
        event = first.examination.events.get(kind="FIRST_QUESTION")
    moved = typed(first.minute(-10), first.minute(40))
    first.do("pc.stansted", actions.supersede_event, event=event, when=moved, reason="It was earlier.")
    assert clock_of(second, 41).due_at == clock_of(first, 41).due_at == first.minute(350)


def test_a_third_goes_on_from_the_second_and_all_count_from_the_first(cast: Cast) -> None:
    first = described(cast)
    second = followed(first, 30)
    third = followed(second, 60)
    assert third.examination.power == first.examination.power
    assert clock_of(third, 61).due_at == first.minute(360)


def test_what_cannot_be_followed_says_why(cast: Cast) -> None:
    first = described(cast)
    with pytest.raises((policy.Forbidden, Examination.DoesNotExist)):
        followed(first, 20, who="pc.stansted.second")
    with pytest.raises(policy.Forbidden):
        followed(first, 20, who="di.region")
    followed(first, 20)
    with pytest.raises(CannotLink, match="already"):
        followed(first, 25)
    actor = cast.actor("pc.stansted")
    with acting_as(actor):
        goods = actions.start_goods(port=cast.ports["Stansted"], power="TACT_S7", place_kind="PORT", by=actor, when=pressed(cast.at))
    with pytest.raises(CannotLink, match="goods"):
        followed(Scene(cast, goods), 25)


def test_two_presses_from_the_record_begin_it_and_both_pages_name_the_other(cast: Cast) -> None:
    scene = begun(cast, 40)
    officer = Browser(cast, "pc.stansted")
    said = text_of(officer.get("examinations:record", scene.examination.pk))
    assert "Examine the same person under Schedule 3" in said
    asked = officer.get("examinations:link", scene.examination.pk)
    assert headings(asked) == 1
    done = officer.post("examinations:link", scene.examination.pk, first="FIRST_QUESTION")
    with acting_as(SYSTEM):
        link = LinkedEncounter.objects.select_related("examination", "earlier").get()
    assert done.url == f"/examinations/{link.examination_id}/"
    second = officer.client.get(done.url)
    assert scene.examination.reference in text_of(second)
    assert "Both examinations together (policy)" in visible_text(second)
    first = text_of(officer.get("examinations:record", scene.examination.pk))
    assert link.examination.reference in first
    assert "Examine the same person" not in first
    assert "not verified" in text_of(second).lower()


def test_a_linked_record_that_one_may_not_see_is_not_named(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    second = scene.do("pc.compartment", actions.start_linked, earlier=scene.examination, when=pressed(scene.minute(10)))
    assert second.compartment_id == cast.compartment.pk
    assert Browser(cast, "sgt.stansted").get("examinations:record", second.pk).status_code == 404


def test_the_page_of_a_linked_record_costs_no_more_than_its_bar(cast: Cast) -> None:
    scene = begun(cast, 40)
    second = followed(scene, 20)
    assert second.examination.started_at - scene.examination.started_at == timedelta(minutes=20)
    officer = Browser(cast, "pc.stansted")
    assert officer.get("examinations:record", second.examination.pk).status_code == 200


def test_the_second_record_still_knows_that_the_person_looks_under_eighteen(cast: Cast) -> None:
    first = begin(cast)
    values = {"at": first.minute(3), "version": 1, "changes": {"looks_under_18": True}}
    first.do("pc.stansted", actions.update_particulars, examination=first.examination, **values)
    first.release(90)
    assert stored(followed(first, 100)).particulars.looks_under_18 is True
