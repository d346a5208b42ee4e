"""C3: the first review of a detention is decided before its first hour is over. Nothing postpones it, hospital included."""

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.rules.c02_overall_limit import limit_at


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """One hour from detention, strictly before its end (TACT Sch 8 para 20K(2); CTBSA Sch 3 para 52). Holding past the six hours is
    C2 alone.
    """
    provision = law.find("C3", facts.power, facts.begun_at)
    if provision is None or facts.detained_at is None:
        return
    due_at = facts.detained_at + provision.limit
    overall, _ = limit_at(facts, law)
    if overall is not None and due_at >= overall:
        return
    review = next(iter(facts.all(Kind.REVIEW)), None)
    findings.settle(
        provision,
        act="the first review",
        starts_at=facts.detained_at,
        due_at=due_at,
        done_at=None if review is None else review.at,
        lapses_at=facts.ended_at,
        ref=None if review is None else review.ref,
    )
