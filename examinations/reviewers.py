"""Who may lawfully carry out the next review, and what stands against the others: rank, part in the questioning, accreditation, duty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accreditation import queries as accreditation
from accreditation.models import Requirement
from examinations import clocks
from examinations.models import Examination, Examiner, Power
from examinations.timeline import officer, timeline_of
from organisation import policy
from organisation.models import CompartmentMember, User
from organisation.policy import Actor
from organisation.ranks import Rank, is_higher
from rostering.models import Duty
from rostering.queries import on_duty_at

REVIEWING = {power.value: accreditation.requirement_for(power, accreditation.Act.REVIEW) for power in Power}
SCHEDULE = {Power.TACT_S7.value: "Schedule 7", Power.CTBSA_S3.value: "Schedule 3"}


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An officer and whether they may lawfully carry out the next review of one examination now."""

    officer: User
    rank: str  # in force now, their own or an acting one
    objections: tuple[str, ...]  # sentences; empty when they may
    is_accredited: bool
    duty_kind: str  # AT_PORT, ON_CALL, or "" when neither
    ring: str  # the number to ring

    @property
    def may_review(self) -> bool:
        return not self.objections

    @property
    def acting(self) -> str:
        """'acting sergeant', where it is not their own rank that counts."""
        return f"acting {Rank[self.rank].label.lower()}" if self.rank != self.officer.rank else ""


def may_examine(user: User, power: str, at: datetime) -> bool:
    """Whether the officer is accredited to examine under the power on that day. An examination without it is recorded all the same."""
    return bool(accreditation.may(user.pk, accreditation.requirement_for(power, accreditation.Act.EXAMINE), at))


def may_review(user: User, power: str, at: datetime) -> bool:
    """Whether the officer is accredited to review under the power on that day."""
    return bool(accreditation.may(user.pk, accreditation.requirement_for(power, accreditation.Act.REVIEW), at))


def members_of(compartments: set[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Who is inside these compartments at `at`. One query, none where there are no compartments."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if compartments:
        current = CompartmentMember.objects.filter(compartment__in=compartments, member_from__lte=at, member_until__gt=at)
        for compartment, user in current.values_list("compartment_id", "user_id"):
            found[compartment].add(user)
    return found


def standing_against(examination: Examination, examiners: Sequence[Examiner], user: User, rank: str, at: datetime) -> list[str]:
    """What rank and the questioning say against this officer as review officer; also against those who joined but have not asked yet.
    `rank` is the one in force at `at`."""
    if not rank:
        return ["A review officer is a constable of some rank; none is on record for this person."]
    candidate = officer(user.pk, rank)
    assert candidate is not None
    found = [objection.text for objection in clocks.reviewer_objections(timeline_of(examination, at), candidate)]
    if found:
        return found
    if any(examiner.officer_id == user.pk for examiner in examiners):
        return ["This officer is an examiner of the record. Only an officer who was not involved in the questioning may review."]
    # An officer who took it over to complete it asked nobody anything, so that their rank is compared with nobody's.
    if not all(is_higher(rank, examiner.rank) for examiner in examiners if not examiner.completes):
        return [f"The rank ({Rank[rank].label}) is not higher than that of every examiner of the record."]
    return []


@dataclass(slots=True)
class Bench:
    """The officers who could be asked, for any number of examinations at once: duties and awards are read in two queries."""

    at: datetime
    actor: Actor
    duties: dict[UUID, list[Duty]]
    ranks: dict[UUID, str]  # in force at `at`
    answers: dict[tuple[UUID, Requirement], accreditation.Answer]
    members: dict[UUID, set[UUID]]  # compartment -> people inside it

    @classmethod
    def of(cls, examinations: Iterable[Examination], at: datetime, actor: Actor, also: Iterable[Actor] = ()) -> "Bench":
        """Everybody on duty or on call at the examinations' ports, the actor, and those in `also`, as they stand at `at`."""
        shown = list(examinations)
        duties = on_duty_at({one.port_id for one in shown}, at)
        ranks = {one.id: one.rank for one in (actor, *also) if one.id}
        ranks |= {duty.officer_id: duty.officer_rank for running in duties.values() for duty in running}
        inside = members_of({one.compartment_id for one in shown if one.compartment_id}, at)
        asked = {REVIEWING[one.power] for one in shown}
        return cls(at, actor, duties, ranks, accreditation.may_each(set(ranks), asked, at), inside)

    def reviewer(self, examination: Examination, examiners: Sequence[Examiner], user: User) -> Reviewer:
        """One officer's standing towards one examination. The actor needs no duty to be reached by themselves, but needs the posting."""
        duty = next((one for one in self.duties.get(examination.port_id, ()) if one.officer_id == user.pk), None)
        objections = standing_against(examination, examiners, user, self.ranks[user.pk], self.at)
        accredited = self.answers[user.pk, REVIEWING[examination.power]]
        objections.extend(accredited.reasons)
        if user.pk == self.actor.id:
            if not policy.can(self.actor, "examination.review", examination):
                objections.append("Your posting does not include reviews at this port.")
        elif duty is None:
            objections.append("Neither on duty nor on call at this port now.")
        ring = (duty.reachable_on if duty else "") or user.phone
        return Reviewer(user, self.ranks[user.pk], tuple(objections), accredited.allowed, duty.kind if duty else "", ring)

    def reviewers(self, examination: Examination, examiners: Sequence[Examiner]) -> list[Reviewer]:
        """Everybody on duty or on call at the examination's port above the rank of constable, those who may review first."""
        running = self.duties.get(examination.port_id, ())
        seen = {
            duty.officer_id: duty.officer
            for duty in running
            if is_higher(duty.officer_rank, Rank.CONSTABLE.name) and self._may_know(examination, duty.officer)
        }
        found = [self.reviewer(examination, examiners, user) for user in seen.values()]
        return sorted(found, key=lambda one: (not one.may_review, one.duty_kind != Duty.Kind.AT_PORT, one.officer.collar_number))

    def _may_know(self, examination: Examination, user: User) -> bool:
        return examination.compartment_id is None or user.pk in self.members.get(examination.compartment_id, set())
