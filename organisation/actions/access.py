"""Letting somebody in and keeping them out: closing and opening an account, its password, second factor, lock and sessions.

To sign in as somebody one needs their password and their second factor, so one administrator alone is never let replace both.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.urls import reverse

import audit.actions as ledger
from audit.models import Event
from organisation.actions.people import PersonRefused, locked_for_update, temporary_password
from organisation.lockouts import unlock
from organisation.models import Posting, User
from organisation.notices import raise_notice
from organisation.passwords import vouched
from organisation.policy import Actor, Forbidden
from organisation.sessions import end_all

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _in_use(person: User) -> None:
    if not person.is_active:
        raise PersonRefused("This account is closed. Open it again first.")


def _by_another(person: User, by: Actor, verb: str, sentence: str) -> None:
    """Refuse when the last act of this kind on the account was the same administrator's."""
    last = Event.objects.filter(thing_id=person.pk, verb=verb).order_by("-id").first()
    if last is not None and last.actor_id == by.id:
        raise Forbidden(sentence)


def _tell(person: User, at: datetime, sentence: str) -> None:
    """The person learns of it by notice and e-mail: whoever did not ask for it is the first to know that something is wrong."""
    raise_notice(
        recipient=person.pk,
        key=f"account:{person.pk}:{at.isoformat()}",
        text=f"{sentence} If you did not ask for it, ring your administrator now.",
        link=reverse("organisation:person", args=[person.pk]),
        at=at,
        mailed=True,
    )


@transaction.atomic
def deactivate_person(*, person: User, by: Actor, at: datetime, reason: str) -> User:
    """Close the account: every session ends at once, every posting ends or is withdrawn. What the person did keeps their number."""
    found = locked_for_update(person, by)
    _in_use(found)
    ended = _end_postings(found, at)
    found.is_active = False
    found.save()
    sessions = end_all(found.pk)
    ledger.record("person.deactivated", found, changed=ended, reason=reason, detail={"postings": len(ended), "sessions": sessions})
    return found


def _end_postings(person: User, at: datetime) -> list[models.Model]:
    ended: list[models.Model] = []
    for posting in Posting.objects.select_for_update().overlapping(at, None).filter(user=person):
        posting.cut_short(at)
        posting.save()
        ended.append(posting)
    return ended


@transaction.atomic
def reactivate_person(*, person: User, by: Actor, at: datetime, reason: str) -> tuple[User, str]:
    """Open a closed account again, with a temporary password. Postings are not brought back: they are proposed and confirmed anew."""
    found = locked_for_update(person, by)
    if found.is_active:
        raise PersonRefused("This account is open.")
    found.is_active = True
    password = _give_password(found)
    ledger.record("person.reactivated", found, reason=reason, digests=vouched(found))
    return found, password


def _give_password(person: User) -> str:
    password = temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.save()
    return password


@transaction.atomic
def reset_password(*, person: User, by: Actor, at: datetime, reason: str) -> tuple[User, str]:
    """Give a temporary password and end every session. Raises `Forbidden` when the same administrator took the second factor away."""
    found = locked_for_update(person, by)
    _in_use(found)
    if not Authenticator.objects.filter(user=found, type__in=FACTORS).exists():
        _by_another(
            found,
            by,
            "person.second_factor_reset",
            "You reset this person's second factor and they have not set up another. The password must come from another administrator.",
        )
    password = _give_password(found)
    sessions = end_all(found.pk)
    _tell(found, at, "Your password was reset.")
    ledger.record("person.password_reset", found, reason=reason, detail={"sessions": sessions}, digests=vouched(found))
    return found, password


@transaction.atomic
def reset_second_factor(*, person: User, by: Actor, at: datetime, reason: str) -> User:
    """Take away every second factor and recovery code, and end every session. The next sign-in asks for a new one.

    Raises `Forbidden` when the same administrator gave a password that the person has not replaced yet.
    """
    found = locked_for_update(person, by)
    _in_use(found)
    if found.must_change_password:
        _by_another(
            found,
            by,
            "person.password_reset",
            "You gave this person a password and they have not replaced it. Their second factor must be reset by another administrator.",
        )
    removed, _ = Authenticator.objects.filter(user=found).delete()
    sessions = end_all(found.pk)
    _tell(found, at, "Your second factor was reset.")
    ledger.record("person.second_factor_reset", found, reason=reason, detail={"removed": removed, "sessions": sessions})
    return found


@transaction.atomic
def unlock_person(*, person: User, by: Actor, at: datetime, reason: str = "") -> User:
    """Forget the wrong passwords that were typed for this person, so that they need not wait."""
    found = locked_for_update(person, by)
    ledger.record("person.unlocked", found, reason=reason, detail={"forgotten": unlock(found)})
    return found


@transaction.atomic
def end_sessions(*, person: User, by: Actor, at: datetime, reason: str) -> User:
    """Sign the person out everywhere, at once."""
    found = locked_for_update(person, by)
    ledger.record("person.sessions_ended", found, reason=reason, detail={"sessions": end_all(found.pk)})
    return found
