"""What stands beside the timeline is put right in every field: the Commissioner's steps, determinations and reviews. What was
written first is kept, and pages, clocks and papers follow what stands."""

from datetime import date
from typing import Any

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import (
    CommissionerStep,
    Item,
    Kind,
    Review,
)
from examinations.papers.record import said as on_paper
from examinations.queries import property_page
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, correct, corrected, day, detained, kept_for_security, last, paper_of_property, told
from tests.examinations.keeping import step
from tests.examinations.pages import Browser, stored, typed, visible_text
from tests.examinations.scenes import Scene, details_of_review, pressed
from tests.examinations.scenes import typed as typed_at


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


# --- The Commissioner ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(cast: Cast) -> tuple[Scene, Item]:
    return kept_for_security(cast)


def route(scene: Scene) -> Any:
    with acting_as(SYSTEM):
        return property_page(stored(scene), now()).items[0].route


def test_a_step_of_the_commissioner_shows_its_corrected_time_everywhere(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    wrong = step(scene, item, "inform", 40)
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
    assert told(scene)["fields"][0] == "at"


def test_the_commissioner_decided_otherwise_than_was_written_down(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    step(scene, item, "authorise", 50, conditions="In the safe")
    corrected(scene, "correct", last(scene, Kind.IPC_DECIDED).pk, act="direct-return", conditions="")
    assert route(scene).state == "RETURN_DIRECTED"
    refused = correct(scene, "correct", last(scene, Kind.IPC_DECIDED).pk, act="approve")
    assert refused.status_code == 422, "nothing urgent was granted that could be approved"


def test_who_granted_urgent_use_is_corrected(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "grant", 40, granted_by=scene.cast["insp.region"], is_written=True)
    corrected(scene, "correct", last(scene, Kind.URGENT_IPC_GRANTED).pk, granted_by=scene.cast["supt.oncall"].collar_number)
    [shown] = route(scene).steps
    assert shown.granted_by == scene.cast["supt.oncall"]
    assert last(scene, Kind.URGENT_IPC_GRANTED).detail["authorised_by"]["rank"] == "SUPERINTENDENT"


def test_a_step_that_no_clock_looks_at_is_corrected_and_taken_back(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    wrong = step(scene, item, "invite", 50, respond_by=date(2027, 1, 5))
    corrected(scene, "correct_row", "step", wrong.pk, **day("respond_by", date(2027, 1, 8)))
    shown = route(scene)
    assert (shown.state, shown.steps[-1].respond_by, len(shown.steps)) == ("REPRESENTATIONS_OPEN", date(2027, 1, 8), 2)
    assert WHY in visible_text(Browser(scene.cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk))
    scene.do("pc.stansted", actions.take_back_row, row=shown.steps[-1], at=now(), reason=WHY)
    assert route(scene).state == "INFORMED"


def test_a_step_with_an_entry_is_corrected_on_the_timeline_alone(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    wrong = step(scene, item, "inform", 40)
    with pytest.raises(Refusal, match="stands on the timeline"):
        scene.do("pc.stansted", actions.take_back_row, row=wrong, at=now(), reason=WHY)
    officer = Browser(scene.cast, "pc.stansted")
    assert officer.get("examinations:correct_row", scene.examination.pk, "step", wrong.pk).status_code == 404


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
    assert "made_by" in told(scene)["fields"]
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
    assert {"manner", "remote_reason", "grounds"} <= set(told(scene)["fields"])
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
