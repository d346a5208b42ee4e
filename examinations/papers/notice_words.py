"""The words of our own local notices, by language, out of the data file: which languages there are, and what a notice says in one of them.
Where a language has no words the notice is in English and says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "law" / "notices.toml"
ENGLISH = "en"
EXAMINATION, DETENTION = "EXAMINATION", "DETENTION"


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in one language. `missing` is the language that was wanted and has no words."""

    language: str
    name: str
    title: str
    local: str
    paragraphs: tuple[str, ...]
    is_right_to_left: bool
    is_verified: bool
    missing: str = ""


@lru_cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def languages() -> dict[str, str]:
    """Code → English name of every language that has words."""
    return {code: str(given["name"]) for code, given in _data().items()}


def code_of(name: str) -> str:
    """The code of a language as an officer wrote it; empty when it has no words."""
    wanted = name.strip().casefold()
    return next((code for code, known in languages().items() if wanted in {code, known.casefold()}), "")


def not_english(name: str) -> str:
    """The language as it was written, where a paper that there is in English alone has to say so; empty otherwise."""
    wanted = name.strip()
    return "" if not wanted or code_of(wanted) == ENGLISH else wanted


def words_of(kind: str, power: str, language: str, *, wanted: str = "") -> Words:
    """The notice of this kind under this power. `wanted` is the language that the person speaks, in an officer's words."""
    code = language if language in _data() else ENGLISH
    given = _data()[code]
    fills = {"schedule": given["schedule"][power], "purpose": given["purpose"][power]}
    missing = wanted.strip() if wanted.strip() and not code_of(wanted) else ""
    return Words(
        language=code,
        name=str(given["name"]),
        title=str(given[kind]["title"]),
        local=str(given["local"]),
        paragraphs=tuple(str(each).format(**fills) for each in given[kind]["paragraphs"]),
        is_right_to_left=bool(given["is_right_to_left"]),
        is_verified=bool(given["verified"]),
        missing=missing,
    )
