"""C9 and C11: without a conviction, fingerprints and profiles are kept six months unless a determination is made; samples are destroyed
within six months whatever happens."""

from collections.abc import Sequence

from examinations.clocks.days import end_of_months
from examinations.clocks.events import Biometric, Event, Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law, Provision
from examinations.clocks.matching import about, first_at


def apply(facts: Facts, law: Law, findings: Findings) -> None:
    """Six months beginning with the day of taking (TACT Sch 8 paras 20C, 20G; CTBSA Sch 3 paras 44(4), 49).

    For profiles the day of the first sample counts. A recordable conviction leaves no limit to C9, unless it is exempt: one conviction of a
    recordable offence that is no qualifying offence, when under 18 (para 45). One on which the sample could not rest (R6) counts as none.
    Destroying a sample does not destroy the profile made of it; where no sample was taken, it is the fingerprints that were destroyed.
    """
    keeping = law.find("C9", facts.power, facts.begun_at)
    sample = law.find("C11", facts.power, facts.begun_at)
    basis = law.find("R6", facts.power, facts.begun_at)
    if keeping is None or sample is None:
        return
    everything = facts.all(Kind.BIOMETRICS_TAKEN)
    samples = [taken for taken in everything if taken.what is Biometric.NON_INTIMATE_SAMPLE]
    for taken in everything:
        is_sample = taken.what is Biometric.NON_INTIMATE_SAMPLE
        due_at = end_of_months(taken.at, keeping.months)
        destroyed = about(facts.all(Kind.SAMPLE_DESTROYED), taken, everything)
        if not _is_kept_without_limit(taken, basis) and (not is_sample or taken is samples[0]):
            ended = [
                *about(facts.all(Kind.NSD_MADE), taken, everything),
                *about(facts.all(Kind.BIOMETRIC_DATA_DESTROYED), taken, everything),
            ]
            act = "a national security determination or the destruction of the " + ("DNA profile" if is_sample else "fingerprints")
            done_at = first_at(ended if is_sample or samples else [*ended, *destroyed])
            findings.settle(keeping, act=act, starts_at=taken.at, due_at=due_at, done_at=done_at, ref=taken.ref)
        if is_sample:
            due_at = end_of_months(taken.at, sample.months)
            act = "the destruction of the sample"
            findings.settle(sample, act=act, starts_at=taken.at, due_at=due_at, done_at=first_at(destroyed), ref=taken.ref)


def _is_kept_without_limit(taken: Event, basis: Provision | None) -> bool:
    counts = bool(taken.recordable_conviction) if basis is None else basis.rests_on_conviction(taken)
    return counts and not taken.exempt_conviction


def renew(facts: Facts, law: Law, findings: Findings) -> None:
    """C10: a determination lasts until it says, five years at most, and is renewed, or the material destroyed, before (TACT Sch 8
    para 20E; CTBSA Sch 3 para 46).
    """
    provision = law.find("C10", facts.power, facts.begun_at)
    if provision is None:
        return
    made = facts.all(Kind.NSD_MADE)
    for place, determination in enumerate(made):
        longest = end_of_months(determination.at, provision.months)
        findings.settle(
            provision,
            act="a new national security determination or the destruction of the material",
            starts_at=determination.at,
            due_at=min(longest, determination.expires_at or longest),
            done_at=first_at([*about(made[place + 1 :], determination, made), *_destroyed(facts, determination, made)]),
            ref=determination.ref,
        )


def _destroyed(facts: Facts, determination: Event, made: Sequence[Event]) -> list[Event]:
    prints = [taken for taken in facts.all(Kind.BIOMETRICS_TAKEN) if taken.what is not Biometric.NON_INTIMATE_SAMPLE]
    found = about(facts.all(Kind.BIOMETRIC_DATA_DESTROYED), determination, made)
    if any(taken.ref == determination.ref for taken in prints):
        found += about(facts.all(Kind.SAMPLE_DESTROYED), determination, made)
    return found
