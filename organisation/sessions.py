"""How long a sign-in lasts and what it must have before it counts. Middleware that costs a page no query: what it must know stands in the
session, and is written back at most once a minute."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404

import audit.actions as ledger
from audit.context import arriving
from borderops.kit.clock import now
from organisation.doors import origin_of
from organisation.models import User
from organisation.policy import Actor

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SIGNED_IN, SEEN, SECOND_FACTOR = "signed_in_at", "seen_at", "has_second_factor"
WRITTEN_EVERY = 60  # seconds: the last activity is known this exactly, and nobody is signed out earlier than the page told them
# Clears what a browser keeps of the pages. Cookies are left out: they would be cleared for every service of the force's domain.
CLEAR = '"cache", "storage"'
WORDS = {
    "IDLE": "You were signed out because nothing was done here for {idle} minutes. Sign in to go on where you were.",
    "ABSOLUTE": "A sign-in lasts {absolute} hours at most, and yours has ended. Sign in to go on where you were.",
    "CLOSED": "That sign-in was ended. Sign in again, or ask your administrator if that is refused.",
}
# What somebody without a second factor, or with a password that another person chose, may still reach.
SETTING_UP = {"account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "keep_alive"}
FACTOR_PAGES = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
PASSWORD_PAGES = {"account_change_password"}
OPEN_TO_ALL = {"alive", "ready"}


def background(view: Any) -> Any:
    """Mark a view that the page itself calls (autosave, the clocks' refresh): it is no sign of a person, so it extends nothing."""
    view.is_background = True
    return view


def is_background(request: HttpRequest) -> bool:
    """Whether the page asked rather than the person: the view's own mark, the header that our scripts send, or a page that loads itself
    again (a browser says which navigations a person began)."""
    sent = request.headers
    if sent.get("X-Background") == "1" or (sent.get("Sec-Fetch-Mode") == "navigate" and "Sec-Fetch-User" not in sent):
        return True
    match = request.resolver_match
    return match is not None and getattr(match.func, "is_background", False)


def begin(request: HttpRequest, at: datetime) -> None:
    """A new sign-in: both clocks start, and nothing is taken over from an earlier one."""
    request.session[SIGNED_IN] = request.session[SEEN] = int(at.timestamp())
    request.session.pop(SECOND_FACTOR, None)


def forget_factor(request: HttpRequest) -> None:
    """A second factor was added or taken away: ask the database again at the next page."""
    request.session.pop(SECOND_FACTOR, None)


def seconds_left(session: SessionBase, at: datetime, *, anew: bool = False) -> int:
    """Seconds until this sign-in ends if nothing more is done: of the idle limit (which begins `anew` now), or of the absolute one."""
    instant = int(at.timestamp())
    idle = settings.IDLE_SECONDS - (0 if anew else instant - int(session.get(SEEN, instant)))
    absolute = settings.ABSOLUTE_SECONDS - (instant - int(session.get(SIGNED_IN, instant)))
    return max(0, min(idle, absolute))


def end_all(user_id: UUID, *, keep: str = "") -> int:
    """Ends every session of a person except the one whose key is `keep`. How many were ended. The caller checks and records."""
    ended = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=keep))
    for session in ended:
        session.end()
    return len(ended)


def why_ended(request: HttpRequest, at: datetime) -> str:
    """`IDLE`, `ABSOLUTE`, `CLOSED` (deactivated, or another password), or nothing when the sign-in is good."""
    session, instant = request.session, int(at.timestamp())
    if SESSION_KEY not in session:
        return ""
    if not request.user.is_authenticated:
        return "CLOSED"
    if instant - int(session.get(SIGNED_IN, instant)) > settings.ABSOLUTE_SECONDS:
        return "ABSOLUTE"
    # The last activity may have been up to a minute later than what was written.
    if instant - int(session.get(SEEN, instant)) > settings.IDLE_SECONDS + WRITTEN_EVERY:
        return "IDLE"
    return ""


class TimeOut:
    """Ends a sign-in that was idle too long, lasted too long, or whose person was deactivated; counts activity for the others."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.session.session_key:
            return self.get_response(request)
        at = now()
        ended = why_ended(request, at)
        if ended:
            self.sign_out(request, ended)
        else:
            request.idle_seconds = seconds_left(request.session, at, anew=not is_background(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if ended:
            response.headers.setdefault("Clear-Site-Data", CLEAR)
        elif request.user.is_authenticated and request.session.session_key:
            self.count(request, at)
        return response

    def sign_out(self, request: HttpRequest, why: str) -> None:
        """Ends the session with a line in the ledger. What was sent with the request is looked after by `organisation.carry`."""
        user = request.user if isinstance(request.user, User) else None
        with transaction.atomic(), arriving(origin_of(request, Actor(user=user))):
            ledger.record("account.timed_out", detail={"why": why})
        logout(request)
        minutes, hours = settings.IDLE_SECONDS // 60, settings.ABSOLUTE_SECONDS // 3600
        messages.info(request, WORDS[why].format(idle=minutes, absolute=hours))

    def count(self, request: HttpRequest, at: datetime) -> None:
        session, instant = request.session, int(at.timestamp())
        session_began = SIGNED_IN in session
        if not session_began:
            session[SIGNED_IN] = instant
        if not session_began or (instant - int(session.get(SEEN, 0)) >= WRITTEN_EVERY and not is_background(request)):
            session[SEEN] = instant


class SecondFactor:
    """Until the person has replaced a password that somebody gave them, and has a second factor, every page is the one to do that on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and (owed := self.owed(request, user)):
            page, allowed = owed
            if self.asked_for(request) not in allowed | SETTING_UP | OPEN_TO_ALL:
                return redirect(page)
        return self.get_response(request)

    def owed(self, request: HttpRequest, user: User) -> tuple[str, set[str]] | None:
        """The page to go to, and the ones allowed meanwhile. One query in a session's life: the answer yes is remembered."""
        if user.must_change_password and user.has_usable_password():
            return "account_change_password", PASSWORD_PAGES
        if not settings.SECOND_FACTOR_REQUIRED or request.session.get(SECOND_FACTOR):
            return None
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        if Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists():
            request.session[SECOND_FACTOR] = True
            return None
        return "mfa_index", FACTOR_PAGES

    def asked_for(self, request: HttpRequest) -> str:
        try:
            return resolve(request.path_info).view_name
        except Resolver404:
            return ""
