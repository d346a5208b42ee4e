"""R6: fingerprints and samples are taken from a detained person with written consent, after a recordable conviction, or with a
superintendent's authority at a police station; a sample on a conviction only if it is not too old."""

from borderops.kit.dates import spoken_date
from examinations.clocks.events import Consent, Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, Provision
from organisation.ranks import Rank


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Each taking, one breach for each condition that fails (TACT Sch 8 para 10; CTBSA Sch 3 para 34)."""
    provision = law.find("R6", facts.power, facts.begun_at)
    if provision is None:
        return
    for taken in facts.all(Kind.BIOMETRICS_TAKEN):
        what = "Fingerprints" if taken.what != "NON_INTIMATE_SAMPLE" else "A sample"
        were = "were" if what == "Fingerprints" else "was"
        if facts.known_undetained(taken.at):
            text = f"{what} {were} taken while the person was not detained."
            findings.breach(provision, text, actual_at=taken.at, ref=taken.ref)
        if why := _unlawful(taken, provision):
            findings.breach(provision, f"{what} {were} taken without written consent {why}.", actual_at=taken.at, ref=taken.ref)


def _unlawful(taken: Event, provision: Provision) -> str:
    """Why nothing stands in place of consent, as the end of a sentence; empty when something does."""
    if taken.consent is Consent.WRITTEN or provision.rests_on_conviction(taken):
        return ""
    conviction = "or a recordable conviction"
    if taken.recordable_conviction and taken.convicted_on and provision.convicted_since:
        day, since = spoken_date(taken.convicted_on), spoken_date(provision.convicted_since)
        conviction = f"on a conviction of {day}, when only one of {since} or later gives the power to take one"
    if not taken.at_police_station:
        return f"{conviction}, and not at a police station"
    if taken.authorised_by is None:
        return f"{conviction}, and nobody authorised it"
    if taken.authorised_by.rank < Rank.SUPERINTENDENT:
        return f"on the authority of an officer of the rank of {taken.authorised_by.rank.label.lower()}; it takes a superintendent"
    return ""
