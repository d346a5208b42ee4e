"""From facts to law: one pure function that turns a timeline into clocks, breaches and warnings. Nothing here reads a clock, a
setting or a table."""

from datetime import UTC, datetime

from examinations.clocks.events import Kind, Outcome, Timeline
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, committed_law
from examinations.clocks.results import Basis, Breach, Clock, Evaluation, State, Warning_
from examinations.clocks.rules import RULES
from examinations.clocks.rules.c02_overall_limit import limit_at

WAITING = (State.NOT_STARTED, State.RUNNING, State.SOON, State.OVERDUE, State.BREACHED)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def evaluate(timeline: Timeline, law: Law | None = None) -> Evaluation:
    """All clocks, breaches and warnings of a timeline at its instant, under the committed law unless another is given.

    Instants in the answer are UTC. The order of the events makes no difference. Impossible timelines are for `parse_timeline` to
    refuse; here they are read as far as they make sense.
    """
    law = committed_law() if law is None else law
    facts = Facts(timeline)
    findings = Findings(facts.at)
    for kind, rule in RULES:
        if kind in facts.by_kind:
            rule(facts, law, findings)
    release_now = _release_now(facts, law, findings)
    if facts.begun_at < law.settled_at:
        _warn_of_older_law(facts, findings)
    findings.clocks.sort(key=_clock_order)
    findings.breaches.sort(key=_breach_order)
    findings.warnings.sort(key=_warning_order)
    return Evaluation(
        clocks=tuple(findings.clocks),
        breaches=tuple(findings.breaches),
        warnings=tuple(findings.warnings),
        standing_still_since=limit_at(facts, law)[1],
        release_now=release_now,
    )


def next_instant(evaluation: Evaluation) -> Clock | None:
    """The next thing at which the law needs something: what is overdue first, then the nearest limit; None when nothing is left to do.

    A refused detention that has not ended comes before everything, as a clock named `Release now` due at the refusal.
    """
    if evaluation.release_now is not None:
        return evaluation.release_now
    return min((clock for clock in evaluation.clocks if clock.live and clock.state in WAITING), key=_urgency, default=None)


def hospital_standing_still_since(timeline: Timeline, law: Law | None = None) -> datetime | None:
    """Since when the six hours have stood still, because the detained person is in hospital and not being questioned; None while
    they run.
    """
    return limit_at(Facts(timeline), committed_law() if law is None else law)[1]


def _release_now(facts: Facts, law: Law, findings: Findings) -> Clock | None:
    """The clock of a refused detention that has not ended (TACT Sch 8 para 20K(5); CTBSA Sch 3 para 52), with its warning."""
    reviews = facts.all(Kind.REVIEW)
    provision = law.find("RELEASE", facts.power, facts.begun_at)
    if provision is None or not reviews or reviews[-1].outcome is not Outcome.RELEASE or facts.ended_at is not None:
        return None
    rule, since = "C3" if len(reviews) == 1 else "C4", reviews[-1].at
    text = "The review did not authorise continued detention. The person must be released now; the release is not on record."
    findings.warn(rule, text, due_at=since, ref=reviews[-1].ref, basis=Basis.STATUTE)
    return Clock(
        rule=rule,
        name=provision.name,
        ref=reviews[-1].ref,
        starts_at=since,
        due_at=since,
        strict=False,
        ends_with_day=False,
        state=State.OVERDUE,
        authority=provision.authority,
        verified=provision.verified,
        soon_at=since,
        live=True,
    )


def _warn_of_older_law(facts: Facts, findings: Findings) -> None:
    newer = {provision.rule: provision for provision in findings.applied if provision.in_force_at > facts.begun_at}
    for rule, provision in newer.items():
        text = f"{rule} is known here as in force from {provision.in_force_from:%d %b %Y}, after this record begins. Do not rely on it."
        findings.warn(rule, text)


def _urgency(clock: Clock) -> tuple[bool, datetime, str]:
    return clock.state not in (State.OVERDUE, State.BREACHED), clock.due_at, clock.rule


def _clock_order(clock: Clock) -> tuple[datetime, str, str, datetime]:
    return clock.due_at, clock.rule, clock.ref or "", clock.starts_at


def _breach_order(breach: Breach) -> tuple[datetime, str, str, str]:
    return breach.due_at or breach.actual_at or EPOCH, breach.rule, breach.ref or "", breach.text


def _warning_order(warning: Warning_) -> tuple[bool, datetime | None, str, str]:
    return warning.due_at is None, warning.due_at, warning.rule, warning.text
