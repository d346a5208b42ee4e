"""R5: a strip search needs detention, a senior officer outside the questioning to authorise it, and a searcher of the person's sex."""

from examinations.clocks.events import Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, Provision
from examinations.clocks.objections import in_order, objections_to


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Each strip search, one breach for each condition that fails (TACT Sch 7 para 8; CTBSA Sch 3 para 8)."""
    provision = law.find("R5", facts.power, facts.begun_at)
    if provision is None:
        return
    questions = sorted(facts.questions, key=in_order)
    for search in facts.all(Kind.STRIP_SEARCH):
        if facts.known_undetained(search.at):
            findings.breach(
                provision, "The strip search took place while the person was not detained.", actual_at=search.at, ref=search.ref
            )
        _authority(findings, provision, search, [question for question in questions if question.at <= search.at])
        if search.searcher_sex is not None and search.person_sex is not None and search.searcher_sex is not search.person_sex:
            text = "The person was strip searched by an officer of another sex."
            findings.breach(provision, text, actual_at=search.at, ref=search.ref)


def _authority(findings: Findings, provision: Provision, search: Event, questions: list[Event]) -> None:
    """The officer who authorises is compared with the examiners exactly as a review officer is."""
    if search.authorised_by is None:
        return
    for objection in objections_to(search.authorised_by, questions):
        text = (
            "The officer who authorised the strip search had questioned the person."
            if objection.rule == "R2"
            else "The officer who authorised the strip search was not of a higher rank than every officer who questioned the person."
        )
        findings.breach(provision, text, actual_at=search.at, ref=search.ref, basis=objection.basis)
