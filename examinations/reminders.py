"""The sweep over every live examination: which notices its clocks call for now, and to whom. It asks the facts each time, so that a
missed, late or doubled run changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Prefetch

from examinations.models import Examination, Examiner, State
from examinations.queries.board import remember_events
from examinations.reviewers import Bench
from examinations.telling import OVERDUE, dues, tell, void_spent_notices
from examinations.timeline import assess
from organisation.models import Notice, PortGroupPermission, Posting, Role
from organisation.policy import SYSTEM
from rostering.models import Duty

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What one run did: how many live records it looked at, and the records that it could not tell anybody about."""

    looked_at: int
    failed: tuple[UUID, ...]


def sweep(at: datetime) -> Swept:
    """Raise every notice that is due at `at` and void those that no longer hold. One record at fault silences no other.

    Call as SYSTEM. Notices already raised cost one query each; everything else is read for all records together.
    """
    examinations = list(_live())
    remember_events(examinations)
    bench = Bench.of(examinations, at, SYSTEM)
    inspectors = detective_inspectors({one.port_id for one in examinations}, at)
    failed = _each(examinations, lambda one: _tell_of(one, bench, inspectors[one.port_id], at))
    told = list(_with_notices_left())
    remember_events(told)
    failed += _each(told, lambda one: void_spent_notices(one, at))
    return Swept(len(examinations), tuple(dict.fromkeys(failed)))


def _each(examinations: Iterable[Examination], work: Callable[[Examination], None]) -> list[UUID]:
    """Do the work for each record in a savepoint of its own; the records for which it failed."""
    failed = []
    for examination in examinations:
        try:
            with transaction.atomic():
                work(examination)
        except Exception:
            log.exception("reminder_failed", examination=str(examination.pk))
            failed.append(examination.pk)
    return failed


def _live() -> Iterable[Examination]:
    examiners = Examiner.objects.select_related("officer").order_by("joined_at", "id")
    return Examination.objects.filter(state=State.LIVE).prefetch_related(Prefetch("examiners", examiners))


def _tell_of(examination: Examination, bench: Bench, inspectors: set[UUID], at: datetime) -> None:
    found = dues(assess(examination, at, clocks_alone=True))
    if not found:
        return
    examiners = list(examination.examiners.all())
    examining = {one.officer_id for one in examiners if one.left_at is None and one.officer.is_active}
    present = {one.officer.pk for one in bench.reviewers(examination, examiners) if one.may_review and one.duty_kind == Duty.Kind.AT_PORT}
    # A record in a compartment does not exist for anybody outside it, whatever their rank.
    inside = inspectors if examination.compartment_id is None else inspectors & bench.members.get(examination.compartment_id, set())
    for due in found:
        tell(examination, examining | present | (inside if due.step == OVERDUE else set()), due, at)


def _with_notices_left() -> Iterable[Examination]:
    """Records about whose clocks somebody still has an unread notice: few, because what is over is voided at once."""
    unread = Notice.objects.filter(read_at__isnull=True, voided_at__isnull=True, level__in=[Notice.Level.SOON, Notice.Level.OVERDUE])
    return Examination.objects.filter(pk__in=unread.values("thing_id"))


def detective_inspectors(ports: set[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Who answers for each of these ports as detective inspector at `at`. Two queries."""
    posted: dict[int, set[UUID]] = defaultdict(set)
    for user, group in Posting.objects.standing(at).filter(role=Role.DI, user__is_active=True).values_list("user_id", "unit__group_id"):
        posted[group].add(user)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    granted = PortGroupPermission.objects.filter(group__in=list(posted), content_object__in=ports)
    for group, port in granted.values_list("group_id", "content_object_id"):
        found[port] |= posted[group]
    return found
