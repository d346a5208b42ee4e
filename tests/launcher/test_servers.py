"""The embedded servers live through every way of dying: a crash, a killed launcher, locks left behind by either."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from borderops.launcher.places import ROOT, Instance
from borderops.launcher.processes import living_in
from borderops.launcher.say import Refusal
from borderops.launcher.servers import Servers

START_AND_SLEEP = """
import sys, time
from pathlib import Path
from borderops.launcher.places import Instance
from borderops.launcher.servers import Servers
Servers(Instance("dev", Path(sys.argv[1])), durable=False).start()
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def servers() -> Iterator[Servers]:
    """A cluster and a Redis of the test's own, in a clone that the servers' user can reach."""
    root = Path(tempfile.mkdtemp(prefix="borderops-test-"))
    root.chmod(0o755)
    made = Servers(Instance("dev", root), durable=False)
    yield made
    made.stop()
    shutil.rmtree(made.instance.sockets, ignore_errors=True)
    shutil.rmtree(root)


def wait_until(true: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def keep_a_row(servers: Servers) -> None:
    servers.postgres.sql("CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)", "borderops")


def kept_rows(servers: Servers) -> str:
    return servers.postgres.sql("SELECT count(*) FROM kept", "borderops").strip()


def test_both_roles_are_there_and_neither_is_more_than_it_must_be(servers: Servers) -> None:
    servers.start()
    facts = servers.postgres.sql(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'bo\\_%' ORDER BY 1"
    )
    assert facts.split() == ["bo_app|f|f|f", "bo_cluster|t|t|t", "bo_owner|f|f|f"]
    owned = servers.postgres.sql("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'borderops'")
    assert owned.strip() == "bo_owner"


def test_no_network_port_is_opened(servers: Servers) -> None:
    servers.start()
    assert servers.postgres.sql("SHOW listen_addresses").strip() == ""
    assert servers.redis.socket.is_socket()


def test_a_second_start_is_refused_by_name(servers: Servers) -> None:
    servers.start()
    with pytest.raises(Refusal, match=f"PostgreSQL already runs on {servers.postgres.data}"):
        servers.postgres.start()
    with pytest.raises(Refusal, match=f"Redis already runs on {servers.redis.data}"):
        servers.redis.start()


def test_a_killed_server_starts_again_with_its_data_though_its_locks_and_its_zombie_remain(servers: Servers) -> None:
    servers.start()
    keep_a_row(servers)
    postmaster = servers.postgres.process.pid
    os.kill(postmaster, signal.SIGKILL)
    assert wait_until(lambda: not servers.postgres.is_running)
    assert (servers.postgres.data / "postmaster.pid").exists()
    again = Servers(servers.instance, durable=False)
    try:
        again.postgres.start()
        assert kept_rows(again) == "1"
    finally:
        again.stop()


def test_a_lock_that_names_a_living_stranger_is_seen_through(servers: Servers) -> None:
    servers.start()
    keep_a_row(servers)
    pid_file = servers.postgres.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    servers.postgres.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    (servers.instance.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    servers.postgres.start()
    assert kept_rows(servers) == "1"


def test_servers_end_with_a_launcher_that_is_killed_and_start_again(servers: Servers) -> None:
    command = [sys.executable, "-c", START_AND_SLEEP, str(servers.instance.root)]
    launcher = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert launcher.stdout
    assert launcher.stdout.readline() == b"up\n"
    keep_a_row(servers)
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    assert wait_until(lambda: not any(living_in(servers.postgres.data)))
    assert wait_until(lambda: not any(living_in(servers.redis.data)))
    servers.start()
    assert kept_rows(servers) == "1"


def test_ensure_finds_what_runs_and_starts_what_does_not(servers: Servers) -> None:
    assert servers.ensure()
    postmaster = servers.postgres.process.pid
    assert not servers.ensure()
    servers.redis.stop()
    assert servers.ensure()
    assert servers.postgres.process.pid != postmaster


def test_a_cluster_that_was_never_finished_is_made_anew(servers: Servers) -> None:
    servers.instance.prepare()
    (servers.postgres.data.with_name("postgres.making")).mkdir(parents=True)
    (servers.postgres.data.with_name("postgres.making") / "PG_VERSION").write_text("15\n")
    servers.start()
    assert servers.postgres.sql("SELECT 1").strip() == "1"


def test_data_of_a_postgresql_that_is_gone_is_named(servers: Servers) -> None:
    servers.instance.prepare()
    servers.postgres.data.mkdir()
    (servers.postgres.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match=r"was made by PostgreSQL 9, which is gone: remove \.run"):
        servers.postgres.start()
