"""Steps to photograph, measure or identify a detained person: one press, filled in later; of anybody else it is taken and looked at."""

from datetime import UTC, datetime, timedelta

import pytest

from assurance.queries import prompts_for
from examinations import offers
from examinations.models import Kind, Power
from examinations.owed.rights import Treated
from examinations.papers.frozen import content_of
from examinations.papers.record import treatment
from examinations.rights.exercised import Fact, is_detained_at
from examinations.rights.findings import findings
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, visible_text
from tests.examinations.scenes import Scene

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
UNDER = {"TACT_S7": "(Sch 8 para 2)", "CTBSA_S3": "(Sch 3 para 26)"}


def fact(kind: str, minute: float) -> Fact:
    return Fact(kind, BEGAN + timedelta(minutes=minute), id=kind)


def found(power: str, *facts: Fact) -> list[str]:
    return [one.text for one in findings(Treated(power, facts)) if one.about == "POWER"]


@pytest.mark.parametrize("power", Power.values)
def test_whoever_is_not_detained_is_identified_without_this_power(power: str) -> None:
    said = found(power, fact("FIRST_QUESTION", 0), fact("IDENTIFIED", 5))
    assert len(said) == 1
    assert said[0].endswith(f"was not detained then: the power is over a detained person alone {UNDER[power]}.")
    assert found(power, fact("DETAINED", 5), fact("IDENTIFIED", 5)) == []


def test_detention_runs_from_its_instant_to_the_release() -> None:
    facts = [fact("DETAINED", 20), fact("RELEASED", 60)]
    detained = [is_detained_at(facts, BEGAN + timedelta(minutes=each)) for each in (19, 20, 60, 61)]
    assert detained == [False, True, True, False]
    assert not is_detained_at([fact("RELEASED", 60)], BEGAN + timedelta(minutes=5))


def identified(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [str(event.kind) for event in scene.examination.events.filter(kind=Kind.IDENTIFIED)]


def test_of_a_detained_person_it_is_one_press_with_details_afterwards(cast: Cast) -> None:
    scene, officer = begun(cast, 40), Browser(cast, "pc.stansted")
    scene.detain(20)
    assert officer.post("examinations:act", scene.examination.pk, "identify").status_code == 302
    with acting_as(SYSTEM):
        event = scene.examination.events.get(kind=Kind.IDENTIFIED)
    page = visible_text(officer.get("examinations:details", scene.examination.pk, event.pk))
    assert "It gives no power to take prints or a sample" in page
    sent = {"identified": "PHOTOGRAPHED", "steps": "One photograph of the face.", "version": "0"}
    assert officer.post("examinations:details", scene.examination.pk, event.pk, **sent).status_code == 302
    rights = visible_text(officer.get("examinations:rights", scene.examination.pk))
    assert "Photographs and measurements" in rights
    assert "What was done Photographed" in rights
    with acting_as(SYSTEM):
        printed = str(treatment(content_of(stored(scene), scene.minute(41))))
        prompts = prompts_for(SYSTEM, stored(scene), scene.minute(41))
    assert "One photograph of the face." in printed
    assert not any("photographed" in each for each in prompts.get("QA-A1", ()))


def test_of_anybody_else_the_press_asks_first_and_what_was_done_is_taken(cast: Cast) -> None:
    scene, officer = begun(cast, 40), Browser(cast, "pc.stansted")
    asked = visible_text(officer.get("examinations:act", scene.examination.pk, "identify"))
    assert "The person is not recorded as detained." in asked
    assert "(Sch 8 para 2)" in asked
    assert officer.post("examinations:act", scene.examination.pk, "identify", words="One photograph.").status_code == 302
    assert identified(scene) == [Kind.IDENTIFIED]
    with acting_as(SYSTEM):
        prompts = prompts_for(SYSTEM, stored(scene), scene.minute(41))["QA-A1"]
    assert any("photographed, measured or identified at" in each for each in prompts)


def test_the_row_presses_while_detained_and_asks_otherwise() -> None:
    def offer(*kinds: str) -> offers.Offer:
        row = offers.Row([fact(kind, number) for number, kind in enumerate(kinds)])
        return next(act for group in row.groups() for act in group.acts if act.slug == "identify")

    assert (offer("FIRST_QUESTION").asks, offer("FIRST_QUESTION").is_open) == (True, True)
    assert not offer("FIRST_QUESTION", "DETAINED").asks
