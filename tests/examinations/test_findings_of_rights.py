"""What is found of an authoriser who was not told, of a complaint, and of a consulate told without consent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from assurance.queries import prompts_for
from examinations.models import Kind
from examinations.owed.rights import Authorised, Treated
from examinations.queries import live_panel
from examinations.rights.exercised import NAMED_PERSON, SOLICITOR, Fact
from examinations.rights.findings import Reviewed, findings
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import begin
from tests.examinations.test_rights import BEGAN, CITED, DELAYED, filled

GIVEN = [Authorised("DELAY_SOLICITOR", "CONFIRMED", "WRITTEN", 5, event="1", is_told=True, authoriser="superintendent")]


def untold(happened: Sequence[Fact] = DELAYED, power: str = "TACT_S7", **values: Any) -> list[str]:
    """What is found of one review that concluded on the delay, by the sentence of the untold authoriser alone."""
    given: dict[str, Any] = {"delay_reasons_hold": False, "delay_conclusion": "The device is found.", "reviewer": "inspector", **values}
    reviewed = Reviewed(**{"sequence": 2, "decided_at": BEGAN + timedelta(minutes=30), "reminded": (SOLICITOR, NAMED_PERSON), **given})
    found = findings(Treated(power, happened, authorities=GIVEN), [reviewed])
    return [one.text for one in found if "no longer hold" in one.text and one.about == "RIGHTS"]


@pytest.mark.parametrize("power", CITED)
def test_whoever_authorised_a_delay_is_told_that_its_reasons_no_longer_hold(power: str) -> None:
    """TACT Sch 8 para 20M; CTBSA Sch 3 para 54: unless it is the same officer."""
    (text,) = untold(power=power)
    assert text.startswith("Review 2 records that the reasons for a delay no longer hold, and not that whoever authorised it was told")
    assert f"para {CITED[power][1]})" in text
    assert untold(power=power, authoriser_told_at=BEGAN + timedelta(minutes=31)) == []
    assert untold(power=power, reviewer="superintendent") == []
    assert untold(power=power, delay_reasons_hold=True) == []
    assert untold(power=power, delay_reasons_hold=None) == []
    assert untold(power=power, is_authorised=False) == []


def test_a_delay_that_ends_with_the_review_is_one_whose_authoriser_is_told_too() -> None:
    ended = [*DELAYED, Fact("DELAY_ENDED", BEGAN + timedelta(minutes=30), {"right": SOLICITOR})]
    assert len(untold(ended)) == 1
    assert untold(ended, reviewer="superintendent") == []


def test_a_complaint_is_looked_at_every_time() -> None:
    """law.md 8: every record with a complaint is assured."""
    for answer, count in (("YES", 1), ("NO", 0), ("", 0)):
        told = Fact("COMPLAINT_INFORMATION_GIVEN", BEGAN, {"information": "SPOKEN", "complains": answer})
        found = [one for one in findings(Treated("TACT_S7", [told])) if "complained" in one.text]
        assert [one.about for one in found] == ["CONDUCT"] * count


YES, NO = {"asylum_claimed": "YES", "consents": "YES"}, {"asylum_claimed": "YES", "consents": "NO"}
OPEN = {"asylum_claimed": "YES"}


@pytest.mark.parametrize(
    ("happened", "is_found"),
    [
        ([("INFORMED", OPEN)], True),
        ([("INFORMED", NO)], True),
        ([("INFORMED", YES)], False),
        ([("INFORMED", {"asylum_claimed": "NO"})], False),
        ([("INFORMED", {})], False),
        ([("REQUESTED", YES), ("INFORMED", {})], False),
        ([("REQUESTED", OPEN), ("INFORMED", {})], True),
        ([("DECLINED", OPEN), ("INFORMED", {})], True),
        ([("REQUESTED", YES), ("DECLINED", {}), ("INFORMED", {})], True),
        ([("DECLINED", OPEN), ("REQUESTED", {"consents": "YES"}), ("INFORMED", {})], False),
        ([("INFORMED", {}), ("DECLINED", OPEN)], False),
    ],
)
def test_a_consulate_told_of_somebody_who_has_claimed_asylum_without_their_consent_is_found(
    happened: list[tuple[str, dict[str, str]]], is_found: bool
) -> None:
    """law.md 4.10: not for asylum claimants without consent."""
    told = [Fact(f"CONSULATE_{kind}", BEGAN + timedelta(minutes=number), said) for number, (kind, said) in enumerate(happened)]
    found = [one for one in findings(Treated("TACT_S7", told)) if "claimed asylum" in one.text]
    assert [(one.about, "not verified" in one.text) for one in found] == [("RIGHTS", True)] * is_found


def test_who_reviewed_and_who_was_told_are_read_from_the_record(cast: Cast) -> None:
    """The untold authoriser is owed, found, and put before the assurer; a complaint too."""
    scene = begin(cast)
    scene.detain(20)
    scene.record(Kind.RIGHT_DELAYED, 30, detail={"right": SOLICITOR, "ground": "ALERTING"})
    scene.review(50, delayed_rights_conclusion="The device is found.", delay_reasons_hold=False)
    scene.review(70, delayed_rights_conclusion="As before.", delay_reasons_hold=False, authoriser_told_at=scene.minute(69))
    filled(scene, scene.record(Kind.COMPLAINT_INFORMATION_GIVEN, 75), information="SPOKEN", complains="YES")
    with acting_as(SYSTEM):
        prompts = prompts_for(SYSTEM, scene.fresh(), scene.minute(90))
        owed = [one.sentence for one in live_panel(scene.fresh(), scene.minute(90)).owed]
    assert [text[:8] for text in prompts["QA-G4"] if "no longer hold" in text] == ["Review 1"]
    assert len([text for text in prompts["QA-H2"] if text.startswith("The person complained")]) == 1
    assert [sentence for sentence in owed if "no longer hold" in sentence] == [
        "Review 1: say when the officer who authorised the delay was told that its reasons no longer hold."
    ]
