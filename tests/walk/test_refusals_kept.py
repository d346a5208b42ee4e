"""A refusal of somebody signed in undoes all that the request did, and is itself one entry in the ledger, in a transaction of its own."""

import logging
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client

from audit.models import Event, Reading
from borderops.kit.clock import now
from tests.cast import make_cast
from tests.plugins.databases import as_owner
from tests.walk.asking import ROUTES, Walker, cells, undone
from tests.walk.databases import world
from tests.walk.world import World

__all__ = ["world"]


@pytest.fixture(autouse=True, scope="module")
def unlogged() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("who", ["pc.luton", "admin.vetting"])
def test_every_403_and_404_is_one_refusal_in_the_ledger_and_nothing_else(world: World, who: str) -> None:
    walker, faults, number = Walker(world, who), [], 0
    for cell in cells(world, who):
        if cell.method not in {"GET", "POST"}:
            continue
        with undone():
            response = walker.send(cell)
            if response.status_code not in {403, 404}:
                continue
            number += 1
            request = {"request_id": response["X-Request-ID"]}
            entries = list(Event.objects.filter(**request))
            said = [(entry.outcome, entry.verb, entry.actor_id, entry.detail.get("status")) for entry in entries]
            if said != [("DENY", f"refused.{cell.name}"[:60], world.cast[who].pk, response.status_code)]:
                faults.append(f"{cell}: {said}")
            if cell.thing and ROUTES[cell.name][0].pattern.converters and entries and entries[0].thing_id is None:
                faults.append(f"{cell}: names no thing")
            if Reading.objects.filter(**request).exists():
                faults.append(f"{cell}: was entered as read")
    assert not faults, "\n".join(faults[:30])
    assert number > 50


def kept(database: str) -> list[tuple[object, ...]]:
    """What another connection sees: only what is committed."""
    return as_owner("SELECT verb, thing_id FROM audit_event WHERE outcome = 'DENY' ORDER BY id", database=database)


def test_it_is_committed_though_the_request_was_undone(fresh_database: str) -> None:
    cast = make_cast(now())
    client, unknown = cast.sign_in(Client(raise_request_exception=False), "pc.luton"), uuid4()
    before = len(kept(fresh_database))
    assert client.get(f"/examinations/{unknown}/").status_code == 404
    assert client.get("/people/new/").status_code in {403, 404}
    assert client.get("/nowhere/").status_code == 404
    entries = kept(fresh_database)[before:]
    assert entries[0] == ("refused.examinations:record", unknown)
    assert len(entries) == 3
    assert entries[2] == ("refused.unknown", None)
    assert isinstance(entries[0][1], UUID)


def test_a_form_whose_sender_cannot_be_proved_is_a_refusal_too(fresh_database: str) -> None:
    cast = make_cast(now())
    client = cast.sign_in(Client(enforce_csrf_checks=True, raise_request_exception=False), "pc.luton")
    assert client.post("/account/preferences/", {"is_compact": "1"}).status_code in {403, 404}
    assert len(kept(fresh_database)) == 1


def test_who_is_not_signed_in_writes_nothing_into_the_ledger(fresh_database: str) -> None:
    make_cast(now())
    assert Client(raise_request_exception=False).get("/nowhere/").status_code in {302, 404}
    assert kept(fresh_database) == []
