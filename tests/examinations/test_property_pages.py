"""The Property tab, an item's page and its acts, as an officer presses them at a gate and a colleague weeks later."""

from typing import Any

import pytest

from examinations.actions import keep_item
from examinations.models import AuthorityRequest, Biometric, CommissionerStep, Custody, DeviceCopy, Item, Kind, Power, Search, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, text_of, title_of, visible_text
from tests.examinations.scenes import Scene, pressed


def act(who: Browser, scene: Scene, slug: str, **fields: Any) -> Any:
    return who.post("examinations:act", scene.examination.pk, slug, **fields)


def item_act(who: Browser, scene: Scene, slug: str, **fields: Any) -> Any:
    return who.post("examinations:item_act", scene.examination.pk, item_of(scene).pk, slug, **fields)


def item_of(scene: Scene) -> Item:
    with acting_as(SYSTEM):
        return Item.objects.filter(examination=scene.examination).latest("number")


def kinds(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return list(
            TimelineEvent.objects.filter(examination=scene.examination).order_by("received_at", "id").values_list("kind", flat=True)
        )


def tab(who: Browser, scene: Scene) -> str:
    return visible_text(who.get("examinations:property", scene.examination.pk))


def page_of(who: Browser, scene: Scene) -> str:
    return visible_text(who.get("examinations:item", scene.examination.pk, item_of(scene).pk))


def test_a_device_is_kept_with_one_press_and_stands_on_the_tab_with_its_limit(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    assert act(officer, scene, "keep-device").status_code == 302
    said = tab(officer, scene)
    assert "Item 1 Device" in said
    assert "Not described yet" in said
    assert "■ Kept: for examination" in said
    assert "Return, or name another ground" in said
    record = officer.get("examinations:record", scene.examination.pk)
    assert "Property retained: item 1, for examination" in visible_text(record)
    assert "Property for examination (item 1)" in visible_text(record)
    assert str(item_of(scene).pk) not in visible_text(record), "a key is shown to nobody"


@pytest.mark.parametrize(("slug", "kind"), [("search-bags", "BAGS_SEARCHED"), ("search-vehicle", "VEHICLE_SEARCHED")])
def test_bags_and_vehicles_are_one_press(cast: Cast, slug: str, kind: str) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    act(officer, scene, slug)
    assert kinds(scene)[-1] == kind
    assert "4201" in tab(officer, scene)


def test_a_search_by_another_sex_has_its_own_sentence_is_taken_with_a_reason_and_is_found(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    sexes = {"searcher_sex": "MALE", "person_sex": "FEMALE", "words": "Coat and pockets"}
    asked = act(officer, scene, "search-person", **sexes)
    assert asked.status_code == 422
    assert "A person may be searched only by somebody of the same sex." in visible_text(asked)
    assert "Coat and pockets" in text_of(asked)
    assert act(officer, scene, "search-person", **sexes, mismatch_reason="No woman on duty").status_code == 302
    assert "The person was searched by somebody of another sex." in tab(officer, scene)


def test_the_form_of_a_search_of_the_person_knows_their_sex_already(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    with acting_as(SYSTEM):
        particulars = stored(scene).particulars
        particulars.sex = "FEMALE"
        particulars.save()
    assert 'value="FEMALE"' in text_of(officer.get("examinations:act", scene.examination.pk, "search-person"))


def test_e_32_a_strip_search_is_taken_from_the_form_and_its_breaches_are_shown(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    given = {"searcher_sex": "MALE", "person_sex": "MALE", "grounds": "A flat thing", "authorised_by": "4202"}
    assert act(officer, scene, "strip-search", **given).status_code == 302
    with acting_as(SYSTEM):
        search = Search.objects.get(examination=scene.examination)
    assert (search.authorised_by, search.authorised_rank) == (cast["pc.stansted.second"], "CONSTABLE")
    said = visible_text(officer.get("examinations:breaches", scene.examination.pk))
    assert "while the person was not detained" in said


def test_a_number_that_nobody_has_is_asked_again(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    asked = act(officer, scene, "search-bags", searcher="99999")
    assert "No officer with the number 99999 is known here" in visible_text(asked)
    assert asked.status_code == 422


def test_an_authority_is_asked_for_and_refused_where_the_officer_cannot_give_it(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    scene.detain(10)
    given = {"what": "STRIP_SEARCH", "grounds": "A flat thing"}
    refused = officer.post("examinations:ask_authority", scene.examination.pk, **given, officer="4202")
    assert refused.status_code == 422
    assert "must be of a higher rank" in visible_text(refused)
    assert officer.post("examinations:ask_authority", scene.examination.pk, **given, officer="3201").status_code == 302
    with acting_as(SYSTEM):
        assert AuthorityRequest.objects.get(examination=scene.examination).asked_of == cast["sgt.stansted"]
    assert "A strip search: " in tab(officer, scene)


def test_schedule_7_offers_no_national_security_ground_and_says_why_when_one_is_sent(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    assert "NATIONAL_SECURITY" not in text_of(officer.get("examinations:act", scene.examination.pk, "keep-property"))
    refused = act(officer, scene, "keep-property", ground="NATIONAL_SECURITY")
    assert "Schedule 7 has no national security ground" in visible_text(refused)


def test_an_item_is_described_handed_on_and_returned_after_the_person_has_gone(cast: Cast) -> None:
    scene, officer = begun(cast, 100), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-property", description="A brown suitcase")
    act(officer, scene, "release")
    described = {"version": "1", "kind": "OTHER", "description": "A brown suitcase, scuffed", "seal_number": "B77"}
    assert item_act(officer, scene, "describe", **described).status_code == 302
    assert item_act(officer, scene, "move", holder_other="Property store", place="Cage 4").status_code == 302
    said = page_of(officer, scene)
    assert "A brown suitcase, scuffed" in said
    assert "Property store" in said
    assert item_act(officer, scene, "return", returned_to="The person", signature="SIGNED").status_code == 302
    said = page_of(officer, scene)
    assert "○ Returned" in said
    assert "Signed for it" in said
    assert kinds(scene)[-1] == "PROPERTY_RETURNED"


def test_a_passcode_is_one_press_and_there_is_no_field_for_it(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device")
    for slug in ("passcode-demanded", "passcode-refused"):
        assert item_act(officer, scene, slug).status_code == 302
    assert kinds(scene)[-2:] == ["PASSCODE_DEMANDED", "PASSCODE_REFUSED"]
    form = text_of(officer.get("examinations:item_act", scene.examination.pk, item_of(scene).pk, "passcode-given"))
    assert 'name="words"' not in form
    assert 'name="passcode"' not in form


def test_a_copy_and_the_filter_route_are_recorded(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device")
    copied = {"is_by_constable": "yes", "method": "Logical", "ground": "EXAMINATION", "reference": "LAB 7"}
    assert item_act(officer, scene, "copy", **copied).status_code == 302
    protected = {
        "version": "1",
        "lpp_claimed": "yes",
        "is_journalistic": "no",
        "sift_status": "NOT_STARTED",
        "filter_reasons": "A barrister",
    }
    assert item_act(officer, scene, "filter", **protected).status_code == 302
    said = page_of(officer, scene)
    assert "Protected material" in said
    assert "LAB 7" in said
    with acting_as(SYSTEM):
        copy = DeviceCopy.objects.get(item=item_of(scene))
    kept = {
        "version": "1",
        "ground": "EVIDENCE",
        "ground_reason": "Messages",
        "review_on_day": "1",
        "review_on_month": "6",
        "review_on_year": "2027",
    }
    assert officer.post("examinations:copy_act", scene.examination.pk, item_of(scene).pk, copy.pk, "keep", **kept).status_code == 302
    assert "1 June 2027" in page_of(officer, scene)


def test_a_litigation_hold_says_how_to_go_on(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device")
    item_act(officer, scene, "hold", reason_for_act="Claim issued")
    assert "/destroy/" not in text_of(officer.get("examinations:item", scene.examination.pk, item_of(scene).pk))
    refused = item_act(officer, scene, "destroy", reason_for_act="Not needed")
    assert refused.status_code == 422
    assert "nothing may be destroyed until it is lifted" in visible_text(refused)
    assert item_act(officer, scene, "destroy", reason_for_act="Not needed", in_spite="Nobody looked").status_code == 302
    assert "Something was destroyed while a litigation hold stood on it." in tab(officer, scene)


def test_the_commissioners_route_is_pressed_step_by_step(cast: Cast) -> None:
    scene, officer = begun(cast, 30, power=Power.CTBSA_S3), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device", ground="NATIONAL_SECURITY")
    said = page_of(officer, scene)
    assert "Commissioner to be informed" in said
    assert "Kept, and neither examined nor used." in said
    assert item_act(officer, scene, "inform").status_code == 302
    early = item_act(officer, scene, "represent")
    assert "This does not follow the informing of the Commissioner" in visible_text(early)
    item_act(officer, scene, "invite")
    assert item_act(officer, scene, "authorise", conditions="Secure store").status_code == 302
    said = page_of(officer, scene)
    assert "Retention and use authorised" in said
    assert "Conditions: Secure store" in said
    with acting_as(SYSTEM):
        assert list(CommissionerStep.objects.order_by("received_at").values_list("act", flat=True)) == ["inform", "invite", "authorise"]


def test_the_item_says_until_when_those_affected_may_speak_and_who_is_not_told_yet(cast: Cast) -> None:
    scene, officer = begun(cast, 30, power=Power.CTBSA_S3), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device", ground="NATIONAL_SECURITY")
    given = {"granted_by": cast["supt.oncall"].collar_number, "is_written": "yes", "words": "A life is at risk"}
    assert item_act(officer, scene, "grant", **given).status_code == 302
    assert "written representations to the Commissioner until the end of" in page_of(officer, scene)
    assert item_act(officer, scene, "tell-parties", parties=["CHIEF_OFFICER", "SECRETARY_OF_STATE"]).status_code == 302
    assert "Not yet told: The person from whom it was taken." in page_of(officer, scene)
    refused = item_act(officer, scene, "tell-parties", parties=["PERSON_IMPRACTICABLE"])
    assert "Say why it was not reasonably practicable to tell the person." in visible_text(refused)
    assert item_act(officer, scene, "tell-parties", parties=["PERSON_IMPRACTICABLE"], words="No address is known").status_code == 302
    assert "Not yet told" not in page_of(officer, scene)


def test_e_33_prints_at_the_port_are_recorded_with_the_place_and_how_surely_it_is_known(cast: Cast) -> None:
    scene, officer = begun(cast, 30, place="Examination room"), Browser(cast, "pc.stansted")
    scene.detain(10)
    form = visible_text(officer.get("examinations:act", scene.examination.pk, "biometrics"))
    assert "Examination room does not count as a police station under Schedule 7 (not verified)." in form
    given = {"what": "FINGERPRINTS", "basis": "NONE", "place_kind": "ROOM", "place": "Examination room", "was_told_of_use": "yes"}
    assert act(officer, scene, "biometrics", **given).status_code == 302
    said = tab(officer, scene)
    assert "Not a police station under Schedule 7 (not verified)" in said
    assert "Reading not verified" in said
    assert "not at a police station" in visible_text(officer.get("examinations:breaches", scene.examination.pk))
    with acting_as(SYSTEM):
        taken = Biometric.objects.get(examination=scene.examination)
    assert officer.post("examinations:biometric_act", scene.examination.pk, taken.pk, "data-destroyed").status_code == 302
    assert kinds(scene)[-1] == "BIOMETRIC_DATA_DESTROYED"


def test_e_34_an_intimate_sample_is_entered_as_an_unlawful_act_alone(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    assert "INTIMATE_SAMPLE_TAKEN" not in text_of(officer.get("examinations:record", scene.examination.pk))
    assert officer.post("examinations:unlawful_sample", scene.examination.pk, words="Blood").status_code == 422
    given = {"words": "Blood, by the nurse", "is_understood": "on"}
    assert officer.post("examinations:unlawful_sample", scene.examination.pk, **given).status_code == 302
    assert kinds(scene)[-1] == "INTIMATE_SAMPLE_TAKEN"
    assert "it was unlawful" in tab(officer, scene)


def test_titles_and_addresses_hold_nothing_of_what_was_typed(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    act(officer, scene, "keep-device", description="CANARYPHONE")
    for where in (("property", scene.examination.pk), ("item", scene.examination.pk, item_of(scene).pk)):
        assert "CANARY" not in title_of(officer.get(f"examinations:{where[0]}", *where[1:]))


def test_nobody_who_may_not_see_the_record_finds_its_property(cast: Cast) -> None:
    scene, officer, stranger = begun(cast, 30), Browser(cast, "pc.stansted"), Browser(cast, "pc.luton")
    act(officer, scene, "keep-device")
    item = item_of(scene)
    assert stranger.get("examinations:property", scene.examination.pk).status_code == 404
    assert stranger.get("examinations:item", scene.examination.pk, item.pk).status_code == 404
    assert stranger.post("examinations:item_act", scene.examination.pk, item.pk, "return").status_code == 404
    with acting_as(cast.actor("pc.luton")):
        assert not Item.objects.exists()
        assert not Custody.objects.exists()


def test_an_item_of_another_record_is_not_found_through_this_one(cast: Cast) -> None:
    mine, other = begun(cast, 30), begun(cast, 5)
    when = pressed(other.minute(1))
    other.do("pc.stansted", keep_item, examination=other.examination, kind=Item.Kind.OTHER, when=when)
    officer = Browser(cast, "pc.stansted")
    assert officer.get("examinations:item", mine.examination.pk, item_of(other).pk).status_code == 404
    assert officer.post("examinations:item_act", mine.examination.pk, item_of(other).pk, "return").status_code == 404


def test_a_supervisor_sees_the_tab_of_a_live_record_and_may_not_write_on_it(cast: Cast) -> None:
    scene, officer, sergeant = begun(cast, 30), Browser(cast, "pc.stansted"), Browser(cast, "sgt.norwich")
    act(officer, scene, "keep-device")
    page = text_of(sergeant.get("examinations:item", scene.examination.pk, item_of(scene).pk))
    assert "/return/" not in page
    assert item_act(sergeant, scene, "return", returned_to="Somebody", signature="SIGNED").status_code == 403
    assert Kind.PROPERTY_RETURNED not in kinds(scene)
