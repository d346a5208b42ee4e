"""One migrated template, a clone of it for each worker, and a clone of its own for each test that commits.

The owner migrates; the tests connect as the service's role and are bound by its privileges. Nothing is ever flushed: the service may not
TRUNCATE. The template is kept between runs under a name made of everything that a migration reads.
"""

import ast
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from borderops.launcher.places import ROOT, RUN

APPS = ("accreditation", "assurance", "audit", "borderops", "examinations", "organisation", "rostering", "workbench")
EXTENSIONS = ROOT / "borderops" / "launcher" / "extensions.sql"
# Making or dropping a database waits for every other process of the server, and the owner is bound by no limit of its own.
PATIENCE = "-c statement_timeout=120s"
DATA_SUFFIXES = {".sql", ".json", ".csv", ".toml", ".txt"}


def owner_url(database: str = "") -> str:
    """The owner's address, for the database it names or for another one."""
    url = os.environ["BORDEROPS_OWNER_DATABASE_URL"]
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}")) if database else url


def as_owner(statement: str, *names: str, database: str = "") -> list[tuple[object, ...]]:
    """Run one statement as the schema's owner, outside any transaction; `{}` stands for each of the identifiers. Fails after PATIENCE."""
    with psycopg.connect(owner_url(database), autocommit=True, connect_timeout=30, options=PATIENCE) as connection:
        cursor = connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        return cursor.fetchall() if cursor.description else []


# --- The template ------------------------------------------------------------------------------------------------------


def imported_by(migration: Path) -> Iterator[Path]:
    """The project's own modules that a migration imports: their text decides what it does."""
    for node in ast.walk(ast.parse(migration.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            path = ROOT / Path(*name.split("."))
            yield from (found for found in (path.with_suffix(".py"), path / "__init__.py") if found.is_file())


def migration_inputs() -> list[Path]:
    migrations = [path for app in APPS for path in (ROOT / app).glob("**/migrations/*.py")]
    read = {found for migration in migrations for found in imported_by(migration)}
    data = {path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in DATA_SUFFIXES and path.name != "max_migration.txt"}
    applications = {path for app in APPS for name in ("apps.py", "permissions.py") for path in (ROOT / app).rglob(name)}
    return sorted({*migrations, *read, *data, *applications, ROOT / "requirements" / "base.txt"})


def template_name() -> str:
    sha = hashlib.sha256()
    for path in migration_inputs():
        sha.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return f"bo_template_{sha.hexdigest()[:16]}"


@contextmanager
def template_lock() -> Iterator[None]:
    """One process at a time makes, clones or drops the template."""
    RUN.mkdir(exist_ok=True)
    with (RUN / "template.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def template() -> str:
    """The migrated template, made if need be; older ones are dropped. The caller holds the lock."""
    name = template_name()
    known = [str(row[0]) for row in as_owner("SELECT datname FROM pg_database WHERE datname LIKE 'bo\\_template\\_%'")]
    if name in known:
        return name
    for old in [*known, "bo_template_making"]:
        as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
    as_owner("CREATE DATABASE {} TEMPLATE template0", "bo_template_making")
    as_owner(EXTENSIONS.read_text(encoding="utf-8"), database="bo_template_making")
    migrate("bo_template_making")
    as_owner("ALTER DATABASE {} RENAME TO {}", "bo_template_making", name)
    return name


def migrate(database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.plugins.migrating"],
        cwd=ROOT,
        env={**os.environ, "BORDEROPS_DATABASE_ROLE": "owner", "BORDEROPS_OWNER_DATABASE_URL": owner_url(database)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.exit(f"The migrations failed:\n{done.stdout}{done.stderr}", returncode=3)


def clone(name: str) -> None:
    """A database of this name with everything that the template holds."""
    with template_lock():
        as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        as_owner("CREATE DATABASE {} TEMPLATE {}", name, template())


def drop(name: str) -> None:
    """One that cannot be dropped in time is left to the server's own end: it is in nobody's way."""
    with suppress(psycopg.errors.QueryCanceled):
        as_owner("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


# --- Fixtures ----------------------------------------------------------------------------------------------------------


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """Point Django's connection, in this thread and in those that the test starts, to another database of the same server."""
    from django.db import connections

    settings = connections["default"].settings_dict
    before = settings["NAME"]
    connections["default"].close()
    settings["NAME"] = database
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = before


def own_name(kind: str) -> str:
    """A database name that no other worker, run or clone of the repository uses on the same server."""
    return f"bo_{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


def _read_the_law() -> None:
    """As every process does at its first record, so that no test counts these queries for its own."""
    from examinations.law.in_force import live_law

    live_law()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Generator[None]:
    """Replaces pytest-django's: ordinary tests share the worker's clone, as the service's role, and roll back."""
    name = own_name("test")
    clone(name)
    with django_db_blocker.unblock(), connected_to(name):  # type: ignore[attr-defined]
        _read_the_law()
        yield
    drop(name)


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Generator[str]:
    """A clone of this test's own, for a test that commits. Its name. Not to be mixed with the `django_db` mark."""
    name = own_name("fresh")
    clone(name)
    with django_db_blocker.unblock(), connected_to(name):  # type: ignore[attr-defined]
        yield name
    drop(name)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test marked as transactional would be flushed afterwards, which the service's role may not do."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction") or mark.args:
                raise pytest.UsageError(f"{item.nodeid}: tests that commit take the fixture fresh_database instead of transaction=True.")
