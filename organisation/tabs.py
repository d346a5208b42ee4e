"""The sections of a person's pages. Upper floors add theirs (accreditation, duties) without this floor knowing of them."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from organisation.doors import DoorRequest
from organisation.models import User


@dataclass(frozen=True, slots=True)
class Tab:
    """A section. `url_name` takes the person's key; `verb` is what its reader must be able to try."""

    label: str
    url_name: str
    verb: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    label: str
    url: str
    is_current: bool


_tabs: dict[str, Tab] = {}


def register(*tabs: Tab) -> None:
    """Add sections, once each; called by an app's `AppConfig.ready`."""
    _tabs.update({tab.url_name: tab for tab in tabs})


def tabs_for(request: HttpRequest, person_id: UUID) -> list[Shown]:
    """The sections of one person's pages that this reader may try."""
    door = cast(DoorRequest, request)
    found = []
    for tab in sorted(_tabs.values(), key=lambda tab: tab.order):
        if not door.may(tab.verb):
            continue
        try:
            url = reverse(tab.url_name, args=[person_id])
        except NoReverseMatch:  # an app that this deployment does not have
            continue
        found.append(Shown(tab.label, url, request.path == url))
    return found


def subject_context(request: HttpRequest, subject: User) -> dict[str, Any]:
    """What `organisation/subject.html` needs, for the pages of every section."""
    may_list = cast(DoorRequest, request).may("people.list")
    return {"subject": subject, "tabs": tabs_for(request, subject.pk), "may_list": may_list}
