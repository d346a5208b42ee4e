"""What every command of this house does alike: JSON on standard output, sentences on standard error, exit 2 on bad input."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

BAD_INPUT = 2


class Refused(CommandError):
    """Bad input, or not as things stand: one sentence a fault, saying what is wrong and how to put it right."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences), returncode=BAD_INPUT)


class Command(BaseCommand):
    """A command that answers in JSON. On the command line a refusal is its sentences alone, without the name of an exception."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            if not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(refused))
            sys.exit(refused.returncode)

    def answer(self, result: Any) -> None:
        self.stdout.write(json.dumps(result, indent=1, ensure_ascii=False))
