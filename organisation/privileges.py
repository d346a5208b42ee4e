"""Gives the service's database role what organisation/sql/privileges.sql says, after every migration, so that no new table is forgotten."""

from pathlib import Path
from typing import Any

from django.db import connections

PRIVILEGES = Path(__file__).parent / "sql" / "privileges.sql"


def grant_to_the_service(*, using: str, **signal: Any) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(PRIVILEGES.read_text(encoding="utf-8"))
