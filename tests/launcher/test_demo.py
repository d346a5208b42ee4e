"""`make demo` as a person has it: started, looked at, interrupted, killed and started again."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from borderops.launcher.places import ROOT, Instance
from borderops.launcher.postgres import SUPERUSER
from borderops.launcher.processes import living_in
from borderops.launcher.servers import Servers
from borderops.launcher.tree import SERVICES, free_port
from tests.launcher.test_servers import wait_until
from tests.plugins.databases import own_name

pytestmark = pytest.mark.xdist_group("journeys")
OWN = "demo-under-test"


class Demo:
    """One run of the launcher's demo, on data that outlives it."""

    def __init__(self) -> None:
        self.port = free_port()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BORDEROPS_")}
        self.launcher = subprocess.Popen(
            [sys.executable, "-m", "borderops.launcher", "demo", "--instance", OWN, "--without-year"],
            cwd=ROOT,
            env={**inherited, "PORT": str(self.port)},
            stderr=subprocess.PIPE,
            text=True,
            # What a shell does to a program started in the background of a script.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )

    def read_until(self, pattern: str) -> str:
        """What it said up to the line that matches; fails with all it said when that line never comes."""
        assert self.launcher.stderr
        said = ""
        for text in self.launcher.stderr:
            said += text
            if re.search(pattern, text):
                return said
        raise AssertionError(f"never said {pattern!r}:\n{said}")

    def asks(self, path: str) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=60) as answer:
            return int(answer.status)

    def end(self, how: signal.Signals) -> int:
        self.launcher.send_signal(how)
        code = self.launcher.wait(60)
        assert self.launcher.stderr
        self.launcher.stderr.close()
        return code


def schema(instance: Instance, database: str) -> str:
    """The database's whole schema as text, without the lines that differ from dump to dump."""
    server = Servers(instance).postgres
    words = ["-s", "-h", str(instance.sockets), "-p", "5432", "-U", SUPERUSER, database]
    dump = subprocess.run([server.bin / "pg_dump", *words], capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))


def pids(instance: Instance) -> list[int]:
    return [int((instance.folder / f"{name}.pid").read_text().split()[0]) for name in SERVICES]


def all_gone(instance: Instance, services: list[int]) -> bool:
    servers = [*living_in(instance.data / "postgres"), *living_in(instance.data / "redis")]
    return not servers and not any(is_running(pid) for pid in services)


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.fixture
def start() -> Iterator[Callable[[], Demo]]:
    demos: list[Demo] = []

    def begin() -> Demo:
        demos.append(Demo())
        return demos[-1]

    yield begin
    for demo in demos:
        if demo.launcher.poll() is None:
            demo.end(signal.SIGTERM)
    instance = Instance(OWN)
    for folder in {instance.folder, instance.data, instance.sockets}:
        shutil.rmtree(folder, ignore_errors=True)


def test_the_demo_starts_says_how_to_sign_in_ends_on_request_and_comes_back_after_a_kill(
    start: Callable[[], Demo], django_db_setup: None
) -> None:
    instance = Instance(OWN)

    first = start()
    said = first.read_until(r"^  password ")
    assert re.search(r"^ +\d+\.\ds demo data", said, re.M)
    assert f"http://localhost:{first.port}" in said
    assert "sgt.stansted" in said
    assert first.asks("/readyz") == 200
    assert first.asks("/account/login/") == 200
    assert schema(Instance(OWN), "borderops") == schema(Instance("dev"), own_name("test"))
    services = pids(instance)
    assert first.end(signal.SIGINT) == 0
    assert all_gone(instance, services)

    second = start()
    said = second.read_until(r"^  password ")
    assert "demo data" not in said, "the second start is warm"
    services = pids(instance)
    second.end(signal.SIGKILL)
    assert wait_until(lambda: all_gone(instance, services), 40), "nothing outlives a launcher that was killed"

    third = start()
    third.read_until(r"^  password ")
    assert third.asks("/readyz") == 200
    kept = json.loads((instance.folder / "places.json").read_text())
    assert Path(kept["data"]).is_dir()
    assert third.end(signal.SIGTERM) == 0
    assert not (instance.folder / "address").exists()
