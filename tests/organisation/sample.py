"""A small app of its own for the tests of this floor: one form that must be sent once, edited under a version, and survive a sign-in."""

from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from borderops.kit.clock import now
from organisation.doors import DoorRequest, signed_in
from organisation.models import Notice
from organisation.notices import raise_notice
from organisation.once import once
from organisation.sessions import background

FORM = """{% extends "base.html" %}{% block heading %}Form{% endblock %}{% block content %}
<form method="post">{% include "kit/form_keys.html" %}<textarea name="text"></textarea><button>Send</button></form>{% endblock %}"""


@signed_in
@once
def form(request: HttpRequest) -> HttpResponse:
    """Each POST with a text leaves one row; one without is answered as an invalid form is."""
    user = cast(DoorRequest, request).user
    if request.method != "POST":
        return HttpResponse(engines["django"].from_string(FORM).render({}, request))
    text = request.POST.get("text", "")
    if not text:
        return HttpResponse("Enter a text", status=422)
    key = str(uuid4())
    raise_notice(recipient=user.pk, key=key, text=text, link="/", at=now())
    return HttpResponseRedirect(f"/sample/done/{Notice.objects.get(recipient=user, key=key).pk}/")


@signed_in
def done(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse("Saved")


@background
@signed_in
def polled(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Still there")


@signed_in
def plain(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [
    path("", include("borderops.urls")),
    path("sample/", form),
    path("sample/done/<str:number>/", done),
    path("sample/polled/", polled),
    path("sample/plain/", plain),
]
