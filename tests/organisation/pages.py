"""What the tests of pages share: a person at a browser, and a form sent as its page offers it."""

from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.markup import tidy


class Fields(HTMLParser):
    """The hidden fields of a page's forms, and the text of its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._in_title = tag == "title"
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.hidden[str(found["name"])] = found.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


class Browser:
    """One person of the cast at a browser of their own."""

    def __init__(self, cast: Cast, name: str) -> None:
        self.client: Any = cast.sign_in(Client(), name)
        self.name = name

    def get(self, where: str, *args: Any, **query: str) -> Any:
        return self.client.get(reverse(where, args=args), query)

    def post(self, where: str, *args: Any, follow: Any = False, **fields: Any) -> Any:
        """Post to an address with a one-time id of its own."""
        sent = {"submission_id": str(uuid4()), **{name: value for name, value in fields.items() if value is not None}}
        return self.client.post(reverse(where, args=args), sent, follow=follow)

    def resend(self, where: str, *args: Any, **fields: Any) -> Any:
        """Open the form, then send its own hidden fields with what is typed."""
        page = self.get(where, *args)
        return self.client.post(reverse(where, args=args), {**Fields(page.content.decode()).hidden, **fields})


def text_of(response: HttpResponse) -> str:
    """What was sent, however its template breaks the lines."""
    return tidy(response.content.decode())


def boxes(name: str, day: int, month: int, year: int, time: str = "") -> dict[str, str]:
    """A date, or a date and time, as the three boxes and the time box send it."""
    parts = {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}
    return {**parts, f"{name}_time": time} if time else parts
