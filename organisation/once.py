"""A form is sent once: its one-time id is claimed in the transaction of what it does, and a repetition ends where the first one led.
Of two at the same moment the second waits for the first to be finished, because the row that it wants to insert is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from borderops.kit.clock import now
from organisation.doors import DoorRequest
from organisation.models import OnceKey, User

View = Callable[..., HttpResponseBase]
FIELD = "submission_id"
LONGEST = 300
CLAIM = "INSERT INTO organisation_oncekey (owner_id, key, led_to, used_at) VALUES (%s, %s, '', %s) ON CONFLICT DO NOTHING"


def key_of(request: HttpRequest) -> UUID | None:
    """The form's one-time id; None when it is missing or none at all."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def claim(owner: User, key: UUID) -> str | None:
    """None: the id is the caller's now, until its transaction ends. Otherwise the address to which the first submission led.

    Waits while another transaction holds the same id; if that one is undone, the id is the caller's after all.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [owner.pk, key, now()])
        if cursor.rowcount:
            return None
    return OnceKey.objects.values_list("led_to", flat=True).get(owner=owner, key=key)


def settle(owner: User, key: UUID, led_to: str | None) -> None:
    """Keep where the submission led; give the id back when it led nowhere (errors in the form, a version conflict)."""
    mine = OnceKey.objects.filter(owner=owner, key=key)
    if led_to is None:
        mine.delete()
    else:
        mine.update(led_to=led_to if len(led_to) <= LONGEST else "/")


def once(view: View) -> View:
    """Mark a view whose POST must take effect once: when it has answered with a redirection. Any other answer may be repeated."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key, owner = key_of(request), cast(DoorRequest, request).user
        if key is None:
            return without_id(request)
        led_to = claim(owner, key)
        if led_to is not None:
            return HttpResponseRedirect(led_to or "/")
        response = view(request, *args, **kwargs)
        settle(owner, key, response["Location"] if isinstance(response, HttpResponseRedirect) else None)
        return response

    return wrapped


def without_id(request: HttpRequest) -> HttpResponse:
    """The form came without its id or with a spoiled one: nothing is done, and it is said how to go on."""
    return render(request, "organisation/without_id.html", status=400)
