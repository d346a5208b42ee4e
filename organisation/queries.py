"""What the pages about people show: one function a page, a known number of queries, typed results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import BigIntegerField, F, Func, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from audit.models import Event
from organisation.models import Posting, User

FOUND_AT_MOST = 50
EVENTS_SHOWN = 20


def listed(people: QuerySet[User], at: datetime, chosen: dict[str, Any]) -> QuerySet[User]:
    """The people given, as a list shows them: in order of their number, each with `standing`, the postings that count now. Two queries."""
    digits = Func(F("collar_number"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    number = Coalesce(Cast(NullIf(digits, Value("")), BigIntegerField()), Value(0), output_field=BigIntegerField())
    standing = Posting.objects.standing(at).select_related("unit").order_by("posted_from")
    found = people.annotate(number=number).order_by("number", "pk")
    found = found.prefetch_related(Prefetch("postings", queryset=standing, to_attr="standing"))
    if "account" in chosen:
        found = found.filter(is_active=chosen["account"] == "open")
    now = Posting.objects.standing(at)
    if "role" in chosen:
        found = found.filter(pk__in=now.filter(role=chosen["role"]).values("user_id"))
    if "unit" in chosen:
        found = found.filter(pk__in=now.filter(unit=chosen["unit"]).values("user_id"))
    return found


def found(people: QuerySet[User], at: datetime, text: str) -> list[User]:
    """Those whose number, user name or name holds every word that was typed; one more than can be shown tells that there are others."""
    wanted = Q()
    for word in text.split():
        wanted &= Q(collar_number__istartswith=word) | Q(username__icontains=word) | Q(name__icontains=word)
    return list(listed(people, at, {}).filter(wanted)[: FOUND_AT_MOST + 1])


@dataclass(frozen=True, slots=True)
class Postings:
    """A person's postings, by what they are worth now."""

    proposed: tuple[Posting, ...]
    standing: tuple[Posting, ...]
    coming: tuple[Posting, ...]
    past: tuple[Posting, ...]


def postings_of(person_id: UUID, at: datetime) -> Postings:
    """Every posting that a person has or had, newest first; of the past ones the last ten. One query."""
    rows = list(
        Posting.objects.filter(user_id=person_id).select_related("unit", "posted_by", "decided_by").order_by("-posted_from", "unit__name")
    )
    over = [row for row in rows if row.state == Posting.State.REFUSED or (row.posted_until is not None and row.posted_until <= at)]
    alive = [row for row in rows if row not in over]
    return Postings(
        proposed=tuple(row for row in alive if row.state == Posting.State.PROPOSED),
        standing=tuple(row for row in alive if row.state == Posting.State.CONFIRMED and row.posted_from <= at),
        coming=tuple(row for row in alive if row.state == Posting.State.CONFIRMED and row.posted_from > at),
        past=tuple(over[:10]),
    )


@dataclass(frozen=True, slots=True)
class Account:
    """What an administrator sees of somebody's sign-in; never a secret."""

    second_factors: int
    sessions: int
    wrong_passwords: int
    is_locked: bool


def account_of(person: User, at: datetime) -> Account:
    """Second factors set up, live sessions, and wrong passwords since the last right one, with whether they keep anybody waiting."""
    attempts = AccessAttempt.objects.filter(username=person.username.lower(), attempt_time__gt=at - settings.AXES_COOLOFF_TIME)
    wrong = max(attempts.values_list("failures_since_start", flat=True), default=0)
    return Account(
        second_factors=Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        sessions=UserSession.objects.filter(user=person).count(),
        wrong_passwords=wrong,
        is_locked=wrong >= settings.AXES_FAILURE_LIMIT,
    )


# What happened to an account, in words. Acts on records are never among them: an administrator does not see those.
WORDS = {
    "service.founded": "Created as the first administrator",
    "person.created": "Account created",
    "person.edited": "Details changed",
    "person.deactivated": "Account closed",
    "person.reactivated": "Account opened again",
    "person.password_reset": "Password reset",
    "person.second_factor_reset": "Second factor reset",
    "person.unlocked": "Unlocked",
    "person.sessions_ended": "Signed out everywhere",
    "account.password_changed": "Chose a new password",
    "posting.proposed": "Posting proposed",
    "posting.confirmed": "Posting confirmed",
    "posting.refused": "Posting refused",
    "posting.ended": "Posting ended or withdrawn",
}


def events_of(person_id: UUID) -> list[Event]:
    """The last twenty entries of the ledger about a person's account and postings. Two queries."""
    about = [person_id, *Posting.objects.filter(user_id=person_id).values_list("pk", flat=True)]
    return list(Event.objects.filter(thing_id__in=about, verb__in=WORDS, outcome="ALLOW").order_by("-id")[:EVENTS_SHOWN])


def awaiting(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """Of the postings given, those that wait for a second person, the longest waiting first."""
    return postings.filter(state=Posting.State.PROPOSED).select_related("user", "unit", "posted_by").order_by("posted_at", "pk")
