"""Who may be asked to authorise a strip search, prints without consent, or the urgent use of property. The same comparisons find the breach
in what was done; here they keep an officer from being asked for what they cannot give."""

from dataclasses import dataclass

from examinations import clocks
from examinations.property.conduct import Fact, took_part
from organisation.ranks import Rank

STRIP_SEARCH, BIOMETRICS, URGENT_USE = "STRIP_SEARCH", "BIOMETRICS", "URGENT_USE"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answer depends on, as it stands when the authority is asked for."""

    power: str
    timeline: clocks.Timeline
    facts: tuple[Fact, ...]
    is_detained: bool
    is_at_police_station: bool = False
    ref: str = ""  # the item, for its urgent use


def objections(what: str, officer_id: str, rank: str, standing: Standing) -> list[str]:
    """Why this authority cannot lawfully be asked of this officer now, as sentences; empty when it can."""
    if not rank:
        return ["Only a constable of some rank can authorise this; none is on record for this person."]
    return list({STRIP_SEARCH: _strip_search, BIOMETRICS: _biometrics, URGENT_USE: _urgent_use}[what](officer_id, Rank[rank], standing))


def _strip_search(officer_id: str, rank: Rank, standing: Standing) -> list[str]:
    """TACT Sch 7 para 8; CTBSA Sch 3 para 8."""
    found = [] if standing.is_detained else ["Only a detained person may be strip searched. Detain the person first."]
    for objection in clocks.reviewer_objections(standing.timeline, clocks.Officer(officer_id, rank)):
        found.append(
            "This officer questioned the person. Ask one who was not directly involved in the questioning."
            if objection.rule == "R2"
            else "The officer who authorises must be of a higher rank than every officer who questioned the person. Ask one who is."
        )
    return found


def _biometrics(officer_id: str, rank: Rank, standing: Standing) -> list[str]:
    """TACT Sch 8 para 10(4); CTBSA Sch 3 para 34."""
    found = [] if standing.is_detained else ["Prints and samples are taken from a detained person alone. Detain the person first."]
    if rank < Rank.SUPERINTENDENT:
        found.append("Only an officer of at least the rank of superintendent can authorise this. Ask a superintendent.")
    if not standing.is_at_police_station:
        found.append(
            "An authority in place of consent counts only at a police station, and this place does not count as one under this power. "
            "Ask for written consent, or move the person."
        )
    return found


def _urgent_use(officer_id: str, rank: Rank, standing: Standing) -> list[str]:
    """CTBSA Sch 3 paras 14 and 20."""
    if standing.power != "CTBSA_S3":
        return ["Schedule 7 has no urgent route: property under it is kept and used on its own grounds alone."]
    found = []
    if rank < Rank.SUPERINTENDENT:
        found.append("Only a constable of at least the rank of superintendent can grant urgent use. Ask a superintendent.")
    if officer_id in took_part(standing.facts, standing.ref):
        found.append("This officer took the property, made the copy or questioned the person. Ask one who had no part in it.")
    return found
