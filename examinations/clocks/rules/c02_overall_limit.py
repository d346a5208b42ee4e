"""C2: the person is released, or held under another power, within six hours of the first question. Only hospital time of a detained
person is left out."""

from datetime import datetime

from borderops.kit.localtime import shown
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.hospital import overall_limit
from examinations.clocks.law import Law


def limit_at(facts: Facts, law: Law) -> tuple[datetime | None, datetime | None]:
    """When the six hours end and from when they stand still; both None before there is a first question."""
    provision = law.find("C2", facts.power, facts.begun_at)
    if provision is None or facts.first_question is None:
        return None, None
    return overall_limit(facts, facts.first_question.at, provision.limit)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Six hours from the first question (TACT Sch 7 para 6A(3),(3A),(4); CTBSA Sch 3 para 5(3)-(5))."""
    provision = law.find("C2", facts.power, facts.begun_at)
    due_at, _ = limit_at(facts, law)
    if provision is None or due_at is None or facts.first_question is None:
        return
    findings.settle(
        provision, act="the person's release or arrest", starts_at=facts.first_question.at, due_at=due_at, done_at=facts.ended_at
    )


def warn_conservatively(facts: Facts, law: Law, findings: Findings) -> None:
    """C2w: six hours from whichever came first of detention and first question, hospital included; policy, and only where it ends
    sooner than C2.
    """
    provision = law.find("C2", facts.power, facts.begun_at)
    if provision is None or facts.detained_at is None:
        return
    first = facts.first_question
    due_at = (facts.detained_at if first is None else min(facts.detained_at, first.at)) + provision.limit
    if due_at == limit_at(facts, law)[0] or facts.at < due_at - provision.soon:
        return
    if facts.ended_at is None and facts.at <= due_at:
        text = f"Counted cautiously, from detention if that came first and with time in hospital, the six hours end at {shown(due_at)}."
    elif facts.ended_at is None or facts.ended_at > due_at:
        text = f"Counted cautiously, from detention if that came first and with time in hospital, the six hours ended at {shown(due_at)}."
    else:
        return
    findings.warn("C2w", text, due_at=due_at)
