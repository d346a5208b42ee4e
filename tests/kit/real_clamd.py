"""ClamAV's own daemon with one signature of ours, so that no database need be fetched: that of the EICAR test text, wherever it stands in a
file."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from borderops.launcher.tree import free_port
from tests.kit.clamd_server import EICAR

NAME = "Borderops.Test.Eicar"
SECONDS = 60.0
LIMIT = 4
"""The longest file that it takes, in MB."""
CONFIGURATION = """\
Foreground yes
DatabaseDirectory {database}
TemporaryDirectory {folder}
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength {limit}M
Bytecode no
"""


def program() -> str | None:
    """The daemon's path; it stands where an ordinary user's search path does not look."""
    return shutil.which("clamd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """Its address, once it listens. Raises AssertionError with its own words where it does not. `folder` is empty and ours."""
    found, port, database = program(), free_port(), folder / "database"
    assert found is not None, "clamd is not installed"
    database.mkdir()
    (database / "test.ndb").write_text(f"{NAME}:0:*:{EICAR.hex()}\n")  # any kind of file, at any offset
    configuration, log = folder / "clamd.conf", folder / "clamd.log"
    configuration.write_text(CONFIGURATION.format(database=database, folder=folder, port=port, limit=LIMIT))
    with log.open("wb") as said, subprocess.Popen([found, f"--config-file={configuration}"], stdout=said, stderr=said) as daemon:
        try:
            _wait_for(daemon, port, log)
            yield f"tcp:127.0.0.1:{port}"
        finally:
            daemon.terminate()
            try:
                daemon.wait(SECONDS)
            except subprocess.TimeoutExpired:
                daemon.kill()


def _wait_for(daemon: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            said = log.read_text(errors="replace")
            assert daemon.poll() is None, f"clamd ended: {said}"
            assert time.monotonic() < until, f"clamd does not listen: {said}"
            time.sleep(0.05)
