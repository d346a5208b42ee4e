"""The service's addresses and two pages that show nothing, which only a benchmark ever serves."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from borderops.urls import handler400, handler403, handler404, handler500
from organisation.doors import public, shown, signed_in

FRAME = engines["django"].from_string('{% extends "base.html" %}{% block heading %}Nothing{% endblock %}')


@public
def empty(request: HttpRequest) -> HttpResponse:
    """The whole stack and nothing else."""
    return HttpResponse()


@signed_in
def frame(request: HttpRequest) -> HttpResponse:
    """What every page costs whatever it shows: session, person, standing, scope, reading, and the frame with its notices."""
    shown(request, "bench.viewed", [])
    return HttpResponse(FRAME.render({}, request))


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/frame/", frame),
    path("", include("borderops.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
