"""Where this checkout keeps what it runs: the one place that knows folders, and which of them the database's user can reach."""

import hashlib
import json
import os
import pwd
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from borderops.launcher.say import Refusal

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = ROOT / ".run"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILT = ROOT / "static" / "built"
MODULES = ROOT / "node_modules"
LOGS = RUN / "logs"
SOCKET_BYTES = 107
LONGEST_SOCKET = ".s.PGSQL.5432.lock"


@dataclass(frozen=True)
class Account:
    """The user that the embedded servers run as. PostgreSQL refuses to run as root, so root lends them another."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of_servers(cls) -> "Account":
        if os.geteuid():
            entry = pwd.getpwuid(os.geteuid())
            return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name, entry.pw_uid, entry.pw_gid)
        raise Refusal(
            "PostgreSQL will not run as root and this machine has no user postgres or nobody: add one (adduser --system postgres)."
        )

    @property
    def is_lent(self) -> bool:
        return self.uid != os.geteuid()

    def can_pass(self, folder: Path) -> bool:
        """Whether this account may walk down to the folder, judged by the permission bits of each parent."""
        for parent in (folder, *folder.parents):
            if not parent.exists():
                continue
            facts = parent.stat()
            bit = stat.S_IXUSR if facts.st_uid == self.uid else stat.S_IXGRP if facts.st_gid == self.gid else stat.S_IXOTH
            if self.uid and not facts.st_mode & bit:
                return False
        return True


def checkout_key(root: Path = ROOT) -> str:
    """Tells one clone from another in folders that they share."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:10]


def private_folder(path: Path, account: Account) -> Path:
    """The folder, made if need be, open to the account alone. Raises Refusal when somebody else's folder has taken the name."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {os.geteuid(), account.uid}:
        raise Refusal(f"{path} belongs to somebody else: remove it and run the same command again.")
    if facts.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)
    return path


@dataclass(frozen=True)
class Instance:
    """One set of servers with its own data: `dev` for tests and development, `demo`, and one for each worker that runs journeys."""

    name: str
    root: Path = ROOT

    @property
    def folder(self) -> Path:
        """What the launcher itself writes: logs, keys, pid files."""
        return self.root / ".run" / self.name

    @cached_property
    def account(self) -> Account:
        return Account.of_servers()

    @property
    def data(self) -> Path:
        """What the servers write. Outside the checkout when the servers' user cannot reach into it."""
        if self.account.can_pass(self.root):
            return self.folder
        return Path("/var/lib/borderops") / checkout_key(self.root) / self.name

    @property
    def sockets(self) -> Path:
        """A short private folder, because a socket's whole path has 107 bytes at most."""
        name = f"borderops-{os.geteuid()}-{checkout_key(self.root)}-{self.name}"
        bases = [Path("/run")] if not os.geteuid() else [Path(os.environ.get("XDG_RUNTIME_DIR") or "/nowhere")]
        bases = [base for base in bases if base.is_dir() and os.access(base, os.W_OK)]
        folder = (bases or [Path("/tmp")])[0] / name  # noqa: S108 — made private, and refused when it is somebody else's
        if len(os.fsencode(folder / LONGEST_SOCKET)) > SOCKET_BYTES:
            folder = Path("/tmp") / name  # noqa: S108
        return folder

    def prepare(self) -> None:
        """Make the folders and write down where they are."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.data.mkdir(parents=True, exist_ok=True)
            for folder in {self.folder, self.folder.parent, self.data, self.data.parent, self.data.parent.parent} - {self.root}:
                if self.account.is_lent and not self.account.can_pass(folder):
                    folder.chmod(0o711)
            private_folder(self.sockets, self.account)
            kept = {"data": str(self.data), "sockets": str(self.sockets), "servers_run_as": self.account.name}
            (self.folder / "places.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        except PermissionError as error:
            raise Refusal(f"{error.filename} cannot be written by this user: clone into a folder of your own.") from error
