"""A ship or aircraft searched for persons to question: a fact with its time, what was searched and by whom (TACT Sch 7 para 7; CTBSA Sch 3
para 7)."""

import pytest

from examinations.models import Kind, Power, Search
from examinations.papers.property import parts
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import act, put_right
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene

SAID = {"craft": "SHIP", "which": "Fictional Star, car decks", "was_anybody_found": "yes"}


def tab(scene: Scene) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get("examinations:property", scene.examination.pk))


def record(scene: Scene) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get("examinations:record", scene.examination.pk))


@pytest.mark.parametrize("power", Power.values)
def test_one_press_records_it_under_either_power_and_what_was_searched_is_owed(cast: Cast, power: str) -> None:
    scene = begun(cast, 30, power=power)
    event = act(scene, "search-craft")
    assert (event.kind, event.officer) == (Kind.CRAFT_SEARCHED, cast["pc.stansted"])
    assert "what was searched, which one, and what of it" in record(scene)
    assert "Ship or aircraft searched for persons" in tab(scene)


def test_what_was_searched_and_by_whom_is_filled_in_afterwards(cast: Cast) -> None:
    scene = begun(cast, 30)
    event = act(scene, "search-craft", searcher=cast["pc.stansted.second"].collar_number)
    given = {"craft": "AIRCRAFT", "which": "Flight FA 101, the cabin", "was_anybody_found": "NO", "version": "0"}
    done = Browser(cast, "pc.stansted").post("examinations:details", scene.examination.pk, event.pk, **given)
    assert done.status_code == 302
    shown = tab(scene)
    assert "What was searched An aircraft" in shown
    assert "Flight FA 101, the cabin" in shown
    assert "Searched by PC 4202" in shown
    assert "which one, and what of it" not in record(scene)


def test_it_is_corrected_whole_and_the_first_entry_stays(cast: Cast) -> None:
    scene = begun(cast, 30)
    wrong = act(scene, "search-craft", **SAID)
    right = put_right(scene, wrong, craft="AIRCRAFT", which="Flight FA 101")
    assert (right.detail["craft"], right.detail["which"], right.detail["was_anybody_found"]) == ("AIRCRAFT", "Flight FA 101", "YES")
    with acting_as(SYSTEM):
        assert Search.objects.filter(examination=scene.examination).count() == 2
    assert "Fictional Star" not in tab(scene)


def test_a_searcher_from_outside_whom_nobody_authorised_is_a_finding(cast: Cast) -> None:
    """Para 10 of both schedules lets somebody search for an examining officer who authorised them."""
    scene = begun(cast, 30)
    act(scene, "search-craft", **SAID, searcher_other="Border Force 77")
    assert "nobody is recorded as having authorised them to search" in tab(scene)


def test_it_is_no_search_of_the_person_and_none_for_cash(cast: Cast) -> None:
    scene = begun(cast, 30)
    form = Browser(cast, "pc.stansted").get("examinations:act", scene.examination.pk, "search-craft").context["form"]
    assert {"for_cash", "searcher_sex", "person_sex"}.isdisjoint(form.fields)


def test_it_stands_on_the_paper(cast: Cast) -> None:
    scene = begun(cast, 100)
    act(scene, "search-craft", **SAID)
    scene.release(60)
    version = scene.submit(95)
    [part] = [part for part in parts(version.content) if part.title == Kind.CRAFT_SEARCHED.label]
    rows = dict(part.rows)
    assert (rows["What was searched"], rows["Which one, and what of it"]) == ("A ship", "Fictional Star, car decks")
    assert rows["Was anybody found whom an officer wished to question?"] == "Yes"
