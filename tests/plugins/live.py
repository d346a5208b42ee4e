"""The launcher's real process tree on servers of its own, for journeys in a browser and for faults. Whatever is killed in it, the other
tests never notice."""

import os
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from borderops.launcher.places import Instance
from borderops.launcher.postgres import SUPERUSER, Postgres
from borderops.launcher.servers import Servers
from borderops.launcher.tree import SERVICES, Tree, free_port
from tests.plugins.databases import template, template_lock

NAMES = ("postgres", "redis", *SERVICES)


@dataclass(frozen=True)
class LiveService:
    """A running service. `start`, `stop` and `kill` take postgres, redis, web, worker or beat."""

    tree: Tree

    @property
    def url(self) -> str:
        return self.tree.url

    @property
    def password(self) -> str:
        """The one password of all demo sign-ins."""
        return self.tree.password

    @property
    def mail(self) -> Path:
        """The folder in which every e-mail sent becomes a file."""
        return self.tree.folder / "mail"

    def start(self, name: str) -> None:
        self.tree.start(name)

    def stop(self, name: str) -> None:
        self.tree.stop(name)

    def kill(self, name: str) -> None:
        self.tree.kill(name)

    def restart(self, name: str) -> None:
        self.stop(name)
        self.start(name)
        self.wait()

    def wait(self, seconds: float = 60) -> None:
        """Until /readyz says that all parts are well."""
        self.tree.wait_until_ready(seconds)

    def manage(self, *words: str) -> str:
        """Run a management command as the schema's owner; what it printed."""
        return self.tree.manage(*words, what=f"manage.py {words[0]}")

    def rows(self, statement: str) -> list[list[str]]:
        """What the database's administrator reads, unbound by row-level security."""
        return [line.split("|") for line in self.tree.servers.postgres.sql(statement, "borderops").splitlines()]


@contextmanager
def service(
    name: str, *, at: datetime | None = None, seed: Sequence[str] | None = ("--without-year",), durable: bool = False
) -> Iterator[LiveService]:
    """A whole service on new data, whose clocks start at `at`; ended and forgotten afterwards. `seed` are the words for seed_demo, and a
    `durable` one writes through to the disk as a deployment does."""
    offset = round((at - datetime.now(UTC)).total_seconds()) if at else 0
    instance = Instance(f"{name}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    tree = Tree(instance, free_port(), durable=durable, embedded=True, extra={"BORDEROPS_TIME_OFFSET": str(offset)})
    tree.end_orphans()
    for folder in {instance.folder, instance.data}:
        shutil.rmtree(folder, ignore_errors=True)
    try:
        tree.servers.start()
        fill(tree.servers.postgres)
        live = LiveService(tree)
        if seed is not None:
            live.manage("seed_demo", *seed)
        for process in SERVICES:
            tree.start(process)
        tree.wait_until_ready()
        yield live
    finally:
        tree.stop_all()


def fill(server: Postgres) -> None:
    """Copy the migrated template of the tests' server into the service's own: a second instead of all the migrations."""
    origin = Servers(Instance("dev"), durable=False).postgres
    with template_lock():
        dump = [origin.bin / "pg_dump", "-Fc", "-h", origin.instance.sockets, "-p", "5432", "-U", SUPERUSER, template()]
        copy = subprocess.run([str(word) for word in dump], capture_output=True, check=True).stdout
    restore = [server.bin / "pg_restore", "--clean", "--if-exists", "--exit-on-error", "-h", server.instance.sockets, "-p", "5432"]
    words = [str(word) for word in (*restore, "-U", SUPERUSER, "-d", "borderops")]
    subprocess.run(words, input=copy, capture_output=True, check=True)
    count_on(server, past=origin)


def count_on(server: Postgres, *, past: Postgres) -> None:
    """Let the server number its transactions on from where the other one is: the ledger's entries came with the other one's numbers, and
    it refuses to go on below them, as after a dump that was restored."""
    reached = (int(each.sql("SELECT pg_current_xact_id()", "postgres")) for each in (past, server))
    ahead = next(reached) - next(reached)
    if ahead > 0:
        server.sql(COUNT_ON.format(ahead=ahead), "postgres")


COUNT_ON = """
DO $$ BEGIN
  PERFORM set_config('synchronous_commit', 'off', false);
  FOR number IN 1..{ahead} LOOP
    PERFORM pg_current_xact_id();
    COMMIT;
  END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def live_service(django_db_setup: None) -> Generator[LiveService]:
    """One seeded service for all the journeys of this worker. A test that kills a part starts it again before it ends."""
    with service("journeys") as live:
        yield live


ServiceAt = Callable[[datetime], AbstractContextManager[LiveService]]


@pytest.fixture
def service_at(django_db_setup: None) -> ServiceAt:
    """`with service_at(instant) as live:` a service of the test's own whose browser, worker and database cross that night together."""
    return lambda at: service("shifted", at=at)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys stay together on one worker, so that one service is started for them all."""
    for item in items:
        if {"live_service", "service_at"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
