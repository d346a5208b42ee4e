"""The power that was pressed wrongly: put right with a reason until the record is submitted, with all that follows from it; refused where
something is on record that the recorded power alone allows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Event
from borderops.kit.clock import now, written_at
from examinations import actions
from examinations.actions import BiometricDetails, StepDetails
from examinations.actions.powers import OnlyUnder
from examinations.actions.writing import NotNow
from examinations.models import Kind, OpenLimit, Power, Review, TimelineEvent
from examinations.papers.frozen import content_of
from examinations.queries import as_it_stood, live_panel, property_page
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, visible_text
from tests.examinations.scenes import Scene, begin, pressed, typed

WHY = "The wrong button at the desk"


def put_right(scene: Scene, number: float = 90, who: str = "pc.stansted", reason: str = WHY) -> None:
    with written_at(scene.minute(number)):
        scene.do(who, actions.correct_power, examination=scene.examination, reason=reason, at=scene.minute(number))


def test_every_clock_follows_the_other_act_from_the_first_entry_on(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    with acting_as(SYSTEM):
        before = {clock.rule: clock.authority for clock in assess(stored(scene), scene.minute(30)).clocks}
    put_right(scene, 30)
    with acting_as(SYSTEM):
        after = {clock.rule: clock.authority for clock in assess(stored(scene), scene.minute(30)).clocks}
        assert stored(scene).power == Power.CTBSA_S3
    assert before.keys() == after.keys()
    assert (before["C3"], after["C3"]) != (before["C3"], before["C3"])


def test_it_stands_on_the_timeline_in_the_ledger_and_in_the_past(cast: Cast) -> None:
    with written_at(cast.at):
        scene = begin(cast)
    put_right(scene, 30)
    with acting_as(SYSTEM):
        record = stored(scene)
        entry = record.events.get(kind=Kind.POWER_CORRECTED)
        told = Event.objects.get(verb="examination.power_corrected")
        then, later = (as_it_stood(record, scene.minute(number)) for number in (20, 40))
        frozen = content_of(record, scene.minute(50))
    assert entry.words == f"Recorded under Schedule 7. It was under Schedule 3. {WHY}"
    assert (told.reason, told.detail) == (WHY, {"was": "TACT_S7", "power": "CTBSA_S3"})
    assert (then.record.power, later.record.power) == (Power.TACT_S7, Power.CTBSA_S3)
    assert frozen["power"] == "CTBSA_S3"
    assert record.reference == scene.examination.reference, "the reference is on paper already"


def test_it_is_put_right_again_on_its_own_page_and_never_as_an_entry(cast: Cast) -> None:
    scene = begin(cast)
    put_right(scene, 30)
    with acting_as(SYSTEM):
        entry = TimelineEvent.objects.select_related("examination").get(kind=Kind.POWER_CORRECTED)
    with pytest.raises(Refusal, match="page of its own"):
        scene.do("pc.stansted", actions.withdraw_event, event=entry, at=scene.minute(31), reason=WHY)
    put_right(scene, 32)
    assert scene.fresh().power == Power.TACT_S7


def test_it_needs_a_reason_an_examiner_and_a_record_that_is_not_submitted(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.review(40)
    with pytest.raises(Refusal, match="Say why"):
        put_right(scene, reason="  ")
    with pytest.raises(Forbidden):
        put_right(scene, who="sgt.stansted")
    scene.release(50)
    scene.submit(60)
    with pytest.raises(NotNow, match="Add to the record"):
        put_right(scene)
    added = {"field": "power", "addition": "It was Schedule 3.", "reason": WHY, "at": scene.minute(100)}
    scene.do("pc.stansted", actions.add_addendum, examination=scene.examination, **added)


def schedule_3(cast: Cast, ground: str = "NATIONAL_SECURITY") -> Scene:
    scene = begin(cast, power=Power.CTBSA_S3)
    kept = {"examination": scene.examination, "kind": "DEVICE", "ground": ground, "when": pressed(scene.minute(10))}
    scene.do("pc.stansted", actions.keep_item, **kept)
    return scene


def test_steps_of_the_commissioner_stand_in_the_way_and_the_way_on_is_named(cast: Cast) -> None:
    scene = schedule_3(cast)
    with acting_as(SYSTEM):
        item = scene.examination.items.get()
    told = {"item": item, "act": "inform", "when": pressed(scene.minute(12)), "details": StepDetails()}
    scene.do("pc.stansted", actions.record_step, **told)
    with pytest.raises(OnlyUnder, match=r"Commissioner's route are on record, which only Schedule 3 has.*linked one under Schedule 7"):
        put_right(scene)


def test_a_ground_that_only_schedule_3_has_stands_in_the_way_until_it_is_corrected(cast: Cast) -> None:
    scene = schedule_3(cast)
    with pytest.raises(OnlyUnder, match="Property was kept on a ground, which only Schedule 3 has"):
        put_right(scene)
    assert scene.fresh().power == Power.CTBSA_S3
    put_right(schedule_3(cast, "EVIDENCE"))


def test_a_small_boat_stands_in_the_way_of_schedule_3(cast: Cast) -> None:
    scene = begin(cast)
    when = typed(scene.minute(-60), scene.minute(5))
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.LANDED, when=when)
    with pytest.raises(OnlyUnder, match="small boat is on record, which only Schedule 7 has"):
        put_right(scene)


def test_a_linked_record_stands_in_the_way(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(50)
    scene.do("pc.stansted", actions.start_linked, earlier=scene.examination, when=pressed(scene.minute(60)))
    with pytest.raises(OnlyUnder, match="linked with another"):
        put_right(scene)


def test_what_counts_as_a_police_station_follows_the_power(cast: Cast) -> None:
    port = cast.ports["Stansted"]
    with acting_as(SYSTEM):
        port.designations = [{"place": "Gate 12", "designations": ["S7_DETENTION"], "verified": True}]
        port.save()
    scene = begin(cast)
    scene.detain(20)
    details = BiometricDetails(
        what="FINGERPRINTS", basis="AUTHORITY", authorised_by=cast["supt.oncall"], place_kind="ROOM", place="Gate 12"
    )
    scene.do("pc.stansted", actions.take_biometrics, examination=scene.examination, when=pressed(scene.minute(30)), details=details)
    assert "R6" in rules(scene)
    put_right(scene, 40)
    assert "R6" not in rules(scene)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(50)).biometrics
        assert OpenLimit.objects.filter(examination=scene.examination, rule="C9").count() == 1
    assert line.fact.superseding_reason == f"The power was put right. {WHY}"
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:property", scene.examination.pk))
    assert "A police station under Schedule 3" in page


def rules(scene: Scene) -> set[str]:
    with acting_as(SYSTEM):
        return {breach.rule for breach in live_panel(stored(scene), scene.minute(95)).evaluation.breaches}


def test_accreditation_is_told_for_the_other_power(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.review(60)
    with acting_as(SYSTEM):
        for award in [*cast["pc.stansted"].awards.all(), *cast["sgt.stansted"].awards.all()]:
            if "3" in award.requirement:
                award.withdrawn_at = cast.at.replace(year=cast.at.year - 1)
                award.save()
    put_right(scene)
    with acting_as(SYSTEM):
        examiner = scene.fresh().examiners.get()
        standing = Review.objects.get(examination=scene.examination, event__superseded_by__isnull=True)
    assert not examiner.is_accredited
    assert not standing.reviewer_is_accredited
    assert standing.sequence == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(minutes=st.lists(st.integers(1, 90), min_size=1, max_size=4, unique=True))
def test_put_right_twice_the_clocks_are_those_of_the_beginning(cast: Cast, minutes: list[int]) -> None:
    scene = begin(cast)
    scene.detain(min(minutes))
    at = scene.minute(120)
    with acting_as(SYSTEM):
        before = assess(stored(scene), at)
    put_right(scene, 100)
    put_right(scene, 101)
    with acting_as(SYSTEM):
        assert assess(stored(scene), at).clocks == before.clocks


def test_the_page_says_what_stands_in_the_way_and_puts_right_what_does_not(cast: Cast) -> None:
    cast.at = cast.at.replace(microsecond=0)
    scene, officer = begun(cast, 60), Browser(cast, "pc.stansted")
    key = scene.examination.pk
    assert "Wrong power?" in visible_text(officer.get("examinations:record", key))
    assert "Put the power right" in visible_text(officer.get("examinations:place", key))
    refused = officer.post("examinations:power", key, reason="")
    assert refused.status_code == 422
    assert officer.post("examinations:power", key, reason=WHY).status_code == 302
    page = visible_text(officer.get("examinations:record", key))
    assert "Power put right" in page
    assert "Correct Power put right" not in page
    kept = {"examination": scene.fresh(), "kind": "DEVICE", "ground": "NATIONAL_SECURITY", "when": pressed(now())}
    scene.do("pc.stansted", actions.keep_item, **kept)
    assert "Property was kept on a ground" in visible_text(officer.get("examinations:power", key))
