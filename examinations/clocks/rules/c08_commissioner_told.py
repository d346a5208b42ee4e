"""C8: the Commissioner is told of property kept on national security grounds as soon as reasonably practicable; the hours are this
house's own."""

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.matching import about, first_at
from examinations.clocks.results import Basis
from examinations.clocks.rules.c06_property import SCHEDULE_3_GROUNDS


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Each retention on a ground that only Schedule 3 has (CTBSA Sch 3 paras 12(2), 18(2)); a breach of the hours is one of policy.

    What went back or was destroyed before is nothing to tell of any more.
    """
    provision = law.find("C8", facts.power, facts.begun_at)
    if provision is None:
        return
    retained = facts.all(Kind.PROPERTY_RETAINED)
    gone = [*facts.all(Kind.PROPERTY_RETURNED), *facts.all(Kind.PROPERTY_DESTROYED)]
    for item in retained:
        if item.ground not in SCHEDULE_3_GROUNDS:
            continue
        findings.settle(
            provision,
            act="telling the Commissioner of the retention",
            starts_at=item.at,
            due_at=item.at + provision.limit,
            done_at=first_at(about(facts.all(Kind.IPC_INFORMED), item, retained)),
            lapses_at=first_at(about(gone, item, retained)),
            ref=item.ref,
            basis=Basis.POLICY,
        )
