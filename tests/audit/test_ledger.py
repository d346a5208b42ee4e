"""The ledger stamps its own entries, refuses every change, and its leaves cover every column."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.actions import MOST_SHOWN, reading
from audit.models import Event, Reading

pytestmark = pytest.mark.django_db


def an_event() -> Event:
    """One with something in every column."""
    return Event.objects.create(
        actor_id=uuid.uuid4(),
        actor_label="4101",
        session_hash="s",
        request_id="r",
        ip="10.0.0.7",
        verb="examination.started",
        thing_kind="examinations.examination",
        thing_id=uuid.uuid4(),
        port_id=uuid.uuid4(),
        reason="because",
        recipients=["a"],
        digests={"examinations.examination:1": "00"},
        detail={"field": "place"},
    )


def a_reading() -> Reading:
    """One with something in every column."""
    return Reading.objects.create(
        actor_id=uuid.uuid4(),
        actor_label="4101",
        ip="2001:db8::7",
        verb="board.view",
        thing_kind="examinations.examination",
        thing_id=uuid.uuid4(),
        port_id=uuid.uuid4(),
        shown=[uuid.uuid4(), uuid.uuid4()],
        count=2,
        filter_digest="00",
    )


def test_the_database_says_when_and_in_which_transaction_an_entry_was_written() -> None:
    event = Event.objects.create(verb="lied.about", at=datetime(2001, 1, 1, tzinfo=UTC), xid=1, leaf=b"x" * 32)
    event.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, clock_timestamp()")
        xid, at = cursor.fetchone()
    assert event.xid == xid
    assert timedelta() <= at - event.at < timedelta(seconds=30)
    assert bytes(event.leaf) != b"x" * 32


def test_an_entry_is_given_back_as_the_database_stamped_it() -> None:
    event = an_event()
    assert (event.at, event.xid, bytes(event.leaf)) == Event.objects.values_list("at", "xid", "leaf").get(pk=event.pk)


COLUMNS = "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
OTHERS: dict[str, str] = {
    "bigint": "{} + 1",
    "integer": "{} + 1",
    "timestamp with time zone": "{} + interval '1 microsecond'",
    "uuid": "gen_random_uuid()",
    "inet": "'192.0.2.1'",
    "character varying": "{} || 'x'",
    "text": "{} || 'x'",
    "jsonb": "'{{\"other\": 1}}'",
    "ARRAY": "{} || gen_random_uuid()",
}


@pytest.mark.parametrize(("table", "make"), [("audit_event", an_event), ("audit_reading", a_reading)])
def test_every_column_but_the_leaf_itself_is_in_the_leaf(table: str, make: Callable[[], Event | Reading]) -> None:
    row = make()
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        columns = cursor.fetchall()
        names = [name for name, _, _ in columns]

        def leaf_with(column: str, value: str) -> bytes:
            """The leaf that the row would have with another value in one column."""
            fields = ", ".join(value.format(f"e.{name}") if name == column else f"e.{name}" for name in names)
            cursor.execute(f"SELECT {table}_leaf(ROW({fields})::{table}) FROM {table} e WHERE id = %s", [row.pk])
            return bytes(cursor.fetchone()[0])

        assert leaf_with("", "") == bytes(row.leaf)
        for name, kind, is_nullable in columns:
            if name == "leaf":
                assert leaf_with(name, "'\\x00'::bytea") == bytes(row.leaf)
            else:
                assert leaf_with(name, OTHERS[kind]) != bytes(row.leaf), name
                if is_nullable == "YES":
                    assert leaf_with(name, "NULL") != bytes(row.leaf), name


def test_moving_a_character_from_one_column_to_the_next_changes_the_leaf() -> None:
    one = Event.objects.create(verb="v", session_hash="ab", request_id="c")
    with connection.cursor() as cursor:
        same = ", ".join(f"e.{name}" for name in ("id", "at", "xid", "leaf", "actor_id", "actor_label"))
        rest = ", ".join(f"e.{field.column}" for field in Event._meta.concrete_fields[8:])
        cursor.execute(
            f"SELECT audit_event_leaf(ROW({same}, 'ab', 'c', {rest})::audit_event),"
            f" audit_event_leaf(ROW({same}, 'a', 'bc', {rest})::audit_event) FROM audit_event e WHERE id = %s",
            [one.pk],
        )
        as_it_is, moved = cursor.fetchone()
    assert bytes(as_it_is) == bytes(one.leaf)
    assert bytes(moved) != bytes(one.leaf)


def test_an_entry_in_another_encoding_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_encoding = 'LATIN1'")
        with pytest.raises(DatabaseError, match="written in UTF8"), transaction.atomic():
            Event.objects.create(verb="v")
        cursor.execute("SET LOCAL client_encoding = 'UTF8'")


@pytest.mark.parametrize("table", ["audit_event", "audit_reading", "audit_seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_service_may_not_change_the_ledger(table: str, change: str) -> None:
    column = "number" if table == "audit_seal" else "id"
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table, column, column))


def test_a_page_that_shows_more_than_an_entry_holds_is_entered_whole_in_one_statement(
    django_assert_num_queries: CaptureQueriesContext,
) -> None:
    keys = [uuid.uuid4() for _ in range(MOST_SHOWN * 2 + 1)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        reading("board.view", shown=keys, count=len(keys))
    entries = Reading.objects.order_by("id")
    assert [key for entry in entries for key in entry.shown] == keys
    assert [entry.count for entry in entries] == [MOST_SHOWN, MOST_SHOWN, 1]
