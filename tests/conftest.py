"""The suite's own fixtures. Databases and the live service are in tests/plugins, which must be loaded after pytest-django to take its place."""

pytest_plugins = ("tests.plugins.databases",)
