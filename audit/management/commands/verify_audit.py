"""`manage.py verify_audit`: is the ledger as it was sealed? Prints one line of JSON; ends with 0 when it is, 1 when it is not, 2 when the
question could not be asked."""

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.chain import BadCheckpoint, read_lines
from audit.keys import BadKey, verifier
from audit.verifying import verify_ledger


class Command(BaseCommand):
    help = "Recompute every leaf, root and seal of the ledger and name the first batch that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", metavar="CHECKPOINT", help="a file of checkpoints kept outside the database")
        parser.add_argument("--key", metavar="PEM", help="the seals' public key (default: the signing key, where this process has it)")

    def handle(self, *args: Any, **options: Any) -> None:
        key_file = options["key"] or settings.SIGNING_KEY_FILE
        try:
            with ExitStack() as stack:
                lines = stack.enter_context(open(options["against"], encoding="utf-8")) if options["against"] else ()
                key = verifier(key_file) if key_file else None
                verdict = verify_ledger(against=read_lines(lines), key=key)
        except (BadCheckpoint, BadKey) as error:
            raise CommandError(str(error), returncode=2) from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The checkpoint file {options['against']} cannot be read.", returncode=2) from error
        answer = {"events": verdict.events, "seals": verdict.seals, "ok": verdict.ok, "first_bad": verdict.first_bad}
        self.stdout.write(json.dumps(answer))
        if key is None:
            self.stderr.write("No key was given, so the signatures were not checked.")
        if not verdict.ok:
            raise CommandError(verdict.why, returncode=1)
