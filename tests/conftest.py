"""The suite's own fixtures. Those of tests/plugins are loaded here, after pytest-django, so that they take the place of its own."""

pytest_plugins = ("tests.plugins.databases", "tests.plugins.live", "tests.plugins.browser", "tests.cast")
