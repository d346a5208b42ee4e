"""The words of our own local notices and receipts, by language, out of the lists of the law: which languages there are, and what a paper
says in one of them. Where a language has no words the paper is in English and says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.html import format_html

from examinations.law.labels import DETENTION, EXAMINATION, in_english
from examinations.law.lists import NOT_VERIFIED
from examinations.reference import wordings

ENGLISH = "en"
__all__ = ["DETENTION", "ENGLISH", "EXAMINATION", "Words", "code_of", "not_english", "words_by_language", "words_of"]


@dataclass(frozen=True, slots=True)
class Words:
    """A notice or a receipt in one language. `missing` is the language that was wanted and has no words."""

    language: str
    name: str
    title: str
    local: str
    paragraphs: tuple[str, ...]
    is_right_to_left: bool
    is_verified: bool
    missing: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_half_english(self) -> bool:
        """Whether the labels are in English alone, beside words in another language."""
        return self.language != ENGLISH and not self.labels

    def beside(self, key: str, after: str = "") -> str:
        """A label in this language with the English behind it; the English alone where the language has none. `after` ends both, such as
        the currency of a sum."""
        english = in_english(key, after)
        if not self.labels.get(key):
            return english
        direction, own = "rtl" if self.is_right_to_left else "ltr", f"{self.labels[key]} {after}".rstrip()
        return format_html('<span lang="{}" dir="{}">{}</span> / {}', self.language, direction, own, english)

    @property
    def label(self) -> str:
        return self.name + ("" if self.is_verified else f" ({NOT_VERIFIED})")


def words_by_language(kind: str, power: str, begun: datetime | None = None) -> dict[str, Words]:
    """Code → what the notice or receipt of this kind under this power says in that language, for a record that began then."""
    return {
        code: Words(
            language=code,
            name=str(entry.terms["name"]),
            title=entry.words,
            local=str(entry.terms["local"]),
            paragraphs=tuple(entry.terms["paragraphs"]),
            is_right_to_left=bool(entry.terms["is_right_to_left"]),
            is_verified=entry.verified,
            labels=dict(entry.terms.get("labels") or {}),
        )
        for code, entry in wordings(power, kind, begun).items()
    }


def code_of(name: str, known: dict[str, Words]) -> str:
    """The code of a language as an officer wrote it; empty when it has no words."""
    wanted = name.strip().casefold()
    return next((code for code, words in known.items() if wanted in {code, words.name.casefold()}), "")


def not_english(name: str) -> str:
    """The language as it was written, where a paper that there is in English alone has to say so; empty otherwise."""
    wanted = name.strip()
    return "" if wanted.casefold() in {"", ENGLISH, "english"} else wanted


def words_of(kind: str, power: str, language: str, *, begun: datetime | None = None, wanted: str = "") -> Words:
    """The notice or receipt of this kind under this power, for a record that began then. `wanted` is the language that the person speaks,
    in an officer's words."""
    known = words_by_language(kind, power, begun)
    missing = wanted.strip() if wanted.strip() and not code_of(wanted, known) else ""
    return replace(known.get(language) or known[ENGLISH], missing=missing)
