"""Every error page says what to do next and carries the request's id to quote, through the whole service and for a fault of our own too."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from borderops.kit.errors import server_error
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, visible_text

TOO_MANY = {str(number): "" for number in range((settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0) + 1)}


def not_read(cast: Cast) -> Any:
    return Browser(cast, "pc.stansted").client.post(reverse("workbench:read-all-notices"), TOO_MANY)


def not_allowed(cast: Cast) -> Any:
    return Browser(cast, "pc.stansted").get("organisation:people")


def not_there(cast: Cast) -> Any:
    return Browser(cast, "pc.stansted").client.get("/nothing/of/the/kind/")


def not_like_that(cast: Cast) -> Any:
    return Browser(cast, "pc.stansted").get("preferences")


def overtaken(cast: Cast) -> Any:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    officer.post("examinations:particulars", scene.examination.pk, version=1, carrier="First Air")
    return officer.post("examinations:particulars", scene.examination.pk, version=1, carrier="Second Air")


def from_elsewhere(cast: Cast) -> Any:
    client = cast.sign_in(Client(enforce_csrf_checks=True), "pc.stansted")
    return client.post(reverse("workbench:read-all-notices"))


def broken(cast: Cast) -> Any:
    client = cast.sign_in(Client(raise_request_exception=False), "pc.stansted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.queries.home", fails)
        return client.get(reverse("workbench:home"))


def fails(*_: object) -> None:
    raise RuntimeError("A fault of our own, with a CANARY in it.")


PAGES: list[tuple[Callable[[Cast], Any], int, str]] = [
    (not_read, 400, "Go back and try again."),
    (not_allowed, 403, "ask your administrator to look at your posting"),
    (from_elsewhere, 403, "load the page again and send it once more"),
    (not_there, 404, "Check the reference and find it again"),
    (not_like_that, 405, "Go to your first page"),
    (overtaken, 409, "Change your text where theirs is right, and send it again"),
    (broken, 500, "go on by the time already shown"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("ask", "status", "next_step"), PAGES, ids=[f"{status} {ask.__name__}" for ask, status, _ in PAGES])
def test_an_error_page_says_what_to_do_next_and_carries_the_requests_id(
    cast: Cast, ask: Callable[[Cast], Any], status: int, next_step: str
) -> None:
    answer = ask(cast)
    said = visible_text(answer)
    assert answer.status_code == status
    assert next_step in said
    assert re.fullmatch(r"[0-9a-f]{16}", answer["X-Request-ID"])
    assert f"quote {answer['X-Request-ID']}" in said
    assert answer.content.decode().count("<h1") == 1
    assert "CANARY" not in said


# Without the database: the page must come when nothing else does.
def test_the_page_of_a_fault_bears_the_services_name_and_marking_and_needs_nothing_else(settings: Settings) -> None:
    settings.SERVICE_NAME, settings.PROTECTIVE_MARKING = "Ports & Borders", "OFFICIAL"
    answer = server_error(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "<title>Something went wrong – Ports &amp; Borders</title>" in page
    assert re.findall(r'class="bo-marking[^"]*">([^<]*)<', page) == ["OFFICIAL", "OFFICIAL"]
    assert "borderops" not in html.unescape(re.sub(r"<link[^>]*>", "", page))
