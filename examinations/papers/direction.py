"""Marks of direction that somebody typed and did not end again. On paper a text stands between others, and one that turns the writing round
must not turn those round as well."""

from collections.abc import Mapping
from typing import Any

EMBEDDINGS, END_OF_EMBEDDING = frozenset("\u202a\u202b\u202d\u202e"), "\u202c"
ISOLATES, END_OF_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"


def ended(text: str) -> str:
    """The text with an end for every mark of direction that has none; nothing of it is taken away. (Unicode Annex 9, X1 to X8)"""
    ends: list[str] = []
    for character in text:
        if character in EMBEDDINGS:
            ends.append(END_OF_EMBEDDING)
        elif character in ISOLATES:
            ends.append(END_OF_ISOLATE)
        elif character == END_OF_EMBEDDING and ends[-1:] == [END_OF_EMBEDDING]:
            ends.pop()
        elif character == END_OF_ISOLATE and END_OF_ISOLATE in ends:
            while ends.pop() != END_OF_ISOLATE:
                pass
    return text + "".join(reversed(ends))


def all_ended(value: Any) -> Any:
    """Plain values, such as the content of a frozen version, with every text in them ended."""
    if isinstance(value, str):
        return ended(value)
    if isinstance(value, Mapping):
        return {key: all_ended(each) for key, each in value.items()}
    return [all_ended(each) for each in value] if isinstance(value, list) else value
