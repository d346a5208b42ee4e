"""C2a: where a person is examined under both Acts, six hours from the earliest first question of all. Policy, never a breach: each Act
counts from its own first question, and the codes warn against using one to lengthen the other."""

from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.results import State


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """The cautious limit for a linked encounter, no time in hospital left out. Nothing where no other examination is linked."""
    provision = law.find("C2a", facts.power, facts.begun_at)
    if provision is None or facts.encounter_began_at is None or facts.first_question is None:
        return
    starts_at = min(facts.encounter_began_at, facts.first_question.at)
    due_at = starts_at + provision.limit
    soon_at = due_at - provision.soon
    if facts.ended_at is not None:
        state = State.MET if facts.ended_at <= due_at else State.OVERDUE
    else:
        state = State.OVERDUE if facts.at > due_at else findings.waiting(starts_at, soon_at)
    findings.clock(provision, starts_at=starts_at, due_at=due_at, state=state, soon_at=soon_at, live=facts.ended_at is None)
    if state is State.OVERDUE:
        text = "Both examinations of this person together have gone past six hours from the earliest first question. The limit is policy."
        findings.warn("C2a", text, due_at=due_at)
