"""Takes the place of Django's command of this name, so that who tries it learns how this service gives authority."""

from typing import Any

from django.core.management.base import CommandParser

from borderops.kit.commands import Command as HouseCommand
from borderops.kit.commands import Refused


class Command(HouseCommand):
    help = "Refused: there are no superusers. See create_first_admin."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        for option in ("--username", "--email", "--database", "--collar_number", "--name"):
            parser.add_argument(option)
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        raise Refused(
            "There are no superusers: authority follows from postings alone. "
            "Run 'manage.py create_first_admin' on an empty service; later an administrator creates people in the service itself."
        )
