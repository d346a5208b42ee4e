"""The one door. Every view says which verb it needs; the middleware works out who is asking, opens the transaction, sets the
row-security scope, and
writes refusals; `enter` and `listing` limit what is seen, check the permission and write the reading before any data leaves."""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

import audit.actions as ledger
from audit.context import Origin, arriving
from borderops.kit.clock import now
from borderops.kit.compiled import Compiled
from organisation import policy
from organisation.models import User
from organisation.policy import NOBODY, Actor
from organisation.scopes import set_scope, settings_of
from organisation.standing import standing_of

M = TypeVar("M", bound=Model)
View = Callable[..., HttpResponseBase]
PUBLIC, SIGNED_IN = "public", "signed in"
# Views that come from packages: what each needs.
PACKAGED = {"django.views.static": PUBLIC, "django.contrib.staticfiles": PUBLIC}
# An answer with one of these undoes everything that the request did. 409 and 422 keep the readings and drafts that they wrote.
UNDONE = {400, 403, 404, 405}


class DoorRequest(HttpRequest):
    """A request that came through the door."""

    actor: Actor
    may: Callable[[str], bool]  # for menus and buttons
    user: User
    request_id: str


def needs(verb: str) -> Callable[[View], View]:
    """Mark a view with the verb that its caller must be able to try. Views without a mark are refused to everybody."""

    def mark(view: View) -> View:
        view.verb = verb  # type: ignore[attr-defined]
        return view

    return mark


public = needs(PUBLIC)
signed_in = needs(SIGNED_IN)


def verb_of(view: Any) -> str | None:
    """What a view needs: its own mark, or its package's."""
    inner = getattr(view, "view_class", view)
    marked = getattr(view, "verb", None) or getattr(inner, "verb", None)
    if marked:
        return cast(str, marked)
    module = getattr(inner, "__module__", "")
    return next((needed for package, needed in PACKAGED.items() if module.startswith(package)), None)


def origin_of(request: HttpRequest, actor: Actor) -> Origin:
    session = getattr(request, "session", None)
    key = (session.session_key or "") if session is not None else ""
    return Origin(
        actor_id=actor.id,
        actor_label=actor.label,
        session_hash=hashlib.sha256(key.encode()).hexdigest()[:32] if key else "",
        request_id=getattr(request, "request_id", ""),
        ip=request.META.get("REMOTE_ADDR") or None,
    )


class DoorMiddleware:
    """Who is asking, once a request; one transaction; the database's own scope; and a ledger entry for each refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = getattr(request, "user", None)
        door = cast(DoorRequest, request)
        door.actor = standing_of(user, now()) if isinstance(user, User) else NOBODY
        door.may = partial(policy.may, door.actor)
        with arriving(origin_of(request, door.actor)):
            with transaction.atomic():
                if door.actor.id:
                    set_scope(settings_of(door.actor))
                response = self.get_response(request)
                if response.status_code in UNDONE or response.status_code >= 500:
                    transaction.set_rollback(True)
            if door.actor.id and response.status_code in {403, 404}:
                self.write_refusal(door, response)
        return response

    def write_refusal(self, request: DoorRequest, response: HttpResponseBase) -> None:
        """A refusal's own transaction: the request's has been undone with everything in it."""
        match = request.resolver_match
        thing = next((value for value in (match.kwargs.values() if match else ()) if isinstance(value, UUID)), None)
        with transaction.atomic():
            ledger.observe(
                f"refused.{match.view_name if match else 'unknown'}"[:60],
                thing_id=thing,
                outcome="DENY",
                detail={"status": response.status_code, "method": request.method},
            )

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        needed = verb_of(view)
        if needed == PUBLIC:
            return None
        if needed is None:
            raise PermissionDenied("This page has no row in the policy table.")
        actor = cast(DoorRequest, request).actor
        if actor.id is None:
            from organisation.carry import ask_to_sign_in

            return ask_to_sign_in(request)
        if needed != SIGNED_IN and not policy.may(actor, needed):
            raise PermissionDenied("Your posting does not include this page.")
        return None


def enter(request: HttpRequest, rows: QuerySet[M] | Compiled[M], pk: UUID, *, see: str, verb: str | None = None, read: bool = True) -> M:
    """The record `pk`, if the actor may `see` it (else 404) and do `verb` to it (else 403). Writes the reading first.

    `rows` is where it is read from: a queryset, or a compiled query that takes the key.
    `read=False` is for endpoints that show nothing of the record, such as autosave.
    """
    actor = cast(DoorRequest, request).actor
    thing = policy.scope(actor, see, rows).filter(pk=pk).first() if isinstance(rows, QuerySet) else next(iter(rows(pk)), None)
    if thing is None or not policy.can(actor, see, thing):
        raise Http404("There is no such record.")
    if verb and verb != see:
        decision = policy.can(actor, verb, thing)
        if not decision:
            raise PermissionDenied(decision.why)
    if read:
        ledger.reading(verb or see, thing)
    return thing


def listing(request: HttpRequest, queryset: QuerySet[M], *, see: str) -> QuerySet[M]:
    """The rows of a list that the actor may see. Call `shown` with what the page shows before returning it."""
    return policy.scope(cast(DoorRequest, request).actor, see, queryset)


def shown(request: HttpRequest, verb: str, rows: Iterable[Model | UUID], *, filters: dict[str, Any] | None = None) -> None:
    """Write the reading of a list page: one insert that names every record that the page shows, given as rows or as keys."""
    ids = list(dict.fromkeys(row if isinstance(row, UUID) else row.pk for row in rows))
    ledger.reading(verb, shown=ids, count=len(ids), filters=filters)


def forbidden_is_403(view: View) -> View:
    """Turn the policy's refusal inside an action into the 403 page with its sentence."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except policy.Forbidden as refusal:
            raise PermissionDenied(str(refusal)) from refusal

    return wrapped
