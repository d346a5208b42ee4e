"""The goods part of R7: goods are examined at four kinds of place and at no other."""

from examinations.clocks.events import GoodsPlace, Kind, Power
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law

SCOPES = {Power.TACT_S7: "S7_GOODS", Power.CTBSA_S3: "S3_GOODS"}
TEXT = (
    "The power was not available: goods are examined at a port, at the premises of a sea or air cargo agent, at a temporary storage "
    "facility, or at a location that the Secretary of State has designated."
)


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Each examination of goods elsewhere (TACT Sch 7 para 9(2D); CTBSA Sch 3 para 9). Where no place is said, nothing is found."""
    provision = law.find("R7", SCOPES[facts.power], facts.begun_at)
    for examined in facts.all(Kind.GOODS_EXAMINED):
        if provision is not None and examined.goods_place is GoodsPlace.ELSEWHERE:
            findings.breach(provision, TEXT, actual_at=examined.at, ref=examined.ref)
