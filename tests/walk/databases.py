"""The world, made once for a module of tests in a database of its own. Whatever a test does there it must undo."""

from collections.abc import Generator
from typing import Any

import pytest
from django.test import override_settings

from tests.plugins.databases import clone, connected_to, drop, own_name
from tests.walk.making import make_world
from tests.walk.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Generator[World]:
    name = own_name("walk")
    clone(name)
    files = override_settings(FILES_FOLDER=tmp_path_factory.mktemp("walk") / "files", CLAMD="")
    with django_db_blocker.unblock(), connected_to(name), files:
        yield make_world()
    drop(name)
