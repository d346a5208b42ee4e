"""The Investigatory Powers Commissioner's route for property and copies under Schedule 3, as one table of states and moves. Pure: where an
article or a copy stands is folded from what happened to it, and never typed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from borderops.kit.states import Move, NoSuchMove, StateTable
from examinations.choices import SCHEDULE_3_GROUNDS

__all__ = [
    "ACTS",
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
    "moves_of",
    "status_after",
]

NOT_REQUIRED, TO_INFORM, INFORMED, REPRESENTATIONS_OPEN = "NOT_REQUIRED", "TO_INFORM", "INFORMED", "REPRESENTATIONS_OPEN"
AUTHORISED, DESTROY_DIRECTED, RETURN_DIRECTED = "AUTHORISED", "DESTROY_DIRECTED", "RETURN_DIRECTED"
URGENT_GRANTED, URGENT_APPROVED, URGENT_CANCELLED = "URGENT_GRANTED", "URGENT_APPROVED", "URGENT_CANCELLED"

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
}
DECISIONS = frozenset({APPROVE, CANCEL, AUTHORISE, DIRECT_DESTRUCTION, DIRECT_RETURN})
OF_ARTICLES = frozenset({DIRECT_RETURN})
"""What becomes of an article alone: a copy is destroyed where an article goes back."""
NOTICES = (INFORM, TELL_PARTIES)
"""Owed after an urgent grant although the thing is gone."""
MAY_BE_USED = frozenset({NOT_REQUIRED, AUTHORISED, URGENT_GRANTED, URGENT_APPROVED})
"""Until then it is kept and neither examined nor used."""

WAITING = (TO_INFORM, INFORMED, REPRESENTATIONS_OPEN)
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
    for state in (URGENT_APPROVED, URGENT_CANCELLED, DESTROY_DIRECTED, RETURN_DIRECTED):
        for act in (INFORM, TELL_PARTIES):
            yield Move(state, act, state, OFFICER)
    yield Move(URGENT_GRANTED, APPROVE, URGENT_APPROVED, COMMISSIONER)
    yield Move(URGENT_GRANTED, CANCEL, URGENT_CANCELLED, COMMISSIONER)
    yield Move(URGENT_CANCELLED, DIRECT_DESTRUCTION, DESTROY_DIRECTED, COMMISSIONER)
    yield Move(URGENT_CANCELLED, DIRECT_RETURN, RETURN_DIRECTED, COMMISSIONER)


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


def moves_of(power: str, facts: Iterable[Fact], steps: Iterable[Step], ended_at: datetime | None = None) -> list[tuple[datetime, str]]:
    """The acts of the route in the order of their instants: the grounds on which the thing was kept, then each step that stands.

    A step whose entry was taken back is left out; one whose time was corrected moves with it. `ended_at` is a destruction that is not
    among the facts.
    """
    found: list[tuple[datetime, int, str]] = []
    known = list(facts)
    standing = {str(fact.detail["step"]): fact.at for fact in known if fact.detail.get("step")}
    for fact in known:
        if fact.kind == "PROPERTY_RETAINED":
            concerns = power == "CTBSA_S3" and fact.detail.get("ground") in SCHEDULE_3_GROUNDS
            found.append((fact.at, 0, REQUIRE if concerns else LAPSE))
        elif fact.kind in {"PROPERTY_RETURNED", "PROPERTY_DESTROYED"}:
            found.append((fact.at, 2, LAPSE))
    for step in steps:
        at = standing.get(str(step.pk)) if step.event_id else step.at
        if at is not None:
            found.append((at, 1, step.act))
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
