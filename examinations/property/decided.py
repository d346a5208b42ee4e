"""What may follow a decision on the Commissioner's route: that another Judicial Commissioner's decision was taken to the Investigatory
Powers Commissioner for approval, and that information derived from the thing is to be destroyed, and was. Pure: folded from the steps."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

REFER, APPROVE_DECISION, REFUSE_DECISION = "refer", "approve-decision", "refuse-decision"
DIRECT_DERIVED, DESTROY_DERIVED = "direct-derived", "destroy-derived"
ANSWERS = frozenset({APPROVE_DECISION, REFUSE_DECISION})
"""What the Commissioner decided on a decision that was referred."""
FURTHER = ANSWERS | {REFER, DIRECT_DERIVED, DESTROY_DERIVED}
"""Steps that follow from earlier ones, not from where the thing stands: they are recorded although it has gone."""
BEFORE_DERIVED = frozenset({"cancel", "direct-destruction"})
"""After which it may be directed; the Act gives the direction with a cancellation (CTBSA Sch 3 paras 16(6), 22(6))."""

COMMISSIONER, JUDICIAL = "COMMISSIONER", "JUDICIAL"
DECIDERS = {COMMISSIONER: "The Investigatory Powers Commissioner", JUDICIAL: "Another Judicial Commissioner"}
"""Who decided; empty where it is not recorded."""
DECIDED_BY = {COMMISSIONER: "decided by the Investigatory Powers Commissioner", JUDICIAL: "decided by another Judicial Commissioner"}
REFUSALS = {
    REFER: (
        "Only the decision of a Judicial Commissioner other than the Investigatory Powers Commissioner is referred for approval. If one "
        "of them decided, correct the decision first: say who decided."
    ),
    APPROVE_DECISION: "No decision is before the Commissioner for approval. Record first that it was referred.",
    REFUSE_DECISION: "No decision is before the Commissioner for approval. Record first that it was referred.",
    DIRECT_DERIVED: (
        "Destruction of what was derived is directed when urgent use is cancelled or destruction directed, and neither is recorded by "
        "then; or it is directed already, and its destruction is to be recorded."
    ),
    DESTROY_DERIVED: "No direction to destroy information derived is open. Record the direction first.",
}
UNANSWERED = (
    "The Act does not say whether the decision holds until the Commissioner has answered. Ask the Commissioner’s office before "
    "acting on it."
)
NOT_APPROVED = (
    "The Act does not say what follows. Until the Commissioner’s further decision is recorded it is treated here as kept, and neither "
    "examined nor used (not verified)."
)


class Step(Protocol):
    """A step that stands."""

    @property
    def pk(self) -> Any: ...
    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def decided_by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Referral:
    """A decision that an affected party asked the Commissioner to approve, with the answer once there is one (CTBSA Sch 3 paras 13(2),
    16(10), 19(2), 22(10))."""

    decision: Step
    referred: Step
    answer: Step | None = None

    @property
    def is_approved(self) -> bool:
        return self.answer is not None and self.answer.act == APPROVE_DECISION


@dataclass(frozen=True, slots=True)
class Derived:
    """A direction that information derived from the thing be destroyed, with its destruction once that is recorded (CTBSA Sch 3 paras
    16(6), 22(6)). Neither paragraph sets a time for it."""

    directed: Step
    destroyed: Step | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What followed. `referable`: the decision that may be referred now; `void`: the keys of steps that follow from nothing, because what
    they followed was put right or taken back."""

    referable: Step | None = None
    referral: Referral | None = None
    derived: Derived | None = None
    void: frozenset[Any] = frozenset()

    @property
    def is_referred(self) -> bool:
        """Whether the Commissioner's answer is awaited."""
        return self.referral is not None and self.referral.answer is None

    @property
    def is_derived_owed(self) -> bool:
        """Whether the destruction of what was derived is directed and not recorded."""
        return self.derived is not None and self.derived.destroyed is None

    def allows(self, act: str, acts: Collection[str]) -> bool:
        """Whether one of FURTHER may follow; `acts` are those before it."""
        if act == REFER:
            return self.referable is not None
        if act in ANSWERS:
            return self.is_referred
        if act == DIRECT_DERIVED:
            return not self.is_derived_owed and not BEFORE_DERIVED.isdisjoint(acts)
        return act == DESTROY_DERIVED and self.is_derived_owed


def decided_of(steps: Iterable[Step]) -> Decided:
    """Fold the steps that stand, in the order of their instants. A direction of a Judicial Commissioner to destroy what was derived is owed
    no longer once the Commissioner did not approve; one of the Commissioner's own is."""
    found = Decided()
    for step in steps:
        if step.decided_by == JUDICIAL:
            found = replace(found, referable=step)
        if step.act in {REFER, *ANSWERS}:
            found = _referred(found, step)
        elif step.act == DIRECT_DERIVED:
            found = replace(found, derived=Derived(step))
        elif step.act == DESTROY_DERIVED:
            found = _destroyed(found, step)
    return found


def _referred(found: Decided, step: Step) -> Decided:
    referral = found.referral
    if step.act == REFER:
        if found.referable is None:
            return _void(found, step)
        # Another affected party may ask about the same decision: the first to ask has referred it.
        return found if found.is_referred else replace(found, referral=Referral(found.referable, step))
    if step.act == REFUSE_DECISION and found.derived is not None and found.derived.directed.decided_by == JUDICIAL:
        found = replace(found, derived=None)
    if referral is None or referral.answer is not None:
        return _void(found, step)
    return replace(found, referable=None, referral=replace(referral, answer=step))


def _destroyed(found: Decided, step: Step) -> Decided:
    if found.derived is None or found.derived.destroyed is not None:
        return _void(found, step)
    return replace(found, derived=replace(found.derived, destroyed=step))


def _void(found: Decided, step: Step) -> Decided:
    return replace(found, void=found.void | {step.pk})
