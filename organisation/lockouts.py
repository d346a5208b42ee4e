"""Wrong passwords are counted in PostgreSQL by django-axes, per user name and place they come from; after too many, both have to wait.
Counted per pair, so that nobody can lock a colleague out of a running examination from somewhere else."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

import audit.actions as ledger
from organisation.models import User


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The user name as it is counted: from whichever caller (form, signal, second check of a password), without regard to case."""
    found = credentials or {}
    name = found.get("username") or found.get("login") or (request.POST.get("login") if request is not None else "") or ""
    return str(name).strip().lower()[:255]


def nameless(*facts: Any) -> str:
    """What the log says instead of a name and an address."""
    return "a client"


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """The page that says how long to wait and whom to ask. The same for a name that exists and for one that does not."""
    ledger.record("account.locked", outcome="DENY", detail={"wrong_passwords": settings.AXES_FAILURE_LIMIT})
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "account/locked.html", {"tries": settings.AXES_FAILURE_LIMIT, "minutes": minutes}, status=429)


def unlock(user: User) -> int:
    """Forget the wrong passwords typed for this person. How many counts were forgotten. The caller checks the permission and records it."""
    return AxesProxyHandler.reset_attempts(username=user.username.lower())
