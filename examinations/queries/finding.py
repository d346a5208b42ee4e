"""Finding a record: one's own, one by its reference, and one to join."""

from uuid import UUID

from django.db.models import Q

from borderops.kit.records import read_reference
from examinations.models import Examination, Examiner, Review, State
from examinations.queries.cursors import cursor, read_cursor
from examinations.queries.record import records
from examinations.queries.results import MyRecord, MyRecords
from examinations.reach import seeing_live
from organisation import policy
from organisation.policy import Actor


def joinable(actor: Actor) -> list[Examination]:
    """Live records at the actor's ports that they may join and have not joined, newest first. Three queries."""
    with seeing_live(actor, "examination.join"):
        live = Examination.objects.filter(state=State.LIVE).select_related("port")
        found = policy.scope(actor, "examination.join", live)
        return list(found.exclude(participants__contains=[actor.id]).order_by("-started_at"))


def examination_to_join(actor: Actor, pk: UUID) -> Examination | None:
    """A live examination at the actor's port that they may join, though they cannot see the rest of it yet. Three queries."""
    with seeing_live(actor, "examination.join"):
        live = Examination.objects.filter(state=State.LIVE).select_related("port")
        return policy.scope(actor, "examination.join", live).filter(pk=pk).first()


def my_records(actor: Actor, after: str = "", count: int = 25) -> MyRecords:
    """What the actor examined, newest first, and the latest that they reviewed. Two queries."""
    examined = Examiner.objects.filter(officer=actor.id).select_related("examination", "examination__port")
    if position := read_cursor(after):
        examined = examined.filter(Q(joined_at__lt=position[0]) | Q(joined_at=position[0], id__lt=position[1]))
    found = list(policy.scope(actor, "examination.view", examined).order_by("-joined_at", "-id")[: count + 1])
    shown = found[:count]
    reviewed = Review.objects.filter(reviewer=actor.id).select_related("examination", "examination__port")
    latest = policy.scope(actor, "examination.view", reviewed).order_by("-decided_at", "-id")[:count] if not after else []
    return MyRecords(
        rows=tuple(MyRecord(one.examination, one.joined_at, one.left_at) for one in shown),
        reviewed=tuple(latest),
        more_after=cursor(shown[-1].joined_at, shown[-1].pk) if len(found) > count else None,
    )


def find_by_reference(actor: Actor, typed: str) -> Examination | None:
    """The record with this reference, if the actor may see it; spaces, case and hyphens are forgiven. At most one query."""
    reference = read_reference(typed)
    if reference is None:
        return None
    return policy.scope(actor, "examination.view", records()).filter(reference=reference).first()
