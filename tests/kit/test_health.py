"""The two addresses that a proxy and the launcher ask: the first always answers, the second tells part by part and leaks nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from audit.heartbeats import SILENCE, be_heard, heard, heard_outside_a_task
from audit.models import Heartbeat
from borderops.kit import clock
from tests.plugins.databases import connected_to

PARTS = {"database", "migrations", "redis", "worker", "beat"}


@pytest.mark.django_db
def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz", HTTP_HOST="whatever.example")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_not_ready_until_worker_and_beat_have_been_heard(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "parts": {name: name not in {"worker", "beat"} for name in PARTS}}


@pytest.mark.django_db
def test_ready_once_all_have_been_heard(client: Client) -> None:
    be_heard()
    heard("beat", at=clock.now())
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "parts": dict.fromkeys(PARTS, True)}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_silence_is_noticed(client: Client) -> None:
    be_heard()
    heard("beat", at=clock.now() - SILENCE - timedelta(seconds=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [name for name, well in answer.json()["parts"].items() if not well] == ["beat"]


@pytest.mark.django_db
def test_being_heard_again_moves_the_one_row() -> None:
    first = clock.now()
    heard("worker", at=first)
    heard("worker", at=first + timedelta(seconds=10))
    assert list(Heartbeat.objects.filter(job="worker").values_list("ok_at", flat=True)) == [first + timedelta(seconds=10)]


@pytest.fixture
def no_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The server is there but the database is not, as after a botched restore."""
    with django_db_blocker.unblock(), connected_to("bo_there_is_none"):
        yield


def test_without_a_database_the_process_is_alive_but_not_ready(client: Client, no_database: None) -> None:
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {name: name == "redis" for name in PARTS}
    assert b"bo_there_is_none" not in answer.content


def test_without_redis_only_redis_is_not_ready(client: Client, fresh_database: str, settings: Any) -> None:
    heard_outside_a_task("worker")
    heard_outside_a_task("beat")
    settings.REDIS_URL = "redis+socket:///nowhere/redis.sock?virtual_host=0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [name for name, well in answer.json()["parts"].items() if not well] == ["redis"]


@pytest.mark.django_db
def test_other_methods_pass_on_to_the_ordinary_pages(client: Client) -> None:
    assert client.post("/readyz").status_code in {403, 404}
