"""The pages about one's own sign-in: staying signed in, signing out, where one is signed in, the form that was carried over, and drafts."""

from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LogoutView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from requests import RequestException

import audit.actions as ledger
from borderops.kit.clock import now
from borderops.kit.methods import require_POST
from organisation import carry, drafts, sessions
from organisation.actions.preferences import SETTABLE, set_preference
from organisation.adapters import SingleSignOnAdapter
from organisation.doors import DoorRequest, View, signed_in
from organisation.sessions import background

LIST = "usersessions/usersession_list.html"
AWAY = "Your force's sign-in cannot be reached just now. Sign in with your password or a passkey."


@signed_in
def keep_alive(request: HttpRequest) -> HttpResponse:
    """How many seconds are left (GET, which extends nothing), or "I am still here" (POST). Without script: back to where one was."""
    at = now()
    if request.method == "POST":
        request.session[sessions.SEEN] = int(at.timestamp())
        if request.headers.get("Sec-Fetch-Mode") == "navigate":
            return redirect(where_from(request))
    return JsonResponse({"left": sessions.seconds_left(request.session, at)})


def where_from(request: HttpRequest) -> str:
    """The path of our own page that the request came from, else the first page."""
    referer = urlsplit(request.headers.get("Referer", ""))
    path = f"{referer.path}?{referer.query}" if referer.query else referer.path
    return path if referer.netloc == request.get_host() and carry.path_is_ours(path) else "/"


@signed_in
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Close or roomy pages, shortcuts or none: each button of the account menu sends one of them. Back to where one was."""
    chosen = [(name, request.POST[name] == "on") for name in SETTABLE if name in request.POST]
    for name, value in chosen:
        set_preference(person=cast(DoorRequest, request).user, name=name, value=value)
    return redirect(where_from(request))


def reaching_the_force(view: View) -> View:
    """The packages' view, leading back to the sign-in page when the force's identity provider cannot be reached."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RequestException:
            return SingleSignOnAdapter(request).refuse(request, AWAY)

    return wrapped


def begins_anew(view: View) -> View:
    """The packages' second step of a sign-in, forgetting the first when it sends back to it: a factor that was reset meanwhile cannot be
    asked for, and the two pages would send the browser to each other for ever."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect) and response.url == reverse("account_login"):
            clear_login(request)
        return response

    return wrapped


class SignOut(LogoutView):
    """Ends the session and has the browser forget the pages that it showed."""

    verb = "public"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = sessions.CLEAR
        return response


@signed_in
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; one of these sessions, or all the others, can be ended."""
    door = cast(DoorRequest, request)
    if request.method == "POST":
        return end_sessions(door)
    rows = UserSession.objects.purge_and_list(door.user)
    present = request.session.session_key
    for row in rows:
        row.last_seen_at = seen_at(row)  # what the time-out counts; allauth's own is the sign-in
    rows.sort(key=lambda row: (row.session_key != present, -row.created_at.timestamp()))
    return render(request, LIST, {"sessions": rows, "session_count": len(rows), "show_last_seen_at": True})


def seen_at(row: UserSession) -> datetime:
    """The last activity of a session, as the time-out counts it."""
    seen = SessionStore(row.session_key).get(sessions.SEEN)
    return datetime.fromtimestamp(int(seen), UTC) if seen else row.last_seen_at


def end_sessions(request: DoorRequest) -> HttpResponse:
    present = request.session.session_key or ""
    chosen = request.POST.get("session", "")
    if chosen:
        row = UserSession.objects.filter(user=request.user, pk=int(chosen) if chosen.isdigit() else 0).exclude(session_key=present).first()
        if row is None:
            raise Http404("There is no such session of yours.")
        row.end()
        ended = 1
    else:
        ended = sessions.end_all(request.user.pk, keep=present)
    ledger.record("account.sessions_ended", detail={"ended": ended})
    messages.success(request, f"{ended} other sign-in{'' if ended == 1 else 's'} ended.")
    return redirect("usersessions_list")


@signed_in
def carried(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """The form that was sent on an expired sign-in, for its sender: shown, sent on by itself where scripts run, or thrown away."""
    door = cast(DoorRequest, request)
    if request.method == "POST":
        carry.forget(door.user, form_id, now())
        messages.info(request, "What you had typed was not sent, and is not kept any longer.")
        return HttpResponseRedirect("/")
    kept = carry.open_for(door.user, form_id, now())
    if kept is None:
        raise Http404("There is nothing kept here for you to send.")
    return render(request, "account/carried.html", {"kept": kept, "goes_on": not kept.files})


@background
@signed_in
@require_POST
def save_draft(request: HttpRequest, form: str, thing_id: UUID) -> JsonResponse:
    """Autosave. Shows nothing of any record, so it writes no reading; made by the page, so it does not keep a sign-in alive."""
    at, owner = now(), cast(DoorRequest, request).user
    try:
        version = drafts.save_draft(owner=owner, form=form, thing_id=thing_id, typed=drafts.read(request), at=at)
    except drafts.Unacceptable as fault:
        return JsonResponse({"saved": False, "why": str(fault)}, status=422)
    except drafts.Overtaken:
        return JsonResponse({"saved": False, "version": drafts.draft_number(owner, form, thing_id)}, status=409)
    return JsonResponse({"saved": True, "saved_at": at.isoformat(), "version": version})


@require_POST
@signed_in
def discard_draft(request: HttpRequest, form: str, thing_id: UUID) -> HttpResponseRedirect:
    """Throw away what was typed and not saved, and begin again from what is there: back on the page of the form."""
    drafts.discard_draft(owner=cast(DoorRequest, request).user, form=form, thing_id=thing_id, at=now())
    back = request.POST.get("back", "")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
