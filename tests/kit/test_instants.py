"""Instants come from the database as Django's own reader would give them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import DataError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.pq import Format

from borderops.kit.instants import InstantLoader

pytestmark = pytest.mark.django_db
TIMESTAMPTZ = 1184


def read(instant: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [instant])
        found: datetime = cursor.fetchone()[0]
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instant=st.datetimes(timezones=st.just(UTC)))
def test_what_was_written_is_read(instant: datetime) -> None:
    assert read(instant.isoformat()) == instant


def test_another_offset_is_read_as_the_same_instant_in_utc() -> None:
    found = read("2026-10-25T01:30:00+01:00")
    assert (found, found.utcoffset()) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), timedelta(0))


def test_every_connection_reads_with_it() -> None:
    connection.ensure_connection()
    assert connection.connection.adapters.get_loader(TIMESTAMPTZ, Format.TEXT) is InstantLoader


@pytest.mark.parametrize("instant", ["infinity", "0044-03-15 12:00:00 BC"])
def test_what_no_datetime_can_hold_is_refused(instant: str) -> None:
    with pytest.raises(DataError):
        read(instant)
