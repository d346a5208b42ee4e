"""R3: once a detained person has asked for a solicitor, no questions until they have consulted one, unless the examining officer
justifies it."""

from datetime import datetime

from borderops.kit.localtime import shown
from examinations.clocks.events import Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.results import Basis

LIFTS = (Kind.SOLICITOR_CONSULTED, Kind.SOLICITOR_REQUEST_WITHDRAWN)
JUSTIFIED = Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Questions while the bar stands (TACT Sch 8 para 7A(2),(3); CTBSA Sch 3 paras 30, 31). The right belongs to detained persons only.

    Only the examining officer's own belief justifies a question before the consultation. A justification by whoever put no question lifts
    nothing, whatever their rank.
    """
    provision = law.find("R3", facts.power, facts.begun_at)
    if provision is None or facts.detained_at is None:
        return
    own, idle = _justifications(facts)
    for each in idle:
        text = (
            f"The justification at {shown(each.at)} is by an officer who put no question on record. It does not lift the bar on questions."
        )
        findings.warn("R3", text, ref=each.ref, basis=Basis.STATUTE)
    lifted = sorted(event.at for event in (*(event for kind in LIFTS for event in facts.all(kind)), *own))
    for requested_at, until in _bars(facts, lifted):
        for question in facts.questions:
            asked_at = _asked_within(question, requested_at, until)
            if asked_at is not None:
                why = "".join(f" {_for_nothing(each)}" for each in idle if requested_at <= each.at <= asked_at)
                findings.breach(
                    provision,
                    f"A question was asked at {shown(asked_at)}, after a solicitor was asked for and before one was consulted, "
                    f"the request withdrawn, or the questioning justified by the examining officer.{why}",
                    actual_at=asked_at,
                    ref=question.ref,
                )


def _justifications(facts: Facts) -> tuple[list[Event], list[Event]]:
    """Those of officers who questioned, whenever that was, and those of anybody else. Where it is not on record who asked some question, or
    who justified it, nobody can be shown to be somebody else: an absent fact is never a breach by itself."""
    given = facts.all(JUSTIFIED)
    if not given or any(question.by is None for question in facts.questions):
        return list(given), []
    questioned = {question.by.id for question in facts.questions if question.by is not None}
    own = [each for each in given if each.by is None or each.by.id in questioned]
    return own, [each for each in given if each.by is not None and each.by.id not in questioned]


def _for_nothing(justified: Event) -> str:
    return f"The justification at {shown(justified.at)} counts for nothing: whoever gave it put no question on record."


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
