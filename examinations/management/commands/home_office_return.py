"""`manage.py home_office_return --from D --until D`: the use of the powers in numbers, as JSON or as lines of a table."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from borderops.kit import commands
from examinations.queries.home_office import beside, home_office_return
from organisation.models import Port
from organisation.policy import SYSTEM
from organisation.scopes import acting_as


class Command(commands.Command):
    """Counts examinations, detentions, ethnicity and what was done under both powers over a period. No row of it is about one person."""

    help = "The return of the use of Schedule 7 and Schedule 3 over a period, as JSON or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", required=True, metavar="DATE", help="the first day, as 2026-07-01")
        parser.add_argument("--until", dest="last", required=True, metavar="DATE", help="the last day, itself inside")
        parser.add_argument("--against-from", dest="against_first", metavar="DATE", help="the first day of an earlier period beside it")
        parser.add_argument("--against-until", dest="against_last", metavar="DATE", help="the last day of that period")
        parser.add_argument("--port", metavar="CODE", help="one port by its IATA code or UN/LOCODE; all ports without it")
        parser.add_argument("--format", choices=("json", "csv"), default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        period = _period("--from", options["first"], "--until", options["last"])
        against = _against(options["against_first"], options["against_last"])
        port = _port(options["port"])
        with acting_as(SYSTEM):
            found = home_office_return(*period, port)
            if against is not None:
                found = beside(found, home_office_return(*against, port))
        if options["format"] == "json":
            self.answer(found)
            return
        lines = csv.writer(self.stdout, lineterminator="\n")
        lines.writerow(["figure", "value"])
        lines.writerows(_flat(found))


def _period(begins: str, first: str, ends: str, last: str) -> tuple[date, date]:
    days = _day(begins, first), _day(ends, last)
    if days[1] < days[0]:
        raise commands.Refused(f"{ends}: {days[1]} is before {days[0]}. Give the last day of the period, which is inside it.")
    return days


def _against(first: str | None, last: str | None) -> tuple[date, date] | None:
    """The period to compare with, if both of its days were given."""
    if first is None and last is None:
        return None
    if first is None or last is None:
        missing = "--against-from" if first is None else "--against-until"
        raise commands.Refused(f"{missing}: a period has two days. Give this one too.")
    return _period("--against-from", first, "--against-until", last)


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
