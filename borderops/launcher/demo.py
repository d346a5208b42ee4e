"""`make demo`: from a bare machine to the running service with demo data, watched until Ctrl-C."""

import os
import shutil
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from borderops.launcher import installing, packages
from borderops.launcher.places import PYTHON, ROOT, RUN, Instance
from borderops.launcher.running import run
from borderops.launcher.say import Refusal, line, step
from borderops.launcher.servers import only_one
from borderops.launcher.tree import SERVICES, Tree, is_free

SIGN_INS = {
    "pc.luton": "constable at Luton",
    "pc.stansted": "constable at Stansted, on duty",
    "pc.harwich": "constable at Harwich",
    "sgt.luton": "sergeant at Luton",
    "sgt.stansted": "sergeant at Stansted: reviews and quality assurance",
    "sgt.norwich": "sergeant at Norwich",
    "insp.region": "inspector on review cover",
    "di.region": "detective inspector of the region",
    "supt.oncall": "superintendent on call: authorisations",
    "admin.vetting": "administrator: people, postings, vetting",
    "admin.second": "another administrator: confirms what the first one did",
    "psd.auditor": "professional standards: the audit",
}
LEAST_DISK = 400_000_000
IS_EMPTY = """
import os, psycopg
with psycopg.connect(os.environ["BORDEROPS_OWNER_DATABASE_URL"]) as connection:
    print(connection.execute("SELECT NOT EXISTS (SELECT FROM organisation_user)").fetchone()[0])
"""


class Stop(BaseException):
    """A person or the machine asked us to end."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn every polite way of ending a program into Stop; one that starts with signals ignored listens all the same."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stop

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While things are being stopped, a second Ctrl-C changes nothing."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wanted_port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Refusal(f"PORT is '{given}': write a number from 1 to 65535, as in PORT=8001 make demo.")
    port = int(given)
    if not is_free(port):
        raise Refusal(f"Port {port} is in use by another program: stop it, or choose another with PORT={port + 1} make demo.")
    return port


def enough_disk() -> None:
    RUN.mkdir(exist_ok=True)
    free = shutil.disk_usage(RUN).free
    if free < LEAST_DISK:
        raise Refusal(f"The disk has {free // 1_000_000} MB left and the demo needs {LEAST_DISK // 1_000_000}: free some space first.")


def demo(name: str = "demo", *, with_year: bool = True) -> None:
    """Raises Refusal with one sentence on what to do when it cannot start."""
    started = time.monotonic()
    instance = Instance(name)
    taken = f"The demo already runs from this folder{running_at(instance)}: use that one, or stop it with Ctrl-C where it was started."
    with only_one(instance.folder / "lock", taken), stopped_by_signals():
        try:
            enough_disk()
            port = wanted_port()
            packages.ensure(packages.for_demo())
            installing.setup("base")
            tree = Tree(instance, port)  # now that the packages have brought the user whom the servers run as
            with ending(tree):
                start(tree, with_year)
                welcome(tree, time.monotonic() - started)
                watch(tree)
        except Stop:
            return


@contextmanager
def ending(tree: Tree) -> Iterator[None]:
    """Whatever happens inside, nothing of the tree runs afterwards."""
    try:
        yield
    finally:
        line("")
        with undisturbed(), step("stopped web, worker, beat" + (", Redis and PostgreSQL" if tree.embedded else "")):
            tree.stop_all()
            (tree.folder / "address").unlink(missing_ok=True)


def running_at(instance: Instance) -> str:
    try:
        return f" at {(instance.folder / 'address').read_text(encoding='utf-8')}"
    except OSError:
        return ""


def start(tree: Tree, with_year: bool) -> None:
    (tree.folder / "address").unlink(missing_ok=True)
    tree.end_orphans()
    if tree.embedded:
        tree.servers.start()
    bring_schema_up_to_date(tree)
    if run([PYTHON, "-c", IS_EMPTY], what="Looking into the database", env=tree.owner).strip() == "True":
        with step("demo data: a fictional region" + (" with its year" if with_year else "")):
            tree.manage("seed_demo", *([] if with_year else ["--without-year"]), what="Seeding the demo data")
    with step("web, worker and beat, until /readyz says that all parts are well"):
        for name in SERVICES:
            tree.start(name)
        tree.wait_until_ready()
    (tree.folder / "address").write_text(tree.url, encoding="utf-8")


def bring_schema_up_to_date(tree: Tree) -> None:
    """Skipped when the data lies as this very code left it; /readyz would tell if that were wrong."""
    stamp = tree.servers.postgres.data / "migrated"
    packages_lock = ROOT / "requirements" / "base.txt"
    code = installing.digest([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/sql/*.sql"), *ROOT.glob("*/apps.py"), packages_lock])
    if tree.embedded and installing.is_current(stamp, code):
        return
    with step("the database's schema"):
        tree.manage("migrate", "--verbosity", "0", what="Bringing the schema up to date")
    if tree.embedded:
        stamp.write_text(code, encoding="utf-8")


def welcome(tree: Tree, seconds: float) -> None:
    line(f"\nborderops is ready after {seconds:.1f}s: {tree.url}\n")
    line("Sign in as any of these; everybody and everything in the demo is fictional.")
    for name, role in SIGN_INS.items():
        line(f"  {name:<14} {role}")
    line(f"  password       {tree.password}\n\nLogs and e-mail are in {tree.folder.relative_to(ROOT)}. Ctrl-C stops all of it.")


def watch(tree: Tree) -> None:
    """Until a signal comes, start again what ends. Raises Refusal when that does not help."""
    restarts: deque[float] = deque(maxlen=5)
    while True:
        time.sleep(0.5)
        for name in (("postgres", "redis") if tree.embedded else ()) + SERVICES:
            process = tree.processes[name] if name in SERVICES else tree.server(name).process
            if process.alive:
                continue
            if len(restarts) == restarts.maxlen and time.monotonic() - restarts[0] < 60:
                raise Refusal(f"{process.name} keeps stopping: {process.last_words()} ({process.log}).")
            restarts.append(time.monotonic())
            with step(f"{process.name} had stopped ({process.last_words()}) and was started again"):
                tree.start(name)
