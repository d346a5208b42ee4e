"""Makes a region from its committed description: ports, hours, units, and the grants that let each unit act at its ports.
A new force, the demo and the tests all begin here, so that none of them has a region which the others could not have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import models

import audit.actions as ledger
from organisation.models import OpeningHours, Port, PortGroupPermission, Region, Unit
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

EASTERN = Path(__file__).parent / "data" / "eastern_region.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: ports and their teams by the port's name, and the office whose unit may act at every port."""

    region: Region
    ports: dict[str, Port]
    teams: dict[str, Unit]
    office: Unit


class AlreadyBuilt(Exception):
    """There is a region of this name. Its ports and units are changed by an administrator, not by building it again."""


def build_region(*, from_date: date, path: Path = EASTERN) -> Built:
    """Make the region that the file describes, with opening hours from `from_date`. Raises `AlreadyBuilt`."""
    plan = json.loads(path.read_text(encoding="utf-8"))
    with acting_as(SYSTEM):
        if Region.objects.filter(name=plan["region"]).exists():
            raise AlreadyBuilt(f"There is already a region called {plan['region']}.")
        region = Region.objects.create(name=plan["region"])
        rows: list[models.Model] = [region]
        office = make_unit(region, plan["office"], Unit.Kind.REGIONAL)
        ports, teams = {}, {}
        for entry in plan["ports"]:
            port, hours = _make_port(region, entry, from_date)
            team = make_unit(region, entry["team"], Unit.Kind.PORT_TEAM, home_port=port)
            grant(port, team, office)
            ports[port.name], teams[port.name] = port, team
            rows += [port, *hours, team]
        ledger.record("region.built", region, changed=[*rows[1:], office], detail={"ports": len(ports)})
    return Built(region, ports, teams, office)


def _make_port(region: Region, entry: Mapping[str, Any], from_date: date) -> tuple[Port, list[OpeningHours]]:
    port = Port.objects.create(
        region=region,
        name=entry["name"],
        kind=entry["kind"],
        iata=entry["iata"],
        icao=entry["icao"],
        unlocode=entry["unlocode"],
        is_open_all_hours=entry["open_all_hours"],
        places=entry["places"],
        designations=entry.get("designations", []),
    )
    hours = [
        OpeningHours.objects.create(
            port=port,
            weekday=day,
            opens=time.fromisoformat(line["opens"]),
            closes=time.fromisoformat(line["closes"]),
            valid_from=from_date,
        )
        for line in entry.get("hours", ())
        for day in line["days"]
    ]
    return port, hours


def make_unit(region: Region, name: str, kind: Unit.Kind, *, home_port: Port | None = None) -> Unit:
    """A unit with the group to which its grants are made. Nobody joins the group: postings say who is in the unit."""
    return Unit.objects.create(region=region, name=name, kind=kind, home_port=home_port, group=Group.objects.create(name=name))


def grant(port: Port, *units: Unit) -> None:
    """Let everybody posted to these units act at the port."""
    permission = Permission.objects.get(codename="act_at", content_type__app_label="organisation", content_type__model="port")
    PortGroupPermission.objects.bulk_create(
        [PortGroupPermission(group=unit.group, permission=permission, content_object=port) for unit in units], ignore_conflicts=True
    )
