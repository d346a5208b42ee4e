"""Asks one address as one person with one method and says everything that is wrong with the answer: its status by the table, its headers,
its headings, and anything in its bytes that belongs to a record which that person may not see. Whatever the request did is undone."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter
from pypdf import PdfReader

from audit.models import Reading
from examinations.models import Examination
from tests.walk.addresses import ADDRESSES, NOTHING_KNOWN, OWNER, PUBLIC, SIGNED_IN, Address
from tests.walk.table import EVERYBODY, NOBODY, PEOPLE, can, may_try
from tests.walk.world import Thing, World, token

SIGN_IN, FORM = "/account/login/", "application/x-www-form-urlencoded"
NEVER = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
REDIRECTS = {301, 302, 303, 307, 308}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def patterns(found: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the service by its full name, packages' included; an address without a name stands under its route."""
    for each in found:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, f"{before}{each.namespace}:" if each.namespace else before)
        else:
            yield f"{before}{each.name or each.pattern}", each


def routes() -> dict[str, list[URLPattern]]:
    found: dict[str, list[URLPattern]] = {}
    for name, pattern in patterns(get_resolver().url_patterns):
        found.setdefault(name, []).append(pattern)
    return found


ROUTES = routes()


@dataclass(frozen=True, slots=True)
class Cell:
    """One request of the walk."""

    who: str
    name: str
    method: str
    thing: Thing | None = None  # None: the address is about nothing in particular, or its key is the key of nothing

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.name} {self.thing.key if self.thing else '-'}"


@dataclass(slots=True)
class Walker:
    """One person at a browser, signed in once; every request starts with the cookies of that sign-in.

    The answer to a POST may set other cookies (signing out, a new password and a fresh sign-in all do), while the session that they belong
    to is undone with everything else. A browser that kept them would be signed out for the rest of the walk.
    """

    world: World
    who: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True, raise_request_exception=False))
    cookies: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of each record not to be seen: what must be nowhere
    joinable: dict[str, str] = field(default_factory=dict)  # records of which reference and place may be shown, and these words

    def __post_init__(self) -> None:
        if self.who in self.world.cast.people:
            self.world.cast.sign_in(self.client, self.who).get("/accessibility/")  # from now on the session is only read
            self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}
        for thing in self.world.of("examination").values():
            row = thing.row
            assert isinstance(row, Examination)
            if can(self.who, "examination.join", thing):
                self.joinable[thing.key] = f"Gate {token(thing.key)}"
            if not can(self.who, "examination.view", thing):
                is_known = thing.key in self.joinable
                self.secrets[thing.key] = (token(thing.key),) if is_known else (token(thing.key), row.reference)

    # --- Asking ------------------------------------------------------------------------------------------------------------

    def path(self, cell: Cell) -> str:
        """The address with its keys: of the thing, then of what belongs to it, else of nothing."""
        address, taken, args = ADDRESSES[cell.name], not ADDRESSES[cell.name].kind, {}
        for name, converter in ROUTES[cell.name][0].pattern.converters.items():
            if name in address.fills:
                args[name] = address.fills[name]
            elif not taken:
                args[name], taken = cell.thing.pk if cell.thing else NOTHING_KNOWN, True
            else:
                nothing = NOTHING_KNOWN if isinstance(converter, UUIDConverter) else 0
                args[name] = self.part_of(cell, name) or nothing
        return reverse(cell.name, kwargs=args)

    def part_of(self, cell: Cell, name: str) -> UUID | None:
        return self.world.parts.get(name, {}).get(cell.thing.key) if cell.thing else None

    def is_whole(self, cell: Cell) -> bool:
        """Whether the world has everything that the path names behind the thing."""
        address = ADDRESSES[cell.name]
        names = [name for name in ROUTES[cell.name][0].pattern.converters if name not in address.fills]
        return not address.kind or all(self.part_of(cell, name) for name in names[1:])

    def send(self, cell: Cell) -> HttpResponse:
        """The answer, with nothing of what was done left behind."""
        client = self.client
        client.cookies.clear()
        client.cookies.load(self.cookies)
        data: dict[str, Any] = {}
        if cell.method == "POST":
            key = _get_new_csrf_string()
            client.cookies[settings.CSRF_COOKIE_NAME] = key
            data = {"csrfmiddlewaretoken": key, "submission_id": str(uuid4()), **ADDRESSES[cell.name].sends}
        mail.outbox.clear()
        body = urlencode(data) if cell.method == "POST" else ""
        return cast(HttpResponse, client.generic(cell.method, self.path(cell), body, FORM))

    # --- Judging -----------------------------------------------------------------------------------------------------------

    def faults(self, cell: Cell) -> list[str]:
        """What is wrong with the answer, each as a sentence that names the cell."""
        with undone():
            response = self.send(cell)
            found = [*self.wrong_status(cell, response), *self.wrong_headers(response), *headings(response), *self.leaks(response)]
            if ADDRESSES[cell.name].writes_reading and cell.method == "GET" and response.status_code == 200:
                found += self.unread(cell, response)
        return [f"{cell}: {fault}" for fault in found]

    def wrong_status(self, cell: Cell, response: HttpResponse) -> list[str]:
        allowed, location = expected(cell, is_whole=self.is_whole(cell)), response.headers.get("Location", "")
        is_sign_in = response.status_code in REDIRECTS and location.startswith(SIGN_IN)
        if allowed is None:
            # A form whose sender nobody can prove is given back to be copied.
            is_given_back = response.status_code == 403 and cell.method == "POST" and bool(ADDRESSES[cell.name].sends)
            return [] if is_sign_in or is_given_back else [f"answered {response.status_code}, expected the way to the sign-in page"]
        found = []
        if response.status_code not in allowed:
            found.append(f"answered {response.status_code}, expected {' or '.join(map(str, sorted(allowed)))}")
        elif is_sign_in and ADDRESSES[cell.name].verb != PUBLIC and not location.startswith("/account/2fa/"):
            found.append("answered with the way to the sign-in page though signed in")
        if response.status_code == 405 and response.headers.get("Allow") != ", ".join(ADDRESSES[cell.name].methods):
            found.append(f"allows {response.headers.get('Allow')!r}, expected {', '.join(ADDRESSES[cell.name].methods)!r}")
        return found

    def wrong_headers(self, response: HttpResponse) -> list[str]:
        sent = response.headers
        found = [f"{name} is {sent.get(name)!r}, expected {value!r}" for name, value in HEADERS.items() if sent.get(name) != value]
        policy = sent.get("Content-Security-Policy", "")
        found += [f"the content policy lacks {part}" for part in POLICY if part not in policy]
        found += [
            f"the cookie {name} can be read by scripts"
            for name, morsel in response.cookies.items()
            if morsel.value and not (morsel["httponly"] and morsel["samesite"])
        ]
        return found

    def leaks(self, response: HttpResponse) -> list[str]:
        text = everything(response)
        found = []
        for key, marks in self.secrets.items():
            if any(mark in text for mark in marks):
                rest = text.replace(self.joinable[key], "") if key in self.joinable else text
                found += [f"shows {mark!r} of {key}, which this person may not see" for mark in marks if mark in rest]
        return found

    def unread(self, cell: Cell, response: HttpResponse) -> list[str]:
        assert cell.thing is not None
        is_entered = Reading.objects.filter(request_id=response["X-Request-ID"], thing_id=cell.thing.pk).exists()
        return [] if is_entered else ["showed the record without entering that it was read"]


def headings(response: HttpResponse) -> list[str]:
    """A whole page has one first heading, whatever it says; a part of a page and a file have none to count."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html") or b"<html" not in response.content:
        return []
    number = response.content.count(b"<h1")
    return [] if number == 1 else [f"has {number} first headings, expected one"]


def everything(response: HttpResponse) -> str:
    """All that went out: the body (a document's text and the files inside it too), the headers, the cookies, and the e-mails that the
    request sent."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", "replace")
    if body.startswith(b"%PDF"):
        document = PdfReader(io.BytesIO(body))
        text += "\n".join(each.extract_text() for each in document.pages) + str(document.metadata)
        text += "\n".join(f"{name} {made.decode('utf-8', 'replace')}" for name, found in document.attachments.items() for made in found)
    letters = "\n".join(str(letter.message()) for letter in mail.outbox)
    return "\n".join((text, str(dict(response.headers)), response.cookies.output(), letters))


def expected(cell: Cell, *, is_whole: bool = True) -> frozenset[int] | set[int] | None:
    """The statuses that the table allows; None: the way to the sign-in page. Without what the path names behind the thing, those who may
    find nothing."""
    address, who, thing = ADDRESSES[cell.name], cell.who, cell.thing
    if cell.method not in address.methods:
        return {405}
    if address.verb == PUBLIC:
        return address.takes
    if who in NOBODY:
        return None
    if address.verb != SIGNED_IN and not may_try(who, address.verb):
        return {403}
    if not address.kind or cell.method in address.alike:
        return address.takes
    answers = answer_about(address, who, cell.method, thing)
    return answers if is_whole or answers != address.takes else {404}


def answer_about(address: Address, who: str, method: str, thing: Thing | None) -> frozenset[int] | set[int]:
    if thing is None or not (who in thing.own if address.sees == OWNER else can(who, address.sees, thing)):
        return {404}
    asked = {address.asks, address.posts if method == "POST" and address.posts else address.asks} - {OWNER}
    if not all(can(who, verb, thing) for verb in asked) or (address.never_oneself and who in thing.own):
        return {403}
    return address.takes


# --- Which cells ----------------------------------------------------------------------------------------------------------------


def told_apart(world: World, who: str, kind: str) -> list[Thing]:
    """One thing of each sort that the table tells apart for this person; by the table alone, never by what the application answers."""
    ports = PEOPLE[who].ports if who in PEOPLE else frozenset()
    sorts: dict[tuple[object, ...], Thing] = {}
    for thing in world.of(kind).values():
        sorts.setdefault((who in thing.own, thing.port in ports, thing.state, thing.is_restricted), thing)
    return list(sorts.values())


def cells(world: World, who: str, names: Iterable[str] = ADDRESSES) -> Iterator[Cell]:
    """Every request of one person: each address, each sort of thing, each method that it answers.

    Of the methods that no address answers each person asks one at each address, in turn, and somebody asks each: they are refused before
    it is known who asks and for what.
    """
    for number, name in enumerate(names, EVERYBODY.index(who)):
        address = ADDRESSES[name]
        things: list[Thing | None] = [None]
        if address.kind:
            known = told_apart(world, who, address.kind)
            stops_at_door = who in NOBODY or (address.verb != SIGNED_IN and not may_try(who, address.verb))
            things = [known[0]] if stops_at_door else [*known, None]
        for thing in things:
            yield from (Cell(who, name, method, thing) for method in address.methods if method != "HEAD")
        yield from (Cell(who, name, method, things[0]) for method in ("HEAD", NEVER[number % len(NEVER)]))
        if missing := {"GET", "POST"} - set(address.methods):
            yield Cell(who, name, missing.pop(), things[0])
