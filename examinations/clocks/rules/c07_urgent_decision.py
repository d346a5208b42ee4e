"""C7 and C14: after an urgent grant under Schedule 3 the Commissioner and those affected are told within a day, may speak for two working
days, and the Commissioner decides before the third is over."""

from collections.abc import Iterable
from datetime import datetime

from borderops.kit.localtime import london_date, midnight, shown
from examinations.clocks.days import ONE_DAY, BeyondHorizon, Calendar
from examinations.clocks.events import Event, Kind, Party
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, Provision
from examinations.clocks.matching import about, first_at

AFFECTED = (Party.CHIEF_OFFICER, Party.SECRETARY_OF_STATE, Party.PERSON)


def parties_told(acts: Iterable[Event]) -> dict[Party, datetime]:
    """When each affected party was first told; an act that names none means all. The person counts from the instant at which it is
    recorded, with a reason, that telling them was not reasonably practicable (CTBSA Sch 3 paras 15, 21)."""
    told: dict[Party, datetime] = {}
    for act in sorted(acts, key=lambda one: one.at):
        named = AFFECTED if act.parties is None else act.parties
        for party in named:
            if party is not Party.PERSON_IMPRACTICABLE:
                told.setdefault(party, act.at)
            elif act.reason:
                told.setdefault(Party.PERSON, act.at)
    return told


def heard_until(law: Law, power: str, begun_at: datetime, granted_at: datetime) -> datetime | None:
    """The first instant at which representations after an urgent grant come too late: the end of the second working day, counted from the
    first after it (CTBSA Sch 3 paras 15, 21). None where the power has no such route or the calendar does not reach so far."""
    speaking = law.find("REPRESENTATIONS", power, begun_at)
    if speaking is None:
        return None
    try:
        return _end_of_working_day(law.calendar_of(begun_at), granted_at, speaking.working_days)
    except BeyondHorizon:
        return None


def _end_of_working_day(calendar: Calendar, granted_at: datetime, number: int) -> datetime:
    """The first instant after that working day, counted from the first after the grant. Raises BeyondHorizon."""
    return midnight(calendar.nth_working_day(london_date(granted_at), number) + ONE_DAY)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Every urgent grant on the timeline (CTBSA Sch 3 paras 15, 16, 21, 22). Schedule 7 has no such route.

    Nothing is left to decide on what was destroyed; notice that it was used is owed all the same.
    """
    decision = law.find("C7", facts.power, facts.begun_at)
    notice = law.find("C14", facts.power, facts.begun_at)
    speaking = law.find("REPRESENTATIONS", facts.power, facts.begun_at)
    if decision is None or notice is None or speaking is None:
        return
    grants = facts.all(Kind.URGENT_IPC_GRANTED)
    for grant in grants:
        _decide(facts, law, findings, grant, decision, speaking)
        informed = first_at(about(facts.all(Kind.IPC_INFORMED), grant, grants))
        told = parties_told(about(facts.all(Kind.AFFECTED_PARTIES_INFORMED), grant, grants))
        affected = max(told.values()) if len(told) == len(AFFECTED) else None
        findings.settle(
            notice,
            act="notice of the urgent grant to the Commissioner and to those affected",
            starts_at=grant.at,
            due_at=grant.at + notice.limit,
            done_at=None if informed is None or affected is None else max(informed, affected),
            ref=grant.ref,
        )


def _decide(facts: Facts, law: Law, findings: Findings, grant: Event, decision: Provision, speaking: Provision) -> None:
    """The third working day; a decision before the second is over comes too early, which is no less a breach."""
    calendar = law.calendar_of(facts.begun_at)
    grants = facts.all(Kind.URGENT_IPC_GRANTED)
    decided_at = first_at(about(facts.all(Kind.IPC_DECIDED), grant, grants))
    destroyed_at = first_at(about(facts.all(Kind.PROPERTY_DESTROYED), grant, grants))
    try:
        first, last = (calendar.nth_working_day(london_date(grant.at), day) for day in (1, decision.working_days))
        too_early_before = _end_of_working_day(calendar, grant.at, speaking.working_days)
    except BeyondHorizon as beyond:
        is_open = decided_at is None and destroyed_at is None
        findings.not_computed(decision, str(beyond), since=grant.at, ref=grant.ref, is_open=is_open)
        return
    findings.settle(
        decision,
        act="the Commissioner's decision",
        starts_at=midnight(first),
        due_at=midnight(last + ONE_DAY),
        done_at=decided_at,
        lapses_at=destroyed_at,
        soon_at=midnight(last),
        ref=grant.ref,
    )
    if decided_at is not None and decided_at < too_early_before:
        over = shown(too_early_before)
        text = f"The Commissioner decided at {shown(decided_at)}, before the time for representations was over at {over}."
        findings.breach(decision, text, actual_at=decided_at, ref=grant.ref)
