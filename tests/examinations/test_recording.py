"""Recording facts: the impossible is refused by a sentence, the unlawful is taken and becomes a breach."""

from datetime import UTC, datetime

import pytest

from audit.models import Event
from borderops.kit.localtime import LONDON
from examinations import actions, clocks
from examinations.actions.writing import Impossible, NotNow
from examinations.models import Examiner, Kind, Power, State
from examinations.timeline import MEASURED, assess
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed, typed


def breaches_of(scene: Scene, number: float) -> list[str]:
    with acting_as(scene.cast.actor("di.region")):
        return [breach.rule for breach in assess(scene.fresh(), scene.minute(number)).breaches]


def test_a_detention_starts_the_first_review(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    examination = scene.fresh()
    with acting_as(cast.actor("di.region")):
        found = {clock.rule: clock.due_at for clock in assess(examination, scene.minute(21)).clocks}
    assert examination.detained_at == scene.minute(20)
    assert found["C2"] == scene.minute(360)
    assert found["C3"] == scene.minute(80)


def test_every_kind_that_the_engine_measures_keeps_its_name() -> None:
    assert {kind.value for kind in clocks.Kind} == MEASURED
    assert all(clocks.Kind(kind) for kind in MEASURED)


NEEDS_MORE = {Kind.FIRST_QUESTION, Kind.REVIEW, Kind.RETURNED_FROM_HOSPITAL, Kind.ARRESTED}
OF_GOODS = {Kind.GOODS_EXAMINED, Kind.GOODS_EXAMINATION_ENDED}  # facts of another record


@pytest.mark.parametrize("kind", sorted(set(Kind) - NEEDS_MORE - OF_GOODS))
def test_every_kind_of_fact_can_be_recorded(cast: Cast, kind: Kind) -> None:
    scene = begin(cast)
    event = scene.record(kind, 10, words="As it happened.")
    assert (event.kind, event.at, event.words) == (kind, scene.minute(10), "As it happened.")


def test_a_second_first_question_cannot_have_happened(cast: Cast) -> None:
    with pytest.raises(Impossible, match=r"‘First question’ .* second of its kind"):
        begin(cast).record(Kind.FIRST_QUESTION, 1)


def test_a_second_detention_cannot_have_happened(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain()
    with pytest.raises(Impossible, match="‘Detained’"):
        scene.detain(25)


def test_nobody_comes_back_from_a_hospital_they_did_not_leave_for(cast: Cast) -> None:
    with pytest.raises(Impossible, match="‘Left for hospital’"):
        begin(cast).record(Kind.RETURNED_FROM_HOSPITAL, 5)


def test_a_question_that_ended_before_it_began_cannot_have_happened(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(Impossible, match="ends before it begins"):
        scene.record(Kind.QUESTION, 10, until=scene.minute(9))


def test_a_question_after_the_release_cannot_have_happened(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    with pytest.raises(Impossible, match="after the person was released"):
        scene.do(
            "pc.stansted",
            actions.record_event,
            examination=scene.examination,
            kind=Kind.QUESTION,
            when=typed(scene.minute(31), scene.minute(60)),
        )


def test_leaving_for_hospital_undetained_is_possible(cast: Cast) -> None:
    assert begin(cast).record(Kind.LEFT_FOR_HOSPITAL, 5).kind == Kind.LEFT_FOR_HOSPITAL


def test_questioning_past_the_hour_undetained_is_taken_and_is_a_breach(cast: Cast) -> None:
    scene = begin(cast)
    scene.record(Kind.QUESTION, 64)
    assert breaches_of(scene, 65) == ["C1"]


def test_questioning_before_the_solicitor_was_consulted_is_taken_and_is_a_breach(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(10)
    scene.record(Kind.SOLICITOR_REQUESTED, 12)
    scene.record(Kind.QUESTION, 14)
    assert breaches_of(scene, 15) == ["R3"]


def test_under_schedule_3_the_very_end_of_the_hour_is_already_too_late(cast: Cast) -> None:
    for power, expected in ((Power.TACT_S7, []), (Power.CTBSA_S3, ["C1"])):
        scene = begin(cast, power=power)
        scene.record(Kind.QUESTION, 60)
        assert breaches_of(scene, 61) == expected


def test_whoever_questions_becomes_an_examiner(cast: Cast) -> None:
    scene = begin(cast)
    scene.record(Kind.QUESTION, 5, officer=cast["pc.stansted.second"])
    with acting_as(cast.actor("pc.stansted.second")):
        entry = Examiner.objects.get(examination=scene.examination, officer=cast["pc.stansted.second"])
        assert (entry.rank, entry.joined_at) == ("CONSTABLE", scene.minute(5))


def test_a_release_ends_the_examination(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    fresh = scene.fresh()
    assert (fresh.state, fresh.ended_at) == (State.ENDED, scene.minute(30))


def test_an_arrest_ends_it_and_starts_the_clock_of_its_own_power(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    event = scene.do("pc.stansted", actions.arrest, examination=scene.examination, when=pressed(scene.minute(50)), arrest_power="TACT_41")
    assert event.detail == {"arrest_power": "TACT_41"}
    assert scene.fresh().state == State.ENDED


def test_an_examination_ends_once(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    with pytest.raises(NotNow):
        scene.release(31)


def test_a_fact_forgotten_while_it_was_live_can_be_entered_until_submission(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    when = typed(scene.minute(10), scene.minute(45))
    event = scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.WELFARE, when=when, words="Water.")
    assert (event.at, event.received_at) == (scene.minute(10), scene.minute(45))
    assert event.late_reason
    scene.submit(60)
    with pytest.raises(NotNow, match="quality assurance"):
        scene.do(
            "pc.stansted",
            actions.record_event,
            examination=scene.examination,
            kind=Kind.NOTE,
            when=typed(scene.minute(11), scene.minute(70)),
        )


def test_nobody_but_its_examiners_records_facts(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(Forbidden):
        scene.record(Kind.NOTE, 5, who="sgt.stansted")


def test_press_and_receipt_are_both_kept(cast: Cast) -> None:
    scene = begin(cast)
    event = scene.record(Kind.WELFARE, 5)
    assert (event.pressed_at, event.received_at, event.entered_by) == (scene.minute(5), scene.minute(5), cast["pc.stansted"])


def test_each_fact_is_one_entry_of_the_ledger_with_its_rows(cast: Cast) -> None:
    scene = begin(cast)
    event = scene.detain(20)
    entry = Event.objects.get(verb="examination.detained", thing_id=scene.examination.pk)
    assert f"examinations.timelineevent:{event.pk}" in entry.digests
    assert f"examinations.examination:{scene.examination.pk}" in entry.digests


@pytest.mark.django_db
def test_across_the_october_night_the_review_is_due_an_hour_later_and_not_two() -> None:
    scene = begin(make_cast(datetime(2026, 10, 24, 23, 50, tzinfo=UTC)))
    scene.detain(20)  # 01:10 BST; an hour later the clock on the wall says 01:10 again, in GMT
    with acting_as(scene.cast.actor("di.region")):
        found = {clock.rule: clock.due_at.astimezone(LONDON).isoformat() for clock in assess(scene.fresh(), scene.minute(21)).clocks}
    assert found["C3"] == "2026-10-25T01:10:00+00:00"
    assert found["C2"] == "2026-10-25T05:50:00+00:00"


def test_a_press_costs_a_fixed_handful_of_queries(cast: Cast) -> None:
    scene = begin(cast)
    actor = cast.actor("pc.stansted")
    costs = []
    for number in range(1, 30):
        with acting_as(actor), counting() as made:
            actions.record_event(examination=scene.examination, kind=Kind.WELFARE, by=actor, when=pressed(scene.minute(number)))
        costs.append(number_of(made))
    assert set(costs) == {8}  # lock, rank in force, timeline, the fact and its history, the record and its history, the ledger
