"""Confidential business material in a copy under Schedule 3: no protected material in law any more, and a superintendent's authority by the
policy of the Code. Recorded as it was, owed until it is, and a rank below superintendent found, never refused."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assurance.evidence import evidence_of
from assurance.prompts import prompts_of
from assurance.queries import facts_of, material_for
from borderops.kit.clock import written_at
from examinations import actions
from examinations.actions.writing import NotNow
from examinations.models import DeviceCopy, Item, Kind, Power, TimelineEvent
from examinations.papers.property import parts
from examinations.property import business
from examinations.queries import live_panel, records
from examinations.refusals import Refusal
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.keeping import against, copy_of, keep, line_of, schedule_3
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import Scene, pressed
from tests.examinations.test_goods import begin_goods

MATERIAL = "a copy with confidential business material"
LACKING = f"No superintendent is recorded as having authorised keeping and using {MATERIAL} ({business.IN_SHORT})."
BELOW = f"Keeping and using {MATERIAL} was authorised by an officer under the rank of superintendent ({business.IN_SHORT})."
WHY = "Ledgers of the firm."


@dataclass
class Made:
    """A copy, as far as the rule looks at it."""

    is_business: bool | None = True
    business_authorised_at: datetime | None = None
    business_authorised_rank: str = ""
    destroyed_at: datetime | None = None


def with_copy(cast: Cast, **details: Any) -> tuple[Scene, Item, DeviceCopy]:
    cast.at -= timedelta(hours=3)
    scene, item = schedule_3(cast)
    return scene, item, copy_of(scene, item, 20, **{"is_business": True, "is_confidential": False, "ground": "EVIDENCE", **details})


def authorise(scene: Scene, copy: DeviceCopy, officer: str = "supt.oncall", number: float = 30, why: str = WHY) -> DeviceCopy:
    given = {"officer": scene.cast[officer], "why": why, "when": pressed(scene.minute(number))}
    return scene.do("pc.stansted", actions.authorise_business, copy=copy, **given)


def owed_on(scene: Scene, number: float) -> list[str]:
    with acting_as(SYSTEM):
        found = live_panel(records().get(pk=scene.examination.pk), scene.minute(number)).owed
    return [one.sentence for one in found if one.code == business.CODE]


# --- The rule -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("power", "begun_at", "is_asked"),
    [
        (Power.CTBSA_S3, datetime(2023, 12, 19, 23, 59, tzinfo=UTC), False),
        (Power.CTBSA_S3, datetime(2023, 12, 20, 0, 0, tzinfo=UTC), True),
        (Power.TACT_S7, datetime(2026, 11, 23, 10, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_asked_under_schedule_3_alone_from_20_december_2023(power: str, begun_at: datetime, is_asked: bool) -> None:
    assert business.is_asked_of(power, begun_at) is is_asked


@pytest.mark.parametrize("rank", ["", "CONSTABLE", "SERGEANT", "INSPECTOR", "CHIEF_INSPECTOR"])
def test_every_rank_below_superintendent_is_found(rank: str) -> None:
    [found] = business.findings_of_copies([Made(business_authorised_at=datetime(2026, 1, 1, tzinfo=UTC), business_authorised_rank=rank)])
    assert (found.criterion, found.sentence) == ("QA-D3", BELOW)


@pytest.mark.parametrize("rank", ["SUPERINTENDENT", "CHIEF_SUPERINTENDENT", "CHIEF_CONSTABLE"])
def test_a_superintendent_or_above_is_not(rank: str) -> None:
    made = Made(business_authorised_at=datetime(2026, 1, 1, tzinfo=UTC), business_authorised_rank=rank)
    assert business.findings_of_copies([made]) == []
    assert not business.is_owed(made)


def test_a_copy_without_such_material_owes_nothing_and_one_that_is_destroyed_no_longer() -> None:
    assert business.findings_of_copies([Made(None), Made(is_business=False)]) == []
    assert [business.is_owed(one) for one in (Made(), Made(None), Made(destroyed_at=datetime(2026, 1, 1, tzinfo=UTC)))] == [
        True,
        False,
        False,
    ]


# --- On record ----------------------------------------------------------------------------------------------------------------


def test_the_authority_is_owed_and_found_until_it_is_recorded_and_no_business_of_the_commissioners(cast: Cast) -> None:
    scene, item, copy = with_copy(cast, ground="NATIONAL_SECURITY")
    assert owed_on(scene, 25) == [f"Item 1: {business.OWED}"]
    assert against(scene) == [LACKING]
    line = line_of(scene, item, 25).copies[0]
    assert line.is_authority_owed
    assert not line.route.is_concerned
    kept = authorise(scene, copy)
    assert (kept.business_authorised_by, kept.business_authorised_rank) == (cast["supt.oncall"], "SUPERINTENDENT")
    assert (kept.business_authorised_at, kept.business_authority_reason) == (scene.minute(30), "Ledgers of the firm.")
    assert owed_on(scene, 35) == against(scene) == []
    assert not line_of(scene, item, 35).copies[0].is_authority_owed


def test_goods_owe_it_as_a_record_about_a_person_does_and_lead_to_where_it_is_recorded(cast: Cast) -> None:
    cast.at -= timedelta(hours=3)
    scene = begin_goods(cast, power=Power.CTBSA_S3)
    item = keep(scene, ground="NATIONAL_SECURITY")
    copy = copy_of(scene, item, 20, is_business=True, ground="EVIDENCE")
    assert owed_on(scene, 25) == [f"Item 1: {business.OWED}"]
    page = Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk)
    assert f"Item 1: {business.OWED}" in visible_text(page)
    assert f'href="/examinations/{scene.examination.pk}/property/"' in text_of(page).split("Owed", 1)[1]
    authorise(scene, copy)
    assert owed_on(scene, 35) == []


def test_an_inspectors_authority_is_taken_and_found_and_a_later_one_takes_its_place(cast: Cast) -> None:
    scene, _, copy = with_copy(cast)
    authorise(scene, copy, "insp.region")
    assert owed_on(scene, 35) == []
    assert against(scene) == [BELOW]
    authorise(scene, copy, "supt.oncall", 40)
    assert against(scene) == []
    with acting_as(SYSTEM):
        versions: Any = DeviceCopy.history
        ranks = list(versions.filter(id=copy.pk).order_by("history_id").values_list("business_authorised_rank", flat=True))
    assert ranks == ["", "INSPECTOR", "SUPERINTENDENT"]


def test_the_rank_is_the_one_held_then(cast: Cast) -> None:
    scene, _, copy = with_copy(cast)
    authorise(scene, copy)
    with acting_as(SYSTEM):
        officer = cast["supt.oncall"]
        officer.rank = "INSPECTOR"
        officer.save()
    assert against(scene) == []


def test_without_a_reason_or_such_material_nothing_is_authorised(cast: Cast) -> None:
    scene, item, copy = with_copy(cast)
    with pytest.raises(Refusal, match="Say why it was authorised") as refused:
        authorise(scene, copy, why=" ")
    assert refused.value.field == "why"
    plain = copy_of(scene, item, 22, is_business=False)
    with pytest.raises(NotNow, match="Record that first"):
        authorise(scene, plain)


def test_schedule_7_knows_no_such_question(cast: Cast) -> None:
    scene = begun(cast, 60)
    item = scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="DEVICE", when=pressed(scene.minute(5)))
    with pytest.raises(Refusal, match="under Schedule 3 alone") as refused:
        copy_of(scene, item, 10, is_business=True)
    assert refused.value.field == "is_business"


def test_a_copy_that_was_taken_back_owes_and_says_nothing(cast: Cast) -> None:
    scene, _, _ = with_copy(cast)
    with acting_as(SYSTEM):
        entry = TimelineEvent.objects.get(examination=scene.examination, kind=Kind.DEVICE_COPIED)
    scene.do("pc.stansted", actions.withdraw_event, event=entry, reason="Wrong device.", at=scene.minute(40))
    assert owed_on(scene, 45) == against(scene) == []


# --- Where it is shown --------------------------------------------------------------------------------------------------------


def test_it_is_recorded_at_a_browser_and_labelled_as_policy(cast: Cast) -> None:
    scene, officer = begun(cast, 60, power=Power.CTBSA_S3), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "keep-device")
    with acting_as(SYSTEM):
        item = Item.objects.get(examination=scene.examination)
    where = (scene.examination.pk, item.pk, "copy")
    assert business.POLICY in visible_text(officer.get("examinations:item_act", *where))
    copied = {"is_by_constable": "yes", "ground": "EXAMINATION", "is_business": "yes", "is_confidential": "no"}
    assert officer.post("examinations:item_act", *where, **copied).status_code == 302
    page = visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))
    assert "Authority owed" in page
    assert "Superintendent's authority…" in page
    assert business.POLICY in page
    with acting_as(SYSTEM):
        copy = DeviceCopy.objects.get(item=item)
    act = (scene.examination.pk, item.pk, copy.pk)
    kept = text_of(officer.get("examinations:copy_act", *act, "keep"))
    assert 'name="is_business" id="id_is_business_0" value="yes" checked' in kept, "what is on record is not lost by saving again"
    refused = officer.post("examinations:copy_act", *act, "business-authority", officer="", why="Ledgers")
    assert refused.status_code == 422
    assert "Ledgers" in text_of(refused)
    given = {"officer": cast["supt.oncall"].collar_number, "why": "Ledgers of the firm."}
    sent: dict[str, Any] = {**given, **typed("typed_at", scene.minute(20)), "reason": "By telephone."}
    assert officer.post("examinations:copy_act", *act, "business-authority", **sent).status_code == 302
    page = visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))
    assert "Authority owed" not in page
    assert f"Supt {cast['supt.oncall'].collar_number}" in page
    assert "Ledgers of the firm." in page


def test_schedule_7_does_not_ask_at_a_browser(cast: Cast) -> None:
    scene, officer = begun(cast, 60), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "keep-device")
    with acting_as(SYSTEM):
        item = Item.objects.get(examination=scene.examination)
    form = officer.get("examinations:item_act", scene.examination.pk, item.pk, "copy")
    assert "business material" not in visible_text(form)


def test_the_paper_and_quality_assurance_say_who_when_and_why(cast: Cast) -> None:
    scene, item, copy = with_copy(cast)
    copy_of(scene, item, 22, is_business=True, ground="EVIDENCE")
    authorise(scene, copy)
    scene.release(100)
    content = scene.submit(110).content
    [kept] = [part for part in parts(content) if part.title == "Item 1"]
    first, second = dict(kept.rows)["Copy 1"], dict(kept.rows)["Copy 2"]
    number = cast["supt.oncall"].collar_number
    assert f"holds confidential business material; kept and used on the authority of Supt {number}, " in first
    assert ": Ledgers of the firm." in first
    assert business.IN_SHORT in first
    assert "no authority to keep and use it recorded" in second
    older = {**content, "copies": [{name: value for name, value in one.items() if "business" not in name} for one in content["copies"]]}
    assert not any("business" in value for part in parts(older) if part.title == "Item 1" for _, value in part.rows)

    def look(by: Actor) -> tuple[str, tuple[str, ...]]:
        at = scene.minute(120)
        material = material_for(by, scene.fresh(), at)
        [devices] = [one for group in evidence_of(by, material, at).groups for one in group.sections if one.key == "devices"]
        facts = " | ".join(f"{fact.label}: {fact.value}" for part in devices.parts for fact in part.facts)
        prompts = prompts_of(facts_of(material))
        assert not any(business.OWED in sentence for said in prompts.values() for sentence in said), "said once, not twice"
        return facts, prompts["QA-D3"]

    facts, prompts = scene.do("sgt.norwich", look)
    assert f"Keeping and using it authorised by: Supt {number}" in facts
    assert business.POLICY in facts
    assert prompts == (LACKING,)


def test_the_past_shows_it_as_it_stood(cast: Cast) -> None:
    scene, _, copy = with_copy(cast)
    with written_at(scene.minute(30)):
        authorise(scene, copy)
    browser = Browser(cast, "di.region")

    def said(number: float) -> str:
        then = typed("then", scene.minute(number))
        return visible_text(browser.get("examinations:as_it_stood", scene.examination.pk, **then))

    assert "Authority owed" in said(29)
    assert "Ledgers of the firm." not in said(29)
    assert "Ledgers of the firm." in said(32)
    assert "Authority owed" not in said(32)
