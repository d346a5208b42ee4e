"""What was typed survives an expired sign-in: a form sent too late is kept, encrypted, for its sender, who signs in and sends it on.
Every form of ours carries a signed token of its sender, so that a form can be kept for somebody who is signed out, and for nobody else."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils.http import url_has_allowed_host_and_scheme

from borderops.kit.clock import now
from organisation.models import CarriedForm, User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from organisation.sealing import Unsealable, seal, unseal

PURPOSE = "carried forms"
SENDER_GOOD_FOR = timedelta(days=3)  # how long a page may have been open
KEPT_FOR = timedelta(hours=24)
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_KEPT = 10  # for one person
OURS = {"csrfmiddlewaretoken", "sender", "carried"}  # made anew for each sending
UNSHOWN = OURS | {"submission_id", "version", "pressed_at", "draft_version"}


@dataclass(frozen=True, slots=True)
class Carried:
    """A kept form, opened: where it was sent, its fields as (name, value), and the names of the files that were with it."""

    id: UUID
    path: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def shown(self) -> list[tuple[str, str]]:
        return readable(self.fields)


def readable(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields that a person typed or chose, with names fit for the screen; without keys, which nobody can read."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in fields
        if name not in UNSHOWN and value.strip() and "password" not in name and not KEY.fullmatch(value)
    ]


# --- Whose form it is ------------------------------------------------------------------------------------------------------------


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="organisation.carry.sender")


def sender_token(user: User) -> str:
    """Proof, for three days, that a form was drawn for this person."""
    return _signer().sign(user.pk.hex)


def owner_of(token: str | None) -> UUID | None:
    """The person for whom the form was drawn; None when the token is missing, forged or too old."""
    try:
        return UUID(_signer().unsign(token or "", max_age=SENDER_GOOD_FOR))
    except (BadSignature, ValueError):
        return None


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a browser says that one of our own pages sent this: no other may plant a form that is later sent on by itself."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() if name not in OURS for value in values]


# --- Keeping, opening, forgetting ------------------------------------------------------------------------------------------------


def _binding(form_id: UUID, owner_id: UUID, path: str) -> str:
    return f"{form_id} {owner_id} {path}"


def keep(request: HttpRequest, owner_id: UUID, at: datetime) -> UUID | None:
    """Keep what was sent for its owner; its key, or None when there is no such active person or the address is none of ours."""
    path = request.get_full_path()
    if len(path) > 300 or not path_is_ours(path) or asked_view(request) is None:
        return None
    form_id = uuid4()
    body = {"fields": posted(request), "files": [str(file.name) for _, files in request.FILES.lists() for file in files]}
    sealed = seal(json.dumps(body).encode(), purpose=PURPOSE, bound_to=_binding(form_id, owner_id, path))
    with acting_as(SYSTEM):
        if not User.objects.filter(pk=owner_id, is_active=True).exists():
            return None
        CarriedForm.objects.create(id=form_id, owner_id=owner_id, path=path, sealed_fields=sealed, kept_at=at)
        newest = CarriedForm.objects.filter(owner_id=owner_id).order_by("-kept_at").values_list("pk", flat=True)
        CarriedForm.objects.filter(pk__in=list(newest[MOST_KEPT:])).delete()
    return form_id


def path_is_ours(path: str) -> bool:
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def waiting_for(user: User, at: datetime) -> UUID | None:
    """The latest form kept for this person and not sent on yet."""
    with acting_as(SYSTEM):
        rows = CarriedForm.objects.filter(owner=user, used_at__isnull=True, kept_at__gt=at - KEPT_FOR)
        return rows.order_by("-kept_at").values_list("pk", flat=True).first()


def leads_to_a_carried_form(path: str) -> bool:
    try:
        return resolve(urlsplit(path).path).view_name == "carried"
    except Resolver404:
        return False


def open_for(user: User, form_id: UUID, at: datetime) -> Carried | None:
    """The kept form, for its owner alone and only until it was sent on or a day has passed."""
    rows = CarriedForm.objects.filter(pk=form_id, owner=user, used_at__isnull=True, kept_at__gt=at - KEPT_FOR)
    row = rows.first()
    if row is None:
        return None
    try:
        body = json.loads(unseal(bytes(row.sealed_fields), purpose=PURPOSE, bound_to=_binding(row.pk, user.pk, row.path)))
    except Unsealable:
        return None
    return Carried(row.pk, row.path, [(name, value) for name, value in body["fields"]], body["files"])


def forget(user: User, form_id: UUID, at: datetime) -> None:
    """It was sent on, or its owner does not want it: nothing of its content stays."""
    with acting_as(SYSTEM):
        CarriedForm.objects.filter(pk=form_id, owner=user, used_at__isnull=True).update(used_at=at, sealed_fields=b"")


# --- At the edge -----------------------------------------------------------------------------------------------------------------


def asked_view(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def is_called_by_page(request: HttpRequest) -> bool:
    """Autosave and the like: their page notices the sign-in page and says so itself."""
    match = asked_view(request)
    return request.headers.get("X-Background") == "1" or getattr(match and match.func, "is_background", False)


def sign_in_page(next_path: str) -> HttpResponse:
    return redirect_to_login(next_path, settings.LOGIN_URL)


def show_unkept(request: HttpRequest) -> HttpResponse:
    """Whose form it is cannot be proved, so it is not kept; the person before the screen is given back what they have just sent."""
    context = {"fields": readable(posted(request)), "sign_in_url": reverse(settings.LOGIN_URL)}
    return render(request, "account/not_kept.html", context, status=403)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """What somebody signed out gets from a page that needs a person."""
    if request.method == "GET":
        return sign_in_page(request.get_full_path())
    if request.method == "POST" and not is_called_by_page(request) and is_same_origin(request) and readable(posted(request)):
        return show_unkept(request)
    return sign_in_page(urlsplit(settings.LOGIN_REDIRECT_URL).path)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form drawn before the present sign-in: asked for again with a fresh token if it is the sender's own, else refused."""
    ours = is_same_origin(request) and "carried" not in request.POST
    user = request.user
    if ours and isinstance(user, User) and owner_of(request.POST.get("sender")) == user.pk:
        form_id = keep(request, user.pk, now())
        if form_id is not None:
            return redirect("carried", form_id)
    if ours and is_called_by_page(request):
        return sign_in_page("/")
    if ours and not request.path.startswith("/account/") and readable(posted(request)):
        return show_unkept(request)
    return render(request, "403_csrf.html", status=403)


class CarryOver:
    """Answers a form of somebody who is signed out, or is not the one signed in, before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return self.get_response(request)
        try:
            token, carried = request.POST.get("sender"), request.POST.get("carried")
        except UnreadablePostError:
            return self.get_response(request)
        if token and (answer := self.answer(request, token)):
            return answer
        response = self.get_response(request)
        if carried and response.status_code in {302, 303} and isinstance(request.user, User):
            self.sent_on(request.user, carried)
        return response

    def answer(self, request: HttpRequest, token: str) -> HttpResponse | None:
        """What the sender gets instead of the page; None when all is as it should be."""
        user, owner_id = request.user, owner_of(token)
        is_someone = isinstance(user, User)
        if (is_someone and owner_id in {None, user.pk}) or is_called_by_page(request) or not is_same_origin(request):
            return None
        if owner_id is None:
            return show_unkept(request)
        form_id = keep(request, owner_id, now())
        if is_someone:
            return render(request, "account/kept_for_sender.html", {"is_kept": form_id is not None}, status=409)
        return sign_in_page(reverse("carried", args=[form_id]) if form_id else "/")

    def sent_on(self, user: User, carried: str) -> None:
        try:
            form_id = UUID(carried)
        except ValueError:
            return
        forget(user, form_id, now())
