"""The acts on somebody's account. Each has one page that says what will happen, asks why, and does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.typed import ReasonForm
from organisation import passing
from organisation.actions import access
from organisation.actions.people import PersonRefused, not_oneself
from organisation.doors import DoorRequest, enter, forbidden_is_403, needs
from organisation.models import User
from organisation.once import once
from organisation.views.people import INVALID


@dataclass(frozen=True, slots=True)
class Act:
    """An act as its page explains it: `does` in sentences, `run` the action. One that gives a password leads to the page that shows it."""

    title: str
    does: tuple[str, ...]
    button: str
    done: str
    run: Callable[..., Any]
    is_warning: bool = False
    gives_password: bool = False


ACTS = {
    "deactivate": Act(
        "Close this account",
        (
            "They are signed out everywhere at once and cannot sign in again.",
            "Every posting ends. If they come back, their postings are proposed and confirmed anew.",
            "What they did keeps their number. Nothing is deleted.",
        ),
        "Close the account",
        "The account was closed.",
        access.deactivate_person,
        is_warning=True,
    ),
    "reactivate": Act(
        "Open this account again",
        ("They get a temporary password, shown once on the next page.", "They have no posting until one is proposed and confirmed."),
        "Open the account",
        "The account was opened again.",
        access.reactivate_person,
        gives_password=True,
    ),
    "unlock": Act(
        "Unlock this account",
        ("The wrong passwords counted for this person are forgotten, so that they can try again now.",),
        "Unlock",
        "The account was unlocked.",
        access.unlock_person,
    ),
    "reset-password": Act(
        "Reset this password",
        (
            "They get a temporary password, shown once on the next page, and must replace it when they sign in.",
            "They are signed out everywhere at once.",
            "Their second factor stays. If that is lost too, another administrator resets it.",
        ),
        "Reset the password",
        "The password was reset.",
        access.reset_password,
        gives_password=True,
    ),
    "reset-second-factor": Act(
        "Reset this second factor",
        (
            "Every passkey, authenticator app and recovery code of theirs is taken away. They set up a new one when they sign in.",
            "They are signed out everywhere at once.",
            "Make sure that it is they who ask: ring the number that the force holds for them.",
        ),
        "Reset the second factor",
        "The second factor was reset.",
        access.reset_second_factor,
        is_warning=True,
    ),
    "end-sessions": Act(
        "Sign this person out everywhere",
        ("Every sign-in of theirs ends at once. What they were typing is kept where the page kept drafts.", "They can sign in again."),
        "Sign them out",
        "They were signed out everywhere.",
        access.end_sessions,
    ),
}


@needs("people.administer")
@once
@forbidden_is_403
def account_act(request: HttpRequest, pk: Any, act: str) -> HttpResponse:
    """Explain one of ACTS, then do it."""
    door, page = cast(DoorRequest, request), ACTS[act]
    subject = enter(request, User.objects.all(), pk, see="people.view", verb="people.administer")
    not_oneself(door.actor, subject)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result = page.run(person=subject, by=door.actor, at=now(), reason=form.cleaned_data["reason"])
        except PersonRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, page.done)
            if page.gives_password:
                passing.hand_over(request, subject, result[1])
                return redirect("organisation:password", pk=subject.pk)
            return redirect("organisation:person", pk=subject.pk)
    status = INVALID if form.errors else 200
    return render(request, "organisation/account_act.html", {"form": form, "subject": subject, "act": page}, status=status)


@needs("people.administer")
@require_GET
def password(request: HttpRequest, pk: Any) -> HttpResponse:
    """The temporary password, once."""
    subject = enter(request, User.objects.all(), pk, see="people.view", verb="people.administer")
    return render(request, "organisation/password.html", {"subject": subject, "password": passing.take(request, subject)})
