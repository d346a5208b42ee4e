"""`/healthz` says that this process answers; `/readyz` says part by part whether the service can do its work. A middleware answers both
before any other, so that they need no session, no database and no host name; they give truth values alone, the reasons are in the log."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from kombu import Connection

from borderops.kit import clock

Check = Callable[[datetime], bool]
PARTS: dict[str, Check] = {}
log = logging.getLogger(__name__)


def register(name: str, check: Check) -> None:
    """Add a part that an app knows how to judge. The check gets the present instant; raising counts as not ready."""
    PARTS[name] = check


class Health:
    """The outermost middleware: it answers its two addresses and lets every other request pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or request.path not in {"/healthz", "/readyz"}:
            return self.get_response(request)
        answer = alive() if request.path == "/healthz" else ready(clock.now())
        answer["Cache-Control"] = "no-store"
        return answer


def alive() -> HttpResponse:
    """A proxy routes on this."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(at: datetime) -> JsonResponse:
    """Every part must be well: 200, or 503 with the parts that are not."""
    found = {name: holds(name, check, at) for name, check in PARTS.items()}
    return JsonResponse({"ready": all(found.values()), "parts": found}, status=200 if all(found.values()) else 503)


def holds(name: str, check: Check, at: datetime) -> bool:
    try:
        return check(at)
    except Exception as error:  # a probe must answer whatever is broken
        log.warning("not ready: %s (%s)", name, type(error).__name__)
        return False


def database_answers(at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


@cache
def wanted_migrations() -> frozenset[tuple[str, str]]:
    """What this process's code expects; read from disk once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def schema_is_current(at: datetime) -> bool:
    return wanted_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


def redis_answers(at: datetime) -> bool:
    with Connection(settings.REDIS_URL, transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS) as broker:
        return broker.default_channel is not None  # opening a channel pings


register("database", database_answers)
register("migrations", schema_is_current)
register("redis", redis_answers)
