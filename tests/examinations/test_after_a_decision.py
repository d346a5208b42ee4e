"""What follows a decision on the Commissioner's route: another Judicial Commissioner's decision is taken to the Commissioner for approval,
and information derived from the thing is destroyed as directed. Pages, papers, the past, corrections and what is owed follow."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assurance.evidence import evidence_of
from assurance.queries import material_for
from borderops.kit.clock import now
from examinations import actions
from examinations.actions.writing import NotNow
from examinations.models import CommissionerStep, DeviceCopy, Item, Kind
from examinations.papers.frozen import content_of
from examinations.property.decided import JUDICIAL, Decided, decided_of
from examinations.queries.described import described
from examinations.refusals import Refusal
from examinations.timeline import assess
from examinations.views.property_offers import acts_for_item
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, corrected, kept_for_security, last, paper_of_property
from tests.examinations.keeping import copy_of, keep, line_of, schedule_3, step
from tests.examinations.pages import Browser, stored, visible_text
from tests.examinations.scenes import Scene, begin, pressed, typed
from tests.examinations.test_past_rows import said
from tests.examinations.test_since_submission import pack, section

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


# --- The fold -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A step as plain as the fold needs it."""

    act: str
    pk: int
    decided_by: str = ""

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.pk)


def fold(*acts: str) -> Decided:
    """Acts in order; one that ends in `*` is another Judicial Commissioner's."""
    return decided_of(Row(act.rstrip("*"), number, JUDICIAL if act.endswith("*") else "") for number, act in enumerate(acts))


def test_only_another_judicial_commissioners_decision_is_referred_and_each_once() -> None:
    assert fold("authorise").referable is None
    assert fold("authorise", "refer").void == {1}
    waiting = fold("authorise*", "refer")
    assert waiting.is_referred
    answered = fold("authorise*", "refer", "approve-decision")
    assert answered.referral is not None
    assert (answered.is_referred, answered.referral.is_approved, answered.referable) == (False, True, None)
    assert fold("authorise*", "refer", "approve-decision", "refuse-decision").void == {3}
    assert fold("cancel*", "refer", "approve-decision", "direct-return*", "refer").is_referred


def test_what_was_derived_is_owed_from_its_direction_to_its_destruction() -> None:
    assert fold("cancel", "direct-derived").is_derived_owed
    assert not fold("cancel", "direct-derived", "destroy-derived").is_derived_owed
    assert fold("cancel", "destroy-derived").void == {1}
    assert fold("cancel", "direct-derived", "destroy-derived", "direct-derived").is_derived_owed


def test_a_direction_that_was_not_approved_is_owed_no_longer_and_the_commissioners_own_is() -> None:
    assert not fold("cancel*", "direct-derived*", "refer", "refuse-decision").is_derived_owed
    assert fold("cancel*", "direct-derived", "refer", "refuse-decision").is_derived_owed


# --- Recorded ------------------------------------------------------------------------------------------------------------------


def authorised(cast: Cast, decided_by: str = JUDICIAL) -> tuple[Scene, Item]:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 12)
    step(scene, item, "authorise", 16, decided_by=decided_by, conditions="Kept in the secure store")
    return scene, item


def cancelled(scene: Scene, item: Item, copy: DeviceCopy | None = None, **decided: Any) -> None:
    supt = scene.cast["supt.oncall"]
    step(scene, item, "grant", 20, copy=copy, granted_by=supt, is_written=True, words="A life is at risk.")
    step(scene, item, "cancel", 25, copy=copy, **decided)


def slugs(scene: Scene, item: Item, number: float) -> set[str]:
    acts = acts_for_item(line_of(scene, item, number), scene.fresh())
    return {act.url.rstrip("/").rpartition("/")[2] for act in acts}


def test_a_referral_leaves_the_decision_until_the_commissioner_does_not_approve_it(cast: Cast) -> None:
    scene, item = authorised(cast)
    assert "refer" in slugs(scene, item, 17)
    step(scene, item, "refer", 18, parties=["PERSON"])
    route = line_of(scene, item, 19).route
    assert (route.state, route.may_be_used, route.decided.is_referred) == ("AUTHORISED", True, True)
    step(scene, item, "refuse-decision", 20)
    route = line_of(scene, item, 21).route
    assert (route.state, route.label, route.may_be_used) == ("UNAPPROVED", "Decision not approved", False)
    assert {"authorise", "direct-destruction", "direct-return"} <= slugs(scene, item, 21)
    assert not {"refer", "approve", "cancel"} & slugs(scene, item, 21), "nothing urgent was granted"
    step(scene, item, "authorise", 22, decided_by="COMMISSIONER")
    assert line_of(scene, item, 23).route.state == "AUTHORISED"


def test_an_approved_decision_stays_as_it_was(cast: Cast) -> None:
    scene, item = authorised(cast)
    step(scene, item, "refer", 18)
    step(scene, item, "approve-decision", 20)
    route = line_of(scene, item, 21).route
    assert (route.state, route.decided.is_referred) == ("AUTHORISED", False)


@pytest.mark.parametrize("decided_by", ["", "COMMISSIONER"])
def test_a_decision_of_the_commissioner_or_of_nobody_known_is_not_referred(cast: Cast, decided_by: str) -> None:
    scene, item = authorised(cast, decided_by)
    assert "refer" not in slugs(scene, item, 17)
    with pytest.raises(NotNow, match="say who decided"):
        step(scene, item, "refer", 18)
    with pytest.raises(NotNow, match="Record first that it was referred"):
        step(scene, item, "approve-decision", 18)


def test_a_referral_is_recorded_although_the_thing_went_back_meanwhile(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 12)
    step(scene, item, "direct-return", 16, decided_by=JUDICIAL)
    given = {"returned_to": "The person", "signature": "SIGNED"}
    scene.do("pc.stansted", actions.return_item, item=item, when=pressed(scene.minute(17)), **given)
    assert "refer" in slugs(scene, item, 18)
    step(scene, item, "refer", 18, parties=["SECRETARY_OF_STATE"])
    step(scene, item, "refuse-decision", 19)
    route = line_of(scene, item, 20).route
    assert (route.state, route.decided.referral is not None) == ("NOT_REQUIRED", True)


def owed_of(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        record = stored(scene)
        return described(record, assess(record, now()), now())["derived"]


def test_what_was_derived_is_owed_until_somebody_destroyed_it_although_the_thing_is_gone(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    with pytest.raises(NotNow, match="neither is recorded by then"):
        step(scene, item, "direct-derived", 19)
    cancelled(scene, item)
    assert owed_of(scene) == []
    with pytest.raises(NotNow, match="Record the direction first"):
        step(scene, item, "destroy-derived", 26, done_by=scene.cast["pc.stansted"], words="Notes.")
    step(scene, item, "direct-derived", 27)
    scene.do("pc.stansted", actions.destroy_item, item=item, when=pressed(scene.minute(28)), reason="As directed: shredded.")
    assert owed_of(scene) == ["item 1"]
    assert slugs(scene, item, 29) >= {"destroy-derived"}
    with pytest.raises(Refusal, match="Say who destroyed it"):
        step(scene, item, "destroy-derived", 30, words="Notes.")
    step(scene, item, "destroy-derived", 30, done_by_other="A laboratory", words="Extracts deleted.")
    assert owed_of(scene) == []
    derived = line_of(scene, item, 31).route.decided.derived
    assert derived is not None
    assert derived.destroyed is not None
    assert not slugs(scene, item, 31) & {"destroy-derived", "direct-destruction"}


def test_of_two_things_only_the_copy_is_owed_and_is_named(cast: Cast) -> None:
    scene = begin(cast, power="CTBSA_S3")
    item = keep(scene)
    copy = copy_of(scene, item, 11, ground="NATIONAL_SECURITY", is_confidential=True)
    cancelled(scene, item, copy, decided_by=JUDICIAL)
    step(scene, item, "direct-derived", 27, copy=copy, decided_by=JUDICIAL)
    assert owed_of(scene) == ["item 1, copy 1"]
    step(scene, item, "refer", 28, copy=copy)
    step(scene, item, "refuse-decision", 29, copy=copy)
    assert owed_of(scene) == [], "the Commissioner did not approve the direction"
    scene.release(40)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert "information derived" not in page


# --- Shown, corrected, kept ----------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(cast: Cast) -> tuple[Scene, Item]:
    return kept_for_security(cast)


def page(scene: Scene, name: str, *keys: Any) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get(f"examinations:{name}", scene.examination.pk, *keys))


def press(scene: Scene, item: Item, slug: str, **sent: Any) -> Any:
    return Browser(scene.cast, "pc.stansted").post("examinations:item_act", scene.examination.pk, item.pk, slug, **sent)


def test_a_referral_is_entered_at_its_form_and_stands_on_page_paper_and_in_quality_assurance(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    assert press(scene, item, "direct-destruction", decided_by=JUDICIAL).status_code == 302
    assert last(scene, Kind.IPC_DECIDED).detail["decided_by"] == JUDICIAL
    assert press(scene, item, "refer", parties=["CHIEF_OFFICER", "PERSON"]).status_code == 302
    shown = page(scene, "item", item.pk)
    assert "Commissioner directed destruction, decided by another Judicial Commissioner" in shown
    assert "Not answered yet The Act does not say whether the decision holds" in shown
    assert "by: The chief officer; The person from whom it was taken." in shown
    assert "Referred for approval" in page(scene, "property")
    assert "decided by another Judicial Commissioner" in page(scene, "record")
    paper = paper_of_property(scene)
    assert "decided by another Judicial Commissioner" in paper
    assert "Decision referred to the Commissioner for approval" in paper
    assert press(scene, item, "refuse-decision").status_code == 302
    assert "The Act does not say what follows" in page(scene, "item", item.pk)
    with acting_as(SYSTEM):
        frozen = content_of(stored(scene), now())["commissioner"]
    assert [row["act"] for row in frozen] == ["inform", "direct-destruction", "refer", "refuse-decision"]


def test_the_destruction_of_what_was_derived_stands_on_page_paper_and_in_quality_assurance(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "grant", 40, granted_by=scene.cast["supt.oncall"], is_written=True, words="A life is at risk.")
    step(scene, item, "cancel", 50)
    assert press(scene, item, "direct-derived", decided_by="COMMISSIONER", words="Letter 7").status_code == 302
    assert "Information derived: owed" in page(scene, "property")
    owed = "Item 1: the destruction of information derived from it, as directed, and by whom"
    assert owed in page(scene, "record")
    assert ("Information derived", True) in [(fact.label, fact.owed) for fact in facts_in_quality_assurance(scene)]
    assert press(scene, item, "destroy-derived", words="Notes").status_code == 422
    sent = {"done_by": scene.cast["pc.stansted"].collar_number, "words": "Two extracts deleted."}
    assert press(scene, item, "destroy-derived", **sent).status_code == 302
    assert owed not in page(scene, "record")
    assert ("Information derived", False) in [(fact.label, fact.owed) for fact in facts_in_quality_assurance(scene)]
    paper = paper_of_property(scene)
    assert f"by {scene.cast['pc.stansted'].collar_number}; Two extracts deleted." in paper


def facts_in_quality_assurance(scene: Scene) -> list[Any]:
    by = scene.cast.actor("sgt.stansted")
    with acting_as(by):
        found = evidence_of(by, material_for(by, stored(scene), now()), now())
    return [fact for group in found.groups for section in group.sections for part in section.parts for fact in part.facts]


def test_who_decided_is_corrected_at_the_entry_and_a_referral_then_follows_from_nothing(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    step(scene, item, "authorise", 50, decided_by=JUDICIAL)
    step(scene, item, "refer", 60)
    step(scene, item, "refuse-decision", 70)
    assert line_of(scene, item, 80).route.state == "UNAPPROVED"
    corrected(scene, "correct", last(scene, Kind.IPC_DECIDED).pk, decided_by="COMMISSIONER")
    route = line_of(scene, item, 100).route
    assert (route.state, route.decided.referral, len(route.decided.void)) == ("AUTHORISED", None, 2)


def test_the_answer_to_a_referral_is_corrected_to_the_other_and_who_destroyed_to_another(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    step(scene, item, "direct-destruction", 50, decided_by=JUDICIAL)
    step(scene, item, "refer", 60)
    wrong = step(scene, item, "approve-decision", 65)
    corrected(scene, "correct_row", "step", wrong.pk, act="refuse-decision")
    assert line_of(scene, item, 70).route.state == "UNAPPROVED"
    given = {"reason": WHY, "details": actions.StepDetails(), "when": typed(scene.minute(66), scene.minute(90))}
    with acting_as(SYSTEM):
        stands = CommissionerStep.objects.get(supersedes=wrong)
    with pytest.raises(Refusal, match="another step"):
        scene.do("pc.stansted", actions.correct_step, step=stands, act="refer", **given)
    step(scene, item, "direct-destruction", 75)
    step(scene, item, "direct-derived", 76)
    wrong = step(scene, item, "destroy-derived", 80, done_by=scene.cast["pc.stansted"], words="Notes.")
    corrected(scene, "correct_row", "step", wrong.pk, done_by=scene.cast["pc.stansted.second"].collar_number)
    derived = line_of(scene, item, 90).route.decided.derived
    assert derived is not None
    assert isinstance(derived.destroyed, CommissionerStep)
    assert derived.destroyed.done_by == scene.cast["pc.stansted.second"]
    scene.do("pc.stansted", actions.take_back_row, row=derived.destroyed, at=now(), reason=WHY)
    assert owed_of(scene) == ["item 1"]


def test_what_comes_after_submission_stands_in_the_pack_with_whoever_referred_and_whoever_destroyed(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    cancelled(scene, item, decided_by=JUDICIAL)
    scene.release(50)
    scene.submit(60)
    step(scene, item, "refer", 70, parties=["SECRETARY_OF_STATE"])
    step(scene, item, "direct-derived", 71)
    step(scene, item, "destroy-derived", 72, done_by_other="A laboratory", words="Extracts deleted.")
    html, _ = pack(scene, scene.minute(80))
    lines = section(html)
    assert "Item 1: Decision referred to the Commissioner for approval" in lines
    assert "The Secretary of State" in lines
    assert "by A laboratory; Extracts deleted." in lines


def test_the_past_shows_what_was_known_then(watched: tuple[Scene, Item]) -> None:
    scene, item = watched
    step(scene, item, "inform", 40)
    step(scene, item, "direct-destruction", 50, decided_by=JUDICIAL)
    step(scene, item, "refer", 60)
    step(scene, item, "refuse-decision", 70)
    then = {number: said(scene, number) for number in (55, 65, 75)}
    assert "Destruction directed" in then[55]
    assert "was referred" not in then[55]
    assert "Not answered yet" in then[65]
    assert "Decision not approved" in then[75]
