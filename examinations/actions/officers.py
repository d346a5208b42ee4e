"""Officers as a fact names them: by their key, with the rank in force when they did what the fact says of them."""

from datetime import datetime
from uuid import UUID

from examinations.models import AuthorityAnswer
from organisation.acting import ranks_of
from organisation.models import User

Ref = dict[str, str]


def refs_of(at: datetime, **officers: User | None) -> dict[str, Ref | None]:
    """Each of these officers as the clock engine reads them, with the rank in force at `at`; None for nobody and for police staff. One
    query at most."""
    held = ranks_of(filter(None, officers.values()), at)
    return {
        name: {"id": str(officer.pk), "rank": held[officer.pk].rank} if officer and held[officer.pk].rank else None
        for name, officer in officers.items()
    }


def authoriser_of(examination: UUID, what: str, officer: User | None, at: datetime) -> Ref | None:
    """Whoever authorised what was done at `at`. One who was asked through the service and gave it by then has the rank that they had when
    they gave it, which does not end with an acting rank; any other the one in force at `at`. Two queries, none for nobody."""
    if officer is None:
        return None
    given = AuthorityAnswer.objects.filter(
        examination=examination, request__what=what, answered_by=officer, is_given=True, answered_at__lte=at
    )
    rank = given.order_by("answered_at").values_list("answered_rank", flat=True).last()
    return {"id": str(officer.pk), "rank": rank} if rank else refs_of(at, officer=officer)["officer"]
