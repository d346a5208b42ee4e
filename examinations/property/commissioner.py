"""The Investigatory Powers Commissioner's route for property and copies under Schedule 3, as one table of states and moves. Pure: where an
article or a copy stands is folded from what happened to it, and never typed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from borderops.kit.states import Move, NoSuchMove, StateTable
from examinations.choices import SCHEDULE_3_GROUNDS
from examinations.property.decided import (
    APPROVE_DECISION,
    DESTROY_DERIVED,
    DIRECT_DERIVED,
    FURTHER,
    REFER,
    REFUSALS,
    REFUSE_DECISION,
    Decided,
    decided_of,
)

__all__ = [
    "ACTS",
    "DECIDING",
    "DECISIONS",
    "LABELS",
    "MAY_BE_USED",
    "NOTICES",
    "NOT_REQUIRED",
    "OF_ARTICLES",
    "REPRESENTATIONS_OPEN",
    "TABLE",
    "TONES",
    "NoSuchMove",
    "dated",
    "may_follow",
    "moves_of",
    "refusal_of",
    "status_after",
]

NOT_REQUIRED, TO_INFORM, INFORMED, REPRESENTATIONS_OPEN = "NOT_REQUIRED", "TO_INFORM", "INFORMED", "REPRESENTATIONS_OPEN"
AUTHORISED, DESTROY_DIRECTED, RETURN_DIRECTED = "AUTHORISED", "DESTROY_DIRECTED", "RETURN_DIRECTED"
URGENT_GRANTED, URGENT_APPROVED, URGENT_CANCELLED = "URGENT_GRANTED", "URGENT_APPROVED", "URGENT_CANCELLED"
UNAPPROVED = "UNAPPROVED"

REQUIRE, LAPSE = "require", "lapse"  # made by the ground on which it is kept, never by a button
INFORM, TELL_PARTIES, INVITE, REPRESENT = "inform", "tell-parties", "invite", "represent"
GRANT, APPROVE, CANCEL = "grant", "approve", "cancel"
AUTHORISE, DIRECT_DESTRUCTION, DIRECT_RETURN = "authorise", "direct-destruction", "direct-return"

LABELS = {
    NOT_REQUIRED: "Commissioner not concerned",
    TO_INFORM: "Commissioner to be informed",
    INFORMED: "Commissioner informed",
    REPRESENTATIONS_OPEN: "Representations open",
    AUTHORISED: "Retention and use authorised",
    DESTROY_DIRECTED: "Destruction directed",
    RETURN_DIRECTED: "Return directed",
    URGENT_GRANTED: "Urgent use granted, to be decided",
    URGENT_APPROVED: "Urgent use approved",
    URGENT_CANCELLED: "Urgent use cancelled",
    UNAPPROVED: "Decision not approved",
}
TONES = {
    NOT_REQUIRED: "grey",
    TO_INFORM: "red",
    INFORMED: "amber",
    REPRESENTATIONS_OPEN: "amber",
    AUTHORISED: "green",
    DESTROY_DIRECTED: "red",
    RETURN_DIRECTED: "red",
    URGENT_GRANTED: "amber",
    URGENT_APPROVED: "green",
    URGENT_CANCELLED: "red",
    UNAPPROVED: "red",
}
ACTS = {
    INFORM: "Commissioner informed",
    TELL_PARTIES: "Affected parties informed",
    INVITE: "Representations invited",
    REPRESENT: "Representations made",
    GRANT: "Urgent use granted",
    APPROVE: "Commissioner approved the urgent use",
    CANCEL: "Commissioner cancelled the urgent use",
    AUTHORISE: "Commissioner authorised retention and use",
    DIRECT_DESTRUCTION: "Commissioner directed destruction",
    DIRECT_RETURN: "Commissioner directed return",
    REFER: "Decision referred to the Commissioner for approval",
    APPROVE_DECISION: "Commissioner approved the decision",
    REFUSE_DECISION: "Commissioner did not approve the decision",
    DIRECT_DERIVED: "Commissioner directed destruction of information derived",
    DESTROY_DERIVED: "Information derived destroyed",
}
DECISIONS = frozenset({APPROVE, CANCEL, AUTHORISE, DIRECT_DESTRUCTION, DIRECT_RETURN})
DECIDING = DECISIONS | {DIRECT_DERIVED}
"""Acts of which it is recorded whether the Commissioner or another Judicial Commissioner decided."""
OF_URGENT_USE = frozenset({APPROVE, CANCEL})
OF_ARTICLES = frozenset({DIRECT_RETURN})
"""What becomes of an article alone: a copy is destroyed where an article goes back."""
NOTICES = (INFORM, TELL_PARTIES)
"""Owed after an urgent grant although the thing is gone."""
MAY_BE_USED = frozenset({NOT_REQUIRED, AUTHORISED, URGENT_GRANTED, URGENT_APPROVED})
"""Until then it is kept and neither examined nor used."""

WAITING = (TO_INFORM, INFORMED, REPRESENTATIONS_OPEN)
AS_DECIDED = (AUTHORISED, DESTROY_DIRECTED, RETURN_DIRECTED, URGENT_APPROVED, URGENT_CANCELLED)
OFFICER = "the examining officer"
COMMISSIONER = "the Commissioner, as entered by whoever keeps the record"


def _moves() -> Iterable[Move]:
    yield Move(NOT_REQUIRED, REQUIRE, TO_INFORM, "kept on a ground that only Schedule 3 has")
    for state in LABELS:
        yield Move(state, LAPSE, NOT_REQUIRED, "returned, destroyed, or kept on another ground")
    yield Move(TO_INFORM, INFORM, INFORMED, OFFICER)
    for state in (INFORMED, REPRESENTATIONS_OPEN):
        yield Move(state, TELL_PARTIES, state, OFFICER)
        yield Move(state, INVITE, REPRESENTATIONS_OPEN, COMMISSIONER)
        yield Move(state, AUTHORISE, AUTHORISED, COMMISSIONER)
        yield Move(state, DIRECT_DESTRUCTION, DESTROY_DIRECTED, COMMISSIONER)
        yield Move(state, DIRECT_RETURN, RETURN_DIRECTED, COMMISSIONER)
    yield Move(REPRESENTATIONS_OPEN, REPRESENT, REPRESENTATIONS_OPEN, "an affected party, in writing")
    for state in WAITING:
        yield Move(state, GRANT, URGENT_GRANTED, "a superintendent or above outside the taking and the questioning")
    for act, mover in ((INFORM, OFFICER), (TELL_PARTIES, OFFICER), (REPRESENT, "an affected party, in writing")):
        yield Move(URGENT_GRANTED, act, URGENT_GRANTED, mover)
    # The person is told of what was authorised and on which conditions, as far as practicable (CTBSA Sch 3 paras 12 and 18).
    yield Move(AUTHORISED, TELL_PARTIES, AUTHORISED, OFFICER)
    # Notice is a fact, and owed although the Commissioner has decided in the meantime.
    for state in (URGENT_APPROVED, URGENT_CANCELLED, DESTROY_DIRECTED, RETURN_DIRECTED, UNAPPROVED):
        for act in (INFORM, TELL_PARTIES):
            yield Move(state, act, state, OFFICER)
    yield Move(URGENT_GRANTED, APPROVE, URGENT_APPROVED, COMMISSIONER)
    yield Move(URGENT_GRANTED, CANCEL, URGENT_CANCELLED, COMMISSIONER)
    yield Move(URGENT_CANCELLED, DIRECT_DESTRUCTION, DESTROY_DIRECTED, COMMISSIONER)
    yield Move(URGENT_CANCELLED, DIRECT_RETURN, RETURN_DIRECTED, COMMISSIONER)
    yield from _moves_after_a_decision()


def _moves_after_a_decision() -> Iterable[Move]:
    """A decision of another Judicial Commissioner is taken to the Commissioner (paras 13(2), 16(10), 19(2), 22(10)); what was derived is
    destroyed (paras 16(6), 22(6)). What follows when a decision is not approved no paragraph says, so anything may be decided."""
    for state in AS_DECIDED:
        yield Move(state, REFER, state, "an affected party")
        yield Move(state, APPROVE_DECISION, state, COMMISSIONER)
        yield Move(state, REFUSE_DECISION, UNAPPROVED, COMMISSIONER)
    for state in (URGENT_CANCELLED, DESTROY_DIRECTED, RETURN_DIRECTED):
        yield Move(state, DIRECT_DERIVED, state, COMMISSIONER)
    for state in (URGENT_CANCELLED, DESTROY_DIRECTED, RETURN_DIRECTED, UNAPPROVED):
        yield Move(state, DESTROY_DERIVED, state, "whoever destroyed it")
    yield Move(UNAPPROVED, AUTHORISE, AUTHORISED, COMMISSIONER)
    yield Move(UNAPPROVED, DIRECT_DESTRUCTION, DESTROY_DIRECTED, COMMISSIONER)
    yield Move(UNAPPROVED, DIRECT_RETURN, RETURN_DIRECTED, COMMISSIONER)
    yield Move(UNAPPROVED, APPROVE, URGENT_APPROVED, COMMISSIONER)
    yield Move(UNAPPROVED, CANCEL, URGENT_CANCELLED, COMMISSIONER)


TABLE = StateTable(
    _moves(),
    {
        NOT_REQUIRED: "The Commissioner is not concerned with this: it is not kept on a ground that only Schedule 3 has.",
        TO_INFORM: "The Commissioner has not been informed yet. Record that first, or the urgent grant.",
        INFORMED: "This does not follow the informing of the Commissioner. Record what came between first.",
        REPRESENTATIONS_OPEN: "Representations are open. Record the decision when it comes.",
        AUTHORISED: "The Commissioner has authorised retention and use. Nothing further is decided; record that those affected were told.",
        DESTROY_DIRECTED: "The Commissioner has directed destruction. Record the destruction.",
        RETURN_DIRECTED: "The Commissioner has directed return. Record the return.",
        URGENT_GRANTED: "Urgent use is granted already. Record that the Commissioner and those affected were told, or the decision.",
        URGENT_APPROVED: "The Commissioner has approved the urgent use. Nothing further is decided.",
        URGENT_CANCELLED: "The Commissioner has cancelled the urgent use: it stops now. Record the direction that followed.",
        UNAPPROVED: "The Commissioner did not approve the decision. Record what the Commissioner decides instead.",
    },
)


class Fact(Protocol):
    """A fact of the timeline that stands and names the thing."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def detail(self) -> Mapping[str, Any]: ...


class Step(Protocol):
    """A step as it was entered; one without an event has no clock and stands by itself."""

    @property
    def pk(self) -> Any: ...
    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def event_id(self) -> Any: ...
    @property
    def decided_by(self) -> str: ...


S = TypeVar("S", bound=Step)


def dated(facts: Iterable[Fact], steps: Iterable[S]) -> list[tuple[datetime, S]]:
    """The steps that stand with their instants, in the order of these. A step whose entry was taken back is left out; one whose time was
    corrected moves with it."""
    standing = {str(fact.detail["step"]): fact.at for fact in facts if fact.detail.get("step")}
    found = [(standing.get(str(step.pk)) if step.event_id else step.at, step) for step in steps]
    return sorted(((at, step) for at, step in found if at is not None), key=lambda one: one[0])


def moves_of(power: str, facts: Iterable[Fact], steps: Iterable[Step], ended_at: datetime | None = None) -> list[tuple[datetime, str]]:
    """The acts of the route in the order of their instants: the grounds on which the thing was kept, then each step that stands and follows
    from something.

    `ended_at` is a destruction that is not among the facts.
    """
    found: list[tuple[datetime, int, str]] = []
    known = list(facts)
    for fact in known:
        if fact.kind == "PROPERTY_RETAINED":
            concerns = power == "CTBSA_S3" and fact.detail.get("ground") in SCHEDULE_3_GROUNDS
            found.append((fact.at, 0, REQUIRE if concerns else LAPSE))
        elif fact.kind in {"PROPERTY_RETURNED", "PROPERTY_DESTROYED"}:
            found.append((fact.at, 2, LAPSE))
    entered = dated(known, steps)
    void = decided_of(step for _, step in entered).void
    found += [(at, 1, step.act) for at, step in entered if step.pk not in void]
    if ended_at is not None:
        found.append((ended_at, 2, LAPSE))
    return [(at, act) for at, _, act in sorted(found, key=lambda one: one[:2])]


def status_after(acts: Iterable[str]) -> str:
    """Where these acts, in order, leave an article or a copy. One that no longer fits, because an entry before it was taken back, is
    passed over."""
    state = NOT_REQUIRED
    for act in acts:
        if TABLE.allows(state, act):
            state = TABLE.after(state, act)
    return state


def may_follow(act: str, state: str, acts: Collection[str], decided: Decided) -> bool:
    """Whether an act may be recorded of a thing that stands so, after these acts and what followed from them."""
    if act in FURTHER:
        return decided.allows(act, acts)
    return TABLE.allows(state, act) and (act not in OF_URGENT_USE or GRANT in acts)


def refusal_of(act: str, state: str) -> str:
    """What is said to whoever tries an act that may not follow."""
    return REFUSALS.get(act) or TABLE.refusal(state)
