"""The error pages: each says what happened, what to do next, and the request's id to quote."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"why": str(exception) if exception else ""}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Given its few words by itself: what every other page is given may be the very thing that failed."""
    context = {"service_name": settings.SERVICE_NAME, "marking": settings.PROTECTIVE_MARKING}
    page = render_to_string("500.html", context | {"request_id": getattr(request, "request_id", "")})
    return HttpResponse(page, status=500)
