"""A copy is put right in every field: how it was made, why it is kept, and when it was destroyed, whether or not the Commissioner was to be
told of it. What was written first is kept, and pages, clocks and papers follow what stands."""

from typing import Any

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.models import DeviceCopy, Item, Kind
from examinations.papers.record import said as on_paper
from examinations.queries import property_page
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, correct, corrected, kept_for_security, last, paper_of_property, told
from tests.examinations.keeping import copy_of
from tests.examinations.pages import Browser, stored, text_of, typed, visible_text
from tests.examinations.scenes import Scene, pressed


@pytest.fixture
def watched(cast: Cast) -> tuple[Scene, Item]:
    return kept_for_security(cast)


def copy_line(scene: Scene) -> Any:
    with acting_as(SYSTEM):
        return property_page(stored(scene), now()).items[0].copies[0]


def test_a_copy_is_corrected_in_every_field_and_begins_when_its_entry_says(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    made = copy_of(scene, item, 30, method="Logical", ground="EXAMINATION")
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
    copy_of(scene, item, 30, ground="EXAMINATION", is_confidential=True)
    assert copy_line(scene).route.state == "NOT_REQUIRED"
    corrected(scene, "correct", last(scene, Kind.DEVICE_COPIED).pk, ground="NATIONAL_SECURITY", ground_reason="A threat")
    assert copy_line(scene).route.state == "TO_INFORM"
    assert any(clock.rule == "C8" for clock in copy_line(scene).clocks)
    corrected(scene, "correct", last(scene, Kind.DEVICE_COPIED).pk, is_confidential="no")
    line = copy_line(scene)
    assert (line.route.state, line.clocks) == ("NOT_REQUIRED", ())


def test_the_ground_of_a_copy_that_the_commissioner_is_told_of_is_corrected(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    copy_of(scene, item, 30, ground="NATIONAL_SECURITY", is_confidential=True, ground_reason="A threat")
    with acting_as(SYSTEM):
        entry = next(one for one in scene.examination.events.filter(kind=Kind.PROPERTY_RETAINED) if one.detail.get("copy"))
    corrected(scene, "correct", entry.pk, ground="PREVENT_HARM", words="Injury is likely")
    assert (copy_line(scene).copy.ground, copy_line(scene).copy.ground_reason) == ("PREVENT_HARM", "Injury is likely")
    with acting_as(SYSTEM):
        stands = scene.examination.events.get(supersedes=entry)
    refused = correct(scene, "correct", stands.pk, ground="EVIDENCE")
    assert refused.status_code == 422
    assert "Correct the entry of the copying: this one goes with it." in visible_text(refused)


# --- When it was destroyed ----------------------------------------------------------------------------------------------------

TOLD: dict[str, Any] = {"ground": "NATIONAL_SECURITY", "is_confidential": True, "ground_reason": "A threat"}
PLAIN: dict[str, Any] = {"ground": "EVIDENCE", "is_confidential": False, "ground_reason": "Messages"}


def destroyed(scene: Scene, item: Item, number: float = 60, **details: Any) -> DeviceCopy:
    made = copy_of(scene, item, 30, **details)
    gone: DeviceCopy = scene.do("pc.stansted", actions.destroy_copy, copy=made, when=pressed(scene.minute(number)), reason="As directed")
    return gone


@pytest.mark.parametrize("details", [TOLD, PLAIN])
def test_the_time_at_which_a_copy_was_destroyed_follows_its_entry_and_is_taken_back(
    watched: tuple[Scene, Item], details: dict[str, Any]
) -> None:
    scene, item = watched
    made = destroyed(scene, item, **details)
    corrected(scene, "correct", last(scene, Kind.PROPERTY_DESTROYED).pk, **typed("happened_at", scene.minute(55)))
    assert copy_line(scene).copy.destroyed_at == scene.minute(55)
    assert f"destroyed {on_paper(scene.minute(55).isoformat())}" in paper_of_property(scene)
    assert told(scene)["fields"] == ["at"]
    with acting_as(SYSTEM):
        history: Any = DeviceCopy.history
        assert scene.minute(60) in {row.destroyed_at for row in history.filter(id=made.pk)}
    officer = Browser(scene.cast, "pc.stansted")
    wrong = last(scene, Kind.PROPERTY_DESTROYED)
    assert officer.post("examinations:withdraw", scene.examination.pk, wrong.pk, reason=WHY).status_code == 302
    line = copy_line(scene)
    assert (line.copy.destroyed_at, line.destroyed) == (None, None)
    page = officer.get("examinations:item", scene.examination.pk, item.pk)
    assert f"/copies/{made.pk}/destroy/" in text_of(page), "the copy is there"
    assert "As directed" not in visible_text(page)


def test_the_page_of_the_item_says_when_and_why_and_leads_to_the_correction(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    destroyed(scene, item, **PLAIN)
    page = Browser(scene.cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk)
    assert "As directed" in visible_text(page)
    entry = f"/examinations/{scene.examination.pk}/timeline/{last(scene, Kind.PROPERTY_DESTROYED).pk}"
    assert f'href="{entry}/correct/"' in text_of(page)
    correction = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, entry.rsplit("/", 1)[1])
    assert f'href="{entry}/withdraw/"' in text_of(correction)
    assert copy_line(scene).copy.ground_reason == "Messages", "why it was kept stays what it was"


@pytest.mark.parametrize("number", [20, 10_000])
def test_a_copy_is_destroyed_neither_before_it_was_made_nor_tomorrow(watched: tuple[Scene, Item], number: float) -> None:
    scene, item = watched
    destroyed(scene, item, **PLAIN)
    at = last(scene, Kind.PROPERTY_DESTROYED)
    assert correct(scene, "correct", at.pk, **typed("happened_at", scene.minute(number))).status_code == 422
    assert correct(scene, "correct", at.pk, reason="").status_code == 422
    assert copy_line(scene).copy.destroyed_at == scene.minute(60)


def test_after_submission_it_is_put_right_and_taken_back_and_the_record_frozen_with_it(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    destroyed(scene, item, **PLAIN)
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(now()))
    scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=now())
    corrected(scene, "amend", last(scene, Kind.PROPERTY_DESTROYED).pk, **typed("happened_at", scene.minute(55)))
    scene.do("pc.stansted", actions.withdraw_event, event=last(scene, Kind.PROPERTY_DESTROYED), at=now(), reason=WHY)
    with acting_as(SYSTEM):
        first, second, third = [version.content["copies"][0]["destroyed_at"] for version in stored(scene).versions.order_by("number")]
    assert third is None
    assert first != second
    assert str(second).startswith(scene.minute(55).isoformat()[:19])


def test_a_copy_that_was_never_made_was_neither_kept_nor_destroyed(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    destroyed(scene, item, **TOLD)
    scene.do("pc.stansted", actions.withdraw_event, event=last(scene, Kind.DEVICE_COPIED), at=now(), reason=WHY)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), now()).items
        assert line.copies == ()
        assert line.is_kept, "the article itself is still here"
