"""When a database of the benchmarks may be kept: only additions to the schema can be followed by migrating."""

import pytest

from bench.databases import can_follow, schema

HAD = {"examinations/migrations/0001_initial.py": "a", "organisation/sql/privileges.sql": "b"}


@pytest.mark.parametrize(
    ("wanted", "can"),
    [
        (HAD, True),
        (HAD | {"examinations/migrations/0002_more.py": "c"}, True),
        (HAD | {"organisation/sql/privileges.sql": "another"}, True),
        (HAD | {"examinations/migrations/0001_initial.py": "another"}, False),
        ({"organisation/sql/privileges.sql": "b"}, False),
    ],
    ids=["nothing changed", "a migration more", "other privileges", "a migration altered", "a migration gone"],
)
def test_a_database_is_kept_when_its_migrations_still_stand(wanted: dict[str, str], can: bool) -> None:
    assert can_follow(HAD, wanted) is can


def test_a_database_without_a_stamp_is_made_again() -> None:
    assert not can_follow({}, HAD)


def test_the_schema_names_every_migration_and_fits_into_a_comment() -> None:
    found = schema()
    assert "examinations/migrations/0001_initial.py" in found
    assert "organisation/sql/privileges.sql" in found
    assert all("'" not in path for path in found)
