"""What a seizure of cash still owes is said to the assurer beside the criterion about the route of cash, whole and as it is now."""

from datetime import UTC, datetime
from decimal import Decimal

from assurance import queries
from examinations import actions
from examinations.cash import Pieces
from examinations.models import CashPower, CashSeizure
from examinations.owed.cash import MISSING
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, pressed

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = 24 * 60


def seized(cast: Cast) -> tuple[Scene, CashSeizure]:
    scene = begin(cast)
    given = {"examination": scene.examination, "power": CashPower.ATCSA, "when": pressed(scene.minute(20))}
    seizure: CashSeizure = scene.do("pc.stansted", actions.seize_cash, **given)
    return scene, seizure


def told(scene: Scene, number: float) -> str:
    by_code = scene.do("sgt.norwich", lambda by: queries.prompts_for(by, scene.fresh(), scene.minute(number)))
    return "\n".join(by_code.get("QA-E2", ()))


def test_everything_that_a_seizure_owes_is_said_whole(cast: Cast) -> None:
    scene, seizure = seized(cast)
    scene.release(50)
    scene.submit(90)
    said = told(scene, 95)
    assert all(short in said for short, _ in MISSING.values())
    counters = (cast["pc.stansted"], cast["sgt.stansted"])
    counted = {"counters": counters, "pieces": [Pieces("GBP", Decimal(20), 70)], "sealed_bag": "B1"}
    made = scene.do("pc.stansted", actions.count_cash, seizure=seizure, when=pressed(scene.minute(100)), **counted)
    changes = {"receipt": "R 12", "place": "Gate 12", "grounds": "Bundles.", "explanation": "None given."}
    scene.do("pc.stansted", actions.describe_cash, seizure=seizure, at=scene.minute(101), changes=changes)
    assert told(scene, 102) == ""
    scene.do("pc.stansted", actions.take_back_row, row=made, at=scene.minute(103), reason="Counted by nobody.")
    assert "to be counted by two people" in told(scene, 104)


def test_hours_that_ran_out_after_submission_without_an_order_are_said(db: None) -> None:
    scene, seizure = seized(make_cast(MONDAY))
    scene.release(50)
    scene.submit(90)
    assert "C12" not in told(scene, 95)
    assert "C12: " in told(scene, 3 * DAY)
    order = {"seizure": seizure, "kind": "ORDERED", "court": "Harlow Magistrates' Court", "when": pressed(scene.minute(3 * DAY))}
    scene.do("pc.stansted", actions.take_cash_step, **order)
    assert told(scene, 3 * DAY + 1).count("C12: ") == 1


def step(scene: Scene, seizure: CashSeizure, kind: str, number: float, **values: object) -> None:
    given = {"seizure": seizure, "kind": kind, "when": pressed(scene.minute(number)), **values}
    scene.do("pc.stansted", actions.take_cash_step, **given)


def test_cash_held_without_grounds_is_said_until_it_is_returned(cast: Cast) -> None:
    scene, seizure = seized(cast)
    step(scene, seizure, "ASSESSED", 40, grounds_continue=False)
    scene.release(50)
    scene.submit(90)
    assert "the grounds for holding it have gone" in told(scene, 95)
    step(scene, seizure, "RETURNED", 100, words="To the person, who signed.")
    assert "the grounds for holding it have gone" not in told(scene, 101)


def test_cash_neither_paid_in_nor_kept_as_evidence_past_its_48_hours_is_said(db: None) -> None:
    scene, seizure = seized(make_cast(MONDAY))
    scene.release(50)
    scene.submit(90)
    assert "to be paid into an account" not in told(scene, 95)
    assert "to be paid into an account" in told(scene, 3 * DAY)
    step(scene, seizure, "PAID_IN", 3 * DAY + 1)
    assert "to be paid into an account" not in told(scene, 3 * DAY + 2)
