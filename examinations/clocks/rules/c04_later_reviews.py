"""C4: each later review is decided within two hours of the one before. An early review moves the next one forward; nothing is saved up."""

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.rules.c02_overall_limit import limit_at


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Two hours from the last decision (TACT Sch 8 para 20K(3); CTBSA Sch 3 para 52). Holding past the six hours is C2 alone."""
    provision = law.find("C4", facts.power, facts.begun_at)
    if provision is None:
        return
    overall, _ = limit_at(facts, law)
    reviews = facts.all(Kind.REVIEW)
    for place, review in enumerate(reviews):
        due_at = review.at + provision.limit
        if overall is not None and due_at >= overall:
            continue
        following = reviews[place + 1] if place + 1 < len(reviews) else None
        findings.settle(
            provision,
            act="the next review",
            starts_at=review.at,
            due_at=due_at,
            done_at=None if following is None else following.at,
            lapses_at=facts.ended_at,
            ref=None if following is None else following.ref,
        )
