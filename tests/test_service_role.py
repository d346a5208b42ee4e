"""A process that row security would not bind does not go on, whatever the mode."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from borderops.kit.service_role import refuse_a_role_that_is_not_bound
from borderops.launcher.places import PYTHON, ROOT, RUN, VENV
from tests.plugins.databases import owner_url


@pytest.mark.django_db
def test_the_service_role_is_let_through() -> None:
    refuse_a_role_that_is_not_bound(None, connection)
    assert connection.connection is not None


def test_a_connection_as_the_owner_is_closed_again(fresh_database: str) -> None:
    settings = connection.settings_dict
    before = settings["USER"]
    connection.close()
    settings["USER"] = psycopg.conninfo.conninfo_to_dict(owner_url())["user"]
    try:
        connection.ensure_connection()
        with pytest.raises(ImproperlyConfigured, match="bo_owner, which owns the schema's tables"):
            refuse_a_role_that_is_not_bound(None, connection)
        assert connection.connection is None
    finally:
        connection.close()
        settings["USER"] = before


@pytest.mark.parametrize(
    "command",
    [
        [PYTHON, "-c", "import borderops.wsgi"],
        [VENV / "bin" / "celery", "-A", "borderops.celery", "worker", "--pool", "solo"],
        [VENV / "bin" / "celery", "-A", "borderops.celery", "beat", "--pidfile=", "--schedule", RUN / "beat-that-must-not-start"],
    ],
    ids=["web", "worker", "beat"],
)
def test_a_process_given_the_owner_does_not_start_even_in_demo_mode(fresh_database: str, command: list[str | Path]) -> None:
    env = {**os.environ, "BORDEROPS_DATABASE_URL": owner_url(fresh_database)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "refuses to work as the database role bo_owner" in done.stdout + done.stderr
