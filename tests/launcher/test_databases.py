"""The database fixtures themselves: who connects, and what a test may leave behind."""

import pytest
from django.db import connection


def row(statement: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchone()
    assert found is not None
    return tuple(found)


@pytest.mark.django_db
def test_ordinary_tests_connect_as_the_service_which_owns_nothing() -> None:
    assert row("SELECT current_user") == ("bo_app",)
    assert row("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'bo_app'") == (0,)
    assert row("SELECT count(*) > 10 FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'bo_owner'") == (True,)


def test_a_test_that_commits_has_a_database_of_its_own(fresh_database: str) -> None:
    assert row("SELECT current_user, current_database()") == ("bo_app", fresh_database)
