"""C1: nobody is questioned for more than an hour without being detained. Nothing pauses the hour; the bar is on the questioning itself."""

from datetime import datetime

from borderops.kit.localtime import shown
from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.results import State
from examinations.clocks.words import seconds_between, spelled


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """The hour from the first question (TACT Sch 7 para 6A(2),(4); CTBSA Sch 3 para 5(2),(4))."""
    provision = law.find("C1", facts.power, facts.begun_at)
    first = facts.first_question
    if provision is None or first is None:
        return
    due_at = first.at + provision.limit
    last_at, cut_short, closed = _last_undetained(facts)
    if last_at is None and facts.detained_at is None:
        last_at = facts.ended_at
    undetained = facts.detained_at is None and facts.ended_at is None
    if last_at is not None and (last_at > due_at or (provision.strict and last_at == due_at and not cut_short)):
        state = State.BREACHED
        over = seconds_between(due_at, last_at)
        text = (
            f"Questioning without detention went on to {shown(last_at)}, {spelled(over)} past the hour that ended at {shown(due_at)}."
            if over
            else f"Questioning without detention went on to {shown(last_at)}, the very end of the hour; it had to stop before."
        )
        findings.breach(provision, text, due_at=due_at, actual_at=last_at, late_seconds=over)
    elif not undetained:
        state = State.MET
        _warn_of_gap(facts, findings, due_at, closed)
    elif facts.at > due_at or (provision.strict and facts.at == due_at):
        state = State.MET if closed else State.OVERDUE
    else:
        state = findings.waiting(first.at, due_at - provision.soon)
    findings.clock(
        provision,
        starts_at=first.at,
        due_at=due_at,
        state=state,
        soon_at=due_at - provision.soon,
        live=undetained and state is not State.MET,
    )


def _last_undetained(facts: Facts) -> tuple[datetime | None, bool, bool]:
    """The last recorded instant of questioning before detention; whether detention cut it short; whether its end is recorded.

    The first question alone does not say when questioning stopped.
    """
    stop = facts.detained_at
    last_at: datetime | None = None
    cut_short = closed = False
    for question in facts.questions:
        until = question.until or (None if question is facts.first_question else question.at)
        if until is None or (stop is not None and question.at >= stop):
            continue
        if stop is not None and until >= stop:
            return stop, True, True
        if last_at is None or until >= last_at:
            last_at, closed = until, question.until is not None
    for event in facts.all(Kind.QUESTIONING_ENDED):
        if (stop is None or event.at < stop) and (last_at is None or event.at >= last_at):
            last_at, closed = event.at, True
    return last_at, cut_short, closed


def _warn_of_gap(facts: Facts, findings: Findings, due_at: datetime, closed: bool) -> None:
    until = facts.detained_at or facts.ended_at
    if until is not None and until > due_at and not closed:
        findings.warn(
            "C1",
            f"The person was undetained until {shown(until)}, past the hour that ended at {shown(due_at)}, "
            "and nothing records when questioning stopped. Record it.",
            due_at=due_at,
        )
