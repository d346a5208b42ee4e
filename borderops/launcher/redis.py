"""The machine's own Redis in the foreground on a private socket. It carries Celery's messages; what must be done is kept in PostgreSQL."""

import shutil
import signal
import socket
from dataclasses import dataclass, field
from pathlib import Path

from borderops.launcher.places import Instance, private_folder
from borderops.launcher.processes import Process, end, living_in
from borderops.launcher.say import Refusal


@dataclass
class Redis:
    """One Redis of an instance, with an append-only file so that a restart keeps what was queued."""

    instance: Instance
    outlives: bool = False
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = Process(
            "Redis",
            [],
            log=self.instance.folder / "redis.log",
            cwd=Path("/"),
            account=self.instance.account,
            patience=10,
            outlives=self.outlives,
        )

    @property
    def data(self) -> Path:
        return self.instance.data / "redis"

    @property
    def socket(self) -> Path:
        return self.instance.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    @property
    def is_running(self) -> bool:
        return any(living_in(self.data))

    @property
    def is_ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def start(self) -> None:
        """Start it. Raises Refusal when it runs already."""
        program = shutil.which("redis-server")
        if program is None:
            raise Refusal("Redis is not installed: apt-get install redis-server.")
        if self.is_running:
            raise Refusal(f"Redis already runs on {self.data}: stop what started it, or run python3 -m borderops.launcher stop.")
        private_folder(self.data, self.instance.account)
        words = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--dir", str(self.data), "--daemonize", "no"]
        words += ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
        self.process.command = [program, *words]
        self.process.start()
        self.process.wait_until(lambda: self.is_ready, 30)

    def stop(self) -> None:
        """Stop it, whoever started it."""
        self.process.stop()
        for pid in living_in(self.data):
            end(pid, signal.SIGTERM, 10)
