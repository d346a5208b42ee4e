"""What the record of a taking or of a search must also say and does not: whose consent, which test was met, who was beside a child, who
approved a search for cash. Pure; the same rules for what is owed while the record is written and for what quality assurance is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borderops.kit.localtime import london_date
from examinations.rights.exercised import ADULT_AGE, Fact, Person

CHILD, PARENT = "child_consent", "parent_consent"
OWN_CONSENT_AGE = 14
IDENTITY = "IDENTITY"
WHAT = {"FINGERPRINTS": "fingerprints", "NON_INTIMATE_SAMPLE": "sample"}
CONSENT_RULE = "Police and Criminal Evidence Act 1984 s.65; not verified"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing or wrong: the criterion of quality assurance that it bears on, and the sentence. `owed`: what may still be filled
    in; empty where the answer is known and speaks against the record."""

    criterion: str
    sentence: str
    owed: str = ""


Gaps = Iterator[Gap]


def gaps(fact: Fact, facts: Sequence[Fact], person: Person) -> list[Gap]:
    """Everything that the record of this fact lacks. `facts` are all that stand, in order."""
    return [gap for rule in RULES.get(fact.kind, ()) for gap in rule(fact, facts, person)]


def consents_needed(person: Person, day: date) -> tuple[str, ...]:
    """Whose written consent prints or a sample need on that day, by the names of `examinations.details`; empty for an adult, whose own is
    all of it. Who looks under 18 and has no date of birth may be on either side of 14: both are asked for. (law not verified)"""
    age = person.age_on(day)
    if age is None:
        return (CHILD, PARENT) if person.looks_under_18 else ()
    if age >= ADULT_AGE:
        return ()
    return (CHILD, PARENT) if age >= OWN_CONSENT_AGE else (PARENT,)


def _consents(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    if fact.given.get("consent") != "WRITTEN":
        return
    day = london_date(fact.at)
    age, what = person.age_on(day), WHAT.get(str(fact.given.get("what")), "taking")
    who = f"The person was {age}" if age is not None else "The person looked under 18, with no date of birth on record"
    for name in consents_needed(person, day):
        answer = fact.given.get(name)
        if answer == "YES":
            continue
        whose = "the child" if name == CHILD else "a parent or guardian"
        said = f"{whose} did not consent in writing to the {what}" if answer else f"no written consent of {whose} to the {what} is recorded"
        owed = "" if answer else f"whether {whose} consented in writing"
        yield Gap("QA-G5", f"{who}: {said} ({CONSENT_RULE}).", owed)


def _authority(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """TACT Sch 8 paras 10 and 11; CTBSA Sch 3 paras 34 and 35."""
    given = fact.given
    if not given.get("authorised_by"):
        return
    test, told = given.get("authority_test"), given.get("told_of_authority")
    if not test:
        sentence = "It is not recorded which test the superintendent's authority for the prints or the sample met."
        yield Gap("QA-H1", sentence, "which test the superintendent's authority met")
    elif test == IDENTITY and given.get("what") == "NON_INTIMATE_SAMPLE":
        yield Gap("QA-A1", "The sample was authorised to ascertain identity. That test is for fingerprints alone.")
    if not given.get("authority_grounds"):
        sentence = "The grounds of the superintendent's authority for the prints or the sample are not recorded."
        yield Gap("QA-H1", sentence, "the grounds of the authority")
    if told == "NO":
        yield Gap("QA-G1", "The person was not told that a superintendent had authorised it, and on which grounds.")
    elif not told:
        sentence = "It is not recorded that the person was told of the superintendent's authority and its grounds."
        yield Gap("QA-G1", sentence, "whether the person was told of the authority and its grounds")


RULES: Mapping[str, tuple[Callable[[Fact, Sequence[Fact], Person], Gaps], ...]] = {
    "BIOMETRICS_TAKEN": (_consents, _authority),
}
