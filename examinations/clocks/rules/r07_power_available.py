"""R7 at a port: nobody travelling only by sea within Great Britain is examined, and nobody away from a port, but for the small-boat
extension. The small-boat window itself stands with its clock, C5."""

from examinations.clocks.events import Event, Journey, Kind, Power, Premises
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law

PORT_SCOPES = {Power.TACT_S7: "S7_PORT", Power.CTBSA_S3: "S3_PORT"}
BY_SEA = (
    "The power was not available: a journey by sea within Great Britain neither enters nor leaves it, and is not by air. "
    "On board a ship that has arrived it would have been."
)
AWAY = "The power was not available: the person was neither at a port nor on board a ship or aircraft that had arrived{}."
UNLESS = {
    Power.TACT_S7: ", and no apprehension after landing from a small boat is on record",
    Power.CTBSA_S3: ", and Schedule 3 has no extension to people who landed from a small boat",
}


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Journey and premises of the first use of the power (TACT Sch 7 paras 1(3) and 2(2) to (3B); CTBSA Sch 3 para 1(2) and (3)).

    What is not said is not held against anybody: an absent journey or place is never a breach.
    """
    used = [event for event in (facts.first_question, facts.detention) if event is not None]
    journey, premises = _said(used, "journey"), _said(used, "premises")
    if journey is None and premises is None:
        return
    provision = law.find("R7", PORT_SCOPES[facts.power], facts.begun_at)
    if provision is None:
        return
    first = min(used, key=lambda event: event.at)
    if journey is Journey.DOMESTIC_SEA and premises is not Premises.ON_BOARD:
        findings.breach(provision, BY_SEA, actual_at=first.at)
    elif premises is Premises.ELSEWHERE and not _is_extended(facts, journey):
        findings.breach(provision, AWAY.format(UNLESS[facts.power]), actual_at=first.at)


def apply_without_a_question(facts: Facts, law: Law, findings: Findings) -> None:
    """The same for somebody detained and never questioned."""
    if facts.first_question is None:
        apply(facts, law, findings)


def _said(events: list[Event], name: str) -> Journey | Premises | None:
    return next((value for event in events if (value := getattr(event, name)) is not None), None)


def _is_extended(facts: Facts, journey: Journey | Premises | None) -> bool:
    """Whether the small-boat extension may be what was used; its own limits are for C5."""
    return facts.power is Power.TACT_S7 and (journey is Journey.SMALL_BOAT or bool(facts.all(Kind.APPREHENDED)))
