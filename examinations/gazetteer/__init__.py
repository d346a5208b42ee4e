"""Public facts that complete what an officer types: States with their codes, carriers, and the crossings by sea. Short committed files
with their source; anything else may always be typed."""

import tomllib
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
