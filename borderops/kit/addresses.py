"""Addresses that a page writes many times over: Django looks a name up in all its patterns each time, this once in a process."""

from functools import cache
from itertools import chain
from uuid import UUID

from django.urls import reverse


@cache
def address(name: str) -> str:
    """The address of a page without arguments. Raises NoReverseMatch."""
    return reverse(name)


def address_of(name: str, *keys: UUID) -> str:
    """The address of a page about one thing, or about one of a thing's own things. Raises NoReverseMatch."""
    first, *rest = _between(name, len(keys))
    return first + "".join(chain.from_iterable(zip(map(str, keys), rest, strict=True)))


@cache
def _between(name: str, number: int) -> tuple[str, ...]:
    """The parts of the address before, between and after so many keys."""
    stand_ins = [UUID(int=place) for place in range(number)]
    rest, parts = reverse(name, args=stand_ins), []
    for stand_in in stand_ins:
        part, _, rest = rest.partition(str(stand_in))
        parts.append(part)
    return (*parts, rest)
