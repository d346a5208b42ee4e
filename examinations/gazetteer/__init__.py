"""Public facts that complete what an officer types: States with their codes, carriers, and the crossings by sea. Short committed files
with their source; anything else may always be typed."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def states() -> dict[str, str]:
    """Names by the code that a travel document prints, countries first."""
    read = _file("states.toml")
    return {**read["countries"], **read["special"]}


def state_name(code: str) -> str:
    """The name of a code; empty when it is not known."""
    return states().get(code, "")


Choice = tuple[str, str]  # what is put into the field, and what stands beside it in the list


def _carriers() -> list[Choice]:
    read = _file("carriers.toml")
    airlines = [(name, code) for code, name in read["airlines"].items()]
    return sorted([*airlines, *((name, "ferry") for name in read["ferries"]["operators"])])


def _services() -> list[Choice]:
    """How a flight number begins, and the crossings by name: a sailing has no number that a ticket always shows."""
    read = _file("carriers.toml")
    return [*read["airlines"].items(), *((crossing, "crossing") for crossing in read["ferries"]["crossings"])]


def _places() -> list[Choice]:
    read = _file("places.toml")
    return sorted([*((name, code) for code, name in read["airports"].items()), *((name, "port") for name in read["seaports"]["names"])])


UNSPOKEN = frozenset({"UTO", "DEU"})  # no State, and the code that German documents do not print


def _nationalities() -> list[Choice]:
    return [(name, code) for code, name in states().items() if code not in UNSPOKEN]


@cache
def completions() -> Mapping[str, list[Choice]]:
    """What completes a field as it is typed, by the list's name."""
    return {"carriers": _carriers(), "services": _services(), "places-of-travel": _places(), "nationalities": _nationalities()}


SERVICES = "services"
COMPLETED: Mapping[str, str] = {
    "carrier": "carriers",
    "service_number": SERVICES,
    "origin": "places-of-travel",
    "destination": "places-of-travel",
    "nationality": "nationalities",
}
"""The particulars that a list completes, by the name that they have wherever they are typed; each goes on taking any text."""
