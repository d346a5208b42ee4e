"""A form is sent once, however often it is pressed, and whoever of two comes second ends where the first one led."""

import threading
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from organisation.models import Notice, OnceKey, User
from tests.factories import PersonFactory
from tests.organisation.conftest import sign_in

pytestmark = pytest.mark.usefixtures("sample")
FORM = "/sample/"


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    sign_in(client, officer)
    return client


def test_a_second_press_leads_where_the_first_one_did_and_does_nothing(desk: Client) -> None:
    form = {"text": "Detained", "submission_id": str(uuid4())}
    assert desk.post(FORM, form)["Location"] == desk.post(FORM, form)["Location"]
    assert Notice.objects.count() == 1


def test_another_form_with_the_same_text_is_another_one(desk: Client) -> None:
    for _ in range(2):
        desk.post(FORM, {"text": "Detained", "submission_id": str(uuid4())})
    assert Notice.objects.count() == 2


def test_a_form_that_came_back_with_errors_can_be_sent_again(desk: Client) -> None:
    key = str(uuid4())
    assert desk.post(FORM, {"text": "", "submission_id": key}).status_code == 422
    assert desk.post(FORM, {"text": "Detained", "submission_id": key}).status_code == 302
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("spoiled", ["", "none", "12345678-1234-1234-1234-12345678901", "{%7B"])
def test_without_a_good_id_nothing_is_done_and_the_page_says_how_to_go_on(desk: Client, spoiled: str) -> None:
    answer = desk.post(FORM, {"text": "Detained", "submission_id": spoiled} if spoiled else {"text": "Detained"})
    assert answer.status_code == 400
    assert "send it once more" in answer.content.decode()
    assert not Notice.objects.exists()


def test_the_same_id_of_two_people_is_two_forms(desk: Client, colleague: User) -> None:
    form = {"text": "Detained", "submission_id": str(uuid4())}
    other = Client()
    sign_in(other, colleague)
    assert desk.post(FORM, form)["Location"] != other.post(FORM, form)["Location"]
    assert Notice.objects.count() == 2


def test_what_the_page_draws_is_a_new_id_each_time(desk: Client) -> None:
    bodies = {desk.get(FORM).content.decode().split('name="submission_id" value="')[1][:36] for _ in range(3)}
    assert len(bodies) == 3


def test_of_many_at_the_same_moment_one_takes_effect_and_all_end_on_its_page(fresh_database: str) -> None:
    officer = PersonFactory.make(username="pc.quick")
    desk = Client()
    sign_in(desk, officer)
    form = {"text": "Detained", "submission_id": str(uuid4())}
    led_to: list[str] = []
    start = threading.Barrier(6)

    def press() -> None:
        browser = Client()
        browser.cookies = desk.cookies
        try:
            start.wait(timeout=20)
            led_to.append(browser.post(FORM, form)["Location"])
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press) for _ in range(6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join(timeout=60)
    assert len(led_to) == 6
    assert len(set(led_to)) == 1
    assert (Notice.objects.count(), OnceKey.objects.count()) == (1, 1)
