"""Installs the system packages that are missing, or names them in one line to copy when it may not."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from borderops.launcher.installing import needs_front_end_packages
from borderops.launcher.postgres import programs
from borderops.launcher.running import run
from borderops.launcher.say import Refusal, step
from borderops.launcher.servers import given

POLICY = Path("/usr/sbin/policy-rc.d")
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")
FONTS = Path("/usr/share/fonts")


@dataclass(frozen=True)
class Need:
    """Something that must be on the machine, how to see that it is, and the Debian packages that bring it."""

    what: str
    present: Callable[[], bool]
    packages: tuple[str, ...]


def has_postgres() -> bool:
    try:
        programs()
    except Refusal:
        return False
    return True


def has_library(*names: str) -> bool:
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(pattern: str) -> bool:
    return any(FONTS.rglob(pattern))


def has_program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


def can_make_environments() -> bool:
    return has_program("uv") or bool(find_spec("ensurepip"))


PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PYTHON = Need("virtual environments", can_make_environments, ("python3-venv",))
POSTGRES = Need("PostgreSQL", has_postgres, ("postgresql",))
REDIS = Need("Redis", lambda: has_program("redis-server"), ("redis-server",))
PDF = Need("Pango for PDF", lambda: has_library(*PANGO), ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"))
SANS = Need("fonts for PDF", lambda: has_font("LiberationSans-Regular.*"), ("fonts-liberation",))
MONO = Need("fonts for PDF", lambda: has_font("DejaVuSans.*"), ("fonts-dejavu-core",))
NODE = Need("node and npm", lambda: has_program("npm") or not needs_front_end_packages(), ("nodejs", "npm"))
BROWSER = Need("Chromium", lambda: has_program("chromium", "chromium-browser"), ("chromium",))

SCANNER = Need(
    "ClamAV", lambda: bool(shutil.which("clamd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))), ("clamav-daemon",)
)


def for_setup() -> list[Need]:
    return [PYTHON, NODE]


def for_demo() -> list[Need]:
    servers = [] if given() else [POSTGRES, REDIS]
    return [PYTHON, NODE, *servers, PDF, SANS, MONO]


def for_tests() -> list[Need]:
    return [PYTHON, NODE, POSTGRES, REDIS, PDF, SANS, MONO, BROWSER, SCANNER]


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing. Raises Refusal with the line to copy when this user may not, or the machine has no apt-get."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    packages = sorted({package for need in missing for package in need.packages})
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    line = "sudo apt-get update && sudo " + " ".join(command)
    rights = may_install()
    if not has_program("apt-get") or rights is None:
        names = ", ".join(sorted({need.what for need in missing}))
        raise Refusal(f"This machine lacks {names}. Copy this line, then run the same command again:\n  {line}")
    with step(f"system packages: {' '.join(packages)}"), services_stay_off(rights):
        environment = {"DEBIAN_FRONTEND": "noninteractive"}
        listing = "Reading the list of system packages"
        warned = run([*rights, "apt-get", "update", "-qq"], what=listing, env=environment, warnings=True)
        run([*rights, *command, "-qq"], what="Installing system packages", env=environment, warned=warned)
    if still := [need.what for need in missing if not need.present()]:
        raise Refusal(f"{', '.join(still)} could not be found after installing {' '.join(packages)}: is this Debian 12 or later?")


def may_install() -> list[str] | None:
    """What to put before a command so that it runs as root; None when that is not allowed."""
    if not os.geteuid():
        return []
    if not has_program("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() and subprocess.run(["sudo", "--validate"]).returncode == 0 else None


@contextmanager
def services_stay_off(rights: Sequence[str]) -> Iterator[None]:
    """Install servers without starting them or making their default cluster: what we run is ours, in the foreground."""
    wanted: Mapping[Path, str] = {POLICY: "#!/bin/sh\nexit 101\n", CLUSTERS: "create_main_cluster = false\n"}
    placed = [path for path in wanted if not path.exists()]
    for path in placed:
        write_as_root(rights, path, wanted[path])
    try:
        yield
    finally:
        if POLICY in placed:
            subprocess.run([*rights, "rm", "-f", str(POLICY)], check=True)


def write_as_root(rights: Sequence[str], path: Path, text: str) -> None:
    subprocess.run([*rights, "mkdir", "-p", str(path.parent)], check=True)
    subprocess.run([*rights, "tee", str(path)], input=text.encode(), stdout=subprocess.DEVNULL, check=True)
    subprocess.run([*rights, "chmod", "755" if path == POLICY else "644", str(path)], check=True)
