"""`manage.py clocks FILE|-`: the statutory clocks of a timeline file as JSON. Needs neither database nor Redis,
unless it is asked for the law as corrected in the tables."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError

from borderops.kit import commands
from examinations.clocks import Law, TimelineFaults, committed_law, evaluate, parse_timeline, to_json


class Command(commands.Command):
    """Prints clocks, breaches and warnings of a timeline at its instant."""

    help = "The statutory clocks, breaches and warnings of a timeline file, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a timeline file, or - for standard input")
        parser.add_argument("--live", action="store_true", help="by the law in the service's tables, corrections included")

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
        self.answer(to_json(evaluate(timeline, _law(live=options["live"]))))


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _law(*, live: bool) -> Law:
    if not live:
        return committed_law()
    from examinations.law.in_force import live_law

    try:
        return live_law()
    except DatabaseError:
        raise commands.Refused("--live: the tables cannot be read. Start the database and migrate it, or leave --live out.") from None
