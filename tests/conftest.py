"""The suite's own fixtures. Those of tests/plugins are loaded here, after pytest-django, so that they take the place of its own."""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ("tests.plugins.databases", "tests.plugins.live", "tests.plugins.browser", "tests.cast")

# Properties are judged by what they say, not by how busy the machine is.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-query-counts", action="store_true", help="commit to the present numbers of queries: tests/query_counts.json")
