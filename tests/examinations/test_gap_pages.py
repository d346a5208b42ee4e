"""What a record lacks, on its own page: the line that leads to where it is filled in, and at what cost."""

from decimal import Decimal
from typing import Any

import pytest

from examinations import actions
from examinations.cash import Pieces
from examinations.models import CashSeizure, Kind
from examinations.papers.record import treatment
from examinations.queries import live_panel
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, visible_text
from tests.examinations.scenes import Scene, counting, number_of, pressed


def seize(scene: Scene, number: float = 30, **details: str) -> CashSeizure:
    values: dict[str, Any] = {"examination": scene.examination, "power": "POCA", "when": pressed(scene.minute(number)), "details": details}
    return scene.do("pc.stansted", actions.seize_cash, **values)


def owed(scene: Scene, where: str) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence.split(": ", 1)[1] for one in live_panel(scene.fresh(), scene.minute(50)).owed if one.where == where]


def test_cash_that_is_not_counted_or_has_no_receipt_is_owed_on_the_record_itself(cast: Cast) -> None:
    scene = begun(cast, 60)
    seizure = seize(scene)
    assert owed(scene, "cash") == ["to be counted by two people; the receipt given, or why there is none; and 4 more"]
    everything = {"place": "Room 2", "grounds": "Hidden.", "explanation": "None given.", "no_receipt_reason": "Refused."}
    scene.do("pc.stansted", actions.describe_cash, seizure=seizure, at=scene.minute(31), changes=everything)
    assert owed(scene, "cash") == ["to be counted by two people; the sealed bag"]
    counters, pieces = (cast["pc.stansted"], cast["pc.stansted.second"]), [Pieces("GBP", Decimal(20), 100)]
    count = {"counters": counters, "pieces": pieces, "sealed_bag": "B1", "when": pressed(scene.minute(32))}
    scene.do("pc.stansted", actions.count_cash, seizure=seizure, **count)
    assert owed(scene, "cash") == []


def test_its_line_leads_to_the_cash(cast: Cast) -> None:
    scene = begun(cast, 60)
    seize(scene)
    shown = Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk)
    assert "to be counted by two people" in visible_text(shown)
    line = text_of(shown).split("to be counted by two people")[0].rsplit("<li>", 1)[1]
    assert f"/examinations/{scene.examination.pk}/cash/" in line


def test_a_seizure_that_was_taken_back_owes_nothing(cast: Cast) -> None:
    scene = begun(cast, 60)
    seizure = seize(scene)
    scene.do("pc.stansted", actions.withdraw_event, event=seizure.event, at=scene.minute(35), reason="Another traveller's.")
    assert owed(scene, "cash") == []


@pytest.mark.parametrize("items", [0, 2])
def test_items_and_cash_cost_one_query_together_and_each_keeps_its_own(cast: Cast, items: int) -> None:
    def cost() -> int:
        with acting_as(SYSTEM), counting() as made:
            live_panel(scene.fresh(), scene.minute(50))
        return number_of(made)

    scene = begun(cast, 60)
    nothing = cost()
    for number in range(items):
        when = pressed(scene.minute(20 + number))
        scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="OTHER", when=when)
    seize(scene, receipt="R1")
    seize(scene, 35, receipt="R2", place="Gate 12")
    assert cost() == nothing + 1
    assert owed(scene, "property") == ["what it is and the receipt given, or why there is none"] * items
    assert owed(scene, "cash") == [
        "to be counted by two people; where it was seized; and 3 more",
        "to be counted by two people; the grounds of the suspicion; and 2 more",
    ]


def test_that_a_parent_was_told_is_filled_in_from_the_line_that_owes_it(cast: Cast) -> None:
    scene = begun(cast, 60)
    event = scene.detain(20)
    key, officer = scene.examination.pk, Browser(cast, "pc.stansted")
    said = "whether a parent or guardian was told, besides the named person"
    assert said not in visible_text(officer.get("examinations:record", key))
    values = {"at": scene.minute(21), "version": 1, "changes": {"looks_under_18": True}}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, **values)
    shown = text_of(officer.get("examinations:record", key))
    assert f"/examinations/{key}/timeline/{event.pk}/details/" in shown.split(said)[0].rsplit("<li>", 1)[1]
    filled = {"guardian_told": "YES", "guardian": "Her mother, by telephone.", "version": "0"}
    assert officer.post("examinations:details", key, event.pk, **filled).status_code == 302
    assert said not in visible_text(officer.get("examinations:record", key))
    assert "Her mother, by telephone." in visible_text(officer.get("examinations:rights", key))
    assert event.kind == Kind.DETAINED


def test_what_was_said_to_a_parent_is_printed_and_an_adults_detention_is_not_repeated(cast: Cast) -> None:
    for child in (True, False):
        scene = begun(cast, 60)
        scene.detain(20)
        if child:
            scene.tell_parent()
        scene.release(40)
        content = scene.submit(50).content
        told = [part for part in treatment(content) if part.title == "Somebody told of the detention"]
        assert ("Of a child: was a parent or guardian told of the detention? Yes" in str(told)) == bool(told) == child
