"""Wrong presses: put right or taken back before submission, with a reason, and both rows stay on the timeline."""

from datetime import datetime

import pytest

from examinations import actions
from examinations.actions.correcting import AlreadyCorrected
from examinations.actions.writing import Impossible, NotNow
from examinations.models import Kind, Review, State, TimelineEvent
from examinations.refusals import Refusal
from examinations.timeline import NoBeginning, assess
from organisation.models import Notice
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, typed


def due(scene: Scene, rule: str, number: float) -> datetime:
    with acting_as(scene.cast.actor("di.region")):
        return next(clock.due_at for clock in assess(scene.fresh(), scene.minute(number)).clocks if clock.rule == rule)


def supersede(scene: Scene, event: TimelineEvent, to: float, received: float, reason: str = "Pressed before it happened.") -> TimelineEvent:
    when = typed(scene.minute(to), scene.minute(received))
    return scene.do("pc.stansted", actions.supersede_event, event=event, when=when, reason=reason)


def test_a_corrected_detention_moves_the_clock_and_both_rows_stay(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    right = supersede(scene, wrong, 18, 30)
    with acting_as(cast.actor("di.region")):
        rows = list(scene.fresh().events.filter(kind=Kind.DETAINED).order_by("received_at"))
    assert rows == [wrong, right]
    assert rows[1].supersedes_id == wrong.pk
    assert scene.fresh().detained_at == scene.minute(18)
    assert due(scene, "C3", 31) == scene.minute(78)


def test_the_first_question_itself_can_be_corrected(cast: Cast) -> None:
    scene = begin(cast)
    with acting_as(cast.actor("pc.stansted")):
        first = scene.examination.events.get()
    supersede(scene, first, -5, 5)
    assert scene.fresh().started_at == scene.minute(-5)
    assert due(scene, "C1", 6) == scene.minute(55)


def test_a_correction_needs_a_reason(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(Refusal, match="why"):
        supersede(scene, scene.detain(20), 18, 30, reason="  ")


def test_a_correction_that_cannot_have_happened_is_refused(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    scene.review(60)
    with pytest.raises(Impossible, match="no detention to review"):
        supersede(scene, wrong, 61, 70)


def test_a_row_is_corrected_once_and_its_correction_can_be_corrected(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    better = supersede(scene, wrong, 18, 30)
    with pytest.raises(AlreadyCorrected):
        supersede(scene, wrong, 19, 31)
    supersede(scene, better, 19, 32)
    assert scene.fresh().detained_at == scene.minute(19)


def test_a_press_that_never_happened_is_taken_back(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    row = scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=scene.minute(21), reason="The wrong button.")
    assert row.is_withdrawn
    assert scene.fresh().detained_at is None
    scene.detain(25)
    assert scene.fresh().detained_at == scene.minute(25)


def test_a_release_taken_back_makes_the_record_live_again(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.release(30)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=scene.minute(31), reason="The wrong button.")
    fresh = scene.fresh()
    assert (fresh.state, fresh.ended_at) == (State.LIVE, None)


def test_a_detention_that_was_reviewed_cannot_be_taken_back(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    scene.review(60)
    with pytest.raises(Impossible):
        scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=scene.minute(61), reason="The wrong button.")


def test_what_the_examination_began_with_is_corrected_and_never_taken_back(cast: Cast) -> None:
    scene = begin(cast)
    with acting_as(cast.actor("pc.stansted")):
        first = scene.examination.events.get()
    with pytest.raises(NoBeginning):
        scene.do("pc.stansted", actions.withdraw_event, event=first, at=scene.minute(1), reason="The wrong button.")


def test_after_submission_no_press_is_corrected(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    scene.release(50)
    scene.submit(60)
    with pytest.raises(NotNow):
        supersede(scene, wrong, 18, 70)


def test_a_corrected_review_belongs_to_the_row_that_stands(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    review = scene.review(60)
    with acting_as(cast.actor("pc.stansted")):
        wrong = review.event
    right = supersede(scene, wrong, 59, 70)
    with acting_as(cast.actor("di.region")):
        stands = Review.objects.get(event_id=right.pk)
        assert (stands.sequence, stands.decided_at, stands.reviewer_id) == (1, scene.minute(59), cast["sgt.stansted"].pk)
        assert Review.objects.get(event=wrong).decided_at == scene.minute(60)
    assert scene.review(90).sequence == 2


def test_an_unread_notice_about_a_clock_that_moved_is_voided(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    key = f"{scene.examination.pk}:C3:{scene.minute(80).isoformat()}:SOON"
    notice = Notice.objects.create(
        recipient=cast["pc.stansted"], key=key, level="SOON", text="x", link="/", thing_id=scene.examination.pk, raised_at=scene.minute(61)
    )
    supersede(scene, wrong, 25, 62)
    notice.refresh_from_db()
    assert notice.voided_at == scene.minute(62)
