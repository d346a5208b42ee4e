"""`manage.py home_office_return --from D --until D`: the use of the powers in numbers, as JSON or as lines of a table."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from borderops.kit import commands
from examinations.queries.home_office import home_office_return
from organisation.models import Port
from organisation.policy import SYSTEM
from organisation.scopes import acting_as


class Command(commands.Command):
    """Counts examinations, detentions, ethnicity and what was done under both powers over a period. No row of it is about one person."""

    help = "The return of the use of Schedule 7 and Schedule 3 over a period, as JSON or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="the first day, as 2026-07-01")
        parser.add_argument("--until", dest="last", required=True, metavar="DATE", help="the last day, itself inside")
        parser.add_argument("--port", metavar="CODE", help="one port by its IATA code or UN/LOCODE; all ports without it")
        parser.add_argument("--format", choices=("json", "csv"), default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = _day("--from", options["first"]), _day("--until", options["last"])
        if last < first:
            raise commands.Refused(f"--until: {last} is before {first}. Give the last day of the period, which is inside it.")
        with acting_as(SYSTEM):
            found = home_office_return(first, last, _port(options["port"]))
        if options["format"] == "json":
            self.answer(found)
            return
        lines = csv.writer(self.stdout, lineterminator="\n")
        lines.writerow(["figure", "value"])
        lines.writerows(_flat(found))


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise commands.Refused(f"{option}: '{text}' is no date. Write year, month and day, as 2026-07-01.") from None


def _port(code: str | None) -> Port | None:
    if code is None:
        return None
    ports = list(Port.objects.order_by("name"))
    for port in ports:
        if code.upper() in (port.iata, port.unlocode):
            return port
    known = ", ".join(port.iata or port.unlocode for port in ports)
    raise commands.Refused(f"--port: '{code}' is no port of the service. Its ports are {known}.")


def _flat(found: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every number under the names that lead to it, joined with full stops."""
    for name, value in found.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "" if value is None else value
