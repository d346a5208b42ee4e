"""Property: kept by one press, due back by the end of the seventh day or kept on another ground, and followed long after the person has
gone."""

from datetime import UTC, datetime, timedelta

import pytest

from examinations import actions, clocks
from examinations.actions import Holder
from examinations.actions.devices import EndsBeforeItBegins
from examinations.actions.keeping import HeldForLitigation
from examinations.actions.property import NoSuchGround, StaleItem
from examinations.actions.writing import NotNow
from examinations.models import Examination, Kind, Power, State
from examinations.queries import property_page
from examinations.refusals import Refusal
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.keeping import DAY, MONDAY, against, breaches, clock_of, convert, copy_of, give_back, keep, line_of, schedule_3
from tests.examinations.scenes import begin, pressed


def test_one_press_keeps_a_thing_and_whoever_pressed_has_it(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene)
    line = line_of(scene, item, 11)
    assert (item.number, item.description, line.ground, line.is_kept) == (1, "", "EXAMINATION", True)
    assert [(link.row.step, link.row.holder, link.row.place) for link in line.chain] == [("TAKEN", cast["pc.stansted"], "Gate 12")]
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
    assert [(link.row.step, link.row.holder_other, link.row.signature) for link in chain] == [
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
    assert (line.is_kept, [link.row.step for link in line.chain]) == (True, ["TAKEN"])
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
