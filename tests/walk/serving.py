"""The service in a process of its own on the world's database, for a browser. It ends with its module of tests."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

from borderops.launcher.places import ROOT
from borderops.launcher.tree import free_port


@contextmanager
def served() -> Iterator[str]:
    """The address of the service on the database and the files that the test itself is connected to."""
    port, here = free_port(), urlsplit(os.environ["BORDEROPS_DATABASE_URL"])
    environment = {
        **os.environ,
        "BORDEROPS_DATABASE_URL": urlunsplit(here._replace(path=f"/{connection.settings_dict['NAME']}")),
        "BORDEROPS_FILES_FOLDER": str(settings.FILES_FOLDER),
        "BORDEROPS_LOG_LEVEL": "ERROR",
    }
    words = [sys.executable, "-m", "gunicorn", "--threads", "4", "--bind", f"127.0.0.1:{port}", "--no-control-socket", "borderops.wsgi"]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://localhost:{port}"
        try:
            _wait_for(f"{address}/account/login/", server)
            yield address
        finally:
            server.terminate()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=30).close()
            return
        except HTTPError as error:
            raise AssertionError(f"{url} answered {error.code}") from error
        except OSError:
            assert server.poll() is None, "the service ended"
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer.")
