"""Who has had a thing, when the entry that a link came with is put right or taken back: on the page, in the past, on paper."""

from datetime import datetime

import pytest

from borderops.kit.dates import spoken, spoken_time
from examinations import actions
from examinations.models import Custody, Item, Kind, TimelineEvent
from examinations.papers.frozen import content_of
from examinations.papers.notices_and_receipts import property_tables
from examinations.papers.property import parts
from examinations.queries import as_it_stood, property_page, things_then
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, visible_text
from tests.examinations.scenes import Scene, counting, number_of, pressed, typed


@pytest.fixture
def scene(cast: Cast) -> Scene:
    cast.at = cast.at.replace(microsecond=0)
    made = begun(cast, 200)
    made.detain(20)
    return made


def kept(scene: Scene, number: float = 30) -> Item:
    values = {"kind": "OTHER", "when": pressed(scene.minute(number)), "description": "A rucksack"}
    item: Item = scene.do("pc.stansted", actions.keep_item, examination=scene.examination, **values)
    return item


def give_back(scene: Scene, item: Item, number: float) -> None:
    values = {"returned_to": "The person", "signature": "SIGNED", "when": pressed(scene.minute(number))}
    scene.do("pc.stansted", actions.return_item, item=item, **values)


def fact(scene: Scene, kind: str) -> TimelineEvent:
    with acting_as(SYSTEM):
        rows = TimelineEvent.objects.select_related("examination")
        return rows.get(examination=scene.examination, kind=kind, superseded_by__isnull=True, is_withdrawn=False)


def put_right(scene: Scene, kind: str, to: float, received: float) -> None:
    when = typed(scene.minute(to), scene.minute(received))
    scene.do("pc.stansted", actions.supersede_event, event=fact(scene, kind), when=when, reason="The wrong watch.")


def chain(scene: Scene) -> list[tuple[str, datetime, bool]]:
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(150)).items
        return [(link.row.step, link.at, link.is_corrected) for link in line.chain]


def test_a_link_counts_from_its_entry_as_it_stands_however_often_that_was_put_right(scene: Scene) -> None:
    item = kept(scene)
    put_right(scene, Kind.PROPERTY_RETAINED, 28, 60)
    put_right(scene, Kind.PROPERTY_RETAINED, 26, 61)
    give_back(scene, item, 70)
    put_right(scene, Kind.PROPERTY_RETURNED, 65, 80)
    assert chain(scene) == [("TAKEN", scene.minute(26), True), ("RETURNED", scene.minute(65), True)]
    with acting_as(SYSTEM):
        assert [link.at for link in Custody.objects.order_by("at")] == [scene.minute(30), scene.minute(70)], "no link is changed"


def test_a_return_that_was_taken_back_does_not_come_again_with_the_correction_of_the_next(scene: Scene) -> None:
    item = kept(scene)
    give_back(scene, item, 60)
    wrong = {"event": fact(scene, Kind.PROPERTY_RETURNED), "at": scene.minute(61), "reason": "The wrong item."}
    scene.do("pc.stansted", actions.withdraw_event, **wrong)
    give_back(scene, item, 70)
    put_right(scene, Kind.PROPERTY_RETURNED, 68, 80)
    assert chain(scene) == [("TAKEN", scene.minute(30), False), ("RETURNED", scene.minute(68), True)]


def test_the_correction_of_another_ground_moves_no_link(scene: Scene) -> None:
    item = kept(scene)
    change = {"ground": "EVIDENCE", "reason": "Charged.", "when": pressed(scene.minute(50))}
    scene.do("pc.stansted", actions.keep_on_ground, item=item, **change)
    with acting_as(SYSTEM):
        later = TimelineEvent.objects.select_related("examination").get(words="Charged.")
    when = typed(scene.minute(45), scene.minute(60))
    scene.do("pc.stansted", actions.supersede_event, event=later, when=when, reason="The wrong watch.")
    assert chain(scene) == [("TAKEN", scene.minute(30), False)]


def test_the_page_says_both_instants_and_the_past_says_the_one_that_was_known(scene: Scene) -> None:
    item = kept(scene)
    put_right(scene, Kind.PROPERTY_RETAINED, 26, 60)
    page = visible_text(Browser(scene.cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk))
    assert spoken_time(scene.minute(26), seconds=True) in page
    assert f"Corrected from {spoken_time(scene.minute(30), seconds=True)}" in page
    with acting_as(SYSTEM):
        [before], [after] = (things_then(as_it_stood(stored(scene), scene.minute(at))).property.items for at in (55, 61))
    assert [(link.at, link.is_corrected) for link in before.chain] == [(scene.minute(30), False)]
    assert [(link.at, link.is_corrected) for link in after.chain] == [(scene.minute(26), True)]


def test_the_papers_say_the_instant_that_stands_and_that_it_was_put_right(scene: Scene) -> None:
    item = kept(scene)
    give_back(scene, item, 60)
    taken_back = {"event": fact(scene, Kind.PROPERTY_RETURNED), "at": scene.minute(61), "reason": "The wrong item."}
    with acting_as(SYSTEM):
        [row] = property_tables(content_of(stored(scene), scene.minute(60)))[0].rows
    assert row[4] == f"Returned {spoken(scene.minute(60), seconds=True)}"
    scene.do("pc.stansted", actions.withdraw_event, **taken_back)
    put_right(scene, Kind.PROPERTY_RETAINED, 26, 62)
    with acting_as(SYSTEM):
        content = content_of(stored(scene), scene.minute(90))
        [table] = property_tables(content)
        [printed] = [part for part in parts(content) if part.title == "Item 1"]
    assert table.rows[0][3].startswith(f"{spoken(scene.minute(26), seconds=True)} (corrected)")
    assert table.rows[0][4] == "Kept"
    labels = [label for label, _ in printed.rows]
    assert f"Taken, {spoken(scene.minute(26), seconds=True)} (corrected)" in labels
    assert not any(label.startswith("Returned") for label in labels)


def test_a_chain_whose_entries_were_put_right_costs_one_query_more(scene: Scene) -> None:
    def cost() -> int:
        with acting_as(SYSTEM), counting() as made:
            property_page(stored(scene), scene.minute(150))
        return number_of(made)

    kept(scene)
    plain = cost()
    for to in (29, 28, 27):
        put_right(scene, Kind.PROPERTY_RETAINED, to, 60 + to)
        assert cost() == plain + 1
