#!/usr/bin/env python
"""Django's command line. Commands that change the schema or seed it run as the schema's owner; all others as the service."""

import os
import sys

OWNER_COMMANDS = {"migrate", "seed_demo", "sqlmigrate", "dbshell"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borderops.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("BORDEROPS_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
