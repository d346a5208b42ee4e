"""Whoever assures a record sees which rule was not read in the Act, and what the clocks ask somebody to look at."""

import pytest

from assurance.queries import prompts_for
from examinations.models import Kind, Power
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin

pytestmark = pytest.mark.django_db


def told(scene: Scene, code: str) -> list[str]:
    with acting_as(SYSTEM):
        return list(prompts_for(SYSTEM, scene.fresh(), scene.minute(100)).get(code, ()))


@pytest.mark.parametrize(("power", "rule"), [(Power.TACT_S7, "R3"), (Power.CTBSA_S3, "R3 (not verified)")])
def test_a_breach_of_a_rule_that_was_not_read_says_so(cast: Cast, power: str, rule: str) -> None:
    scene = begin(cast, power=power)
    scene.detain(10)
    scene.record(Kind.SOLICITOR_REQUESTED, 12)
    scene.record(Kind.QUESTION, 20)
    scene.release(50)
    scene.submit(90)
    assert [one for one in told(scene, "QA-G4") if one.startswith(f"{rule}: ")]


def test_what_is_no_breach_and_has_to_be_looked_at_reaches_the_assurer_too(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(70)
    scene.release(80)
    scene.submit(90)
    assert [one for one in told(scene, "QA-G2") if "nothing records when questioning stopped" in one]
