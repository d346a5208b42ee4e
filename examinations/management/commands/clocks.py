"""`manage.py clocks FILE|-`: the statutory clocks of a timeline file as JSON. Needs neither database nor Redis."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from examinations.clocks import TimelineFaults, evaluate, parse_timeline, to_json

BAD_INPUT = 2


class Refused(CommandError):
    """Bad input: one sentence per fault, and exit code 2."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences), returncode=BAD_INPUT)


class Command(BaseCommand):
    """Prints clocks, breaches and warnings of a timeline at its instant."""

    help = "The statutory clocks, breaches and warnings of a timeline file, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a timeline file, or - for standard input")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As usual, but on the command line a refusal is its sentences alone, without the name of an exception before them."""
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            if not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(refused))
            sys.exit(refused.returncode)

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        shown = "standard input" if name == "-" else name
        try:
            timeline = parse_timeline(_content(name))
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise Refused(f"{shown}: cannot be read ({why}). Give a file that exists, or - for standard input.") from None
        except TimelineFaults as error:
            raise Refused(*(f"{shown}: {fault}" for fault in error.faults)) from None
        self.stdout.write(json.dumps(to_json(evaluate(timeline)), indent=1, ensure_ascii=False))


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
