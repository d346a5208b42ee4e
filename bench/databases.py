"""The benchmarks' own servers and one database for each number of examinations, all outside the checkout and kept between runs.
A database is brought up to date by the migrations that have come since, and made again when the way its records are made has changed."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from borderops.launcher import installing
from borderops.launcher.places import PYTHON, ROOT, Instance
from borderops.launcher.postgres import Postgres
from borderops.launcher.running import run
from borderops.launcher.say import step
from borderops.launcher.servers import only_one
from borderops.launcher.tree import Tree

EXTENSIONS = ROOT / "borderops" / "launcher" / "extensions.sql"
MAKING, SCRATCH = "bench_making", "bench_scratch"


def home() -> Path:
    """Where the data is kept: on the machine for root, in the user's cache for others."""
    if not os.geteuid():
        return Path("/var/lib/borderops-bench")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "borderops-bench"


def key() -> str:
    """Names the way in which the records are made."""
    return installing.digest([ROOT / "borderops" / "demo" / "scale.py"])[:12]


def schema() -> dict[str, str]:
    """A digest of each file that decides what the tables are like."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/sql/*.sql")]
    return {str(path.relative_to(ROOT)): installing.digest([path])[:12] for path in sorted(files)}


def can_follow(had: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether migrating is enough: no migration that the database has gone through was altered or taken away."""
    return bool(had) and all(wanted.get(path) == digest for path, digest in had.items() if not path.endswith(".sql"))


@dataclass(frozen=True)
class Databases:
    """The running servers, and the environment of a process that works on one of their databases."""

    tree: Tree

    @property
    def postgres(self) -> Postgres:
        return self.tree.servers.postgres

    def environment(self, database: str, *, as_owner: bool = False) -> dict[str, str]:
        """As the service runs in the demo, without its log of requests' noise on the terminal; the owner's only to make a database."""
        own = self.tree.owner if as_owner else {**self.tree.environment, **self.tree.sealer}
        addresses = {"BORDEROPS_DATABASE_URL": self.postgres.url("bo_app", database)}
        if as_owner:
            addresses["BORDEROPS_OWNER_DATABASE_URL"] = self.postgres.url("bo_owner", database)
        return {**own, **addresses, "BORDEROPS_CHECKPOINT_FILE": "", "DJANGO_SETTINGS_MODULE": "bench.settings"}

    def names(self) -> set[str]:
        return set(self.postgres.sql("SELECT datname FROM pg_database WHERE datname LIKE 'bench\\_%'").split())

    def ensure(self, size: int) -> str:
        """The database with so many examinations, migrated or made if need be; one of this size that cannot be used is dropped."""
        name = f"bench_{size}_{key()}"
        known = self.names()
        if name in known and self.is_brought_up_to_date(name):
            return name
        for old in known:
            if old == MAKING or old.startswith(f"bench_{size}_"):
                self.drop(old)
        self.postgres.sql(f"CREATE DATABASE {MAKING} OWNER bo_owner TEMPLATE template0")
        self.postgres.sql("SET ROLE bo_owner; " + EXTENSIONS.read_text(encoding="utf-8"), MAKING)
        self.manage(MAKING, "the schema", "migrate", "--verbosity", "0")
        with self.trusting_the_maker(MAKING):
            self.manage(MAKING, f"{size:,} examinations with history, events and readings", "seed_demo", "--scale", str(size))
        with step("the planner's statistics"):
            self.postgres.sql("VACUUM ANALYZE", MAKING)
        self.stamp(MAKING)
        self.postgres.sql(f"ALTER DATABASE {MAKING} RENAME TO {name}")
        return name

    @contextmanager
    def trusting_the_maker(self, name: str) -> Iterator[None]:
        """Without looking up every foreign key of every row, which would take half the time; the ledger stamps its entries all the same."""
        tables = ("audit_event", "audit_reading")
        self.postgres.sql("; ".join(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER stamp" for table in tables), name)
        self.postgres.sql(f"ALTER DATABASE {name} SET session_replication_role = replica")
        yield
        self.postgres.sql(f"ALTER DATABASE {name} RESET session_replication_role")
        self.postgres.sql("; ".join(f"ALTER TABLE {table} ENABLE TRIGGER stamp" for table in tables), name)

    def is_brought_up_to_date(self, name: str) -> bool:
        """Whether the database has this schema now. A million records are worth migrating rather than making again."""
        stamped = f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
        had = json.loads(self.postgres.sql(stamped) or "{}")
        wanted = schema()
        if had == wanted:
            return True
        if not can_follow(had, wanted):
            return False
        self.manage(name, "the migrations since the last run", "migrate", "--verbosity", "0")
        self.stamp(name)
        return True

    def stamp(self, name: str) -> None:
        self.postgres.sql(f"COMMENT ON DATABASE {name} IS '{json.dumps(schema())}'")

    def manage(self, database: str, what: str, *words: str) -> None:
        with step(what):
            run([PYTHON, "-W", "ignore", ROOT / "manage.py", *words], what=f"Making {what}", env=self.environment(database, as_owner=True))

    def drop(self, name: str) -> None:
        self.postgres.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def scratch(self, origin: str) -> Iterator[str]:
        """A copy to be written to, thrown away afterwards. Nobody may be connected to the origin meanwhile."""
        self.drop(SCRATCH)
        self.postgres.sql(f"CREATE DATABASE {SCRATCH} OWNER bo_owner TEMPLATE {origin}")
        try:
            yield SCRATCH
        finally:
            self.drop(SCRATCH)


@contextmanager
def running() -> Iterator[Databases]:
    """The servers, started for this run and stopped after it. Raises Refusal when another run has them."""
    home().mkdir(parents=True, exist_ok=True)
    tree = Tree(Instance("bench", home()), 0, embedded=True)
    with only_one(tree.folder / "lock", f"A benchmark runs already on {home()}: wait for it, since two would measure each other."):
        tree.servers.stop()
        try:
            tree.servers.start()
            yield Databases(tree)
        finally:
            with step("stopped Redis and PostgreSQL"):
                tree.servers.stop()
