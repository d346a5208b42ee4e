"""What the front of the service makes of a request before anybody looks at it: its id, its line in the log, and where it came from."""

import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from borderops.kit.middleware import ClientAddress


def address(forwarded: str | None) -> str:
    """What REMOTE_ADDR is after the middleware, for a request that 10.0.0.1 handed over."""
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    ClientAddress(view)(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **extra))  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "192.0.2.9", "10.0.0.1"),
        (1, "192.0.2.9", "192.0.2.9"),
        (1, "198.51.100.1, 192.0.2.9", "192.0.2.9"),
        (2, "203.0.113.5, 198.51.100.1, 192.0.2.9", "198.51.100.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, None, "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
        (3, "192.0.2.9", "10.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_our_outermost_proxy_saw(
    settings: Settings, proxies: int, forwarded: str | None, expected: str
) -> None:
    settings.PROXIES = proxies
    assert address(forwarded) == expected


def test_the_log_has_the_id_of_the_page_and_nothing_from_behind_the_question_mark(
    client: Client, caplog: pytest.LogCaptureFixture, db: None
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/account/login/?next=/examinations/&code=secret-code", headers={"X-Request-ID": "chosen-by-a-client"})
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict) and "request" in record.msg]
    assert {line["request"] for line in lines} == {"GET /account/login/"}
    assert {line["request_id"] for line in lines} == {answer["X-Request-ID"]}
    assert "secret-code" not in json.dumps(lines, default=str)
    assert "chosen-by-a-client" not in json.dumps(lines, default=str)
