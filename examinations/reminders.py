"""The sweep over every live examination, and over every limit that outlasts one: which notices the clocks call for now, and to whom.
It asks the facts each time, so that a missed, late or doubled run changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Prefetch, Q

from examinations.clocks import OUTLASTING
from examinations.dues import ALERT, OVERDUE, alerted, dues_of, tell, void_spent_notices
from examinations.models import Examination, Examiner, OpenLimit, State
from examinations.queries.board import remember_events
from examinations.reviewers import Bench, members_of
from organisation.models import Notice, PortGroupPermission, Posting, Role
from organisation.policy import SYSTEM
from rostering.models import Duty
from rostering.queries import on_duty_at

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
    inspectors = posted_as(Role.DI, {one.port_id for one in examinations}, at)
    failed = _each(examinations, lambda one: _tell_of(one, bench, inspectors[one.port_id], at))
    failed += _tell_of_what_lasts(at)
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


def _examiners() -> "Prefetch[str]":
    return Prefetch("examiners", Examiner.objects.select_related("officer").order_by("joined_at", "id"))


def _live() -> Iterable[Examination]:
    return Examination.objects.filter(state=State.LIVE).prefetch_related(_examiners())


def _tell_of_what_lasts(at: datetime) -> list[UUID]:
    """Open limits, once they are soon or an alert is due, of records whose person has gone: to the examiners and the sergeants of the port
    on duty there, and at OVERDUE to its detective inspector too. Only steps of which somebody has not heard cost a query. One that is not
    computed reaches no step: the list of limits and the record say so."""
    soon = OpenLimit.objects.filter(Q(soon_at__lte=at) | alerted(at), is_computed=True).exclude(examination__state=State.LIVE)
    examinations = list(Examination.objects.filter(pk__in=soon.values("examination")).prefetch_related(_examiners()))
    if not examinations:
        return []
    remember_events(examinations)
    keepers = Keepers.of(examinations, at)
    return _each(examinations, lambda one: _tell_keepers(one, keepers, at))


@dataclass(frozen=True, slots=True)
class Keepers:
    """Who looks after what lasts, at the ports of some records at once; and who has been told of what already."""

    sergeants: dict[UUID, set[UUID]]
    inspectors: dict[UUID, set[UUID]]
    members: dict[UUID, set[UUID]]
    told: frozenset[tuple[str, UUID]]

    @classmethod
    def of(cls, examinations: Iterable[Examination], at: datetime) -> "Keepers":
        shown = list(examinations)
        ports = {one.port_id for one in shown}
        duties = on_duty_at(ports, at)
        present = {port: {duty.officer_id for duty in duties.get(port, ()) if duty.kind == Duty.Kind.AT_PORT} for port in ports}
        posted = posted_as(Role.SERGEANT, ports, at)
        told = Notice.objects.filter(thing_id__in=[one.pk for one in shown], voided_at__isnull=True).values_list("key", "recipient_id")
        return cls(
            {port: present[port] & posted[port] for port in ports},
            posted_as(Role.DI, ports, at),
            members_of({one.compartment_id for one in shown if one.compartment_id}, at),
            frozenset(told),
        )

    def whom(self, examination: Examination, *, is_overdue: bool) -> set[UUID]:
        """The examiners who have not left; beside them only people who may know of the record."""
        others = self.sergeants[examination.port_id] | (self.inspectors[examination.port_id] if is_overdue else set())
        if examination.compartment_id is not None:
            others &= self.members.get(examination.compartment_id, set())
        examining = {one.officer_id for one in examination.examiners.all() if one.left_at is None and one.officer.is_active}
        return examining | others


def _tell_keepers(examination: Examination, keepers: Keepers, at: datetime) -> None:
    for due in dues_of(examination, at):
        if due.rule not in OUTLASTING:
            continue
        key = due.key(examination)
        people = {one for one in keepers.whom(examination, is_overdue=due.step == OVERDUE) if (key, one) not in keepers.told}
        if people:
            tell(examination, people, due, at)


def _tell_of(examination: Examination, bench: Bench, inspectors: set[UUID], at: datetime) -> None:
    found = dues_of(examination, at)
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
    of_a_clock = Q(level__in=[Notice.Level.SOON, Notice.Level.OVERDUE]) | Q(key__contains=f":{ALERT}-")
    unread = Notice.objects.filter(of_a_clock, read_at__isnull=True, voided_at__isnull=True)
    return Examination.objects.filter(pk__in=unread.values("thing_id"))


def posted_as(role: Role, ports: set[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Who is posted in this role to a unit that may act at each of these ports at `at`. Two queries."""
    posted: dict[int, set[UUID]] = defaultdict(set)
    for user, group in Posting.objects.standing(at).filter(role=role, user__is_active=True).values_list("user_id", "unit__group_id"):
        posted[group].add(user)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    granted = PortGroupPermission.objects.filter(group__in=list(posted), content_object__in=ports)
    for group, port in granted.values_list("group_id", "content_object_id"):
        found[port] |= posted[group]
    return found
