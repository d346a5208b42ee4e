"""Addresses that a page writes many times over: Django looks a name up in all its patterns each time, this once in a process."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_SOMETHING = UUID(int=0)


@cache
def address(name: str) -> str:
    """The address of a page without arguments. Raises NoReverseMatch."""
    return reverse(name)


def address_of(name: str, key: UUID) -> str:
    """The address of a page about one thing. Raises NoReverseMatch."""
    before, after = _around(name)
    return f"{before}{key}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_SOMETHING]).partition(str(_SOMETHING))
    return before, after
