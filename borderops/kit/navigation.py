"""The main navigation, declared by the apps and shown according to what the person may do.
An app registers its items once, in its AppConfig.ready(); the order number decides the place."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch

from borderops.kit.addresses import address


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the main navigation. `verb` is what its reader must be able to do; empty means everyone who has signed in."""

    label: str
    url_name: str
    verb: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    """An item as one person sees it on one page."""

    label: str
    url: str
    current: bool


ITEMS: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Add items. Registering the same address again replaces it, so that a reloaded app does not double it."""
    for item in items:
        ITEMS[item.url_name] = item


def links(request: HttpRequest) -> list[Link]:
    """What this request's person is shown, in order."""
    may = getattr(request, "may", lambda verb: False)
    found: list[Link] = []
    for item in sorted(ITEMS.values(), key=lambda each: (each.order, each.label)):
        if item.verb and not may(item.verb):
            continue
        try:
            url = address(item.url_name)
        except NoReverseMatch:  # an app that is not installed in this deployment has no addresses
            continue
        found.append(Link(item.label, url, request.path == url or (url != "/" and request.path.startswith(url))))
    return found
