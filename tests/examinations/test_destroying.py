"""A kept thing that is destroyed: a fact of the timeline that ends its clocks, on every page that says where things stand, and taken back
like any other. Destructions from before that were links of the chain alone stay what they were."""

from typing import Any

import pytest

from examinations import actions, clocks
from examinations.actions.keeping import link
from examinations.actions.recording import Impossible
from examinations.actions.writing import NotNow
from examinations.models import Custody, Item, Kind, OpenLimit, TimelineEvent
from examinations.papers.notices_and_receipts import property_tables
from examinations.papers.property import parts
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.keeping import DAY, clock_of, convert, copy_of, give_back, keep, line_of, schedule_3, step
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import Scene, begin, pressed


def destroy(scene: Scene, item: Item, number: float, **given: Any) -> Custody:
    values = {"reason": "Directed by the court.", "when": pressed(scene.minute(number)), **given}
    made: Custody = scene.do("pc.stansted", actions.destroy_item, item=item, **values)
    return made


def destroyed_before_there_was_a_fact(scene: Scene, item: Item, number: float) -> None:
    """As an older version wrote it: a link of the chain, and nothing on the timeline."""
    by, when = scene.cast.actor("pc.stansted"), pressed(scene.minute(number))
    with acting_as(SYSTEM):
        link(item, Custody.Step.DESTROYED, by=by, when=when, holder=actions.Holder(), reason="Burnt.")


def open_rules(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return list(OpenLimit.objects.filter(examination=scene.examination).values_list("rule", flat=True))


def test_destruction_is_a_fact_that_ends_the_seven_days_and_leaves_the_list_of_limits(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    scene.release(50)
    assert open_rules(scene) == ["C6"]
    made = destroy(scene, item, DAY)
    line = line_of(scene, item, 20 * DAY)
    assert made.event is not None
    assert (made.event.kind, made.event.detail) == (Kind.PROPERTY_DESTROYED, {"ref": str(item.pk), "item": 1})
    assert (line.is_destroyed, line.is_kept, line.ground, line.clocks[0].state) == (True, False, "", clocks.State.MET)
    assert open_rules(scene) == []


def test_what_was_kept_for_examination_alone_and_destroyed_is_asked_about(cast: Cast) -> None:
    scene = begin(cast)
    phone, papers = keep(scene), keep(scene, 11, "DOCUMENT")
    convert(scene, papers, 12)
    destroy(scene, phone, 20)
    destroy(scene, papers, 21)
    with acting_as(SYSTEM):
        warned = [one for one in assess(scene.fresh(), scene.minute(30)).warnings if "examination alone" in one.text]
    assert [(one.ref, one.basis) for one in warned] == [(str(phone.pk), clocks.Basis.POLICY)]


def test_nothing_becomes_of_a_thing_that_was_destroyed(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    with pytest.raises(Impossible, match="before its ‘Property retained’"):
        destroy(scene, item, 5)
    destroy(scene, item, 20)
    for act in (destroy, give_back, convert):
        with pytest.raises(NotNow):
            act(scene, item, 30)


def test_a_destruction_taken_back_leaves_the_thing_kept_with_its_days(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    scene.release(50)
    event = destroy(scene, item, 60).event
    scene.do("pc.stansted", actions.withdraw_event, event=event, at=scene.minute(61), reason="Another exhibit.")
    line = line_of(scene, item, 62)
    assert (line.is_destroyed, line.ground, [one.row.step for one in line.chain]) == (False, "EXAMINATION", ["TAKEN"])
    assert open_rules(scene) == ["C6"]
    content = scene.submit(65).content
    ((*_, is_now),) = property_tables(content)[0].rows
    assert is_now == "Kept"
    assert not any("Destroyed" in label for part in parts(content) for label, _ in part.rows)
    give_back(scene, item, 70)
    assert not line_of(scene, item, 71).is_kept


def test_a_destruction_that_an_older_version_wrote_is_still_one(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    scene.release(50)
    destroyed_before_there_was_a_fact(scene, item, 60)
    line = line_of(scene, item, 61)
    assert (line.is_destroyed, line.is_kept) == (True, False)
    with pytest.raises(NotNow):
        destroy(scene, item, 70)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk))
    assert "Destroyed" in page


def test_the_commissioner_is_not_concerned_with_what_was_destroyed_and_those_affected_may_still_be_told(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    step(scene, item, "inform", 21)
    destroy(scene, item, 30)
    line = line_of(scene, item, 31)
    assert (line.route.state, clock_of(scene, item, 31, "C7").live, clock_of(scene, item, 31, "C14").live) == ("NOT_REQUIRED", False, True)
    with pytest.raises(NotNow):
        step(scene, item, "approve", 32)
    page = Browser(cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk)
    assert "/tell-parties/" in page.content.decode()
    step(scene, item, "tell-parties", 33, parties=["CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON"])
    assert clock_of(scene, item, 34, "C14").state is clocks.State.MET
    assert line_of(scene, item, 34).route.state == "NOT_REQUIRED"
    page = Browser(cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk)
    assert "/tell-parties/" not in page.content.decode()


def test_every_copy_that_was_destroyed_has_its_entry_which_ends_what_the_commissioner_was_to_be_told_of_it(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    copy = copy_of(scene, item, ground="NATIONAL_SECURITY", is_confidential=True, ground_reason="Plans on it.")
    plain = copy_of(scene, item, 21)
    for number, each in ((30, copy), (31, plain)):
        scene.do("pc.stansted", actions.destroy_copy, copy=each, when=pressed(scene.minute(number)), reason="Not authorised.")
    lines = {one.copy: one for one in line_of(scene, item, 3 * DAY).copies}
    assert [(one.rule, one.state) for one in lines[copy].clocks] == [("C8", clocks.State.MET)]
    assert lines[copy].route.state == "NOT_REQUIRED"
    with acting_as(SYSTEM):
        facts = TimelineEvent.objects.filter(examination=scene.examination, kind=Kind.PROPERTY_DESTROYED).order_by("at")
        about = {"item_ref": str(item.pk), "item": 1}
        assert [fact.detail for fact in facts] == [{**about, "ref": str(copy.pk), "copy": 1}, {**about, "ref": str(plain.pk), "copy": 2}]
    assert line_of(scene, item, 40).is_kept, "the article itself is still here"


def test_the_pages_say_that_it_was_destroyed_now_on_paper_and_of_the_past(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    destroy(scene, item, 20)
    officer = Browser(cast, "pc.stansted")
    for page in ("examinations:record", "examinations:property"):
        assert "destroyed" in visible_text(officer.get(page, scene.examination.pk)).lower()
    scene.release(50)
    content = scene.submit(60).content
    assert [(one["step"], one["item"]) for one in content["custody"]] == [("TAKEN", str(item.pk)), ("DESTROYED", str(item.pk))]
