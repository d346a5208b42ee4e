"""Giving authority and taking it away. One person proposes a posting and another confirms it, neither of them the one posted; ending one
takes authority away, so one person is enough."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

import audit.actions as ledger
from borderops.kit.dates import spoken
from borderops.kit.localtime import london_date, midnight
from organisation import policy
from organisation.models import Posting, Role, Unit, User
from organisation.notices import raise_notice, void_notices
from organisation.policy import Actor, Forbidden
from organisation.ranks import Rank, highest, is_higher
from organisation.refusals import Refusal

COVER = timedelta(days=14)  # a second posting ends by itself after this, unless another end is given
LOWEST_RANK = {
    Role.CONSTABLE: Rank.CONSTABLE,
    Role.SERGEANT: Rank.SERGEANT,
    Role.INSPECTOR: Rank.INSPECTOR,
    Role.DI: Rank.INSPECTOR,
    Role.SUPERINTENDENT: Rank.SUPERINTENDENT,
}
# Who keeps the accounts, and who inspects the work, has no part in the work itself.
STANDS_ALONE = frozenset({Role.ADMIN, Role.AUDITOR})
DECIDERS = frozenset({Role.ADMIN, Role.DI})


class PostingRefused(Refusal):
    """The posting cannot be, or cannot be decided like this."""


def _not_oneself(by: Actor, person_id: object) -> None:
    if by.id == person_id:
        raise Forbidden("Nobody posts themselves, or ends or decides their own posting. Ask another administrator.")


@transaction.atomic
def propose_posting(
    *,
    person: User,
    unit: Unit,
    role: Role,
    posted_from: datetime,
    by: Actor,
    at: datetime,
    posted_until: datetime | None = None,
    acting_rank: str = "",
    acting_authority: str = "",
) -> Posting:
    """Propose that a person serves in a unit and a role for a period. It gives nothing until a second person confirms it.

    `acting_rank`, the name of a higher `Rank` than their own, is the one in which they act while it stands, and may meet the lowest rank of
    the role; `acting_authority` says who gave it, with the reference (policy, not verified).

    Beside another posting it is cover, and ends after 14 days unless `posted_until` says otherwise. While nobody but the proposer could
    confirm anything, a second administrator or a detective inspector is posted in their own rank at once: without it nobody ever could.
    Raises `PostingRefused` for a period, rank or combination of roles that cannot be.
    """
    posting = Posting(
        user=person,
        unit=unit,
        role=role,
        posted_from=posted_from,
        posted_until=posted_until,
        acting_rank=acting_rank,
        acting_authority=acting_authority.strip(),
        posted_by=by.user,
        posted_at=at,
    )
    policy.require(by, "posting.propose", posting)
    _not_oneself(by, person.pk)
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)  # two proposals for one person come one after the other
    if not person.is_active:
        raise PostingRefused("This account is closed. Open it again first.")
    _refuse_acting(posting, person)
    _refuse_rank(person, role, acting_rank)
    _refuse_period(posting, at)
    others = list(Posting.objects.filter(user=person).overlapping(posting.posted_from, posting.posted_until).select_related("unit"))
    _refuse_combination(posting, others)
    if others and posting.posted_until is None:
        posting.posted_until = posting.posted_from + COVER
    stands_at_once = role in DECIDERS and not acting_rank and not _others_who_decide(by, at)
    if stands_at_once:
        posting.state, posting.decided_at = Posting.State.CONFIRMED, at
    posting.save(force_insert=True)
    if not stands_at_once:
        _ask_the_deciders(posting, at)
    ledger.record("posting.proposed", posting, detail={"role": role.value, "stands_at_once": stands_at_once})
    return posting


def _ask_the_deciders(posting: Posting, at: datetime) -> None:
    """A notice to everybody who may decide it: neither its proposer nor the person posted."""
    deciders = Posting.objects.standing(at).filter(role__in=DECIDERS, user__is_active=True)
    asked = deciders.exclude(user_id__in=[posting.user_id, *filter(None, [posting.posted_by_id])]).values_list("user_id", flat=True)
    raise_notice(
        recipient=list(asked),
        key=f"posting:{posting.pk}:decide",
        text="A posting waits for your decision.",
        link=reverse("organisation:decide", args=[posting.pk]),
        at=at,
        thing_id=posting.pk,
    )


def _others_who_decide(by: Actor, at: datetime) -> bool:
    """Whether anybody but the actor has ever been posted so that they could confirm. Once true it stays true."""
    return Posting.objects.filter(state=Posting.State.CONFIRMED, role__in=DECIDERS).exclude(user_id=by.id).exists()


def _refuse_acting(posting: Posting, person: User) -> None:
    """An acting rank is a higher one than their own, and somebody gave it."""
    if posting.acting_authority and not posting.acting_rank:
        raise PostingRefused("Choose the acting rank that this authority gave, or leave the authority empty.", field="acting_rank")
    if not posting.acting_rank:
        return
    if person.rank_held is None:
        raise PostingRefused("Police staff have no rank, so they act in none. Choose 'Their own rank'.", field="acting_rank")
    if not is_higher(posting.acting_rank, person.rank):
        own = person.rank_held.label.lower()
        raise PostingRefused(f"Their own rank is {own}. Choose a higher one, or 'Their own rank'.", field="acting_rank")
    if not posting.acting_authority:
        raise PostingRefused(
            "Say who gave the acting rank, with the reference. Without an authority it does not count.", field="acting_authority"
        )


def _refuse_rank(person: User, role: Role, acting_rank: str) -> None:
    lowest, held = LOWEST_RANK.get(role), highest(person.rank, acting_rank)
    if lowest is not None and (not held or Rank[held] < lowest):
        raise PostingRefused(
            f"The role '{role.label}' needs the rank of {lowest.label.lower()} or above, their own or an acting one.", field="role"
        )


def _refuse_period(posting: Posting, at: datetime) -> None:
    if posting.posted_from < midnight(london_date(at)):
        raise PostingRefused("A posting begins today at the earliest: authority is never given for the past.", field="posted_from")
    if posting.posted_until is not None and posting.posted_until <= posting.posted_from:
        raise PostingRefused("The posting must end after it begins.", field="posted_until")


def _refuse_combination(posting: Posting, others: list[Posting]) -> None:
    for other in others:
        if other.unit_id == posting.unit_id and other.role == posting.role:
            raise PostingRefused(f"They have this posting already, from {spoken(other.posted_from)}.", field="unit")
        alone = {Role(posting.role), Role(other.role)} & STANDS_ALONE
        if alone and posting.role != other.role:
            raise PostingRefused(
                f"The role '{alone.pop().label}' stands alone. End their posting as '{Role(other.role).label}' in {other.unit.name} first.",
                field="role",
            )


def _awaiting(posting: Posting, by: Actor) -> Posting:
    """The proposal as saved now, held, once it is known that `by` may decide it."""
    found: Posting = Posting.objects.select_for_update(of=("self",)).select_related("user").get(pk=posting.pk)
    policy.require(by, "posting.decide", found)
    _not_oneself(by, found.user_id)
    if by.id is not None and by.id == found.posted_by_id:
        raise Forbidden("You proposed this posting. A second person decides it.")
    if found.state != Posting.State.PROPOSED:
        raise PostingRefused(f"This posting has been decided already: {Posting.State(found.state).label.lower()}.")
    return found


@transaction.atomic
def confirm_posting(*, posting: Posting, by: Actor, at: datetime) -> Posting:
    """Let a proposed posting stand, from now if its beginning has passed. Effective at the person's next request.

    Raises `Forbidden` for the proposer and the person posted, `PostingRefused` when it has been decided or has run out.
    """
    found = _awaiting(posting, by)
    if not found.user.is_active:
        raise PostingRefused("This account has been closed since. Refuse the posting.")
    if found.posted_until is not None and found.posted_until <= at:
        raise PostingRefused("This posting would be over already. Refuse it, and propose another.")
    found.posted_from = max(found.posted_from, at)
    found.state, found.decided_by, found.decided_at = Posting.State.CONFIRMED, by.user, at
    found.save()
    void_notices(at=at, thing_id=found.pk)
    ledger.record("posting.confirmed", found, detail={"role": found.role})
    return found


@transaction.atomic
def refuse_posting(*, posting: Posting, by: Actor, at: datetime, reason: str) -> Posting:
    """Refuse a proposed posting. It never gave anything."""
    found = _awaiting(posting, by)
    found.state, found.decided_by, found.decided_at = Posting.State.REFUSED, by.user, at
    found.save()
    void_notices(at=at, thing_id=found.pk)
    ledger.record("posting.refused", found, reason=reason, detail={"role": found.role})
    return found


@transaction.atomic
def end_posting(*, posting: Posting, by: Actor, at: datetime, reason: str) -> Posting:
    """End a posting now, or withdraw one that has not begun. Its authority is gone at the person's next request."""
    found: Posting = Posting.objects.select_for_update().get(pk=posting.pk)
    policy.require(by, "posting.end", found)
    _not_oneself(by, found.user_id)
    if found.state == Posting.State.REFUSED or (found.posted_until is not None and found.posted_until <= at):
        raise PostingRefused("This posting is over already.")
    found.cut_short(at)
    found.save()
    void_notices(at=at, thing_id=found.pk)
    ledger.record("posting.ended", found, reason=reason, detail={"role": found.role})
    return found
