"""C13: from where the hours of an arrest count. Custody runs this clock; the examination hands over the instant from which it runs."""

from datetime import datetime

from examinations.clocks.events import ArrestPower, Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.results import State


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """48 hours (TACT s.41(3); NSA 2023 s.27(3),(4)); none for other powers.

    What happened in custody is not on this timeline, so the clock never becomes a breach.
    """
    for arrest in facts.all(Kind.ARRESTED):
        power = arrest.arrest_power or ArrestPower.TACT_41
        provision = law.find("C13", power, facts.begun_at)
        if provision is None:
            continue
        starts_at = _begins(facts, power, arrest)
        due_at = starts_at + provision.limit
        findings.clock(
            provision,
            starts_at=starts_at,
            due_at=due_at,
            state=State.MET if facts.at > due_at else findings.waiting(starts_at, due_at - provision.soon),
            soon_at=due_at - provision.soon,
            live=False,
            ref=arrest.ref,
        )


def _begins(facts: Facts, power: ArrestPower, arrest: Event) -> datetime:
    """The beginning of a detained person's examination under section 41, the detention under section 27, otherwise the arrest."""
    if facts.detained_at is None:
        return arrest.at
    if power is ArrestPower.TACT_41 and facts.first_question is not None:
        return facts.first_question.at
    return facts.detained_at
