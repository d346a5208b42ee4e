"""C5 and the small-boat part of R7: the power away from a port depends on immigration detention (or arrest) and on apprehension within a
day of landing, and runs out after five days."""

from borderops.kit.localtime import shown
from examinations.clocks.days import end_of_days
from examinations.clocks.events import Apprehension, Event, Kind, Power
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, Provision
from examinations.clocks.results import State
from examinations.clocks.words import limit, seconds_between, spelled

WARNING = "Schedule 3 has no extension to people apprehended after landing by sea; examine under it at a port only."
NOT_HELD = (
    "The power was not available: the person was neither in immigration detention nor arrested under paragraph 17(1) of Schedule 2 to the "
    "Immigration Act 1971."
)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Five London days beginning with the day after apprehension (TACT Sch 7 para 2(3A)(b)), 24 hours from landing (para 2(3A)(c)), and
    immigration detention or arrest (para 2(3A)); what is not said of the last two is held against nobody.

    A window that closes unused is no breach; a question outside it is one, of C5 and of R7.
    """
    provision = law.find("C5", facts.power, facts.begun_at)
    power = law.find("R7", facts.power, facts.begun_at)
    apprehended = facts.all(Kind.APPREHENDED)[0]
    if provision is None or power is None:
        if facts.power is Power.CTBSA_S3:
            findings.warn("R7", WARNING)
        return
    starts_at, due_at = end_of_days(apprehended.at, 1), end_of_days(apprehended.at, 1 + provision.days)
    asked_at = next((max(question.at, due_at) for question in facts.questions if (question.until or question.at) >= due_at), None)
    if asked_at is not None:
        late = seconds_between(due_at, asked_at)
        had_to = limit(due_at, strict=True, ends_with_day=True)
        text = (
            f"A question was asked at {shown(asked_at)}, {spelled(late)} after the small-boat window had closed; it had to come {had_to}."
        )
        findings.breach(provision, text, due_at=due_at, actual_at=asked_at, late_seconds=late, ref=apprehended.ref)
        findings.breach(power, "The power was not available: the small-boat window had closed.", actual_at=asked_at, ref=apprehended.ref)
        state = State.BREACHED
    elif facts.ended_at is not None or facts.at >= due_at:
        state = State.MET
    else:
        state = findings.waiting(starts_at, due_at - provision.soon)
    findings.clock(
        provision,
        starts_at=starts_at,
        due_at=due_at,
        state=state,
        soon_at=due_at - provision.soon,
        live=facts.ended_at is None and state is not State.MET,
        ref=apprehended.ref,
    )
    _conditions(facts, findings, power, apprehended)


def _conditions(facts: Facts, findings: Findings, power: Provision, apprehended: Event) -> None:
    """What must have been so before the power was first used (R7)."""
    used = facts.questions[0] if facts.questions else facts.detention
    if used is None:
        return
    landed = next((event for event in reversed(facts.all(Kind.LANDED)) if event.at <= apprehended.at), None)
    if landed is not None and apprehended.at - landed.at > power.limit:
        after = spelled(seconds_between(landed.at, apprehended.at))
        text = (
            f"The power was not available: the person was apprehended {after} after landing; "
            f"the Act asks for apprehension within {spelled(int(power.limit.total_seconds()))}."
        )
        findings.breach(power, text, actual_at=used.at, ref=apprehended.ref)
    if apprehended.apprehension is Apprehension.NEITHER:
        findings.breach(power, NOT_HELD, actual_at=used.at, ref=apprehended.ref)
