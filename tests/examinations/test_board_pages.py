"""The review board and the wallboard: what they show, to whom, and when a look at them is entered."""

import re

import pytest

from audit.models import Reading
from examinations import actions
from examinations.models import Kind
from tests.cast import Cast
from tests.examinations.pages import PERSON, Browser, begun, headings, text_of, title_of, visible_text
from tests.examinations.scenes import begin, counting, number_of


def test_the_board_is_ordered_by_the_next_legal_instant_and_names_who_may_review(cast: Cast) -> None:
    later = begin(cast, who="pc.luton", port="Luton")
    sooner = begun(cast, 50)
    sooner.detain(5)
    page = Browser(cast, "di.region").get("examinations:board")
    body = text_of(page)
    assert body.index(sooner.examination.reference) < body.index(later.examination.reference)
    assert cast["sgt.stansted"].phone in body
    assert headings(page) == 1


@pytest.mark.parametrize("where", ["board", "wall"])
def test_the_board_and_the_wall_ask_for_a_sound_when_a_clock_turns(cast: Cast, where: str) -> None:
    """What the sound is like is heard in tests/kit/test_browser.py."""
    begin(cast)
    page = text_of(Browser(cast, "di.region").get(f"examinations:{where}"))
    assert re.search(r"<div data-alarm data-alarm-sound>.*data-clock", page, flags=re.S)


def test_the_board_says_whether_i_may_review_and_why_not(cast: Cast) -> None:
    scene = begun(cast, 50, who="sgt.stansted")
    scene.record(Kind.DETAINED, 20, who="sgt.stansted")
    refused = visible_text(Browser(cast, "sgt.norwich").get("examinations:board"))
    assert "No." in refused
    assert "rank" in refused
    assert "You may" in visible_text(Browser(cast, "insp.region").get("examinations:board"))


def test_a_refused_detention_stands_first_and_says_release_now(cast: Cast) -> None:
    scene = begun(cast, 50)
    scene.detain(5)
    scene.review(30, outcome="RELEASE", is_necessary=False, rights_reminded=[])
    page = visible_text(Browser(cast, "sgt.stansted").get("examinations:board"))
    assert "Release now" in page
    assert "1 overdue" in page


def test_nothing_of_the_person_is_on_the_board_or_in_its_title(cast: Cast) -> None:
    scene = begun(cast, 20)
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes=PERSON)
    for where in ("examinations:board", "examinations:wall", "examinations:board_rows", "examinations:wall_rows"):
        page = Browser(cast, "di.region").get(where)
        assert scene.examination.reference in text_of(page)
        assert scene.examination.reference not in title_of(page)
        assert not any(word in text_of(page) for word in PERSON.values())


def test_the_wallboard_names_no_officer_and_no_number_to_ring(cast: Cast) -> None:
    scene = begun(cast, 20)
    rows = text_of(Browser(cast, "di.region").get("examinations:wall_rows"))
    assert scene.examination.reference in rows
    for name in ("pc.stansted", "sgt.stansted", "insp.region"):
        assert cast[name].name not in rows
        assert cast[name].phone not in rows
        assert not re.search(rf"[ >]{cast[name].collar_number}[ <]", rows)


def test_another_ports_examination_is_not_on_an_officers_board(cast: Cast) -> None:
    scene = begun(cast, 20)
    page = Browser(cast, "pc.luton").get("examinations:board")
    assert scene.examination.reference not in text_of(page)
    assert "No examination is live" in visible_text(page)


def test_somebody_without_a_board_is_refused(cast: Cast) -> None:
    assert Browser(cast, "admin.vetting").get("examinations:board").status_code == 403


def test_asking_again_is_entered_as_read_only_when_other_records_are_shown(cast: Cast) -> None:
    begun(cast, 20)
    sergeant = Browser(cast, "sgt.stansted")
    looks = Reading.objects.filter(verb="board.view", actor_id=cast["sgt.stansted"].pk)
    found = re.search(r'data-clock-url="([^"]+)"', text_of(sergeant.get("examinations:board")))
    assert found
    sergeant.client.get(found.group(1))
    assert looks.count() == 1
    begin(cast)
    sergeant.client.get(found.group(1))
    assert [look.count for look in looks.order_by("id")] == [1, 2]


def test_the_board_costs_the_same_however_many_rows_it_shows(cast: Cast) -> None:
    sergeant = Browser(cast, "sgt.stansted")
    begin(cast)
    sergeant.get("examinations:board")
    with counting() as few:
        sergeant.get("examinations:board")
    for _ in range(6):
        begin(cast)
    with counting() as many:
        sergeant.get("examinations:board")
    assert number_of(few) == number_of(many)


def test_an_officer_may_ring_the_reviewer_from_the_board(cast: Cast) -> None:
    begun(cast, 20)
    page = text_of(Browser(cast, "pc.stansted").get("examinations:board"))
    assert f'href="tel:{cast["sgt.stansted"].phone.replace(" ", "")}"' in page
