"""Reads instants from PostgreSQL ten times as fast as Django's own reader, which is written in Python where psycopg's is in C.
A record with two hundred events holds well over a thousand of them. PostgreSQL's session is in UTC throughout (Django sets it so)."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.db.backends.signals import connection_created


class InstantLoader(BaseTzLoader):  # type: ignore[misc]  # of no known type
    """`timestamptz` as text into an aware datetime in UTC."""

    timezone = UTC  # Django compares it with the connection's and would put its own reader back

    def load(self, data: Any) -> datetime:
        """Raises psycopg.DataError, as Django's reader does, for what no datetime can hold (infinity, years before Christ)."""
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:
            found: datetime = super().load(data)
            return found


def read_with_it(sender: object, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    if connection.vendor == "postgresql" and connection.timezone == UTC:
        connection.connection.adapters.register_loader("timestamptz", InstantLoader)


def read_instants_fast() -> None:
    """From now on in this process each new connection reads instants with InstantLoader."""
    connection_created.connect(read_with_it, dispatch_uid="borderops.kit.instants")
