"""Starts, watches and ends one long-running program. A program never outlives the launcher unless it was asked to."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from borderops.launcher.places import ROOT, Account
from borderops.launcher.running import NO_SPACE
from borderops.launcher.say import Refusal

PR_SET_PDEATHSIG = 1
LOG_BYTES = 20_000_000
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass
class Process:
    """One program in the foreground of a session of its own, so that a terminal's Ctrl-C reaches only the launcher."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = ROOT
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    outlives: bool = False
    running: subprocess.Popen[bytes] | None = None
    asked: bool = False

    @property
    def pid_file(self) -> Path:
        return self.log.with_suffix(".pid")

    @property
    def pid(self) -> int:
        if self.running is None:
            raise Refusal(f"{self.name} has not been started.")
        return self.running.pid

    @property
    def alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.asked = False
        lent = self.account if self.account and self.account.is_lent else None
        too_long = self.log.exists() and self.log.stat().st_size > LOG_BYTES
        with self.log.open("wb" if too_long else "ab") as log:
            self.running = subprocess.Popen(
                [str(word) for word in self.command],
                cwd=self.cwd,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=lent.uid if lent else None,
                group=lent.gid if lent else None,
                extra_groups=[] if lent else None,
                preexec_fn=None if self.outlives else die_with_parent(self.stop_signal, os.getpid()),
            )
        self.pid_file.write_text(f"{self.running.pid} {born(self.running.pid)}", encoding="utf-8")

    def ask_to_stop(self) -> None:
        """Once only: some programs take a second request as an order to drop their work."""
        if self.running is not None and self.alive and not self.asked:
            self.running.send_signal(self.stop_signal)
            self.asked = True

    def stop(self) -> None:
        """Ask it to end; kill it when its patience is over."""
        if self.running is not None and self.alive:
            self.ask_to_stop()
            try:
                self.running.wait(self.patience)
            except subprocess.TimeoutExpired:
                self.kill()
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End it and everything it started at once, as a crash would."""
        if self.running is not None and self.alive:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()

    def last_words(self) -> str:
        lines = (
            [text for text in self.log.read_text(encoding="utf-8", errors="replace").splitlines() if text.strip()]
            if self.log.exists()
            else []
        )
        if any(sign in text for text in lines[-20:] for sign in NO_SPACE):
            return "the disk is full: free some space and run the same command again"
        return lines[-1][:300] if lines else "it said nothing"

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for it to be of use. Raises Refusal with its last words when it ends or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.alive:
                raise Refusal(f"{self.name} stopped while starting: {self.last_words()} ({self.log}).")
            if time.monotonic() > deadline:
                raise Refusal(f"{self.name} was not ready after {seconds:.0f} seconds: {self.last_words()} ({self.log}).")
            time.sleep(0.03)

    def end_orphan(self) -> None:
        """End the process that a killed launcher left behind, known by its pid and its birth so that no stranger is hit."""
        try:
            pid, birth = self.pid_file.read_text(encoding="utf-8").split()
        except (OSError, ValueError):
            return
        if born(int(pid)) == birth:
            end(int(pid), self.stop_signal, self.patience)
        self.pid_file.unlink(missing_ok=True)


def die_with_parent(how: signal.Signals, parent: int) -> Callable[[], None]:
    """Runs in the child after it has changed user (which clears the setting): the kernel sends it `how` when the launcher dies."""

    def arm() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(how))
        if os.getppid() != parent:
            os._exit(1)

    return arm


def state_of(pid: int) -> tuple[str, str]:
    """The kernel's one-letter state and the birth of a process; empty when there is none."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return "", ""
    return words[0], words[19]


def born(pid: int) -> str:
    """When a living process began, in the kernel's ticks; empty for a dead one and for a zombie."""
    state, birth = state_of(pid)
    return "" if state in {"", "Z", "X"} else birth


def living_in(folder: Path) -> Iterator[int]:
    """The live processes whose working folder this is: the only sound sign that a server still holds its data."""
    wanted = str(folder.resolve())
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and born(int(entry.name)):
            try:
                here = os.readlink(entry / "cwd")
            except OSError:
                continue
            if here == wanted:
                yield int(entry.name)


def end(pid: int, how: signal.Signals, patience: float) -> None:
    """Signal a process that is not our child and wait for it; kill it when the patience is over."""
    birth = born(pid)
    for wanted, seconds in ((how, patience), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        try:
            os.kill(pid, wanted)
        except ProcessLookupError:
            return
        while time.monotonic() < deadline:
            if born(pid) != birth:
                return
            time.sleep(0.03)
