"""R3: once a detained person has asked for a solicitor, no questions until they have consulted one, unless the examining officer
justifies it."""

from datetime import datetime

from borderops.kit.localtime import shown
from examinations.clocks.events import Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law

LIFTS = (Kind.SOLICITOR_CONSULTED, Kind.SOLICITOR_REQUEST_WITHDRAWN, Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Questions while the bar stands (TACT Sch 8 para 7A(2),(3); CTBSA Sch 3 paras 30, 31). The right belongs to detained persons only."""
    provision = law.find("R3", facts.power, facts.begun_at)
    if provision is None or facts.detained_at is None:
        return
    lifted = sorted(event.at for kind in LIFTS for event in facts.all(kind))
    for requested_at, until in _bars(facts, lifted):
        for question in facts.questions:
            asked_at = _asked_within(question, requested_at, until)
            if asked_at is not None:
                findings.breach(
                    provision,
                    f"A question was asked at {shown(asked_at)}, after a solicitor was asked for and before one was consulted, "
                    "the request withdrawn, or the questioning justified.",
                    actual_at=asked_at,
                    ref=question.ref,
                )


def _bars(facts: Facts, lifted: list[datetime]) -> list[tuple[datetime, datetime | None]]:
    """Each time the bar stood: from the request, or from the detention that came after it, to what lifted it."""
    bars: list[tuple[datetime, datetime | None]] = []
    for request in facts.all(Kind.SOLICITOR_REQUESTED):
        if bars and (bars[-1][1] is None or request.at < bars[-1][1]):
            continue
        until = next((at for at in lifted if at >= request.at), None)
        since = max(request.at, facts.detained_at or request.at)
        if until is None or since < until:
            bars.append((since, until))
    return bars


def _asked_within(question: Event, since: datetime, until: datetime | None) -> datetime | None:
    """When this question first fell within the bar; a question at the very instant of the request, or of what lifts it, did not."""
    if until is not None and question.at >= until:
        return None
    if question.at > since:
        return question.at
    return since if question.until is not None and question.until > since else None
