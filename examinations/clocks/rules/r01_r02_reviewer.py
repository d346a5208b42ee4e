"""R1 and R2: the review officer outranks the examiners and has asked no questions. A review by the wrong officer stays on the
record, as a breach."""

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.objections import in_order, objections_to


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Each review against the questions asked up to its decision (TACT Sch 8 para 20K(6),(7); CTBSA Sch 3 para 52)."""
    questions = sorted(facts.questions, key=in_order)
    for review in facts.all(Kind.REVIEW):
        if review.by is None:
            continue
        for objection in objections_to(review.by, [question for question in questions if question.at <= review.at]):
            provision = law.find(objection.rule, facts.power, facts.begun_at)
            if provision is not None:
                findings.breach(provision, objection.text, actual_at=review.at, ref=review.ref, basis=objection.basis)
