"""A file leaves only after the reading of it has been committed: when the server is handed the first byte, everybody else can already see
that it was read; and where the commit fails, the answer is an error and nothing of the file."""

import ast
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import RequestFactory

from organisation import doors
from tests.walk.addresses import ADDRESSES
from tests.walk.asking import ROUTES, Cell, Walker
from tests.walk.databases import world
from tests.walk.world import World

__all__ = ["world"]

FILES = (
    ("sgt.norwich", "examinations:document", "accepted"),  # made again from the frozen version
    ("sgt.norwich", "examinations:document", "returned"),  # a pack, streamed from where it is kept
    ("pc.stansted", "examinations:attachment", "live"),
    ("pc.stansted", "examinations:paper", "live"),
    ("sgt.stansted", "examinations:review_paper", "accepted"),
)
OF_NO_RECORD = {"blank_pad_pdf", "calculator", "_timeline_file"}  # an empty form, and what was typed into the calculator
HELPERS = {"as_file", "as_download", "_out"}
VIEWS = Path(settings.BASE_DIR) / "examinations" / "views"


@pytest.fixture(autouse=True, scope="module")
def unlogged() -> Iterator[None]:
    """Each error is meant, and would be a traceback in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a server was handed. `was_entered`: whether, at the first thing it was handed, another connection saw the reading."""

    status: int
    was_entered: bool
    request: str
    body: bytes


def readings(request: str) -> int:
    """How many looks at something another connection sees of a request."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_reading WHERE request_id = %s AND thing_id IS NOT NULL", [request])
            return int(cursor.fetchone()[0])
    finally:
        other.close()


def handed_over(walker: Walker, cell: Cell) -> Sent:
    """Ask as a server does, and look at the ledger when the status and the headers are handed over: before any byte."""
    seen: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
        request = dict(headers)["X-Request-ID"]
        seen.update(status=int(status[:3]), request=request, was_entered=readings(request) > 0)
        return lambda _: None

    sender = RequestFactory()
    sender.cookies.load(walker.cookies)
    environ = sender.get(walker.path(cell)).META  # the environment that a server makes of a request
    answer = cast(Any, WSGIHandler()(environ, start_response))
    try:
        return Sent(body=b"".join(answer), **seen)
    finally:
        answer.close()


@contextmanager
def no_commit() -> Iterator[None]:
    """A transaction that entered a reading cannot be committed."""
    entered: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        entered.extend([sql] if sql.startswith('INSERT INTO "audit_reading"') else [])
        return execute(sql, params, many, context)

    def commit() -> None:
        if entered:
            entered.clear()
            raise OperationalError("server closed the connection unexpectedly")
        kept()

    kept = connection._commit  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(note):
        patch.setattr(connection, "_commit", commit)
        yield


@pytest.mark.parametrize(("who", "name", "key"), FILES)
def test_the_reading_is_committed_before_the_first_byte_leaves(world: World, who: str, name: str, key: str) -> None:
    sent = handed_over(Walker(world, who), Cell(who, name, "GET", world.of("examination")[key]))
    assert (sent.status, sent.was_entered) == (200, True)
    assert len(sent.body) > 100


@pytest.mark.parametrize(("who", "name", "key"), FILES)
def test_nothing_of_a_file_leaves_where_its_reading_cannot_be_committed(world: World, who: str, name: str, key: str) -> None:
    walker, cell = Walker(world, who), Cell(who, name, "GET", world.of("examination")[key])
    whole = handed_over(walker, cell).body
    with no_commit():
        sent = handed_over(walker, cell)
    assert (sent.status, sent.was_entered, readings(sent.request)) == (500, False, 0)
    assert sent.body[:200] != whole[:200]
    assert sent.body.lstrip().startswith(b"<!DOCTYPE html>")


@contextmanager
def left_open() -> Iterator[None]:
    """In the place of the door's transaction: one that ends only after the answer was handed over."""
    connection.set_autocommit(False)
    yield


def test_the_watcher_sees_it_when_bytes_leave_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Cell("pc.stansted", "examinations:paper", "GET", world.of("examination")["live"])
    walker = Walker(world, "pc.stansted")
    monkeypatch.setattr(doors, "transaction", SimpleNamespace(atomic=left_open, set_rollback=lambda _: None))
    try:
        sent = handed_over(walker, cell)
    finally:
        connection.close()
    assert (sent.status, sent.was_entered) == (200, False)


def serving() -> set[str]:
    """The functions of the views that answer with a file to be saved."""
    found = set()
    for path in VIEWS.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            names = {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
            texts = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
            if names & (HELPERS | {"FileResponse", "StreamingHttpResponse"}) or "Content-Disposition" in texts:
                found.add(node.name)
    return found - HELPERS


def test_every_view_that_serves_a_file_is_asked() -> None:
    asked = {getattr(ROUTES[name][0].callback, "__name__", "") for _, name, _ in FILES}
    assert serving() - OF_NO_RECORD == asked
    assert all(ADDRESSES[name].writes_reading for _, name, _ in FILES)
