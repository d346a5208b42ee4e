"""Records that wait to be written up or amended, at the ports whose supervisors ask: oldest first, read by index, costing what is shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from borderops.kit.compiled import compiled
from examinations.clocks import OUTLASTING, Breach
from examinations.finishing import Step, step_of
from examinations.models import Examination, Examiner, Return, State
from examinations.queries.board import remember_events
from examinations.timeline import assess
from organisation import policy
from organisation.policy import Actor

VERB = "unfinished.view"
STATES = (State.ENDED, State.RETURNED)
FEW = 2  # ports whose records are read one by one


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One line of the list."""

    examination: Examination
    examiners: tuple[Examiner, ...]
    breaches: tuple[Breach, ...]  # as the clocks find them now; what outlasts the examination is in the list of limits
    due_at: datetime | None  # by when a returned one was to be amended
    step: Step

    @property
    def is_late(self) -> bool:
        return self.step is not Step.NONE

    @property
    def is_escalated(self) -> bool:
        return self.step is Step.ESCALATE


def unfinished_records(actor: Actor, state: str = "", subject: str = "") -> QuerySet[Examination]:
    """The records that wait at the actor's ports, to be ordered by `ended_at` and paged."""
    rows = Examination.objects.select_related("port", "particulars").filter(state__in=[state] if state in STATES else STATES)
    return policy.scope(actor, VERB, rows.filter(subject=subject) if subject else rows)


def ports_of_the_unfinished(actor: Actor) -> list[Q]:
    """The parts that are the whole list together, for keyset(): as `assurance.queries.ports_of_the_queue`."""
    ports = sorted({port for rule in policy.rules_for(actor, VERB) for port in actor.ports.get(rule.role, ())})
    return [Q(port=port) for port in ports] if len(ports) <= FEW else []


def unfinished_lines(rows: Sequence[Examination], at: datetime) -> list[Unfinished]:
    """What the list shows of one page of records. Three queries, whatever the number of rows."""
    keys = [row.pk for row in rows]
    remember_events(rows)
    examiners: dict[UUID, list[Examiner]] = defaultdict(list)
    for examiner in _examiners(keys):
        examiners[examiner.examination_id].append(examiner)
    due = {one.examination_id: one.due_at for one in _open_returns(keys)}
    return [_line(row, tuple(examiners[row.pk]), due.get(row.pk), at) for row in rows]


@compiled
def _examiners(records: list[UUID]) -> QuerySet[Examiner]:
    return Examiner.objects.filter(examination__in=records).select_related("officer").order_by("joined_at", "id")


@compiled
def _open_returns(records: list[UUID]) -> QuerySet[Return]:
    return Return.objects.filter(examination__in=records, answered_at__isnull=True).order_by("returned_at")


def _line(row: Examination, examiners: tuple[Examiner, ...], due_at: datetime | None, at: datetime) -> Unfinished:
    assert row.ended_at is not None
    breaches = tuple(breach for breach in assess(row, at).breaches if breach.rule not in OUTLASTING)
    return Unfinished(row, examiners, breaches, due_at, step_of(at, ended_at=row.ended_at, amendment_due_at=due_at))
