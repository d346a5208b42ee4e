"""Every page that shows a record writes a reading before its data leaves. Where the reading cannot be written, nothing of it leaves."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from borderops.kit.methods import GET
from examinations.models import Examination
from tests.walk.addresses import ADDRESSES
from tests.walk.asking import Cell, Walker, everything, expected, undone
from tests.walk.databases import world
from tests.walk.world import World, token

__all__ = ["world"]

READING = [name for name, each in ADDRESSES.items() if each.writes_reading and GET in each.methods]
# Who reads which record: between them they are answered by every page of one.
READERS = (("pc.stansted", "live"), ("pc.stansted", "ended"), ("pc.stansted", "returned"), ("sgt.stansted", "live"),
           ("sgt.stansted", "ended"), ("sgt.norwich", "claimed"), ("di.region", "accepted"), ("supt.oncall", "away_live"),
           ("insp.region", "live"))  # fmt: skip
SHOWN = (("pc.stansted", "examinations:record", "live"), ("di.region", "examinations:document", "accepted"),
         ("pc.stansted", "examinations:paper", "live"), ("pc.stansted", "examinations:attachment", "live"))  # fmt: skip


@contextmanager
def nothing_entered() -> Iterator[None]:
    """The ledger takes no reading, however it is sent to it."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith('INSERT INTO "audit_reading"'):
            raise OperationalError("could not extend file: No space left on device")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture(autouse=True, scope="module")
def unlogged() -> Iterator[None]:
    """Each error is meant, and would be a traceback in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def walkers(world: World) -> dict[str, Walker]:
    return {who: Walker(world, who) for who in dict(READERS)}


def read_by(world: World, walkers: dict[str, Walker], name: str) -> list[Cell]:
    """Who opens the page by the table. One that has nothing to show of some records has entered the record before it knows that."""
    cells = [Cell(who, name, "GET", world.of("examination")[key]) for who, key in READERS]
    return [cell for cell in cells if 200 in (expected(cell, is_whole=walkers[cell.who].is_whole(cell)) or ())]


def canaries(world: World, key: str, text: str) -> list[str]:
    """What of the record stands in an answer: the token of its texts, or its reference, which a photograph carries in its name."""
    row = world.of("examination")[key].row
    assert isinstance(row, Examination)
    return [mark for mark in (token(key), row.reference) if mark in text]


@pytest.mark.parametrize("name", READING)
def test_no_page_of_a_record_answers_when_the_reading_of_it_cannot_be_entered(world: World, walkers: dict[str, Walker], name: str) -> None:
    cells = read_by(world, walkers, name)
    assert cells
    for cell in cells:
        assert cell.thing is not None
        with undone(), nothing_entered():
            response = walkers[cell.who].send(cell)
            shown = canaries(world, cell.thing.key, everything(response))
        assert (response.status_code, shown) == (500, []), cell


def test_with_the_ledger_in_order_the_same_readers_are_shown_the_record(world: World, walkers: dict[str, Walker]) -> None:
    """In a page, in a document, in a paper and in a photograph: what was not shown above is there to be shown."""
    for who, name, key in SHOWN:
        with undone():
            response = walkers[who].send(Cell(who, name, "GET", world.of("examination")[key]))
            assert (response.status_code, bool(canaries(world, key, everything(response)))) == (200, True), name
