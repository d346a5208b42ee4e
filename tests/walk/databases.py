"""The world, made once for a module of tests in a database of its own. Whatever a test does there it must undo."""

from collections.abc import Generator
from typing import Any

import pytest

from tests.plugins.databases import clone, connected_to, drop, own_name
from tests.walk.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Generator[World]:
    name = own_name("walk")
    clone(name)
    with django_db_blocker.unblock(), connected_to(name):
        yield make_world()
    drop(name)
