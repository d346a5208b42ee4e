"""Starts the embedded servers before Django reads its settings, so that plain `pytest` works in a fresh clone after `make setup`."""

import os
from collections.abc import Generator

import pytest

from borderops.launcher.places import Instance
from borderops.launcher.servers import Servers, given

ENVIRONMENT = {
    "BORDEROPS_DEMO": "1",
    "BORDEROPS_DEMO_PASSWORD": "fictional-password-for-tests",
    "BORDEROPS_SECRET_KEY": "a key that signs nothing but the sessions of tests",
    "BORDEROPS_LOG_LEVEL": "WARNING",
    # Playwright runs an event loop in the thread that also speaks to the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Before pytest-django, which reads the settings in the same hook. Workers inherit what the first process found."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ.pop("BORDEROPS_DATABASE_ROLE", None)
    if not given():
        servers = Servers(Instance("dev"), durable=False, outlives=True)
        servers.ensure()
        os.environ.update(servers.environment)
    yield
