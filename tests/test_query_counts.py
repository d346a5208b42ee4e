"""How many queries each page makes, committed in tests/query_counts.json and constant in the rows shown. After a page has been added or
changed: `.venv/bin/pytest tests/test_query_counts.py --write-query-counts`, then look at what changed before it is committed."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from examinations.models import Kind, State, TimelineEvent
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.factories import DutyFactory, PersonFactory
from tests.walk.addresses import ADDRESSES
from tests.walk.asking import ROUTES, Cell, Walker, expected, undone
from tests.walk.databases import world
from tests.walk.stories import made
from tests.walk.world import Thing, World

__all__ = ["world"]

KEPT = Path(__file__).parent / "query_counts.json"
WRITE = "--write-query-counts"
HOW = f"Run .venv/bin/pytest tests/test_query_counts.py {WRITE}, look at the difference, and commit it."
# Whose page it is first of all: the first of these whom the table lets in.
TYPICAL = ("sgt.norwich", "pc.stansted", "di.region", "admin.vetting", "psd.auditor")
# A page of a record is measured in the first of these that it may be opened in, the record itself in all of them: the dearest counts.
STATES = ("live", "ended", "claimed", "returned", "accepted")
RECORD = "examinations:record"
OVERHEAD = "overhead"  # session, person, standing, scope, reading, notices
MOST = {OVERHEAD: 6, "examinations:board": 8, "examinations:wall": 8, "assurance:queue": 8, RECORD: 12}
# Entries of which a record may have any number: of the timeline alone, of rights and welfare, and with details of their own.
MORE = (Kind.NOTE, Kind.QUESTION, Kind.NOTICE_SERVED, Kind.MEDICAL, Kind.REFRESHMENTS, Kind.COMPLAINT_INFORMATION_GIVEN)
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def cells_of(world: World, name: str) -> list[Cell]:
    """A page as its typical reader opens it, in each state that they may open it in."""
    kind = ADDRESSES[name].kind
    keys = STATES if kind == "examination" else tuple(world.things.get(kind, {}))
    things: list[Thing | None] = [world.of(kind)[key] for key in keys] if kind else [None]
    for who in TYPICAL:
        found = [Cell(who, name, "GET", thing) for thing in things]
        if allowed := [cell for cell in found if expected(cell) == ADDRESSES[name].takes]:
            return allowed if name == RECORD else allowed[:1]
    return []


def queries_of(walker: Walker, cell: Cell) -> int | None:
    """What one request costs when everything that a process keeps is warm; None when the answer is no page."""
    for _ in range(2):
        with undone(), CaptureQueriesContext(connection) as captured:
            response = walker.send(cell)
    counted = [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(NOT_COUNTED)]
    return len(counted) if response.status_code == 200 else None


def overhead_of(walker: Walker) -> int:
    with override_settings(ROOT_URLCONF="bench.urls"):
        for _ in range(2):
            with undone(), CaptureQueriesContext(connection) as captured:
                assert walker.client.get("/bench/frame/").status_code == 200
    return sum(not each["sql"].startswith(NOT_COUNTED) for each in captured.captured_queries)


def measured(world: World) -> dict[str, int]:
    """For each page, what it costs beyond what every page costs."""
    walkers = {who: Walker(world, who) for who in TYPICAL}
    common = max(overhead_of(walker) for walker in walkers.values())
    found = {OVERHEAD: common}
    for name, address in ADDRESSES.items():
        if "GET" in address.methods:
            counts = [count for cell in cells_of(world, name) if (count := queries_of(walkers[cell.who], cell)) is not None]
            if counts:
                found[name] = max(0, max(counts) - common)
    return found


@contextmanager
def crowded(world: World, rows: int = 12) -> Iterator[None]:
    """The same world with so many more of everything that a page lists; undone afterwards."""
    cast = world.cast
    with undone():
        for number in range(rows):
            for state in (State.LIVE, State.SUBMITTED):
                made(cast, f"more{number}{state.value.lower()}", ["pc.stansted", "sgt.norwich"], "Stansted", state)
            someone = PersonFactory.make(username=f"pc.more{number}", collar_number=f"9{number:03}", name=f"More {number}")
            DutyFactory.make(officer=someone, port=cast.ports["Stansted"], duty_from=cast.at)
        with acting_as(SYSTEM):
            for key in STATES:
                row = world.of("examination")[key].row
                at, officer = cast.at - timedelta(minutes=60), cast["pc.stansted"]
                fact = {"at": at, "received_at": at, "officer": officer, "entered_by": officer, "words": "More"}
                more = [TimelineEvent(examination_id=row.pk, kind=kind, **fact) for kind in MORE for _ in range(rows)]
                TimelineEvent.objects.bulk_create(more)
            for who in TYPICAL:
                values = {"recipient": cast[who], "text": "More", "link": "/", "raised_at": cast.at, "level": Notice.Level.INFORM}
                Notice.objects.bulk_create([Notice(key=f"more {who} {number}", **values) for number in range(rows)])
        yield


@pytest.fixture(scope="module")
def counts(world: World, request: pytest.FixtureRequest) -> dict[str, int]:
    logging.disable(logging.CRITICAL)
    found = measured(world)
    logging.disable(logging.NOTSET)
    if request.config.getoption(WRITE):
        KEPT.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def kept(counts: dict[str, int]) -> dict[str, int]:
    """What is committed; read after it has been written, when that was asked for."""
    found: dict[str, int] = json.loads(KEPT.read_text(encoding="utf-8"))
    return found


def test_every_page_makes_as_many_queries_as_are_committed(counts: dict[str, int], kept: dict[str, int]) -> None:
    changed = [f"{name}: {kept[name]} committed, {counts.get(name)} counted" for name in sorted(kept) if kept[name] != counts.get(name)]
    assert not changed, "\n".join([*changed, HOW])


def test_a_page_that_is_not_committed_yet_makes_no_more_than_a_record(counts: dict[str, int], kept: dict[str, int]) -> None:
    """So that a page can land before the whole list is counted again."""
    dear = [f"{name}: {counts[name]} counted" for name in sorted(counts.keys() - kept.keys()) if counts[name] > MOST[RECORD]]
    assert not dear, "\n".join([*dear, HOW])


def test_no_page_makes_more_queries_than_it_may(kept: dict[str, int]) -> None:
    assert {name: kept[name] for name, most in MOST.items() if kept[name] > most} == {}


def test_more_rows_make_no_more_queries(world: World, counts: dict[str, int]) -> None:
    with crowded(world):
        many = measured(world)
    grown = [f"{name}: {counts[name]} with few rows, {many[name]} with many" for name in counts if many[name] > counts[name]]
    assert not grown, "\n".join(grown)


def test_nearly_every_page_is_counted(counts: dict[str, int]) -> None:
    """Those that are not show nothing to anybody of the cast: there is nothing to set up, to take over or to answer."""
    pages = {name for name, each in ADDRESSES.items() if "GET" in each.methods and not name.startswith(("account_", "mfa_", "gallery"))}
    assert pages - counts.keys() <= UNSHOWN | {name for name in pages if len(ROUTES[name][0].pattern.converters) > 1}


UNSHOWN = {
    "examinations:answer_handover",
    "examinations:authorities",
    "examinations:describe_goods",
    "examinations:goods",
    "examinations:release_now",
    "organisation:find",
}
