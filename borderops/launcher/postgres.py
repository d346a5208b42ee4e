"""The machine's own PostgreSQL in the foreground on a private folder and a private socket. It opens no network port."""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from borderops.launcher.places import Instance, private_folder
from borderops.launcher.processes import Process, end, living_in
from borderops.launcher.running import explain, run
from borderops.launcher.say import Refusal

OLDEST = 15
SUPERUSER = "bo_cluster"
DATABASE = "borderops"
ROLES = Path(__file__).with_name("roles.sql")
# Tests throw their data away: they may lose it with the machine, never with a mere process.
DISPOSABLE = {"fsync": "off", "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": "0", "autovacuum_naptime": "10min"}
ALWAYS = {"listen_addresses": "", "port": "5432", "timezone": "UTC", "log_timezone": "UTC", "jit": "off", "max_connections": "150",
          "log_min_messages": "warning", "log_min_error_statement": "panic", "unix_socket_permissions": "0700"}  # fmt: skip


def programs(exactly: int | None = None) -> Path:
    """The folder of the newest PostgreSQL on this machine, or of the one that made the data. Raises Refusal when there is none."""
    found: dict[int, Path] = {}
    for folder in [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin"), *path_folder()]:
        program = folder / "postgres"
        if program.exists() and (folder / "initdb").exists():
            answer = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
            if number := re.search(r"\) (\d+)", answer):
                found[int(number[1])] = folder
    if exactly is not None:
        if exactly in found:
            return found[exactly]
        raise Refusal(
            f"The data in .run was made by PostgreSQL {exactly}, which is gone: remove .run (demo data is made anew) and start again."
        )
    if newest := max((number for number in found if number >= OLDEST), default=None):
        return found[newest]
    raise Refusal(f"PostgreSQL {OLDEST} or later is not installed: apt-get install postgresql.")


def path_folder() -> list[Path]:
    program = shutil.which("postgres")
    return [Path(os.path.realpath(program)).parent] if program else []


@dataclass
class Postgres:
    """One cluster of an instance: its data folder, its process and the addresses under which the two roles reach it."""

    instance: Instance
    durable: bool = True
    outlives: bool = False
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        settings = {**ALWAYS, "unix_socket_directories": str(self.instance.sockets), **({} if self.durable else DISPOSABLE)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = Process(
            "PostgreSQL",
            [],
            log=self.instance.folder / "postgres.log",
            env={"LC_ALL": "C.UTF-8"},
            cwd=Path("/"),
            account=self.instance.account,
            stop_signal=signal.SIGINT,
            patience=20,
            outlives=self.outlives,
        )
        self.options = options

    @property
    def data(self) -> Path:
        return self.instance.data / "postgres"

    @cached_property
    def bin(self) -> Path:
        made_by = self.data / "PG_VERSION"
        return programs(int(made_by.read_text(encoding="utf-8")) if made_by.exists() else None)

    @property
    def is_running(self) -> bool:
        return any(living_in(self.data))

    @property
    def is_ready(self) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def start(self) -> None:
        """Start it, making the cluster first if there is none. Raises Refusal when it runs already."""
        if self.is_running:
            raise Refusal(f"PostgreSQL already runs on {self.data}: stop what started it, or run python3 -m borderops.launcher stop.")
        if not (self.data / "PG_VERSION").exists():
            self.create()
        self.clear_locks()
        self.process.command = [self.bin / "postgres", "-D", self.data, *self.options]
        self.process.start()
        self.process.wait_until(lambda: self.is_ready, 60)

    def create(self) -> None:
        """A new cluster. Made beside its place and moved there last, so that a broken attempt is never taken for a cluster."""
        making = self.data.with_name("postgres.making")
        shutil.rmtree(making, ignore_errors=True)
        private_folder(making, self.instance.account)
        words = ["-E", "UTF8", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256", "--data-checksums", "--no-sync"]
        self.as_account([self.bin / "initdb", "-D", making, "-U", SUPERUSER, *words], "Making the database cluster")
        shutil.rmtree(self.data, ignore_errors=True)
        making.rename(self.data)

    def as_account(self, command: list[str | Path], what: str) -> str:
        """Run one of PostgreSQL's programs as the servers' user, who may not be able to read the checkout."""
        lent = self.instance.account if self.instance.account.is_lent else None
        done = subprocess.run(
            [str(word) for word in command],
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            user=lent.uid if lent else None,
            group=lent.gid if lent else None,
            extra_groups=[] if lent else None,
        )
        if done.returncode:
            raise Refusal(explain(what, done.stdout + done.stderr))
        return done.stdout

    def clear_locks(self) -> None:
        """Remove the locks of a server that was killed; the caller has seen that no live process holds the data."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.instance.sockets / name).unlink(missing_ok=True)

    def create_roles(self) -> None:
        """The two roles and their database; in this embedded server the owner may make and end databases, for the tests."""
        self.sql_file(ROLES, database=DATABASE)
        self.sql("ALTER ROLE bo_owner CREATEDB; GRANT pg_signal_backend TO bo_owner")

    def sql(self, statement: str, database: str = "postgres") -> str:
        return self.psql(["-d", database, "-c", statement])

    def sql_file(self, path: Path, **variables: str) -> str:
        named = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
        return self.psql(["-d", "postgres", *named, "-f", str(path)])

    def psql(self, words: list[str]) -> str:
        quiet = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
        server = ["-h", str(self.instance.sockets), "-p", "5432", "-U", SUPERUSER]
        return run([self.bin / "psql", *quiet, *server, *words], what="A statement of the database's set-up", env={"LC_ALL": "C.UTF-8"})

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.instance.sockets}&port=5432"

    def stop(self) -> None:
        """Stop it, whoever started it: open connections are ended, their transactions rolled back."""
        self.process.stop()
        try:
            postmaster = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        except (OSError, ValueError, IndexError):
            postmaster = 0
        for pid in sorted(living_in(self.data), key=lambda pid: pid != postmaster):
            end(pid, signal.SIGINT if pid == postmaster else signal.SIGTERM, 20)
