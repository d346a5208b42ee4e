"""`manage.py mrz LINE1 LINE2`: the machine-readable lines of a travel document as JSON. Needs neither database nor Redis."""

from typing import Any

from django.core.management.base import CommandParser

from borderops.kit import commands
from borderops.kit.clock import london, now
from examinations.mrz import Unreadable, read_mrz, to_json


class Command(commands.Command):
    """Prints fields, check digits field by field, likely corrections and warnings."""

    help = "The machine-readable lines of a travel document, read and checked, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lines", metavar="LINE", nargs="+", help="two lines; an identity card has three. Put each in quotation marks")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read = read_mrz(options["lines"], london(now()).date())
        except Unreadable as error:
            raise commands.Refused(*error.faults) from None
        self.answer(to_json(read))
