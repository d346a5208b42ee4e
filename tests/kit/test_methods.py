"""What an address answers is said once, and everything else is refused before anybody is asked who they are."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.views.generic import FormView

from borderops.kit.methods import EITHER, methods_of, require_GET, require_POST


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_view_without_a_mark_shows_a_form_and_takes_it() -> None:
    assert methods_of(view) == EITHER


def test_where_get_may_go_head_may_too() -> None:
    assert methods_of(require_GET(lambda request: HttpResponse())) == ("GET", "HEAD")
    assert methods_of(require_POST(lambda request: HttpResponse())) == ("POST",)


def test_a_packages_form_view_is_not_offered_the_put_that_it_would_take() -> None:
    assert hasattr(FormView, "put")
    assert methods_of(FormView.as_view()) == EITHER


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST"])
def test_what_a_page_does_not_answer_is_told_with_what_it_does(client: Client, db: None, method: str) -> None:
    response = client.generic(method, "/accessibility/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Nothing was changed" in response.content.decode()


def test_head_is_answered_like_get_without_the_page(client: Client, db: None) -> None:
    response = client.head("/accessibility/")
    assert (response.status_code, response.content) == (200, b"")
