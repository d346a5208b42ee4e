"""What stands beside the timeline is put right in every field: the Commissioner's steps, determinations, copies and reviews. What was
written first is kept, and pages, clocks and papers follow what stands."""

from datetime import date
from typing import Any

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.actions import CopyDetails, StepDetails
from examinations.models import (
    CommissionerStep,
    DeviceCopy,
    Item,
    Kind,
    Power,
    Review,
)
from examinations.papers.frozen import content_of
from examinations.papers.property import parts as property_parts
from examinations.papers.record import said as on_paper
from examinations.queries import property_page
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.beside import WHY, correct, corrected, day, last, told
from tests.examinations.pages import Browser, begun, stored, typed, visible_text
from tests.examinations.scenes import Scene, details_of_review, pressed
from tests.examinations.scenes import typed as typed_at


@pytest.fixture
def scene(cast: Cast) -> Scene:
    cast.at = cast.at.replace(microsecond=0)
    made = begun(cast, 100)
    made.detain(20)
    return made


# --- The Commissioner and copies ----------------------------------------------------------------------------------------------


@pytest.fixture
def watched(cast: Cast) -> tuple[Scene, Item]:
    """Kept under Schedule 3 on a ground that concerns the Commissioner."""
    cast.at = cast.at.replace(microsecond=0)
    scene = begun(cast, 100, power=Power.CTBSA_S3)
    given = {"examination": scene.examination, "kind": "DEVICE", "ground": "NATIONAL_SECURITY", "when": pressed(scene.minute(10))}
    item: Item = scene.do("pc.stansted", actions.keep_item, **given)
    return scene, item


def ipc(scene: Scene, item: Item, act: str, number: float, copy: DeviceCopy | None = None, **details: Any) -> CommissionerStep:
    when = pressed(scene.minute(number))
    given = {"item": item, "copy": copy, "act": act, "when": when, "details": StepDetails(**details)}
    made: CommissionerStep = scene.do("pc.stansted", actions.record_step, **given)
    return made


def route(scene: Scene) -> Any:
    with acting_as(SYSTEM):
        return property_page(stored(scene), now()).items[0].route


def paper_of_property(scene: Scene) -> str:
    with acting_as(SYSTEM):
        return str([(part.title, part.rows) for part in property_parts(content_of(stored(scene), now()))])


def test_a_step_of_the_commissioner_shows_its_corrected_time_everywhere(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    wrong = ipc(scene, item, "inform", 40)
    corrected(scene, "correct", last(scene, Kind.IPC_INFORMED).pk, words="Reference 12", **typed("happened_at", scene.minute(30)))
    [shown] = route(scene).steps
    assert (shown.at, shown.words, shown.supersedes_id) == (scene.minute(30), "Reference 12", wrong.pk)
    paper = paper_of_property(scene)
    assert on_paper(scene.minute(30).isoformat()) in paper
    assert "Reference 12" in paper
    with acting_as(SYSTEM):
        clock = next(one for one in assess(stored(scene), now()).clocks if one.rule == "C8")
        assert CommissionerStep.objects.get(pk=wrong.pk).at == scene.minute(40)
    assert clock.state.value == "MET"
    assert told(scene, "event_superseded")["fields"][0] == "at"


def test_the_commissioner_decided_otherwise_than_was_written_down(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    ipc(scene, item, "inform", 40)
    ipc(scene, item, "authorise", 50, conditions="In the safe")
    corrected(scene, "correct", last(scene, Kind.IPC_DECIDED).pk, act="direct-return", conditions="")
    assert route(scene).state == "RETURN_DIRECTED"
    refused = correct(scene, "correct", last(scene, Kind.IPC_DECIDED).pk, act="approve")
    assert refused.status_code == 422, "nothing urgent was granted that could be approved"


def test_who_granted_urgent_use_is_corrected(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    ipc(scene, item, "grant", 40, granted_by=scene.cast["insp.region"], is_written=True)
    corrected(scene, "correct", last(scene, Kind.URGENT_IPC_GRANTED).pk, granted_by=scene.cast["supt.oncall"].collar_number)
    [shown] = route(scene).steps
    assert shown.granted_by == scene.cast["supt.oncall"]
    assert last(scene, Kind.URGENT_IPC_GRANTED).detail["authorised_by"]["rank"] == "SUPERINTENDENT"


def test_a_step_that_no_clock_looks_at_is_corrected_and_taken_back(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    ipc(scene, item, "inform", 40)
    wrong = ipc(scene, item, "invite", 50, respond_by=date(2027, 1, 5))
    corrected(scene, "correct_row", "step", wrong.pk, **day("respond_by", date(2027, 1, 8)))
    shown = route(scene)
    assert (shown.state, shown.steps[-1].respond_by, len(shown.steps)) == ("REPRESENTATIONS_OPEN", date(2027, 1, 8), 2)
    assert WHY in visible_text(Browser(scene.cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk))
    scene.do("pc.stansted", actions.take_back_row, row=shown.steps[-1], at=now(), reason=WHY)
    assert route(scene).state == "INFORMED"


def test_a_step_with_an_entry_is_corrected_on_the_timeline_alone(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    wrong = ipc(scene, item, "inform", 40)
    with pytest.raises(Refusal, match="stands on the timeline"):
        scene.do("pc.stansted", actions.take_back_row, row=wrong, at=now(), reason=WHY)
    officer = Browser(scene.cast, "pc.stansted")
    assert officer.get("examinations:correct_row", scene.examination.pk, "step", wrong.pk).status_code == 404


def copied(scene: Scene, item: Item, number: float = 30, **details: Any) -> DeviceCopy:
    when = pressed(scene.minute(number))
    made: DeviceCopy = scene.do("pc.stansted", actions.copy_device, item=item, when=when, details=CopyDetails(**details))
    return made


def copy_line(scene: Scene) -> Any:
    with acting_as(SYSTEM):
        return property_page(stored(scene), now()).items[0].copies[0]


def test_a_copy_is_corrected_in_every_field_and_begins_when_its_entry_says(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    made = copied(scene, item, method="Logical", ground="EXAMINATION")
    sent = {"method": "Physical", "is_by_constable": "no", "operator_number": scene.cast["pc.stansted.second"].collar_number}
    corrected(scene, "correct", last(scene, Kind.DEVICE_COPIED).pk, **sent, **typed("happened_at", scene.minute(25)))
    line = copy_line(scene)
    assert (line.begun_at, line.copy.started_at) == (scene.minute(25), scene.minute(25))
    assert (line.copy.method, line.copy.is_by_constable, line.copy.operator) == ("Physical", False, scene.cast["pc.stansted.second"])
    assert last(scene, Kind.DEVICE_COPIED).detail["is_by_constable"] is False
    with acting_as(SYSTEM):
        history: Any = DeviceCopy.history
        first = history.filter(id=made.pk).earliest("history_id")
        assert (first.method, first.started_at) == ("Logical", scene.minute(30))
    assert on_paper(scene.minute(25).isoformat()) in paper_of_property(scene)


def test_a_copy_kept_on_a_ground_of_schedule_3_after_all_concerns_the_commissioner_and_back(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    copied(scene, item, ground="EXAMINATION", is_confidential=True)
    assert copy_line(scene).route.state == "NOT_REQUIRED"
    corrected(scene, "correct", last(scene, Kind.DEVICE_COPIED).pk, ground="NATIONAL_SECURITY", ground_reason="A threat")
    assert copy_line(scene).route.state == "TO_INFORM"
    assert any(clock.rule == "C8" for clock in copy_line(scene).clocks)
    corrected(scene, "correct", last(scene, Kind.DEVICE_COPIED).pk, is_confidential="no")
    line = copy_line(scene)
    assert (line.route.state, line.clocks) == ("NOT_REQUIRED", ())


def test_the_ground_of_a_copy_that_the_commissioner_is_told_of_is_corrected(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    copied(scene, item, ground="NATIONAL_SECURITY", is_confidential=True, ground_reason="A threat")
    with acting_as(SYSTEM):
        entry = next(one for one in scene.examination.events.filter(kind=Kind.PROPERTY_RETAINED) if one.detail.get("copy"))
    corrected(scene, "correct", entry.pk, ground="PREVENT_HARM", words="Injury is likely")
    assert (copy_line(scene).copy.ground, copy_line(scene).copy.ground_reason) == ("PREVENT_HARM", "Injury is likely")
    with acting_as(SYSTEM):
        stands = scene.examination.events.get(supersedes=entry)
    refused = correct(scene, "correct", stands.pk, ground="EVIDENCE")
    assert refused.status_code == 422
    assert "Correct the entry of the copying: this one goes with it." in visible_text(refused)


def test_the_time_at_which_a_copy_was_destroyed_follows_its_entry(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    made = copied(scene, item, ground="NATIONAL_SECURITY", is_confidential=True, ground_reason="A threat")
    scene.do("pc.stansted", actions.destroy_copy, copy=made, when=pressed(scene.minute(60)), reason="As directed")
    entry = last(scene, Kind.PROPERTY_DESTROYED)
    corrected(scene, "correct", entry.pk, **typed("happened_at", scene.minute(55)))
    assert copy_line(scene).copy.destroyed_at == scene.minute(55)
    wrong = last(scene, Kind.PROPERTY_DESTROYED)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=now(), reason=WHY)
    assert copy_line(scene).copy.destroyed_at is None


# --- Determinations -----------------------------------------------------------------------------------------------------------


def test_a_determination_is_corrected_in_every_field(scene: Scene) -> None:
    details = actions.BiometricDetails(what="FINGERPRINTS", basis="CONSENT", was_told_of_use=True, place_kind="ROOM")
    given = {"examination": scene.examination, "when": pressed(scene.minute(30)), "details": details}
    taken = scene.do("pc.stansted", actions.take_biometrics, **given)
    said = {"made_by": "Superintendent", "is_by_chief_officer": False, "is_written": True, "lasts_through": date(now().year + 1, 3, 1)}
    scene.do("pc.stansted", actions.record_determination, biometric=taken, when=pressed(scene.minute(40)), **said)
    until = date(now().year + 2, 3, 1)
    sent = {"made_by": "Chief Constable of Essex", "is_by_chief_officer": "yes", **day("lasts_through", until)}
    corrected(scene, "correct", last(scene, Kind.NSD_MADE).pk, **sent)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), now()).biometrics
        [made] = line.determinations
        assert taken.determinations.count() == 2
        assert any(clock.rule == "C10" and clock.due_at.date().year == until.year for clock in line.clocks)
    assert (made.made_by, made.is_by_chief_officer, made.lasts_through) == ("Chief Constable of Essex", True, until)
    assert "Superintendent" not in paper_of_property(scene)
    assert "made_by" in told(scene, "event_superseded")["fields"]
    wrong = last(scene, Kind.NSD_MADE)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=now(), reason=WHY)
    with acting_as(SYSTEM):
        assert property_page(stored(scene), now()).biometrics[0].determinations == ()


# --- Reviews ------------------------------------------------------------------------------------------------------------------


def review_of(scene: Scene) -> Review:
    with acting_as(SYSTEM):
        return Review.objects.select_related("reviewer").get(event=last(scene, Kind.REVIEW))


def test_a_review_officer_corrects_their_own_review_in_every_field(scene: Scene) -> None:
    first = scene.review(70, grounds="He answers slowly.")
    page = visible_text(Browser(scene.cast, "sgt.stansted").get("examinations:reviews", scene.examination.pk))
    assert "Correct review 1" in page
    sent = {"manner": "TELEPHONE", "remote_reason": "On the motorway", "grounds": "He answers through an interpreter.", "signed": "on"}
    corrected(scene, "correct_review", first.event_id, who="sgt.stansted", **sent)
    stands = review_of(scene)
    assert (stands.sequence, stands.manner, stands.remote_reason, stands.grounds) == (1, "TELEPHONE", "On the motorway", sent["grounds"])
    assert stands.started_at == first.started_at
    assert last(scene, Kind.REVIEW).words == sent["grounds"]
    assert {"manner", "remote_reason", "grounds"} <= set(told(scene, "event_superseded")["fields"])
    with acting_as(SYSTEM):
        assert Review.objects.get(pk=first.pk).manner == "IN_PERSON"


def test_a_review_corrected_to_a_release_sounds_at_once(scene: Scene) -> None:
    first = scene.review(70)
    sent = {"outcome": "RELEASE", "is_necessary": None, "rights_reminded": None, "signed": "on"}
    corrected(scene, "correct_review", first.event_id, who="sgt.stansted", **sent)
    with acting_as(SYSTEM):
        assert assess(stored(scene), now()).release_now is not None
        assert Notice.objects.filter(recipient=scene.cast["pc.stansted"], text__contains="release now", voided_at=None).count() == 1


def test_an_inspector_who_examines_nobody_corrects_their_review(scene: Scene) -> None:
    first = scene.review(70, who="insp.region")
    corrected(scene, "correct_review", first.event_id, who="insp.region", place="Gate 14", signed="on")
    assert review_of(scene).place == "Gate 14"


def test_nobody_else_changes_what_a_review_officer_stated_but_its_time(scene: Scene) -> None:
    first = scene.review(70)
    form = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, first.event_id).context["form"]
    assert set(form.fields) == {"submission_id", "happened_at", "reason"}
    corrected(scene, "correct", first.event_id, **typed("happened_at", scene.minute(69)))
    assert review_of(scene).decided_at == scene.minute(69)
    other = Browser(scene.cast, "insp.region").get("examinations:correct_review", scene.examination.pk, last(scene, Kind.REVIEW).pk)
    assert other.status_code == 404
    said = actions.ReviewInstead(scene.cast["sgt.stansted"], details_of_review(started_at=scene.minute(68), grounds="Otherwise"))
    when = typed_at(scene.minute(69), now())
    with pytest.raises(Refusal, match="made this record themself"):
        scene.do(
            "pc.stansted",
            actions.supersede_event,
            event=last(scene, Kind.REVIEW),
            when=when,
            reason=WHY,
            instead=actions.Instead(beside=said),
        )


def test_a_review_from_the_pad_is_corrected_by_the_examiner_who_entered_it_the_officer_included(scene: Scene) -> None:
    when = typed_at(scene.minute(70), scene.minute(80))
    first = scene.review(who="pc.stansted", reviewer=scene.cast["sgt.stansted"], when=when)
    sent = {"reviewer": scene.cast["insp.region"].collar_number, "grounds": "As on the pad", "signed": "on"}
    corrected(scene, "correct", first.event_id, **sent)
    stands = review_of(scene)
    assert (stands.reviewer, stands.reviewer_rank, stands.grounds) == (scene.cast["insp.region"], "INSPECTOR", "As on the pad")
    with acting_as(SYSTEM):
        assert scene.cast["insp.region"].pk in stored(scene).participants
