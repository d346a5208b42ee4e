"""`manage.py seed_demo [--scale N]`: the fictional region with a plausible year and work in every
queue, or many plain records for measurement."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borderops import env
from borderops.demo.seed import AlreadySeeded, seed
from organisation.models import User


class Command(BaseCommand):
    help = "Fill an empty database with the fictional demo region. Everyone in it is made up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=0, help="make this many plain examinations besides, for measurement")
        parser.add_argument("--without-year", action="store_true", help="today alone, without the past year: ready in seconds")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This service is not in demo mode, so no demo data is made. Set BORDEROPS_DEMO=1 for a demo.", returncode=2)
        if options["scale"] < 0:
            raise CommandError("--scale is a number of examinations: write 0 or more.", returncode=2)
        password = env.text("BORDEROPS_DEMO_PASSWORD")
        if not password:
            raise CommandError("BORDEROPS_DEMO_PASSWORD is not set. Set it to the password of every demo sign-in.", returncode=2)
        if options["if_empty"] and User.objects.exists():
            self.stdout.write(json.dumps({"seeded": False}))
            return
        try:
            made = seed(
                password=password,
                scale=options["scale"],
                with_year=not (options["scale"] or options["without_year"]),
                say=self.stderr.write,
            )
        except AlreadySeeded as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        self.stdout.write(json.dumps({"seeded": True, **made}))
