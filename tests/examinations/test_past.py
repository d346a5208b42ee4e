"""The record as it stood at any instant, and what is added to it after submission without changing anything that was submitted."""

from decimal import Decimal
from typing import Any

import pytest

from audit.models import Event, Reading
from examinations import actions, queries
from examinations.actions.writing import NotNow
from examinations.cash import Pieces
from examinations.models import Examination, FrozenBreach, State, SubmittedVersion
from examinations.queries import Past
from organisation.models import Notice
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, ended, returned, submitted, text_of, typed, visible_text
from tests.examinations.scenes import Scene, counting, number_of, pressed
from tests.examinations.scenes import typed as typed_at
from tests.kit import sample_files as sample


def stood(scene: Scene, minute: float) -> Past:
    with acting_as(scene.cast.actor("di.region")):
        return queries.as_it_stood(queries.records().get(pk=scene.examination.pk), scene.minute(minute))


def add(scene: Scene, who: str = "pc.stansted", minute: float = 140, **values: Any) -> Any:
    given = {"field": "account", "addition": "A second bag was seen.", "reason": "Remembered since.", **values}
    return scene.do(who, actions.add_addendum, examination=scene.fresh(), at=scene.minute(minute), **given)


def accept(scene: Scene) -> None:
    scene.do("sgt.norwich", actions.admit_assurer, examination=scene.fresh(), at=scene.minute(125))
    scene.do("sgt.norwich", actions.accept_examination, examination=scene.fresh(), at=scene.minute(130))


# --- As it stood -------------------------------------------------------------------------------------------------------------


def test_each_instant_shows_what_had_reached_the_record_by_then(cast: Cast) -> None:
    scene = submitted(cast)
    assert [event.kind for event in stood(scene, 19).events] == ["FIRST_QUESTION"]
    assert [event.kind for event in stood(scene, 20).events] == ["DETAINED", "FIRST_QUESTION"]
    states = [stood(scene, minute).state for minute in (0, 99, 100, 119, 120)]
    assert states == [State.LIVE, State.LIVE, State.ENDED, State.ENDED, State.SUBMITTED]
    assert [len(stood(scene, minute).versions) for minute in (119, 120)] == [0, 1]


def test_the_particulars_are_those_of_the_instant(cast: Cast) -> None:
    scene = ended(cast)
    version = scene.fresh().particulars.version
    changes = {"account": "Changed later."}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.fresh(), at=scene.minute(110), version=version, changes=changes)
    assert stood(scene, 89).particulars.account == ""
    assert stood(scene, 90).particulars.account == "Asked about the journey.\nAnswered."
    assert stood(scene, 110).particulars.account == "Changed later."
    assert stood(scene, 90).since.fields == ("Account of the examination",)


def test_the_clocks_are_as_they_were_and_a_fact_entered_later_was_not_known(cast: Cast) -> None:
    scene = begun(cast, 150)
    when = typed_at(scene.minute(20), scene.minute(90))
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind="DETAINED", when=when)
    before, after = stood(scene, 80), stood(scene, 95)
    assert [clock.state.value for clock in before.evaluation.clocks if clock.rule == "C1"] == ["OVERDUE"]
    assert [clock.rule for clock in before.evaluation.clocks if clock.rule == "C3"] == []
    assert [clock.state.value for clock in after.evaluation.clocks if clock.rule == "C3"] == ["OVERDUE"]
    assert before.since.entries == 1


def test_a_correction_made_later_strikes_nothing_then(cast: Cast) -> None:
    scene = begun(cast, 150)
    wrong = scene.detain(20)
    scene.do("pc.stansted", actions.supersede_event, event=wrong, when=typed_at(scene.minute(25), scene.minute(60)), reason="Misread.")
    before, after = stood(scene, 50), stood(scene, 60)
    assert getattr(before.events[0], "superseded_by", None) is None
    assert [clock.starts_at for clock in before.evaluation.clocks if clock.rule == "C3"] == [scene.minute(20)]
    assert [clock.starts_at for clock in after.evaluation.clocks if clock.rule == "C3"] == [scene.minute(25)]


def test_the_examiners_are_those_who_had_joined(cast: Cast) -> None:
    scene = begun(cast, 100)
    scene.do("pc.stansted.second", actions.join_examination, examination=scene.fresh(), at=scene.minute(30))
    assert [len(stood(scene, minute).examiners) for minute in (29, 30)] == [1, 2]


def test_the_page_asks_for_an_instant_and_marks_the_past(cast: Cast) -> None:
    scene = submitted(cast)
    browser = Browser(cast, "sgt.norwich")
    page = browser.get("examinations:as_it_stood", scene.examination.pk)
    assert "As known at" in visible_text(page)
    page = browser.get("examinations:as_it_stood", scene.examination.pk, **typed("then", scene.minute(30)))
    said = visible_text(page)
    assert page.status_code == 200
    assert "The past: as known at" in said
    assert "Changed since: It is now: awaiting quality assurance" in said
    assert "1 submitted version" in said
    assert "Canarywood" not in text_of(page)  # typed an hour later
    with acting_as(SYSTEM):
        assert Reading.objects.filter(thing_id=scene.examination.pk, actor_label="3301").exists()


@pytest.mark.parametrize(("minute", "words"), [(-200, "had not been begun then"), (5000, "has not come yet")])
def test_an_instant_that_cannot_be_shown_is_refused_beside_the_field(cast: Cast, minute: int, words: str) -> None:
    scene = submitted(cast)
    page = Browser(cast, "sgt.norwich").get("examinations:as_it_stood", scene.examination.pk, **typed("then", scene.minute(minute)))
    assert (page.status_code, words in visible_text(page)) == (422, True)


def test_nobody_sees_the_past_of_a_record_that_they_may_not_see(cast: Cast) -> None:
    scene = submitted(cast)
    asked = typed("then", scene.minute(30))
    assert Browser(cast, "sgt.elsewhere").get("examinations:as_it_stood", scene.examination.pk, **asked).status_code == 404


def test_the_past_costs_the_same_however_much_happened(cast: Cast) -> None:
    scene = begun(cast, 140)

    def cost() -> int:
        with acting_as(cast.actor("di.region")):
            row = queries.records().get(pk=scene.examination.pk)
            with counting() as counted:
                queries.things_then(queries.as_it_stood(row, scene.minute(130)))
        return number_of(counted)

    before = cost()
    for minute in range(1, 20):
        scene.record("NOTE", minute, words="x")
        scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="OTHER", when=pressed(scene.minute(minute)))
    assert cost() == before <= 5


# --- Added after submission ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_accepted", [False, True])
def test_an_examiner_adds_at_any_time_after_submission_and_nothing_is_reopened(cast: Cast, is_accepted: bool) -> None:
    scene = submitted(cast)
    if is_accepted:
        accept(scene)
    state = scene.fresh().state
    addendum = add(scene)
    with acting_as(SYSTEM):
        versions = list(SubmittedVersion.objects.order_by("number"))
        assert Examination.objects.get(pk=scene.examination.pk).state == state
        assert [len(version.content["addenda"]) for version in versions] == [0, 1]
        assert all(breach.is_repeat for breach in FrozenBreach.objects.filter(version=versions[1]))
        entry = Event.objects.get(verb="examination.addendum_added")
    assert addendum.original.startswith("Asked about the journey.")
    assert f"examinations.submittedversion:{versions[1].pk}" in entry.digests


def test_the_assurer_is_told(cast: Cast) -> None:
    scene = submitted(cast)
    accept(scene)
    addendum = add(scene)
    found = Notice.objects.filter(key=f"{scene.examination.pk}/addendum/{addendum.pk}")
    assert [notice.recipient_id for notice in found] == [cast["sgt.norwich"].pk]


def test_an_addition_to_a_returned_record_still_answers_the_return(cast: Cast) -> None:
    scene = returned(cast)
    addendum = add(scene)
    with acting_as(SYSTEM):
        assert addendum.answers is not None
        assert SubmittedVersion.objects.count() == 1


def test_nothing_is_added_before_submission_nor_by_anybody_who_did_not_examine(cast: Cast) -> None:
    scene = ended(cast)
    with pytest.raises(NotNow):
        add(scene)
    scene.submit(120)
    with acting_as(SYSTEM):
        row = Examination.objects.get(pk=scene.examination.pk)
    for who in ("sgt.stansted", "di.region", "pc.luton"):
        actor = cast.actor(who)
        with pytest.raises(Forbidden), acting_as(SYSTEM):
            actions.add_addendum(examination=row, field="account", addition="x", reason="x", by=actor, at=scene.minute(140))


def test_the_addition_stands_beneath_the_original_on_its_page(cast: Cast) -> None:
    scene = submitted(cast)
    accept(scene)
    browser = Browser(cast, "pc.stansted")
    assert "Add to the record" in visible_text(browser.get("examinations:record", scene.examination.pk))
    empty = browser.post("examinations:supplement", scene.examination.pk, field="account", addition="A second bag.", reason="")
    assert (empty.status_code, "A second bag." in text_of(empty)) == (422, True)
    sent = browser.post("examinations:supplement", scene.examination.pk, field="account", addition="A second bag.", reason="Remembered.")
    assert sent.status_code == 302
    said = visible_text(browser.get("examinations:facts", scene.examination.pk))
    assert said.index("Asked about the journey.") < said.index("A second bag.")
    assert "Added after submission" in visible_text(browser.get("examinations:versions", scene.examination.pk))


def test_what_was_kept_counted_attached_and_explained_is_known_from_its_receipt(cast: Cast) -> None:
    scene = ended(cast)
    record, late = scene.examination, {"when": typed_at(scene.minute(50), scene.minute(105))}
    scene.do("pc.stansted", actions.keep_item, examination=record, kind="DEVICE", seal_number="S 1", **late)
    seizure = scene.do("pc.stansted", actions.seize_cash, examination=record, power="ATCSA", **late)
    counted = {"counters": (cast["pc.stansted"], cast["pc.harwich"]), "pieces": [Pieces("GBP", Decimal(20), 3)]}
    when = typed_at(scene.minute(60), scene.minute(107))
    scene.do("pc.stansted", actions.count_cash, seizure=seizure, sealed_bag="B 2", when=when, **counted)
    explained = {"rule": "C3", "due_at": scene.minute(80), "words": "The lift was stuck.", "at": scene.minute(108)}
    scene.do("pc.stansted", actions.explain_breach, examination=record, **explained)
    file = {"name": "case.jpg", "content": sample.picture(), "words": "The case", "at": scene.minute(109)}
    scene.do("pc.stansted", actions.attach_file, examination=record, **file)

    def known(minute: float) -> tuple[int, ...]:
        with acting_as(cast.actor("di.region")):
            row = queries.records().get(pk=record.pk)
            then = queries.things_then(queries.as_it_stood(row, scene.minute(minute)))
            return (
                len(then.property.items),
                len(then.cash),
                sum(one.count is not None for one in then.cash),
                len(then.explanations),
                len(then.attachments),
            )

    assert [known(minute) for minute in (104, 106, 107, 108, 109)] == [
        (0, 0, 0, 0, 0),
        (1, 1, 0, 0, 0),
        (1, 1, 1, 0, 0),
        (1, 1, 1, 1, 0),
        (1, 1, 1, 1, 1),
    ]
    asked = Browser(cast, "di.region").get("examinations:as_it_stood", record.pk, **typed("then", scene.minute(120)))
    said = visible_text(asked)
    for words in ("Item 1 Device", "Kept since", "S 1", "GBP 60.00", "B 2", "The lift was stuck.", "The case"):
        assert words in said


def test_a_keeping_that_was_corrected_or_taken_back_is_shown_as_it_was_known(cast: Cast) -> None:
    scene = ended(cast)
    record = scene.examination
    late = typed_at(scene.minute(50), scene.minute(101))
    item = scene.do("pc.stansted", actions.keep_item, examination=record, kind="DEVICE", when=late)
    scene.do("pc.stansted", actions.seize_cash, examination=record, power="ATCSA", when=typed_at(scene.minute(60), scene.minute(102)))
    with acting_as(SYSTEM):
        kept, seized = (record.events.get(kind=kind) for kind in ("PROPERTY_RETAINED", "CASH_SEIZED"))
    corrected = typed_at(scene.minute(55), scene.minute(103))
    scene.do("pc.stansted", actions.supersede_event, event=kept, when=corrected, reason="Wrong time.")
    scene.do("pc.stansted", actions.withdraw_event, event=seized, at=scene.minute(104), reason="It was another traveller's.")

    def known(minute: float) -> tuple[Any, Any]:
        with acting_as(cast.actor("di.region")):
            row = queries.records().get(pk=record.pk)
            then = queries.things_then(queries.as_it_stood(row, scene.minute(minute)))
            return then.property.items[0].retained_at, then.cash[0].seized_at

    assert known(102) == (scene.minute(50), scene.minute(60))
    assert known(103) == (scene.minute(55), scene.minute(60))
    assert known(104) == (scene.minute(55), None)
    said = visible_text(Browser(cast, "di.region").get("examinations:as_it_stood", record.pk, **typed("then", scene.minute(110))))
    assert "Seizure taken back by then" in said
    assert "(item 1)" in said
    assert str(item.pk) not in said
