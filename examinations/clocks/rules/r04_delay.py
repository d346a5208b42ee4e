"""R4: only a superintendent or above may delay a detained person's rights."""

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from organisation.ranks import Rank


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """The rank of whoever authorised each delay (TACT Sch 8 para 8; CTBSA Sch 3 para 32)."""
    provision = law.find("R4", facts.power, facts.begun_at)
    if provision is None:
        return
    for delay in facts.all(Kind.RIGHT_DELAYED):
        if delay.by is not None and delay.by.rank < Rank.SUPERINTENDENT:
            right = "the right to a solicitor" if delay.right == "SOLICITOR" else "the right to have someone told"
            rank = delay.by.rank.label.lower()
            text = f"The delay of {right} was authorised by an officer of the rank of {rank}; it takes a superintendent."
            findings.breach(provision, text, actual_at=delay.at, ref=delay.ref)
