"""What every page is given: who is looking, the marking, the moment, and the frame's own facts.
Counts and banners come from providers that upper floors register, so that the kit knows none of their tables."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from borderops.kit import navigation
from borderops.kit.clock import now

Provider = Callable[[HttpRequest], Any]
# Name in the template → what to call. Called at most once a page, and only if the page shows it.
PROVIDERS: dict[str, Provider] = {}
DEFAULTS: dict[str, Any] = {"notice_count": 0, "late_banner": ""}


def provide(name: str, provider: Provider) -> None:
    """Register who answers for `notice_count` or `late_banner`. The last one registered wins."""
    PROVIDERS[name] = provider


def person_of(request: HttpRequest) -> Any:
    """The signed-in person, or None."""
    actor = getattr(request, "actor", None)
    person = getattr(actor, "user", None) if actor is not None else getattr(request, "user", None)
    return person if person is not None and getattr(person, "is_authenticated", False) else None


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in settings."""
    person = person_of(request)
    signed_in = person is not None
    return {
        "person": person,
        "service_name": getattr(settings, "SERVICE_NAME", "borderops"),
        "marking": getattr(settings, "PROTECTIVE_MARKING", "OFFICIAL-SENSITIVE"),
        "demo": bool(getattr(settings, "DEMO", False)),
        "server_now": now(),
        "request_id": getattr(request, "request_id", ""),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "density": "compact" if getattr(person, "is_compact", False) else "",
        "shortcuts": bool(getattr(person, "has_shortcuts", True)) if signed_in else False,
        "idle_seconds": int(getattr(request, "idle_seconds", 0)) if signed_in else 0,
        "navigation": navigation.links(request) if signed_in else [],
        "notice_count": _lazy("notice_count", request) if signed_in else 0,
        "late_banner": _lazy("late_banner", request) if signed_in else "",
    }


def _lazy(name: str, request: HttpRequest) -> Any:
    provider = PROVIDERS.get(name)
    return SimpleLazyObject(lambda: provider(request)) if provider else DEFAULTS[name]
