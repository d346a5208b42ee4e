"""The end of a worker that cannot go on. Celery then closes its parts one after the other; when Redis went away among unacknowledged
messages, closing hangs for good, and a process that neither works nor ends is one that nobody starts again."""

import os
import threading

from celery import bootsteps

GRACE = 15.0
"""Seconds that closing may take."""


class EndForSure(bootsteps.StartStopStep):
    """Ends the process once closing after a failure has taken too long. A worker that is asked to stop is left to whoever asked."""

    requires = ("celery.worker.components:Pool",)

    def close(self, parent: bootsteps.Blueprint) -> None:
        """Called before any part is stopped."""
        code = getattr(parent, "exitcode", None)
        if code:
            last = threading.Timer(GRACE, os._exit, (code,))
            last.daemon = True
            last.start()
