"""Whatever page names a record, the ledger says that whoever asked was shown it: lists and notices as much as a record's own page."""

import logging
from collections.abc import Iterator

import pytest

from audit.models import Reading
from borderops.kit.methods import GET
from examinations.models import Examination
from tests.walk.addresses import ADDRESSES, PUBLIC, SIGNED_IN
from tests.walk.asking import Cell, Walker, everything, undone
from tests.walk.databases import world
from tests.walk.table import may_try
from tests.walk.test_unwritten_reading import nothing_entered
from tests.walk.world import World

__all__ = ["world"]

LISTS = [name for name, each in ADDRESSES.items() if GET in each.methods and not each.kind and each.verb != PUBLIC]
READERS = ("pc.stansted", "pc.stansted.second", "pc.elsewhere", "sgt.stansted", "sgt.norwich", "insp.region", "supt.oncall", "di.region")
# What must have named a record to somebody, or nothing was tried.
NAMING = {"workbench:home", "workbench:notices", "workbench:my-records", "workbench:dashboard", "examinations:board", "examinations:wall",
          "examinations:board_rows", "examinations:wall_rows", "examinations:joining", "examinations:limits", "examinations:authorities",
          "assurance:queue"}  # fmt: skip
SHOWN = {"pc.stansted": "live", "sgt.norwich": "claimed", "supt.oncall": "away_live", "di.region": "accepted"}
RECORDS = [name for name, each in ADDRESSES.items() if each.writes_reading]


@pytest.fixture(autouse=True, scope="module")
def unlogged() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def named_and_entered(walker: Walker, cell: Cell) -> tuple[set[str], set[str]]:
    """The references that the answer holds, and those of the records that the request entered as shown."""
    with undone():
        response = walker.send(cell)
        if response.status_code != 200:
            return set(), set()
        text, entered = everything(response), set()
        for reading in Reading.objects.filter(request_id=response["X-Request-ID"]):
            entered |= {reading.thing_id, *reading.shown}
    return named_in(walker.world, text), {row.reference for row in examinations(walker.world) if row.pk in entered}


def examinations(world: World) -> list[Examination]:
    return [thing.row for thing in world.of("examination").values() if isinstance(thing.row, Examination)]


def named_in(world: World, text: str) -> set[str]:
    return {row.reference for row in examinations(world) if row.reference in text}


def test_every_record_that_a_list_names_is_entered_as_shown(world: World) -> None:
    walkers = [Walker(world, who) for who in READERS]
    naming, unentered = set(), []
    for walker in walkers:
        for name in LISTS:
            named, entered = named_and_entered(walker, Cell(walker.who, name, "GET"))
            naming |= {name} if named else set()
            unentered += [f"{walker.who} {name}: {len(named - entered)} of {len(named)}"] if named - entered else []
    assert not unentered, "\n".join(unentered)
    assert naming >= NAMING


def test_no_list_answers_when_what_it_shows_cannot_be_entered(world: World) -> None:
    walkers = {who: Walker(world, who) for who in ("sgt.stansted", "supt.oncall", "pc.stansted.second")}
    for name in NAMING:
        who = next(who for who in walkers if ADDRESSES[name].verb == SIGNED_IN or may_try(who, ADDRESSES[name].verb))
        with undone(), nothing_entered():
            response = walkers[who].send(Cell(who, name, "GET"))
            assert (response.status_code, named_in(world, everything(response))) == (500, set()), name


def test_every_other_record_that_a_page_of_a_record_names_is_entered_too(world: World) -> None:
    unentered = []
    for who, key in SHOWN.items():
        walker = Walker(world, who)
        for name in RECORDS:
            named, entered = named_and_entered(walker, Cell(who, name, "GET", world.of("examination")[key]))
            unentered += [f"{who} {name}: {len(named - entered)} of {len(named)}"] if named - entered else []
    assert not unentered, "\n".join(unentered)
