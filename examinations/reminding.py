"""The sweep over the records that wait to be finished: who is reminded of which. It asks the facts each time, so that a missed, late or
doubled run changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from borderops.kit.localtime import shown
from examinations.actions.handing_over import UNFINISHED, finishers
from examinations.actions.writing import breached
from examinations.finishing import REMIND_AFTER, Step, step_of
from examinations.models import Examination, Return, State
from examinations.reminders import posted_as
from examinations.reviewers import members_of
from examinations.telling import examining_officers, key_to_finish, tell_to_finish
from organisation.models import Notice, Role

AT_ONCE = 500  # records whose breaches one run works out


def remind(at: datetime) -> int:
    """Remind the examiners of every record that has waited too long, and then the sergeants of its port and the detective inspector, each
    once. Returns how many records have waited too long. Call as SYSTEM."""
    rows = list(_waiting(at))
    told = set(Notice.objects.filter(thing_id__in=[row.pk for row in rows]).values_list("key", "recipient_id"))
    ports = {row.port_id for row in rows}
    sergeants, inspectors = posted_as(Role.SERGEANT, ports, at), posted_as(Role.DI, ports, at)
    inside = members_of({row.compartment_id for row in rows if row.compartment_id}, at)
    found = 0
    for row in rows:
        due_at = next((one.due_at for one in row.returns.all()), None)
        assert row.ended_at is not None
        step = step_of(at, ended_at=row.ended_at, amendment_due_at=due_at)
        if step is Step.NONE:
            continue
        found += 1
        _tell(row, Step.REMIND, examining_officers(row), due_at, told, at)
        if step is Step.ESCALATE:
            above = sergeants[row.port_id] | inspectors[row.port_id]
            # A record in a compartment does not exist for anybody outside it, whatever their rank.
            _tell(row, step, above if row.compartment_id is None else above & inside.get(row.compartment_id, set()), due_at, told, at)
    return found


def _waiting(at: datetime) -> Iterable[Examination]:
    is_old = Q(state=State.ENDED, ended_at__lte=at - REMIND_AFTER) | Q(state=State.RETURNED)
    answered = Prefetch("returns", Return.objects.filter(answered_at__isnull=True))
    return Examination.objects.filter(is_old, state__in=UNFINISHED).order_by("ended_at").prefetch_related(answered)


def _tell(row: Examination, step: Step, people: Iterable[UUID], due_at: datetime | None, told: set[tuple[str, UUID]], at: datetime) -> None:
    about = f"{step.value}/{(due_at or row.ended_at or at).isoformat()}"
    untold = [one for one in people if (key_to_finish(row, about), one) not in told]
    if untold:
        tell_to_finish(row, untold, about, _words(row, step, due_at, at), at)


def _words(row: Examination, step: Step, due_at: datetime | None, at: datetime) -> str:
    since = f"its amendment was due by {shown(due_at)}" if due_at else f"ended {shown(row.ended_at or at)} and has not been submitted"
    if step is Step.REMIND:
        return f"{since}. Finish it, or hand it over (policy)."
    able = "Its examiners have been reminded." if finishers(row, at) else "None of its examiners can finish it: give it to another officer."
    return f"{since} (policy). {able}"


def work_out_breaches() -> int:
    """Work out what was breached by records that have ended and of which it is not written down: those that ended before it was kept.
    Returns how many. Call as SYSTEM."""
    rows = list(Examination.objects.filter(state=State.ENDED, open_breaches__isnull=True).select_related("particulars")[:AT_ONCE])
    for row in rows:
        # No part of the record's history: it follows from what is kept in it.
        Examination.objects.filter(pk=row.pk, state=State.ENDED, version=row.version).update(open_breaches=breached(row))
    return len(rows)
