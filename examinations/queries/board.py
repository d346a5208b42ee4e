"""The review board: every live examination in scope by the next instant at which the law needs something, and who can lawfully review."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from borderops.kit.compiled import compiled
from examinations import clocks
from examinations.models import Examination, Examiner, Nomination, State, Subject
from examinations.queries.results import BoardRow
from examinations.reviewers import Bench, Reviewer
from examinations.timeline import assess, keep, standing
from organisation import policy
from organisation.models import PortGroupPermission, Posting, Role, User
from organisation.policy import Actor


def _live(actor: Actor) -> QuerySet[Examination]:
    """The live records of people that the board shows this actor."""
    live = Examination.objects.filter(state=State.LIVE, subject=Subject.PERSON).select_related("port")
    return policy.scope(actor, "board.view", live)


@compiled
def _examiners(records: list[UUID]) -> QuerySet[Examiner]:
    return Examiner.objects.filter(examination__in=records).select_related("officer").order_by("joined_at", "id")


@compiled
def _nominations(records: list[UUID]) -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(examination__in=records, withdrawn_at__isnull=True)
    return rows.select_related("officer").order_by("pk")


def review_board(actor: Actor, at: datetime) -> list[BoardRow]:
    """Every live examination that the actor may see on the board, ordered by the next instant at which the law needs something.

    Six queries, however many rows; one more where a record is in a compartment.
    """
    examinations = list(_live(actor))
    remember_events(examinations)
    bench = Bench.of(examinations, at, actor)
    keys = [examination.pk for examination in examinations]
    examiners: dict[UUID, list[Examiner]] = defaultdict(list)
    for examiner in _examiners(keys):
        examiners[examiner.examination_id].append(examiner)
    nominees = {one.examination_id: one.officer for one in _nominations(keys)}
    rows = (_board_row(one, bench, actor, at, tuple(examiners[one.pk]), nominees.get(one.pk)) for one in examinations)
    return sorted(rows, key=_urgency)


def remember_events(examinations: Sequence[Examination]) -> None:
    """Read the standing events of all of them in one query and keep them with the objects."""
    found = standing([examination.pk for examination in examinations])
    for examination in examinations:
        keep(examination, found[examination.pk])


def _board_row(
    examination: Examination, bench: Bench, actor: Actor, at: datetime, examiners: tuple[Examiner, ...], nominee: User | None
) -> BoardRow:
    evaluation = assess(examination, at, clocks_alone=True)
    return BoardRow(
        examination=examination,
        next_clock=clocks.next_instant(evaluation),
        clocks=live_clocks(evaluation),
        release_now=evaluation.release_now is not None,
        examiners=examiners,
        nominee=nominee,
        mine=bench.reviewer(examination, examiners, actor.user) if actor.user else None,
        reviewers=tuple(bench.reviewers(examination, examiners)),
    )


def live_clocks(evaluation: clocks.Evaluation) -> tuple[clocks.Clock, ...]:
    """The clocks about which something can still be done, nearest first."""
    return tuple(sorted((clock for clock in evaluation.clocks if clock.live), key=lambda clock: clock.due_at))


def _urgency(row: BoardRow) -> tuple[bool, bool, bool, datetime, UUID]:
    """Refused detentions, then what is overdue, then by the next instant; records with nothing left to do come last."""
    clock = row.next_clock
    if clock is None:
        return True, True, True, row.examination.started_at, row.examination.pk
    is_waiting = clock.state not in {clocks.State.OVERDUE, clocks.State.BREACHED}
    return False, not row.release_now, is_waiting, clock.due_at, row.examination.pk


def eligible_reviewers(actor: Actor, examination: Examination, at: datetime) -> list[Reviewer]:
    """Officers on duty or on call at the port, those who may lawfully review first. Four queries at most."""
    bench = Bench.of([examination], at, actor)
    return bench.reviewers(examination, list(examination.examiners.select_related("officer")))


def colleagues(examination: Examination, at: datetime) -> list[User]:
    """Officers posted to examine at the record's port who do not examine it now: to whom it may be offered. One query."""
    granted = PortGroupPermission.objects.filter(group=OuterRef("unit__group"), content_object=examination.port_id)
    posted = Posting.objects.standing(at).filter(Exists(granted), role__in=[Role.CONSTABLE, Role.SERGEANT])
    busy = examination.examiners.filter(left_at__isnull=True)
    found = User.objects.filter(Exists(posted.filter(user=OuterRef("pk"))), is_active=True).exclude(pk__in=busy.values("officer"))
    return list(found.order_by("collar_number"))
