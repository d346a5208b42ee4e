"""Migrates the tests' template in a tenth of the time. Django renders every related model anew after each of some two hundred operations,
which only matters to a data migration that follows a relation through the historical models; ours speak SQL. `make demo` migrates in the
plain way, and tests/launcher/test_demo.py holds both to the same schema."""

import os

import django
from django.core.management import call_command
from django.db.migrations.state import ProjectState


def only_itself(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    """What must be rendered again when a model changes."""
    return {(app_label, model_name)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borderops.settings")
    django.setup()
    setattr(ProjectState, "_find_reload_model", only_itself)  # noqa: B010  (private, so unknown to the type checker)
    call_command("migrate", verbosity=0)
