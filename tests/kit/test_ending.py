"""A worker whose parts hang while they close ends all the same, so that it is started again."""

import subprocess
import sys
import textwrap
import time

from borderops.celery import app
from borderops.kit.ending import EndForSure

WORKER = textwrap.dedent("""
    import time
    from celery import Celery, bootsteps
    from borderops.kit import ending

    ending.GRACE = 1.0
    app = Celery("broken", broker="memory://")
    app.conf.worker_pool = "solo"

    class Hangs(bootsteps.StartStopStep):
        def stop(self, parent):
            time.sleep(300)

    class Breaks(bootsteps.StartStopStep):
        requires = ("celery.worker.consumer.tasks:Tasks",)

        def start(self, parent):
            raise AttributeError("broken")

    app.steps["worker"].update({Hangs, ending.EndForSure})
    app.steps["consumer"].add(Breaks)
    app.worker_main(["worker", "--without-gossip", "--without-mingle", "--without-heartbeat"])
""")


def test_a_worker_that_cannot_go_on_ends_although_a_part_hangs() -> None:
    began = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, text=True, timeout=120)
    assert ended.returncode == 1, ended.stderr[-2000:]
    assert "Unrecoverable error" in ended.stderr
    assert time.monotonic() - began < 100


def test_the_service_s_own_worker_has_this_step() -> None:
    assert EndForSure in app.steps["worker"]
