"""Which methods an address answers: its view carries a mark, and one middleware answers 405 to all others before anything else is asked.
Packages' views are judged by the handlers that they define for GET and POST; what else they would take is not offered here."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

V = TypeVar("V", bound=Callable[..., Any])
GET, HEAD, POST = "GET", "HEAD", "POST"
EITHER = (GET, HEAD, POST)


def _marked(*methods: str) -> Callable[[V], V]:
    def mark(view: V) -> V:
        view.methods = methods  # type: ignore[attr-defined]
        return view

    return mark


# The names are Django's; unlike its own, these let HEAD go wherever GET may, and say it to the middleware rather than answer themselves.
require_GET = _marked(GET, HEAD)
require_POST = _marked(POST)


def methods_of(view: Any) -> tuple[str, ...]:
    """What the view answers: its mark, else what its class handles, else pages that show a form and take it."""
    if marked := getattr(view, "methods", None):
        return tuple(marked)
    if handles := getattr(view, "view_class", None):
        offered = ((GET, HEAD), "get"), ((POST,), "post")
        return tuple(method for methods, handler in offered if hasattr(handles, handler) for method in methods)
    return EITHER


class Methods:
    """Answers whatever an address does not offer, whoever asks: 405 with what it does offer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        allowed = methods_of(view)
        if request.method in allowed:
            return None
        response = render(request, "405.html", {"shows": GET in allowed}, status=405)
        response["Allow"] = ", ".join(allowed)
        return response
