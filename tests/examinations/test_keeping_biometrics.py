"""How long prints and profiles are kept, and for what: exempt convictions, the four uses, a fresh detention, further prints."""

from typing import Any

import pytest
from django.urls import reverse

from borderops.kit.dates import spoken_time
from examinations import actions
from examinations.models import Biometric, Kind, Power
from examinations.papers.property import parts
from examinations.refusals import Refusal
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import put_right
from tests.examinations.pages import Browser, begun, text_of, visible_text
from tests.examinations.scenes import Scene, pressed
from tests.examinations.test_biometrics import against, breaches, detained, lines, owed, press_prints, take


@pytest.mark.parametrize("power", [Power.TACT_S7, Power.CTBSA_S3])
@pytest.mark.parametrize(("exempt", "rules"), [("NOT_EXEMPT", []), ("EXEMPT", ["C9"]), ("UNKNOWN", ["C9"])])
def test_an_exempt_conviction_leaves_the_six_months_running_and_the_page_says_why(
    cast: Cast, power: str, exempt: str, rules: list[str]
) -> None:
    scene = detained(cast, power)
    take(scene, basis="CONVICTION", exempt_conviction=exempt, conviction_kind="CAUTION")
    assert breaches(scene) == []
    [line] = lines(scene)
    assert [clock.rule for clock in line.clocks] == rules
    shown = visible_text(Browser(cast, "pc.stansted").get("examinations:property", scene.examination.pk))
    assert "A caution for an offence that the person had admitted" in shown
    assert ("kept for six months, as without a conviction" in shown) == (exempt == "EXEMPT")
    assert (owed(scene) != []) == (exempt == "UNKNOWN")


def test_the_form_asks_whether_a_conviction_is_exempt_and_takes_that_nobody_knows(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    refused = press_prints(cast, scene, basis="CONVICTION")
    assert (refused.status_code, "Say whether the conviction is exempt." in visible_text(refused)) == (422, True)
    assert press_prints(cast, scene, basis="CONVICTION", exempt_conviction="UNKNOWN").status_code == 302
    with acting_as(SYSTEM):
        event = scene.fresh().events.get(kind=Kind.BIOMETRICS_TAKEN)
    link = reverse("examinations:correct", args=[scene.examination.pk, event.pk])
    shown = text_of(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert f'href="{link}">Biometrics taken, {spoken_time(event.at)}: whether the conviction is exempt' in shown


def test_whether_a_conviction_is_exempt_is_corrected_with_the_entry_and_the_clock_follows(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    taken = take(scene, basis="CONVICTION", exempt_conviction="UNKNOWN", conviction_kind="CONVICTION")
    assert [clock.rule for clock in lines(scene)[0].clocks] == ["C9"]
    put_right(scene, taken.event, exempt_conviction="NOT_EXEMPT")
    [line] = lines(scene)
    assert (line.clocks, line.taken.pk == taken.pk) == ((), False)
    assert line.fact.detail["conviction_kind"] == "CONVICTION"


def test_the_offence_that_was_told_is_read_on_the_page_and_on_paper(cast: Cast) -> None:
    scene = detained(cast)
    told: dict[str, Any] = {"authority_test": "DETERMINE", "authority_grounds": "Two names.", "told_of_authority": True}
    offence: dict[str, Any] = {"told_of_offence": "TOLD", "offence": "Collection of information"}
    station: dict[str, Any] = {"place_kind": "STATION", "place": "Fictional police station"}
    take(scene, basis="AUTHORITY", authorised_by=cast["supt.oncall"], is_authority_written=True, **told, **offence, **station)
    assert against(scene) == []
    shown = visible_text(Browser(cast, "pc.stansted").get("examinations:property", scene.examination.pk))
    assert "The offence, as the person was told it Collection of information" in shown
    scene.release(60)
    [part] = [part for part in parts(scene.submit(70).content) if part.title == "Fingerprints"]
    assert ("The offence, as the person was told it", "Collection of information") in part.rows


@pytest.mark.parametrize(("power", "sure"), [(Power.TACT_S7, False), (Power.CTBSA_S3, True)])
def test_where_prints_are_kept_the_four_uses_are_said_and_how_surely(cast: Cast, power: str, sure: bool) -> None:
    scene = detained(cast, power)
    path, key = "examinations:property", scene.examination.pk
    assert "these purposes and no other" not in visible_text(Browser(cast, "pc.stansted").get(path, key))
    take(scene)
    shown = visible_text(Browser(cast, "pc.stansted").get(path, key))
    kept = shown.partition("these purposes and no other:")[2].partition("A fresh detention")[0]
    uses = ("In the interests of national security", "For a terrorist investigation", "For purposes to do with crime", "For identification")
    assert [use in kept for use in uses] == [True] * 4
    assert kept.count("Not verified") == (0 if sure else 4)
    scene.release(60)
    [part] = [part for part in parts(scene.submit(70).content) if part.title == "Fingerprints"]
    assert dict(part.rows)["May be used for"].count("not verified") == (0 if sure else 4)


def test_a_fresh_detention_starts_a_period_of_its_own_and_the_old_one_goes_on(cast: Cast) -> None:
    """CTBSA Sch 3 para 45(9): a later detention is another record, and neither clock moves the other."""
    first, second = detained(cast, Power.CTBSA_S3), detained(cast, Power.CTBSA_S3)
    take(first)
    before = lines(first)[0].clocks
    take(second, 45)
    assert lines(first)[0].clocks == before
    assert [clock.rule for clock in lines(second)[0].clocks] == ["C9"]
    shown = visible_text(Browser(cast, "pc.stansted").get("examinations:property", first.examination.pk))
    assert "A fresh detention starts a period of its own; this one goes on all the same (Sch 3 para 45(9))." in shown


def follow(scene: Scene, taken: Biometric, **changes: Any) -> Any:
    given = {"further": "Taken on arrest, reference 77", "is_written": True, "when": pressed(scene.minute(90)), **changes}
    return scene.do("pc.stansted", actions.determine_further_prints, biometric=taken, **given)


def test_further_prints_follow_the_original_ones_by_a_determination_in_writing(cast: Cast) -> None:
    """CTBSA Sch 3 para 47."""
    scene = detained(cast, Power.CTBSA_S3)
    taken = take(scene)
    scene.release(60)
    follow(scene, taken, officer=cast["sgt.luton"])
    assert against(scene) == []
    follow(scene, taken, is_written=False)
    assert against(scene) == ["That further prints follow the original ones was not determined in writing."]
    shown = visible_text(Browser(cast, "pc.stansted").get("examinations:property", scene.examination.pk))
    assert "in writing, by PS" in shown
    assert "not in writing, by PC" in shown
    assert "Taken on arrest, reference 77" in shown
    [part] = [part for part in parts(scene.submit(95).content) if part.title == "Fingerprints"]
    assert sum(label == Kind.FURTHER_PRINTS.label for label, _ in part.rows) == 2


def test_a_sample_has_no_further_prints_and_a_determination_says_which(cast: Cast) -> None:
    scene = detained(cast)
    with pytest.raises(Refusal, match="This is a sample"):
        follow(scene, take(scene, what="NON_INTIMATE_SAMPLE"))
    with pytest.raises(Refusal, match="Say which further prints"):
        follow(scene, take(scene), further=" ")


def test_a_determination_of_further_prints_is_entered_on_the_page_and_corrected_there(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    taken = take(scene)
    browser, key = Browser(cast, "pc.stansted"), scene.examination.pk
    assert browser.post("examinations:biometric_act", key, taken.pk, "further-prints", words="At the station").status_code == 422
    done = browser.post("examinations:biometric_act", key, taken.pk, "further-prints", words="At the station", is_written="no")
    assert done.status_code == 302
    with acting_as(SYSTEM):
        event = scene.fresh().events.get(kind=Kind.FURTHER_PRINTS)
    corrected = put_right(scene, event, words="At the station, reference 9", is_written="yes")
    assert (corrected.detail["is_written"], corrected.officer_id) == (True, cast["pc.stansted"].pk)
    assert against(scene) == []


@pytest.mark.parametrize(("exempt", "is_running"), [("EXEMPT", True), ("UNKNOWN", True), ("NOT_EXEMPT", False)])
def test_the_calculator_takes_from_the_record_whether_a_conviction_is_exempt(cast: Cast, exempt: str, is_running: bool) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    take(scene, basis="CONVICTION", exempt_conviction=exempt)
    text = visible_text(Browser(cast, "pc.stansted").get("law:calculate_from", scene.examination.pk))
    assert ("C9 Biometric retention" in text) == is_running
