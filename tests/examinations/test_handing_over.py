"""The people of a live examination: a second officer joins, the next shift takes over, and whoever examined stays an examiner."""

import pytest

from examinations import actions, queries
from examinations.actions.handing_over import AlreadyExamining, CannotTakeOver
from examinations.actions.writing import NotNow
from examinations.models import Examination, Examiner, Handover, Kind
from organisation.models import Notice
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed, withdraw_awards

FIRST, SECOND = "pc.stansted", "pc.stansted.second"


def offer(scene: Scene, to: str = SECOND, number: float = 30) -> Handover:
    values = {"to": scene.cast[to], "at": scene.minute(number), "words": "Interpreter rings at six."}
    return scene.do(FIRST, actions.offer_handover, examination=scene.examination, **values)


def sees(scene: Scene, who: str) -> bool:
    """Whether the database itself shows the record to this person."""
    with acting_as(scene.cast.actor(who)):
        return Examination.objects.filter(pk=scene.examination.pk).exists()


def test_a_colleague_finds_a_live_examination_of_their_port_and_joins_it(cast: Cast) -> None:
    scene = begin(cast)
    actor = cast.actor(SECOND)
    assert not sees(scene, SECOND)
    with acting_as(actor):
        assert queries.joinable(actor) == [scene.examination]
        found = queries.examination_to_join(actor, scene.examination.pk)
        assert found is not None
        entry = actions.join_examination(examination=found, by=actor, at=scene.minute(5))
        assert queries.joinable(actor) == []
    assert (entry.rank, entry.joined_at, entry.is_accredited) == ("CONSTABLE", scene.minute(5), True)
    assert sees(scene, SECOND)


def test_nobody_joins_at_a_port_that_is_not_theirs(cast: Cast) -> None:
    scene = begin(cast)
    actor = cast.actor("pc.luton")
    with acting_as(actor):
        assert queries.joinable(actor) == []
        assert queries.examination_to_join(actor, scene.examination.pk) is None
        with pytest.raises(Forbidden):
            actions.join_examination(examination=scene.examination, by=actor, at=scene.minute(5))


def test_nobody_joins_twice(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(AlreadyExamining):
        scene.do(FIRST, actions.join_examination, examination=scene.examination, at=scene.minute(5))


def test_nobody_joins_an_examination_that_has_ended(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    with pytest.raises(NotNow, match="no longer live"):
        scene.do(SECOND, actions.join_examination, examination=scene.examination, at=scene.minute(31))


def test_a_restricted_examination_is_not_there_to_be_joined(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    actor = cast.actor(SECOND)
    with acting_as(actor):
        assert queries.joinable(actor) == []
        assert queries.examination_to_join(actor, scene.examination.pk) is None


def test_an_offer_shows_the_record_to_whom_it_is_made_and_tells_them(cast: Cast) -> None:
    scene = begin(cast)
    assert not sees(scene, SECOND)
    offer(scene)
    assert sees(scene, SECOND)
    assert Notice.objects.get(recipient=cast[SECOND]).text == f"{scene.examination.reference}: 4201 offers you this examination."


def test_who_takes_over_examines_and_who_leaves_stays_an_examiner_for_the_rules(cast: Cast) -> None:
    scene = begin(cast)
    handover = scene.do(SECOND, actions.accept_handover, handover=offer(scene), at=scene.minute(31))
    assert (handover.answer, handover.answered_at) == (Handover.Answer.ACCEPTED, scene.minute(31))
    with acting_as(cast.actor("di.region")):
        entries = {
            one.officer.username: one.left_at for one in Examiner.objects.filter(examination=scene.examination).select_related("officer")
        }
    assert entries == {FIRST: scene.minute(31), SECOND: None}
    assert sees(scene, FIRST)
    scene.record(Kind.WELFARE, 32, who=SECOND)


def test_a_declined_offer_stays_with_whoever_made_it(cast: Cast) -> None:
    scene = begin(cast)
    scene.do(SECOND, actions.decline_handover, handover=offer(scene), at=scene.minute(31), reason="Called to another gate.")
    assert not sees(scene, SECOND)
    assert "has declined" in Notice.objects.get(recipient=cast[FIRST]).text
    offer(scene, number=33)


def test_declining_needs_a_reason(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(Exception, match="why"):
        scene.do(SECOND, actions.decline_handover, handover=offer(scene), at=scene.minute(31), reason=" ")


def test_an_offer_taken_back_can_no_longer_be_accepted(cast: Cast) -> None:
    scene = begin(cast)
    handover = offer(scene)
    scene.do(FIRST, actions.withdraw_handover, handover=handover, at=scene.minute(31))
    assert not sees(scene, SECOND)
    with acting_as(cast.actor("sgt.stansted")), pytest.raises(NotNow):
        actions.accept_handover(handover=handover, by=cast.actor(SECOND), at=scene.minute(32))


def test_nobody_accepts_what_was_offered_to_another(cast: Cast) -> None:
    scene = begin(cast)
    handover = offer(scene)
    with pytest.raises(Forbidden, match="somebody else"):
        scene.do("sgt.stansted", actions.accept_handover, handover=handover, at=scene.minute(31))


def test_it_is_offered_to_one_officer_at_a_time(cast: Cast) -> None:
    scene = begin(cast)
    offer(scene)
    with pytest.raises(NotNow, match="already"):
        offer(scene, to="sgt.stansted")


@pytest.mark.parametrize(("to", "why"), [("pc.luton", "not posted"), ("insp.region", "not posted"), ("pc.stansted", "already")])
def test_it_is_not_offered_to_an_officer_who_could_not_take_it(cast: Cast, to: str, why: str) -> None:
    with pytest.raises(CannotTakeOver, match=why):
        offer(begin(cast), to=to)


def test_it_is_not_offered_to_an_officer_without_accreditation(cast: Cast) -> None:
    scene = begin(cast)
    withdraw_awards(cast, SECOND)
    with pytest.raises(CannotTakeOver, match="not accredited"):
        offer(scene)


def test_the_end_of_the_examination_ends_the_offer(cast: Cast) -> None:
    scene = begin(cast)
    handover = offer(scene)
    scene.release(40)
    assert not sees(scene, SECOND)
    with acting_as(cast.actor("di.region")):
        handover.refresh_from_db()
    assert (handover.answer, handover.answer_reason) == (Handover.Answer.WITHDRAWN, "The examination ended.")


def test_colleagues_are_those_posted_to_examine_at_the_port_who_do_not_examine_it_now(cast: Cast) -> None:
    scene = begin(cast)
    with acting_as(cast.actor(FIRST)):
        found = [user.username for user in queries.colleagues(scene.examination, scene.minute(1))]
    assert found == ["sgt.stansted", "sgt.norwich", SECOND, "pc.compartment"]


def test_an_examiner_whose_posting_has_ended_keeps_the_live_record_until_it_is_handed_over(cast: Cast) -> None:
    scene = begin(cast)
    assert cast.actor("pc.leaver").roles == {"ANYONE"}
    scene.record(Kind.QUESTION, 5, officer=cast["pc.leaver"])
    scene.record(Kind.WELFARE, 6, who="pc.leaver")
    event = scene.do("pc.leaver", actions.release, examination=scene.examination, when=pressed(scene.minute(20)))
    assert event.entered_by == cast["pc.leaver"]
