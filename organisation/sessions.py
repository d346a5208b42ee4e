"""How long a sign-in lasts, and what it must have before it counts."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class TimeOut:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)


class SecondFactor(TimeOut):
    pass
