"""Small middlewares at the front: an id for every request, its line in the log, where it came from, and the headers of every response."""

import ipaddress
import uuid
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_structlog.middlewares import RequestMiddleware

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestId:
    """Gives the request an id that the error pages show and the ledger and the logs keep. One from outside is not trusted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.request_id = request.META["HTTP_X_REQUEST_ID"] = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class RequestLog(RequestMiddleware):
    """One line at the start and one at the end of a request, with the id above. Without what stands behind the question mark, which may be
    a reference, an address to go on to, or a code of the force's sign-in."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


class ClientAddress:
    """Behind `BORDEROPS_PROXIES` proxies of ours, the address that the outermost of them saw; what a client claims beyond is not believed.
    The ledger, the lockout and the rate limits all read it where they would without a proxy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.PROXIES:
            seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            with suppress(IndexError, ValueError):  # a request that did not come through them keeps the address it came from
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(seen[-settings.PROXIES].strip()))
        return self.get_response(request)


class ResponseHeaders:
    """Nothing that a person sees is kept by a browser or a proxy, except static files."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        response.setdefault("X-Robots-Tag", "noindex, nofollow")
        if not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response
