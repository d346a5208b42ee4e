"""`make test`: the checks, then every test, from a bare machine; the embedded servers end with the run that started them."""

import os
import subprocess
from collections.abc import Sequence

from borderops.launcher import checking, installing, packages
from borderops.launcher.demo import Stop, stopped_by_signals
from borderops.launcher.places import PYTHON, ROOT, Instance
from borderops.launcher.say import Refusal, line, step
from borderops.launcher.servers import Servers, given

MOST_WORKERS = 4
NOTHING_CHOSEN = 5  # pytest's own code when the arguments chose no test


def test(arguments: Sequence[str]) -> int:
    """The exit code: of the checks when they found something, else of pytest. Both are always run."""
    packages.ensure(packages.for_tests())
    installing.setup()
    line("\nChecks")
    try:
        checking.check()
        faults = 0
    except Refusal as refusal:
        line(str(refusal))
        faults = 2
    line("\nTests")
    return run_pytest(arguments) or faults


def run_pytest(arguments: Sequence[str]) -> int:
    """Pytest over all workers that this machine has cores for, speaking for itself on standard output."""
    servers = Servers(Instance("dev"), durable=False)
    workers = min(MOST_WORKERS, len(os.sched_getaffinity(0)))
    started = False
    with stopped_by_signals():
        try:
            started = not given() and servers.ensure()
            environment = {**os.environ, **(given() or servers.environment)}
            # What a transaction of another worker would disturb, such as the ledger's horizon, is tested alone afterwards.
            runs = (["-n", str(workers), "-m", "not alone"], ["-m", "alone"])
            codes = [
                subprocess.run([str(PYTHON), "-m", "pytest", *words, *arguments], cwd=ROOT, env=environment).returncode for words in runs
            ]
            return next((code for code in codes if code not in {0, NOTHING_CHOSEN}), 0)
        except Stop:
            return 130
        finally:
            if started:
                with step("stopped Redis and PostgreSQL"):
                    servers.stop()


def bench(arguments: Sequence[str]) -> int:
    """`make bench`: each benchmark in turn, then the table of ratios."""
    packages.ensure(packages.for_demo())
    installing.setup()
    return subprocess.run([PYTHON, "-m", "bench", *arguments], cwd=ROOT).returncode
