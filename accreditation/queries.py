"""May this person do this act at this instant, and if not, why not. Asked for one person or for all the rows of a page in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from django.db.models import QuerySet

from accreditation.currency import Held, Status, status
from accreditation.models import Award, Requirement
from borderops.kit.compiled import compiled


class Act(Enum):
    """What an accreditation lets somebody do."""

    EXAMINE = "EXAM"
    REVIEW = "REVIEW"


# The power's own word in the clock engine and on the record → the schedule's prefix here.
SCHEDULES = {"TACT_S7": "S7", "CTBSA_S3": "S3"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Allowed or not, with sentences fit for the screen that say why not."""

    allowed: bool
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


def requirement_for(power: str, act: Act) -> Requirement:
    """The accreditation that examining or reviewing under a power asks for (`TACT_S7`, `CTBSA_S3`)."""
    return Requirement(f"{SCHEDULES[power]}_{act.value}")


def may(person_id: UUID, requirement: Requirement, at: datetime) -> Answer:
    """Whether one person may do what the requirement stands for, on the London date of `at`. One query."""
    return may_each([person_id], [requirement], at)[person_id, requirement]


def may_each(people: Iterable[UUID], requirements: Iterable[Requirement], at: datetime) -> dict[tuple[UUID, Requirement], Answer]:
    """The same for every pair of a person and a requirement. One query, however many rows a page has."""
    return {pair: answer(pair[1], found) for pair, found in statuses(people, requirements, at).items()}


def answer(requirement: Requirement, found: Status) -> Answer:
    return Answer(True) if found.counts else Answer(False, (f"{requirement.label} accreditation {found.words}.",))


def statuses(people: Iterable[UUID], requirements: Iterable[Requirement], at: datetime) -> dict[tuple[UUID, Requirement], Status]:
    """The status of every pair, those who hold nothing included. One query."""
    everyone, asked = list(people), list(requirements)
    held: dict[tuple[UUID, str], list[Held]] = defaultdict(list)
    for holder, requirement, awarded_on, valid_through, withdrawn_at in _held(everyone, [one.value for one in asked]):
        held[holder, requirement].append(Held(awarded_on, valid_through, withdrawn_at))
    return {(person, requirement): status(held[person, requirement.value], at) for person in everyone for requirement in asked}


@compiled
def _held(people: list[UUID], requirements: list[str]) -> QuerySet[Award, tuple[UUID, str, date, date, datetime | None]]:
    rows = Award.objects.filter(holder__in=people, requirement__in=requirements)
    return rows.values_list("holder_id", "requirement", "awarded_on", "valid_through", "withdrawn_at")


def awards_of(person_id: UUID) -> list[Award]:
    """Everything ever awarded to a person, newest first, withdrawn and expired ones included. One query."""
    return list(Award.objects.filter(holder_id=person_id).select_related("entered_by").order_by("-awarded_on", "requirement"))
