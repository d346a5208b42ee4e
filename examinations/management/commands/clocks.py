"""`manage.py clocks FILE|-`: the statutory clocks of a timeline file as JSON. Needs neither database nor Redis."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from borderops.kit import commands
from examinations.clocks import TimelineFaults, evaluate, parse_timeline, to_json


class Command(commands.Command):
    """Prints clocks, breaches and warnings of a timeline at its instant."""

    help = "The statutory clocks, breaches and warnings of a timeline file, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a timeline file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        shown = "standard input" if name == "-" else name
        try:
            timeline = parse_timeline(_content(name))
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise commands.Refused(f"{shown}: cannot be read ({why}). Give a file that exists, or - for standard input.") from None
        except TimelineFaults as error:
            raise commands.Refused(*(f"{shown}: {fault}" for fault in error.faults)) from None
        self.answer(to_json(evaluate(timeline)))


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
