"""What the law leaves to lists: notices with their editions, grounds of each power, how interviews are recorded. Pure: read once from the
committed files beside the clocks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "law"
NOT_VERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class Notice:
    """One edition of a notice. `code` is what a record keeps."""

    key: str
    powers: tuple[str, ...]
    title: str
    version: str
    languages: tuple[str, ...]
    citation: str
    verified: bool
    in_force_from: date

    @property
    def code(self) -> str:
        return f"{self.key}/{self.version}"

    @property
    def label(self) -> str:
        return f"{self.title}, {self.version}" + ("" if self.verified else f" ({NOT_VERIFIED})")


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of one power."""

    power: str
    key: str
    acts: tuple[str, ...]
    words: str
    authority: str
    verified: bool

    @property
    def cited(self) -> str:
        return self.authority + ("" if self.verified else f", {NOT_VERIFIED}")


@dataclass(frozen=True, slots=True)
class Recording:
    """What the interview of a detained person at a police station is recorded on."""

    kinds: tuple[str, ...]
    words: str
    authority: str
    verified: bool


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


@cache
def notices() -> tuple[Notice, ...]:
    """Every edition, newest first."""
    found = (Notice(**_row(row)) for row in _read("notices_served.toml")["notice"])
    return tuple(sorted(found, key=lambda one: one.in_force_from, reverse=True))


def notices_on(power: str, on: date) -> list[Notice]:
    """The edition of each notice in force under the power on a day, then the older ones, which may have been served all the same."""
    known = [one for one in notices() if power in one.powers and one.in_force_from <= on]
    current = {one.key: one for one in reversed(known)}
    return [*current.values(), *(one for one in known if current[one.key] is not one)]


def notice_named(code: str) -> Notice | None:
    return next((one for one in notices() if one.code == code), None)


@cache
def _grounds() -> tuple[Ground, ...]:
    return tuple(Ground(**_row(row)) for row in _read("grounds.toml")["ground"])


def grounds(power: str, act: str) -> list[Ground]:
    """The grounds of this power for DELAY or DIFFERENT_SOLICITOR, in the order of the Act."""
    return [one for one in _grounds() if one.power == power and act in one.acts]


def ground_named(power: str, key: str) -> Ground | None:
    return next((one for one in _grounds() if one.power == power and one.key == key), None)


@cache
def _recordings() -> dict[str, Recording]:
    return {power: Recording(**_row(row)) for power, row in _read("recording.toml").items()}


def recording_at_station(power: str) -> Recording:
    return _recordings()[power]
