"""Pages through the real middleware, one signed-in browser a person; and the same rows as a page shows, by raw SQL."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from time import perf_counter

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from borderops.kit.clock import now
from examinations.models import Examination, State
from organisation.models import User
from organisation.policy import SYSTEM
from organisation.scopes import SETTINGS, acting_as, settings_of
from organisation.standing import standing_of

FRAME = "/bench/frame/"
LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK")


@cache
def browser_of(who: str) -> Client:
    """The person's browser, signed in."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=who), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(who: str, path: str, status: int = 200, sent: dict[str, str] | None = None) -> float:
    """Seconds from the request, with a form if one is `sent`, to the finished answer. Raises when it is another than expected."""
    client = browser_of(who)
    began = perf_counter()
    response = client.post(path, sent) if sent else client.get(path)
    seconds = perf_counter() - began
    if response.status_code != status:
        raise RuntimeError(f"{path} answered {response.status_code} to {who}")
    return seconds


def queries_of(act: Callable[[], object]) -> list[str]:
    """The queries of one warm call, savepoints included; only the bounds of the transaction are left out."""
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_QUERIES)]


def statements(who: str, path: str) -> list[str]:
    return queries_of(lambda: browser_of(who).get(path))


def queries(who: str, path: str) -> int:
    return len(statements(who, path))


def shape(statement: str) -> str:
    """The statement without its values."""
    return re.sub(r"\?(?:, \?)+", "?", LITERAL.sub("?", statement))


@cache
def rows_of(who: str, path: str) -> tuple[str, ...]:
    """The statements that fetch what the page shows: its SELECTs, without those that every page makes."""
    usual = Counter(shape(statement) for statement in statements(who, FRAME))
    found = []
    for statement in statements(who, path):
        if usual[shape(statement)]:
            usual[shape(statement)] -= 1
        elif statement.startswith("SELECT"):
            found.append(statement)
    return tuple(found)


@cache
def raw() -> psycopg.Connection:
    """A connection of psycopg's own, to the same database as the same role."""
    found = settings.DATABASES["default"]
    return psycopg.connect(dbname=found["NAME"], user=found["USER"], host=found["HOST"], port=found["PORT"], autocommit=True)


def rows(who: str, path: str) -> float:
    """Seconds to fetch the page's rows by raw SQL, in the person's own row-security scope, which is set beforehand."""
    wanted = rows_of(who, path)
    scope = settings_of(standing_of(User.objects.get(username=who), now()))
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)
    with raw().transaction(), raw().cursor() as cursor:
        cursor.execute(f"SELECT {calls}".encode(), scope)
        began = perf_counter()
        for statement in wanted:
            cursor.execute(statement.encode())
            cursor.fetchall()
        return perf_counter() - began


def waiting() -> dict[str, int]:
    """How many records wait for quality assurance, by the key of their port."""
    with acting_as(SYSTEM):
        found = Examination.objects.filter(state=State.SUBMITTED).values_list("port").annotate(number=Count("id"))
        return {str(port): number for port, number in found}


def live() -> dict[str, int]:
    """How many examinations are live, by the name of their port."""
    with acting_as(SYSTEM):
        found = Examination.objects.filter(state=State.LIVE).values_list("port__name").annotate(number=Count("id"))
        return dict(found)


ACTS = (get, queries, rows, waiting, live)
