"""The whole service as one tree of processes: PostgreSQL, Redis, web, worker and beat, as a deployment would run them."""

import json
import os
import secrets
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from borderops.launcher.places import PYTHON, ROOT, VENV, Instance
from borderops.launcher.postgres import Postgres
from borderops.launcher.processes import Process
from borderops.launcher.redis import Redis
from borderops.launcher.running import run
from borderops.launcher.say import Refusal
from borderops.launcher.servers import Servers, given

SERVICES = ("web", "worker", "beat")
MAKE_KEY = """
import sys
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
sys.stdout.write(Ed25519PrivateKey.generate().private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode())
"""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@dataclass
class Tree:
    """Five processes and what they need. Each can be stopped, started and killed alone, which is what the fault tests do."""

    instance: Instance
    port: int
    durable: bool = True
    embedded: bool = field(default_factory=lambda: not given())
    extra: Mapping[str, str] = field(default_factory=dict)
    servers: Servers = field(init=False)
    processes: dict[str, Process] = field(init=False)

    def __post_init__(self) -> None:
        self.servers = Servers(self.instance, self.durable)
        self.processes = {name: self._process(name) for name in SERVICES}

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    # --- What each process is told ---------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        return self.instance.folder

    @property
    def addresses(self) -> dict[str, str]:
        return self.servers.environment if self.embedded else given()

    @property
    def environment(self) -> dict[str, str]:
        """What web, worker and beat all get. The owner's address is in none of them."""
        return {
            **self.addresses,
            "BORDEROPS_OWNER_DATABASE_URL": "",
            "BORDEROPS_DEMO": "1",
            "BORDEROPS_DEMO_PASSWORD": self.password,
            "BORDEROPS_SECRET_KEY": self.kept("secret-key", secrets.token_urlsafe(50)),
            "BORDEROPS_PUBLIC_ORIGIN": self.url,
            "BORDEROPS_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "BORDEROPS_EMAIL_FOLDER": str(self.folder / "mail"),
            "BORDEROPS_FILES_FOLDER": str(self.folder / "files"),
            "PYTHONUNBUFFERED": "1",
            **self.extra,
        }

    @property
    def sealer(self) -> dict[str, str]:
        """What only worker and beat get: the key that signs the ledger's seals, and where its checkpoints are put."""
        key = self.folder / "sealer.pem"
        if not key.exists():
            self.keep(key, run([PYTHON, "-c", MAKE_KEY], what="Making the sealer's key"))
        return {"BORDEROPS_SIGNING_KEY_FILE": str(key), "BORDEROPS_CHECKPOINT_FILE": str(self.folder / "checkpoints.jsonl")}

    @property
    def owner(self) -> dict[str, str]:
        """What the commands that change the schema or seed it get."""
        return {**self.environment, **self.sealer, **self.addresses, "BORDEROPS_DATABASE_ROLE": "owner"}

    @property
    def password(self) -> str:
        return os.environ.get("BORDEROPS_DEMO_PASSWORD") or self.kept("demo-password", f"harwich-{secrets.token_hex(4)}")

    def kept(self, name: str, first: str) -> str:
        """A secret made once and kept in a private file."""
        path = self.folder / name
        if not path.exists():
            self.keep(path, first)
        return path.read_text(encoding="utf-8").strip()

    def keep(self, path: Path, secret: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(secret)

    def _process(self, name: str) -> Process:
        celery: list[str | Path] = [VENV / "bin" / "celery", "-A", "borderops.celery"]
        commands: dict[str, list[str | Path]] = {
            "web": [VENV / "bin" / "gunicorn", "borderops.wsgi", "--config", ROOT / "borderops" / "launcher" / "gunicorn.py"],
            "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--schedule", self.folder / "beat-schedule", "--pidfile="],
        }
        return Process(name, commands[name], log=self.folder / f"{name}.log", patience=20)

    # --- Starting and ending ---------------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        """Start one of the five by name; the servers return when they answer."""
        if name in SERVICES:
            process = self.processes[name]
            process.env = {**self.environment, "BORDEROPS_BIND": f"127.0.0.1:{self.port}", **({} if name == "web" else self.sealer)}
            process.start()
        else:
            self.server(name).start()

    def stop(self, name: str) -> None:
        (self.processes[name] if name in SERVICES else self.server(name)).stop()

    def kill(self, name: str) -> None:
        """End one of the five as a crash would, with everything it had started."""
        (self.processes[name] if name in SERVICES else self.server(name).process).kill()

    def server(self, name: str) -> Postgres | Redis:
        return self.servers.postgres if name == "postgres" else self.servers.redis

    def end_orphans(self) -> None:
        """End what a killed launcher may have left behind."""
        for process in self.processes.values():
            process.end_orphan()
        if self.embedded:
            self.servers.stop()

    def stop_all(self) -> None:
        for name in SERVICES:
            self.processes[name].ask_to_stop()
        for name in SERVICES:
            self.processes[name].stop()
        if self.embedded:
            self.servers.stop()

    def manage(self, *words: str, what: str) -> str:
        """Run a management command as the schema's owner; its standard output."""
        return run([PYTHON, ROOT / "manage.py", *words], what=what, env=self.owner)

    # --- Readiness -------------------------------------------------------------------------------------------------

    def readiness(self) -> tuple[int, dict[str, object]]:
        """What /readyz answers now; status 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            try:
                return error.code, json.load(error)
            except ValueError:
                return error.code, {}
        except (OSError, ValueError):
            return 0, {}

    def wait_until_ready(self, seconds: float = 90) -> None:
        """Raises Refusal naming the process that ended or the part that is not ready."""
        deadline = time.monotonic() + seconds
        while True:
            status, facts = self.readiness()
            if status == 200:
                return
            for name, process in self.processes.items():
                if not process.alive:
                    raise Refusal(f"{name} stopped while starting: {process.last_words()} ({process.log}).")
            if time.monotonic() > deadline:
                raise Refusal(f"The service was not ready after {seconds:.0f} seconds: {facts or 'no answer'} (logs are in {self.folder}).")
            time.sleep(0.1)
