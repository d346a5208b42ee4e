"""When two records are about the same document or the same person, as far as that can be told without judgement. Pure; the same letters
as in machine-readable documents, so that a name typed and a name scanned meet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from examinations.mrz import transliterate


def document_key(number: str) -> str:
    """A document's number without blanks, hyphens and case; empty when there is none."""
    return "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())[:20]


def person_key(family_name: str, given_names: str, born_on: date | None) -> str:
    """Family name, first given name and date of birth; empty while one of the three is not known."""
    family, given = transliterate(family_name), transliterate(given_names)
    if not family or not given or born_on is None:
        return ""
    return f"{family}/{given.split()[0]}/{born_on.isoformat()}"[:440]


def keys_of(particulars: Mapping[str, Any]) -> dict[str, str]:
    """Both keys of a person's particulars, by the names of their columns."""
    given = particulars.get
    return {
        "document_key": document_key(given("document_number") or ""),
        "person_key": person_key(given("family_name") or "", given("given_names") or "", given("born_on")),
    }
