"""Use of the power by an officer without accreditation: on whose authority and why, owed until it is said, and looked at by the assurer."""

from typing import Any

import pytest

from examinations.models import Kind
from examinations.queries import record_page, rights_findings
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene, withdraw_awards

OWED = "was not accredited: say who authorised the use of the power, and why."


def unaccredited(cast: Cast) -> Scene:
    withdraw_awards(cast, "pc.stansted")
    return begun(cast, 20)


def owed(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        page = record_page(SYSTEM, scene.fresh(), scene.minute(19))
    return [one.sentence for one in page.panel.owed if one.code == "emergency-use"]


def say(cast: Cast, scene: Scene, **sent: Any) -> Any:
    given = {"authoriser": cast["supt.oncall"].collar_number, "words": "Both accredited officers were in hospital.", **sent}
    return Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, "emergency-use", **given)


def found(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [one.text for one in rights_findings(scene.fresh()) if "Emergency use" in one.text]


def test_an_officer_without_accreditation_owes_who_authorised_the_use(cast: Cast) -> None:
    scene = unaccredited(cast)
    assert owed(scene) == [f"{cast['pc.stansted'].collar_number} {OWED}"]
    assert say(cast, scene).status_code == 302
    assert owed(scene) == []
    assert len(found(scene)) == 1
    assert "not verified" not in found(scene)[0]
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:rights", scene.examination.pk))
    assert "Both accredited officers were in hospital." in page
    assert cast["supt.oncall"].collar_number in page


def test_a_lower_rank_is_recorded_and_found(cast: Cast) -> None:
    scene = unaccredited(cast)
    assert say(cast, scene, authoriser=cast["sgt.stansted"].collar_number).status_code == 302
    assert "by an officer of the rank of sergeant" in found(scene)[0]
    assert "below superintendent (not verified)" in found(scene)[0]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"authoriser": ""}, "Enter number of the officer who authorised it"),
        ({"authoriser": "0000"}, "No officer with the number 0000 is known here."),
        ({"words": ""}, "Enter why no accredited officer could be had"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast: Cast, sent: dict[str, str], sentence: str) -> None:
    scene = unaccredited(cast)
    refused = say(cast, scene, **sent)
    assert refused.status_code == 422
    assert sentence in visible_text(refused)
    with acting_as(SYSTEM):
        assert not scene.examination.events.filter(kind=Kind.EMERGENCY_USE_AUTHORISED).exists()


def test_an_accredited_officer_owes_nothing_of_it(cast: Cast) -> None:
    assert owed(begun(cast, 20)) == []
