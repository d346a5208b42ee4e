"""The rank in force of a person at an instant: their own, or a higher one in which a standing posting lets them act and on whose authority.
Everything that keeps or judges a rank asks here, so that an acting rank counts everywhere or nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from borderops.kit.compiled import compiled
from organisation.models.people import Posting, User
from organisation.ranks import is_higher


@dataclass(frozen=True, slots=True)
class InForce:
    """A rank as it counts at an instant: a name of `Rank`, blank for police staff. `authority` says who gave an acting one; blank for one's
    own."""

    rank: str
    authority: str = ""


def ranks_of(people: Iterable[User], at: datetime) -> dict[UUID, InForce]:
    """The rank in force of each of them at `at`. One query, none for nobody.

    A posting counts for the instants at which it stands: not while it is only proposed, not before it begins, not from its end on.
    """
    found = {person.pk: InForce(person.rank) for person in people}
    for posting in _acting(list(found), at) if found else ():
        if is_higher(posting.acting_rank, found[posting.user_id].rank):
            found[posting.user_id] = InForce(posting.acting_rank, posting.acting_authority)
    return found


def rank_of(person: User, at: datetime) -> InForce:
    """The same for one person. One query."""
    return ranks_of([person], at)[person.pk]


@compiled
def _acting(people: list[UUID], at: datetime) -> QuerySet[Posting]:
    standing = Posting.objects.standing(at).filter(user__in=people)
    return standing.exclude(acting_rank="").only("user_id", "acting_rank", "acting_authority").order_by("posted_from", "pk")


def rank_again(person: User, at: datetime, *, before: InForce, before_at: datetime) -> InForce:
    """The rank of a corrected fact: what the wrong one says of the same person, unless another was in force at the corrected instant. Two
    queries at most."""
    if at == before_at:
        return before
    then, instead = rank_of(person, before_at), rank_of(person, at)
    return before if then == instead else instead
