"""When the launcher gives up it says in one sentence why and what to do; these are the ways in which a machine makes it give up."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from borderops.launcher import demo, installing, packages, places
from borderops.launcher.places import ROOT, Account
from borderops.launcher.running import run
from borderops.launcher.say import Refusal
from borderops.launcher.servers import OWN_SERVERS, given


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout of nothing but the launcher, so that no test meets a demo that somebody is running in this one."""
    shutil.copytree(ROOT / "borderops" / "launcher", tmp_path / "borderops" / "launcher")
    (tmp_path / "borderops" / "__init__.py").touch()
    return tmp_path


def launch(clone: Path, *words: str, **env: str) -> tuple[int, str]:
    """The exit code of a launcher command and what it told its reader."""
    command = [sys.executable, "-m", "borderops.launcher", *words]
    done = subprocess.run(command, cwd=clone, env={**os.environ, **env}, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        yield line.getsockname()[1]


def test_a_port_in_use_is_named_with_the_way_to_choose_another(clone: Path, busy_port: int) -> None:
    code, said = launch(clone, "demo", PORT=str(busy_port))
    assert code == 2
    assert f"Port {busy_port} is in use by another program" in said
    assert f"PORT={busy_port + 1} make demo" in said


def test_a_port_that_is_no_port_is_refused(clone: Path) -> None:
    code, said = launch(clone, "demo", PORT="eight thousand")
    assert code == 2
    assert "PORT is 'eight thousand': write a number from 1 to 65535" in said


def test_a_second_demo_in_the_same_folder_is_sent_to_the_first(clone: Path) -> None:
    folder = clone / ".run" / "demo"
    folder.mkdir(parents=True)
    (folder / "address").write_text("http://localhost:8123")
    with (folder / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        code, said = launch(clone, "demo", PORT="8124")
    assert code == 2
    assert "already runs from this folder at http://localhost:8123" in said


def test_the_lock_of_a_demo_that_was_killed_holds_nobody_up(clone: Path, busy_port: int) -> None:
    folder = clone / ".run" / "demo"
    folder.mkdir(parents=True)
    (folder / "lock").write_text("left behind")
    _, said = launch(clone, "demo", PORT=str(busy_port))
    assert "already runs" not in said


def test_a_full_disk_is_named_before_anything_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "LEAST_DISK", 10**18)
    with pytest.raises(Refusal, match=r"The disk has \d+ MB left .* free some space first"):
        demo.enough_disk()


def test_a_disk_that_fills_up_in_the_middle_of_a_step_is_named() -> None:
    with pytest.raises(Refusal, match="Copying failed because the disk is full: free some space and run the same command again"):
        run(["sh", "-c", "head -c 100 /dev/zero > /dev/full"], what="Copying", env={"LC_ALL": "C"})


@pytest.mark.parametrize(
    "command",
    [
        [installing.uv(), "pip", "install", "--index-url", "http://127.0.0.1:9/simple", "--dry-run", "--no-cache", "no-such"],
        ["npm", "view", "no-such", "--registry", "http://127.0.0.1:9/", "--fetch-retries", "0"],
    ],
    ids=["uv", "npm"],
)
def test_a_machine_without_network_is_told_so(command: list[str]) -> None:
    with pytest.raises(Refusal, match="Fetching could not reach its package registry: check this machine's network or proxy"):
        run([*command, *(["--python", sys.executable] if "pip" in command else [])], what="Fetching")


@pytest.mark.skipif(not shutil.which("apt-get"), reason="no machine of Debian's")
def test_a_machine_without_network_is_told_so_by_apt_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the lists lets one that could not be fetched pass; installing then finds no such package, and says nothing of the network."""
    for folder in ("lists/partial", "archives/partial", "etc"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "status").touch()
    (tmp_path / "sources.list").write_text("deb [trusted=yes] http://127.0.0.1:9/debian bookworm main\n")
    folders = {"State::lists": "lists", "State::status": "status", "Cache::archives": "archives", "Etc::sourcelist": "sources.list",
               "Etc::sourceparts": "etc", "Etc::parts": "etc", "Cache": "."}  # fmt: skip
    settings = [f'Dir::{name} "{tmp_path / where}";' for name, where in folders.items()]
    (tmp_path / "apt.conf").write_text("\n".join([*settings, 'Acquire::http::Proxy "DIRECT";', 'Debug::NoLocking "true";']))
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    monkeypatch.setattr(packages, "may_install", list)
    monkeypatch.setattr(packages, "services_stay_off", lambda rights: nullcontext())
    with pytest.raises(Refusal, match="could not reach its package registry: check this machine's network or proxy and run the same"):
        packages.ensure([packages.Need("a spade", lambda: False, ("no-such-spade",))])


def test_any_other_failure_gives_its_last_words_and_names_the_kept_log() -> None:
    with pytest.raises(Refusal, match=r"Digging failed: bedrock \(all of it is in \.run/logs/digging\.log\)\."):
        run(["sh", "-c", "echo first; echo bedrock >&2; exit 3"], what="Digging")


def test_a_program_that_is_missing_is_named() -> None:
    with pytest.raises(Refusal, match="Digging needs the program no-such-spade"):
        run(["no-such-spade"], what="Digging")


def test_without_rights_the_missing_packages_are_one_line_to_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    needs = [packages.Need("a spade", lambda: False, ("spade",)), packages.Need("air", lambda: True, ("air",))]
    with pytest.raises(Refusal) as refusal:
        packages.ensure(needs)
    assert str(refusal.value) == (
        "This machine lacks a spade. Copy this line, then run the same command again:\n"
        "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends spade"
    )


def test_own_servers_must_be_given_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OWN_SERVERS:
        monkeypatch.delenv(name, raising=False)
    assert given() == {}
    monkeypatch.setenv("BORDEROPS_DATABASE_URL", "postgresql://bo_app@database.example/borderops")
    with pytest.raises(Refusal, match="missing: BORDEROPS_OWNER_DATABASE_URL, BORDEROPS_REDIS_URL"):
        given()


def test_the_servers_user_is_not_led_through_a_closed_folder(tmp_path: Path) -> None:
    stranger = Account("stranger", 64_123, 64_123)
    tmp_path.chmod(0o755)
    inner = tmp_path / "home" / "clone"
    inner.mkdir(parents=True)
    (tmp_path / "home").chmod(0o700)
    assert not stranger.can_pass(inner)
    (tmp_path / "home").chmod(0o711)
    assert stranger.can_pass(inner) == stranger.can_pass(tmp_path)


def test_sockets_stay_short_however_deep_the_clone_is() -> None:
    deep = places.Instance("journeys-gw0", Path("/" + "/".join(["a-folder-with-a-long-name"] * 12)))
    assert len(os.fsencode(deep.sockets / places.LONGEST_SOCKET)) <= places.SOCKET_BYTES


def test_two_clones_never_share_sockets() -> None:
    assert places.Instance("dev", Path("/a")).sockets != places.Instance("dev", Path("/b")).sockets


def test_a_folder_of_somebody_else_is_not_taken_over(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    if os.geteuid():
        theirs = Path("/usr")
    else:
        os.chown(theirs, 64_123, 64_123)
    with pytest.raises(Refusal, match=f"{theirs} belongs to somebody else"):
        places.private_folder(theirs, Account.of_servers())
