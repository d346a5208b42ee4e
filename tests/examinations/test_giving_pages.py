"""The page on which a supervisor gives a record that nobody can finish, what it says when somebody can, and what the record costs while an
offer waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from examinations.models import State
from tests.cast import Cast
from tests.examinations.pages import Browser, text_of, visible_text
from tests.examinations.scenes import Scene, counting, number_of
from tests.examinations.test_finishing import PC, SECOND, SGT, WHY, ended, entry_of, leave, offer, returned

MOST_QUERIES = 12
OVERHEAD = 6


def test_it_is_given_by_choosing_an_officer_and_saying_why(cast: Cast) -> None:
    cast.at -= timedelta(minutes=200)
    scene = ended(cast)
    leave(cast)
    sergeant = Browser(cast, SGT)
    page = sergeant.get("examinations:give", scene.examination.pk)
    said = visible_text(page)
    assert "Examiners: PC" in said
    assert str(cast[SECOND].pk) in text_of(page)
    assert str(cast[PC].pk) not in text_of(page)
    refused = sergeant.resend("examinations:give", scene.examination.pk, officer=str(cast[SECOND].pk), reason=" ")
    assert refused.status_code == 422
    assert "checked" in text_of(refused), "what was chosen stays chosen"
    done = sergeant.resend("examinations:give", scene.examination.pk, officer=str(cast[SECOND].pk), reason=WHY)
    assert done.status_code == 302
    assert entry_of(scene, SECOND).completes
    assert Browser(cast, SECOND).get("examinations:particulars", scene.examination.pk).status_code == 200


def test_while_an_examiner_can_finish_it_the_page_says_who_and_offers_nobody(cast: Cast) -> None:
    cast.at -= timedelta(minutes=200)
    scene = ended(cast)
    page = Browser(cast, SGT).get("examinations:give", scene.examination.pk)
    assert "can still finish it. Ask them to, or to hand it over." in visible_text(page)
    assert "Give it" not in visible_text(page)


@pytest.mark.parametrize(("make", "state"), [(ended, State.ENDED), (returned, State.RETURNED)])
@pytest.mark.parametrize("who", [PC, SECOND, "di.region"])
def test_a_record_costs_no_more_while_an_offer_waits(cast: Cast, make: Callable[[Cast], Scene], state: str, who: str) -> None:
    cast.at -= timedelta(minutes=350)
    scene = make(cast)
    offer(scene)
    browser = Browser(cast, who)
    for _ in range(2):
        with counting() as made:
            response = browser.get("examinations:record", scene.examination.pk)
    assert response.status_code == 200
    assert scene.fresh().state == state
    assert number_of(made) <= OVERHEAD + MOST_QUERIES
