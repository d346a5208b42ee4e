"""Property: kept by one press, due back by the end of the seventh day or kept on another ground, and followed long after the person has
gone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from examinations import actions, clocks
from examinations.actions import CopyDetails, Holder, StepDetails
from examinations.actions.devices import EndsBeforeItBegins
from examinations.actions.keeping import HeldForLitigation
from examinations.actions.property import NoSuchGround, StaleItem
from examinations.actions.writing import NotNow
from examinations.models import Custody, DeviceCopy, Examination, Item, Kind, Power, State
from examinations.queries import ItemLine, one_item, property_page, record_findings
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, pressed, typed

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = 24 * 60


def keep(scene: Scene, number: float = 10, kind: str = "DEVICE", **values: Any) -> Item:
    return scene.do(
        "pc.stansted", actions.keep_item, examination=scene.examination, kind=kind, when=pressed(scene.minute(number)), **values
    )


def line_of(scene: Scene, item: Item, number: float) -> ItemLine:
    with acting_as(SYSTEM):
        examination = Examination.objects.select_related("port").get(pk=scene.examination.pk)
        found = one_item(examination, item.pk, scene.minute(number))
    assert found is not None
    return found


def clock_of(scene: Scene, item: Item, number: float, rule: str = "C6") -> clocks.Clock:
    return next(clock for clock in line_of(scene, item, number).clocks if clock.rule == rule)


def breaches(scene: Scene, number: float) -> list[str]:
    with acting_as(SYSTEM):
        return [breach.rule for breach in assess(Examination.objects.get(pk=scene.examination.pk), scene.minute(number)).breaches]


def against(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence for one in record_findings(Examination.objects.get(pk=scene.examination.pk))]


def convert(scene: Scene, item: Item, number: float, ground: str = "EVIDENCE", who: str = "pc.stansted", **values: Any) -> Item:
    when = values.pop("when", pressed(scene.minute(number)))
    reason = values.pop("reason", "Messages may be evidence.")
    return scene.do(who, actions.keep_on_ground, item=item, ground=ground, reason=reason, when=when)


def give_back(scene: Scene, item: Item, number: float, who: str = "pc.stansted", **values: Any) -> Custody:
    given = {"returned_to": "The person", "signature": "SIGNED", **values}
    return scene.do(who, actions.return_item, item=item, when=pressed(scene.minute(number)), **given)


def step(scene: Scene, item: Item, act: str, number: float, copy: DeviceCopy | None = None, **details: Any) -> Any:
    when = pressed(scene.minute(number))
    return scene.do("pc.stansted", actions.record_step, item=item, copy=copy, act=act, when=when, details=StepDetails(**details))


def test_one_press_keeps_a_thing_and_whoever_pressed_has_it(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    line = line_of(scene, item, 11)
    assert (item.number, item.description, line.ground, line.is_kept) == (1, "", "EXAMINATION", True)
    assert [(link.step, link.holder, link.place) for link in line.chain] == [("TAKEN", cast["pc.stansted"], "Gate 12")]
    assert keep(scene, 12).number == 2


def test_e_30_a_phone_kept_on_monday_goes_back_or_changes_its_ground_before_the_next_monday_begins(db: None) -> None:
    scene = begin(make_cast(MONDAY))
    item = keep(scene, 0)
    due = datetime(2026, 11, 9, tzinfo=UTC)
    assert clock_of(scene, item, 1).due_at == due
    number = (due - MONDAY).total_seconds() / 60
    assert clock_of(scene, item, number - 1).state is clocks.State.SOON
    scene.release(50)
    convert(scene, item, number - 1 / 60)
    assert clock_of(scene, item, number + 5).state is clocks.State.MET
    assert line_of(scene, item, number + 5).ground == "EVIDENCE"


def test_e_30_exactly_midnight_is_too_late(db: None) -> None:
    scene = begin(make_cast(MONDAY))
    item = keep(scene, 0)
    scene.release(50)
    number = (datetime(2026, 11, 9, tzinfo=UTC) - MONDAY).total_seconds() / 60
    give_back(scene, item, number)
    assert clock_of(scene, item, number + 1).state is clocks.State.BREACHED
    assert breaches(scene, number + 1) == ["C6"]


def test_two_items_have_a_clock_each(cast: Cast) -> None:
    scene = begin(cast)
    phone, papers = keep(scene), keep(scene, 11, "DOCUMENT")
    give_back(scene, phone, 20)
    assert (clock_of(scene, phone, 21).state, clock_of(scene, papers, 21).state) == (clocks.State.MET, clocks.State.RUNNING)


def test_only_schedule_3_has_national_security_grounds(cast: Cast) -> None:
    seven, three = begin(cast), begin(cast, power=Power.CTBSA_S3)
    with pytest.raises(NoSuchGround, match="Schedule 7 has no such ground"):
        keep(seven, ground="NATIONAL_SECURITY")
    item = keep(seven)
    with pytest.raises(NoSuchGround):
        convert(seven, item, 11, "PREVENT_HARM")
    kept = keep(three, ground="NATIONAL_SECURITY")
    assert line_of(three, kept, 11).route.state == "TO_INFORM"
    assert clock_of(three, kept, 11, "C8").due_at == three.minute(10 + DAY)


def test_a_conversion_needs_a_reason_another_ground_and_a_thing_that_is_still_here(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    with pytest.raises(Refusal, match="Say why"):
        convert(scene, item, 11, reason=" ")
    with pytest.raises(Refusal, match="already"):
        convert(scene, item, 11, "EXAMINATION")
    give_back(scene, item, 12)
    with pytest.raises(NotNow, match="no longer kept"):
        convert(scene, item, 13)


def test_the_chain_is_added_to_and_ends_with_whoever_got_it_back(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    store = {"holder": Holder(other="Property store"), "place": "Cage 4", "seal_number": "A123", "reason": "Overnight"}
    scene.do("pc.stansted", actions.move_item, item=item, when=pressed(scene.minute(20)), **store)
    give_back(scene, item, 30, signature="REFUSED")
    chain = line_of(scene, item, 31).chain
    assert [(link.step, link.holder_other, link.signature) for link in chain] == [
        ("TAKEN", "", ""),
        ("MOVED", "Property store", ""),
        ("RETURNED", "The person", "REFUSED"),
    ]
    with pytest.raises(NotNow):
        scene.do("pc.stansted", actions.move_item, item=item, when=pressed(scene.minute(40)), **store)


def test_property_is_followed_after_the_person_has_gone_in_any_state_of_the_record(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    scene.release(50)
    scene.submit(60)
    convert(scene, item, 2 * DAY, who="sgt.norwich")
    give_back(scene, item, 3 * DAY)
    assert scene.fresh().state == State.SUBMITTED
    assert not line_of(scene, item, 3 * DAY + 1).is_kept


def test_while_the_person_is_here_only_the_examiners_write(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    with pytest.raises(Forbidden):
        give_back(scene, item, 20, who="sgt.norwich")


def test_a_wrong_press_takes_the_item_back_and_a_wrong_return_leaves_it_here(cast: Cast) -> None:
    scene = begin(cast)
    item, kept = keep(scene), keep(scene, 11)
    returned = give_back(scene, kept, 20)
    with acting_as(SYSTEM):
        taken = item.chain.select_related("event").get().event
    for event in (taken, returned.event):
        scene.do("pc.stansted", actions.withdraw_event, event=event, at=scene.minute(21), reason="Wrong press.")
    assert line_of(scene, item, 22).was_taken_back
    line = line_of(scene, kept, 22)
    assert (line.is_kept, [link.step for link in line.chain]) == (True, ["TAKEN"])
    with acting_as(SYSTEM):
        page = property_page(Examination.objects.select_related("port").get(pk=scene.examination.pk), scene.minute(22))
    assert [one.item.number for one in page.items] == [2]


def test_details_are_filled_in_once_and_a_stale_page_is_told(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    described = scene.do("pc.stansted", actions.describe_item, item=item, version=1, changes={"description": "Black telephone"})
    assert (described.description, described.version) == ("Black telephone", 2)
    with pytest.raises(StaleItem):
        scene.do("pc.stansted", actions.describe_item, item=item, version=1, changes={"description": "White telephone"})
    with pytest.raises(ValueError, match="No such details"):
        scene.do("pc.stansted", actions.describe_item, item=item, version=2, changes={"hold_since": None})


def test_a_passcode_is_demanded_given_or_refused_and_never_stored(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    for number, kind in enumerate((Kind.PASSCODE_DEMANDED, Kind.PASSCODE_GIVEN, Kind.PASSCODE_REFUSED), start=11):
        event = scene.do("pc.stansted", actions.record_passcode, item=item, kind=kind, when=pressed(scene.minute(number)))
        assert (event.kind, event.words, event.detail["ref"]) == (kind, "", str(item.pk))


def copy_of(scene: Scene, item: Item, number: float = 20, **details: Any) -> DeviceCopy:
    when = pressed(scene.minute(number))
    return scene.do("pc.stansted", actions.copy_device, item=item, when=when, details=CopyDetails(**details))


def test_a_device_is_copied_days_after_the_release(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    scene.release(50)
    copy = copy_of(scene, item, 2 * DAY, method="Logical", reference="LAB 7")
    assert (copy.number, copy.operator, copy.started_at) == (1, cast["pc.stansted"], scene.minute(2 * DAY))
    assert [one.copy for one in line_of(scene, item, 2 * DAY + 1).copies] == [copy]


def test_a_copy_by_somebody_who_is_no_constable_is_taken_and_found(cast: Cast) -> None:
    scene = begin(cast)
    copy_of(scene, keep(scene), operator_other="Laboratory technician", is_by_constable=False)
    assert len(against(scene)) == 1
    assert "not by a constable" in against(scene)[0]


def test_a_copy_cannot_end_before_it_begins_or_tomorrow(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    for ended in (19, 21):
        with pytest.raises(EndsBeforeItBegins):
            copy_of(scene, item, 20, ended_at=scene.minute(ended))


def test_a_litigation_hold_blocks_destruction_and_a_destruction_in_spite_of_it_is_taken_and_found(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    copy = copy_of(scene, item)
    when = pressed(scene.minute(30))
    scene.do("pc.stansted", actions.set_hold, item=item, when=when, reason="Claim issued.", is_held=True)
    for destroy, thing in ((actions.destroy_item, {"item": item}), (actions.destroy_copy, {"copy": copy})):
        with pytest.raises(HeldForLitigation, match="until it is lifted") as refused:
            scene.do("pc.stansted", destroy, when=when, reason="Not needed.", **thing)
        assert refused.value.field == "in_spite"
    scene.do("pc.stansted", actions.destroy_copy, copy=copy, when=when, reason="Not needed.", in_spite="The laboratory was not told.")
    assert against(scene) == ["Something was destroyed while a litigation hold stood on it."]
    scene.do("pc.stansted", actions.set_hold, item=item, when=when, reason="Settled.", is_held=False)
    scene.do("pc.stansted", actions.destroy_item, item=item, when=when, reason="Directed by the court.")
    assert line_of(scene, item, 31).is_destroyed


def schedule_3(cast: Cast) -> tuple[Scene, Item]:
    scene = begin(cast, power=Power.CTBSA_S3)
    return scene, keep(scene, ground="NATIONAL_SECURITY")


def test_the_ordinary_route_goes_from_informing_to_a_decision_with_conditions(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    with pytest.raises(NotNow, match="has not been informed yet"):
        step(scene, item, "authorise", 12)
    for number, act, expected in (
        (12, "inform", "INFORMED"),
        (13, "invite", "REPRESENTATIONS_OPEN"),
        (14, "represent", "REPRESENTATIONS_OPEN"),
    ):
        step(scene, item, act, number)
        assert line_of(scene, item, 15).route.state == expected
    assert not line_of(scene, item, 15).route.may_be_used
    step(scene, item, "authorise", 16, conditions="Kept in the secure store")
    route = line_of(scene, item, 17).route
    assert (route.state, route.may_be_used, route.steps[-1].conditions) == ("AUTHORISED", True, "Kept in the secure store")
    assert clock_of(scene, item, 17, "C8").state is clocks.State.MET


def test_an_urgent_grant_starts_the_notice_the_representations_and_the_decision(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    line = line_of(scene, item, 21)
    assert {clock.rule for clock in line.clocks} == {"C7", "C8", "C14"}
    assert (line.route.state, line.route.may_be_used) == ("URGENT_GRANTED", True)
    step(scene, item, "inform", 22)
    step(scene, item, "tell-parties", 23, parties=["CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON"])
    assert clock_of(scene, item, 24, "C14").state is clocks.State.MET
    step(scene, item, "cancel", 25)
    line = line_of(scene, item, 26)
    assert (line.route.state, line.route.may_be_used) == ("URGENT_CANCELLED", False)
    assert "C7" in breaches(scene, 26), "a decision before the time for representations is over"
    assert against(scene) == []


EVERYBODY = ["CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON"]


def granted(cast: Cast) -> tuple[Scene, Item]:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    step(scene, item, "inform", 21)
    return scene, item


def test_notice_to_one_affected_party_leaves_the_others_to_be_told(cast: Cast) -> None:
    scene, item = granted(cast)
    step(scene, item, "tell-parties", 22, parties=["CHIEF_OFFICER"])
    assert clock_of(scene, item, 23, "C14").state is not clocks.State.MET
    assert line_of(scene, item, 23).route.untold == ("The Secretary of State", "The person from whom it was taken")
    step(scene, item, "tell-parties", 24, parties=["SECRETARY_OF_STATE", "PERSON_IMPRACTICABLE"], words="No address is known.")
    assert clock_of(scene, item, 25, "C14").state is clocks.State.MET
    assert line_of(scene, item, 25).route.untold == ()


def test_that_the_person_could_not_be_told_needs_its_reason_and_excludes_that_they_were(cast: Cast) -> None:
    scene, item = granted(cast)
    with pytest.raises(Refusal, match="Say why it was not reasonably practicable"):
        step(scene, item, "tell-parties", 22, parties=["PERSON_IMPRACTICABLE"])
    with pytest.raises(Refusal, match="Choose one of the two"):
        step(scene, item, "tell-parties", 22, parties=["PERSON", "PERSON_IMPRACTICABLE"], words="No address is known.")


@pytest.mark.parametrize("decisions", [["approve"], ["cancel"], ["cancel", "direct-return"], ["cancel", "direct-destruction"]])
def test_notice_is_recorded_as_a_fact_after_the_commissioner_has_decided(cast: Cast, decisions: list[str]) -> None:
    scene, item = granted(cast)
    for number, decision in enumerate(decisions):
        step(scene, item, decision, 25 + number)
    before = line_of(scene, item, 30).route.state
    step(scene, item, "tell-parties", 30, parties=EVERYBODY)
    assert clock_of(scene, item, 31, "C14").state is clocks.State.MET
    assert line_of(scene, item, 31).route.state == before


def test_the_last_day_for_representations_is_the_second_working_day_after_the_grant(db: None) -> None:
    scene = begin(make_cast(MONDAY), power=Power.CTBSA_S3)
    item = keep(scene, ground="NATIONAL_SECURITY")
    assert line_of(scene, item, 11).route.heard_through is None
    supt = scene.cast["supt.oncall"]
    step(scene, item, "grant", 4 * DAY, granted_by=supt, is_written=True, words="A life is at risk.")
    assert line_of(scene, item, 4 * DAY + 1).route.heard_through == date(2026, 11, 10)


def test_an_urgent_grant_by_whoever_could_not_give_it_is_taken_and_found(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "grant", 20, granted_by=cast["pc.stansted"], is_written=False)
    assert [sentence.split("granted ")[-1][:20] for sentence in against(scene)] == [
        "by an officer under ",
        "by an officer who ha",
        "The urgent grant was",
    ]


def test_an_urgent_grant_says_who_granted_and_whom_they_told(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    with pytest.raises(Refusal, match="Say who granted"):
        step(scene, item, "grant", 20)
    step(scene, item, "inform", 20)
    with pytest.raises(Refusal, match="Say which"):
        step(scene, item, "tell-parties", 21)


def test_a_confidential_copy_kept_on_a_schedule_3_ground_concerns_the_commissioner_and_another_does_not(cast: Cast) -> None:
    scene = begin(cast, power=Power.CTBSA_S3)
    item = keep(scene)
    plain = copy_of(scene, item, 20, ground="NATIONAL_SECURITY")
    private = copy_of(scene, item, 21, ground="NATIONAL_SECURITY", is_confidential=True)
    routes = {line.copy.pk: line.route.state for line in line_of(scene, item, 22).copies}
    assert routes == {plain.pk: "NOT_REQUIRED", private.pk: "TO_INFORM"}
    step(scene, item, "inform", 23, copy=private)
    routes = {line.copy.pk: line.route.state for line in line_of(scene, item, 24).copies}
    assert routes[private.pk] == "INFORMED"
    assert line_of(scene, item, 24).route.state == "NOT_REQUIRED"


def test_another_ground_or_the_return_ends_the_route(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 12)
    convert(scene, item, 13)
    assert line_of(scene, item, 14).route.state == "NOT_REQUIRED"


def test_schedule_7_has_no_route(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(NotNow, match="not concerned"):
        step(scene, keep(scene), "inform", 20)


def test_an_entry_made_afterwards_finds_where_the_thing_stood_then(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    step(scene, item, "inform", 30)
    when = typed(scene.minute(20), scene.minute(40))
    with pytest.raises(NotNow, match="has not been informed yet"):
        scene.do("pc.stansted", actions.record_step, item=item, act="invite", when=when, details=StepDetails())


def test_submission_freezes_property_with_its_chain_and_officers_by_number_alone(cast: Cast) -> None:
    scene, item = schedule_3(cast)
    copy_of(scene, item, is_by_constable=False, operator_other="Technician")
    scene.release(50)
    content = scene.submit(60).content
    assert [one["number"] for one in content["items"]] == [1]
    assert [(one["step"], one["holder"], one["item"]) for one in content["custody"]] == [("TAKEN", "4201", str(item.pk))]
    assert [one["operator_other"] for one in content["copies"]] == ["Technician"]
    assert [one["criterion"] for one in content["findings"]] == ["QA-D1"]


def test_reminders_of_days_keep_their_distance(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    clock = clock_of(scene, item, 11)
    assert clock.due_at - clock.soon_at == timedelta(days=2)
