"""Reviews: recorded as they were carried out, lawful or not; only an officer who can lawfully review is asked to."""

from datetime import timedelta

import pytest

from audit.models import Event
from examinations import actions, queries
from examinations.actions.reviewing import CannotReview
from examinations.actions.writing import Impossible, NotNow
from examinations.models import Kind, Nomination, Review
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, details_of_review, pressed, typed, withdraw_awards


def breaches_of(scene: Scene, number: float) -> list[str]:
    with acting_as(scene.cast.actor("di.region")):
        return [breach.rule for breach in assess(scene.fresh(), scene.minute(number)).breaches]


def detained(cast: Cast, who: str = "pc.stansted") -> Scene:
    scene = begin(cast, who=who)
    scene.record(Kind.DETAINED, 20, who=who)
    return scene


def nominate(scene: Scene, officer: str, who: str = "sgt.stansted", number: float = 30) -> Nomination:
    values = {"officer": scene.cast[officer], "at": scene.minute(number)}
    return scene.do(who, actions.nominate_reviewer, examination=scene.examination, **values)


def test_a_review_in_time_is_met_and_starts_the_next(cast: Cast) -> None:
    scene = detained(cast)
    review = scene.review(60)
    assert (review.sequence, review.due_at, review.decided_at) == (1, scene.minute(80), scene.minute(60))
    assert (review.reviewer, review.reviewer_rank, review.reviewer_is_accredited) == (cast["sgt.stansted"], "SERGEANT", True)
    assert breaches_of(scene, 61) == []
    second = scene.review(170)
    assert (second.sequence, second.due_at) == (2, scene.minute(180))


def test_a_late_review_is_taken_and_is_a_breach(cast: Cast) -> None:
    scene = detained(cast)
    scene.review(80)
    assert breaches_of(scene, 81) == ["C3"]


def test_a_reviewer_of_the_wrong_rank_is_taken_and_is_a_breach(cast: Cast) -> None:
    scene = detained(cast, who="sgt.stansted")
    scene.review(60, who="sgt.norwich")
    assert breaches_of(scene, 61) == ["R1"]


def test_a_reviewer_who_questioned_is_taken_and_is_a_breach(cast: Cast) -> None:
    scene = detained(cast)
    scene.record(Kind.QUESTION, 25, officer=cast["sgt.stansted"])
    scene.review(60)
    assert breaches_of(scene, 61) == ["R2"]


def test_a_reviewer_without_accreditation_is_taken_and_marked(cast: Cast) -> None:
    scene = detained(cast)
    withdraw_awards(cast, "sgt.stansted")
    assert not scene.review(60).reviewer_is_accredited


def test_a_review_where_nobody_is_detained_cannot_have_happened(cast: Cast) -> None:
    with pytest.raises(Impossible, match="detention that is not on the timeline"):
        begin(cast).review(30)


def test_a_decision_before_the_review_began_cannot_have_happened(cast: Cast) -> None:
    scene = detained(cast)
    details = details_of_review(started_at=scene.minute(61))
    with pytest.raises(Impossible):
        scene.do("sgt.stansted", actions.record_review, examination=scene.examination, when=pressed(scene.minute(60)), details=details)


def test_detention_that_is_not_necessary_cannot_be_authorised(cast: Cast) -> None:
    with pytest.raises(Refusal, match="necessary"):
        detained(cast).review(60, is_necessary=False)


def test_a_constable_records_no_review_of_their_own(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        detained(cast).review(60, who="pc.stansted")


def test_an_examiner_enters_from_the_pad_the_review_that_a_sergeant_made(cast: Cast) -> None:
    scene = detained(cast)
    when = typed(scene.minute(60), scene.minute(130))
    review = scene.review(who="pc.stansted", when=when, reviewer=cast["sgt.stansted"])
    with acting_as(cast.actor("pc.stansted")):
        assert (review.reviewer, review.event.entered_by) == (cast["sgt.stansted"], cast["pc.stansted"])
    assert (review.decided_at, review.signed_at, review.due_at) == (scene.minute(60), scene.minute(130), scene.minute(80))


def test_a_review_entered_after_the_release_is_still_taken(cast: Cast) -> None:
    scene = detained(cast)
    scene.release(70)
    assert scene.review(when=typed(scene.minute(60), scene.minute(75))).sequence == 1


def test_a_refusal_to_continue_is_release_now_and_rings_the_examiners_at_once(cast: Cast) -> None:
    scene = detained(cast)
    scene.review(60, outcome=Review.Outcome.RELEASE, is_necessary=False)
    notice = Notice.objects.get(recipient=cast["pc.stansted"], level=Notice.Level.OVERDUE)
    assert "release now" in notice.text
    assert notice.key == f"{scene.examination.pk}:RELEASE:{scene.minute(60).isoformat()}:OVERDUE"
    with acting_as(cast.actor("sgt.stansted")):
        row = queries.review_board(cast.actor("sgt.stansted"), scene.minute(61))[0]
    assert row.release_now
    assert row.next_clock is not None
    assert row.next_clock.name == "Release now"


def test_the_release_voids_the_alarm_that_nobody_has_read(cast: Cast) -> None:
    scene = detained(cast)
    scene.review(60, outcome=Review.Outcome.RELEASE, is_necessary=False)
    scene.release(62)
    assert Notice.objects.get(recipient=cast["pc.stansted"], level=Notice.Level.OVERDUE).voided_at == scene.minute(62)


def test_a_review_is_one_entry_of_the_ledger_with_all_its_rows(cast: Cast) -> None:
    scene = detained(cast)
    review = scene.review(60)
    entry = Event.objects.get(verb="examination.reviewed", thing_id=scene.examination.pk)
    assert f"examinations.review:{review.pk}" in entry.digests
    assert f"examinations.timelineevent:{review.event_id}" in entry.digests
    assert entry.detail["outcome"] == "AUTHORISED"


def test_an_officer_who_can_lawfully_review_is_asked_and_told(cast: Cast) -> None:
    scene = detained(cast)
    nominate(scene, "insp.region")
    fresh = scene.fresh()
    assert cast["insp.region"].pk in fresh.participants
    assert "asked to carry out the next review" in Notice.objects.get(recipient=cast["insp.region"]).text


def test_a_second_nomination_takes_the_place_of_the_first(cast: Cast) -> None:
    scene = detained(cast)
    nominate(scene, "insp.region")
    nominate(scene, "sgt.stansted", number=31)
    fresh = scene.fresh()
    assert cast["insp.region"].pk not in fresh.participants
    with acting_as(cast.actor("di.region")):
        assert [one.officer for one in fresh.nominations.filter(withdrawn_at__isnull=True)] == [cast["sgt.stansted"]]


def test_a_review_answers_the_nomination_and_its_officer_keeps_sight_of_the_record(cast: Cast) -> None:
    scene = detained(cast)
    nominate(scene, "insp.region")
    scene.review(60, who="insp.region")
    fresh = scene.fresh()
    assert cast["insp.region"].pk in fresh.participants
    with acting_as(cast.actor("di.region")):
        assert not fresh.nominations.filter(withdrawn_at__isnull=True).exists()


def test_a_nomination_is_taken_back(cast: Cast) -> None:
    scene = detained(cast)
    nominate(scene, "insp.region")
    scene.do("sgt.stansted", actions.withdraw_nomination, examination=scene.examination, at=scene.minute(31))
    assert cast["insp.region"].pk not in scene.fresh().participants
    with pytest.raises(NotNow):
        scene.do("sgt.stansted", actions.withdraw_nomination, examination=scene.examination, at=scene.minute(32))


def test_an_officer_of_the_same_rank_is_not_asked(cast: Cast) -> None:
    with pytest.raises(CannotReview, match="not higher than the examining officer's"):
        nominate(detained(cast, who="sgt.norwich"), "sgt.stansted", who="insp.region")


def test_an_officer_who_questioned_is_not_asked(cast: Cast) -> None:
    scene = detained(cast)
    scene.record(Kind.QUESTION, 25, officer=cast["sgt.stansted"])
    with pytest.raises(CannotReview, match="questioned the person"):
        nominate(scene, "sgt.stansted", who="insp.region")


def test_an_officer_who_joined_without_a_question_is_not_asked_either(cast: Cast) -> None:
    scene = detained(cast)
    scene.do("sgt.stansted", actions.join_examination, examination=scene.examination, at=scene.minute(21))
    with pytest.raises(CannotReview, match="examiner of the record"):
        nominate(scene, "sgt.stansted", who="insp.region")
    with pytest.raises(CannotReview, match="not higher than that of every examiner"):
        nominate(scene, "sgt.norwich", who="insp.region")


def test_an_officer_whose_accreditation_is_gone_is_not_asked(cast: Cast) -> None:
    scene = detained(cast)
    withdraw_awards(cast, "sgt.stansted")
    with pytest.raises(CannotReview, match="reviewing accreditation was withdrawn"):
        nominate(scene, "sgt.stansted", who="insp.region")


def test_an_officer_who_is_neither_on_duty_nor_on_call_is_not_asked(cast: Cast) -> None:
    with pytest.raises(CannotReview, match="Neither on duty nor on call"):
        nominate(detained(cast), "di.region", who="sgt.stansted")


def test_an_officer_posted_elsewhere_is_not_asked(cast: Cast) -> None:
    with pytest.raises(CannotReview):
        nominate(detained(cast), "sgt.luton", who="sgt.stansted")


def test_an_officer_outside_the_compartment_is_not_asked_to_review_a_restricted_record(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    scene.record(Kind.DETAINED, 20, who="pc.compartment")
    with pytest.raises(CannotReview, match="posting does not include"):
        nominate(scene, "insp.region", who="pc.compartment")


def test_those_who_may_review_come_first_with_the_number_to_ring(cast: Cast) -> None:
    scene = detained(cast, who="sgt.stansted")
    actor = cast.actor("di.region")
    with acting_as(actor):
        found = queries.eligible_reviewers(actor, scene.fresh(), scene.minute(30))
    assert [(one.officer.username, one.may_review) for one in found] == [
        ("insp.region", True),
        ("sgt.stansted", False),
        ("supt.oncall", False),
    ]
    assert found[0].ring == cast["insp.region"].phone
    assert found[0].duty_kind == "ON_CALL"


def test_off_duty_in_two_days_time_nobody_is_found(cast: Cast) -> None:
    scene = detained(cast)
    actor = cast.actor("di.region")
    with acting_as(actor):
        assert queries.eligible_reviewers(actor, scene.fresh(), cast.at + timedelta(days=2)) == []
