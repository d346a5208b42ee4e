"""What the record of a taking, of a search or of a child's detention must also say and does not: whose consent, which test was met, of what
the person was told, which conviction it rests on, who was beside a child or was told of it, who approved a search for cash. Pure; the same
rules for what is owed while the record is written and for what quality assurance is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from borderops.kit.localtime import london_date
from examinations.rights.exercised import ADULT_AGE, Fact, Person

CHILD, PARENT = "child_consent", "parent_consent"
IDENTITY = "IDENTITY"
WHAT = {"FINGERPRINTS": "fingerprints", "NON_INTIMATE_SAMPLE": "sample"}
CONSENT_RULE = "Police and Criminal Evidence Act 1984 s.65; not verified"
SEARCHES = ("BAGS_SEARCHED", "PERSON_SEARCHED", "VEHICLE_SEARCHED")
APPROVAL_RULE = "Proceeds of Crime Act 2002 s.289"
REPORT_RULE = "Proceeds of Crime Act 2002 s.290"
UNAPPROVED = {
    "LOWER": "The search for cash was approved by an officer under the rank of inspector",
    "NONE": "Nobody had approved the search for cash",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing or wrong: the criterion of quality assurance that it bears on, and the sentence. `owed`: what may still be filled
    in; empty where the answer is known and speaks against the record. `is_corrected`: it is put right with the entry itself."""

    criterion: str
    sentence: str
    owed: str = ""
    is_corrected: bool = False


Gaps = Iterator[Gap]


def gaps(fact: Fact, facts: Sequence[Fact], person: Person) -> list[Gap]:
    """Everything that the record of this fact lacks. `facts` are all that stand, in order."""
    return [gap for rule in RULES.get(fact.kind, ()) for gap in rule(fact, facts, person)]


def consents_needed(person: Person, day: date) -> tuple[str, ...]:
    """Whose written consent prints or a sample need on that day, by the names of `examinations.details`; empty for an adult, whose own is
    all of it. Who looks under 18 and has no date of birth may be on either side of the age from which their own counts: both are asked for.
    (law not verified)"""
    age = person.age_on(day)
    if age is None:
        return (CHILD, PARENT) if person.looks_under_18 else ()
    if age >= ADULT_AGE:
        return ()
    return (PARENT,) if person.own_consent_age is not None and age < person.own_consent_age else (CHILD, PARENT)


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
    yield from _offence(given)


def _offence(given: Mapping[str, object]) -> Gaps:
    """Where an offence is relevant the person is told of it with the authority and its grounds (TACT Sch 8 para 11; CTBSA Sch 3
    para 35)."""
    answer = given.get("told_of_offence")
    if answer == "NOT_TOLD":
        yield Gap("QA-G1", "The person was not told of the offence that was relevant to the superintendent's authority.")
    elif not answer:
        sentence = (
            "It is not recorded whether an offence was relevant to the superintendent's authority, and that the person was told of it."
        )
        yield Gap("QA-G1", sentence, "whether an offence was relevant, and the person was told of it")
    elif answer == "TOLD" and not given.get("offence"):
        yield Gap("QA-G1", "The offence of which the person was told is not recorded.", "the offence of which the person was told")


def _reason(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """Of consent and of a conviction the person is told the reason, and it is recorded (TACT Sch 8 para 11; CTBSA Sch 3 para 35)."""
    if (fact.given.get("consent") == "WRITTEN" or fact.given.get("recordable_conviction")) and not fact.words:
        sentence = "The reason for the prints or the sample, as the person was told it, is not recorded."
        yield Gap("QA-G1", sentence, "the reason, as the person was told it", is_corrected=True)


def _conviction(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """When it was, for a sample (TACT Sch 8 para 10; CTBSA Sch 3 para 34), and whether it is exempt, on which the time limit turns."""
    given = fact.given
    if not given.get("recordable_conviction"):
        return
    if given.get("what") == "NON_INTIMATE_SAMPLE" and not given.get("convicted_on"):
        sentence = "The date of the conviction is not recorded, on which it turns whether a sample could rest on it."
        yield Gap("QA-A1", sentence, "the date of the conviction", is_corrected=True)
    if given.get("exempt_conviction") not in {"EXEMPT", "NOT_EXEMPT"}:
        sentence = "It is not recorded whether the conviction is exempt, on which it turns how long what was taken may be kept."
        yield Gap("QA-H1", sentence, "whether the conviction is exempt", is_corrected=True)


def _adult(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """Somebody who needs an appropriate adult has one beside a strip search, unless they did not want one. (rule not verified)"""
    why, present = person.adult_reason(london_date(fact.at)), fact.given.get("adult_present")
    if not why or present == "YES":
        return
    reason = fact.given.get("no_adult_reason")
    if not present:
        sentence = f"It is not recorded whether an appropriate adult was present at the strip search, although {why} (rule not verified)."
        yield Gap("QA-G5", sentence, "whether an appropriate adult was present")
    elif reason:
        yield Gap("QA-G5", f"No appropriate adult was present at the strip search, although {why}. Reason given: {reason}")
    else:
        sentence = f"No appropriate adult was present at the strip search, although {why}, and no reason is given (rule not verified)."
        yield Gap("QA-G5", sentence, "why no appropriate adult was present")


def _cash_search(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """Approval beforehand by a justice of the peace, else by an officer of inspector rank or above; and without a justice's, the report
    (Proceeds of Crime Act 2002 ss.289 and 290)."""
    given = fact.given
    if not is_cash_search(fact):
        return
    approval = given.get("cash_approval")
    if not approval:
        yield Gap(
            "QA-E1", f"It is not recorded who approved the search for cash beforehand ({APPROVAL_RULE}).", "who approved it beforehand"
        )
        return
    if approval == "JUSTICE":
        return
    if approval in UNAPPROVED:
        yield Gap("QA-E1", f"{UNAPPROVED[str(approval)]} ({APPROVAL_RULE}).")
    if not given.get("cash_reason"):
        sentence = f"It is not said why no justice of the peace approved the search for cash ({APPROVAL_RULE})."
        yield Gap("QA-E1", sentence, "why no justice of the peace approved it")
    why = report_missing(fact, facts)
    if why:
        sentence = f"No written report to the appointed person is recorded: {why}, and no justice of the peace had approved the search"
        yield Gap("QA-E2", f"{sentence} ({REPORT_RULE}).", f"the written report to the appointed person, because {why}")


def report_missing(fact: Fact, facts: Sequence[Fact]) -> str:
    """Why the appointed person is owed a report of this search that nobody has recorded; empty where none is owed, or it is there."""
    given = fact.given
    if not is_cash_search(fact) or given.get("cash_approval") in (None, "", "JUSTICE") or given.get("cash_report"):
        return ""
    return report_due(fact, facts)


def is_cash_search(fact: Fact) -> bool:
    """Whether this is a search for cash under the Proceeds of Crime Act 2002 s.289."""
    return fact.kind in SEARCHES and fact.given.get("for_cash") == "YES"


def report_due(search: Fact, facts: Sequence[Fact]) -> str:
    """Why the appointed person is owed a report of a search that no justice approved: no cash was seized, or what was seized went back
    without an order and so was held no longer than 48 hours. Empty while neither is so. (Proceeds of Crime Act 2002 s.290)"""
    seized = [fact for fact in facts if _is_seized_by(fact, search, facts)]
    if not seized:
        return "no cash was seized under that Act"
    went_back = any(_went_back_without_an_order(str(fact.given.get("ref")), facts) for fact in seized)
    return "the cash was held no longer than 48 hours" if went_back else ""


def _is_seized_by(seizure: Fact, search: Fact, facts: Sequence[Fact]) -> bool:
    """A seizure belongs to the last search for cash before it."""
    if seizure.kind != "CASH_SEIZED" or seizure.given.get("cash_power") != "POCA" or seizure.at < search.at:
        return False
    return not any(is_cash_search(other) and search.at < other.at <= seizure.at for other in facts)


def _went_back_without_an_order(ref: str, facts: Sequence[Fact]) -> bool:
    """Cash that is seized afresh at the instant at which it goes back has been held for longer than its hours."""
    about = {fact.kind: fact.at for fact in facts if str(fact.given.get("ref")) == ref}
    back = about.get("CASH_RETURNED")
    if back is None or "CASH_ORDER_MADE" in about:
        return False
    return not any(fact.kind == "CASH_SEIZED" and fact.at == back for fact in facts)


def _guardian(fact: Fact, facts: Sequence[Fact], person: Person) -> Gaps:
    """A parent or guardian of a detained child is told besides the named person; one who is there as appropriate adult knows. (rule not
    verified)"""
    if not consents_needed(person, london_date(fact.at)) or any(_is_parent_here(other) for other in facts):
        return
    told, words = fact.given.get("guardian_told"), fact.given.get("guardian")
    if told == "NO":
        said = f"Reason given: {words}" if words else "and no reason is given (rule not verified)."
        owed = "" if words else "why no parent or guardian was told of the detention"
        yield Gap("QA-G4", f"No parent or guardian of the child was told of the detention{'.' if words else ','} {said}", owed)
    elif not told:
        sentence = "It is not recorded that a parent or guardian of the child was told of the detention (rule not verified)."
        yield Gap("QA-G4", sentence, "whether a parent or guardian was told, besides the named person")


def _is_parent_here(fact: Fact) -> bool:
    return fact.kind == "APPROPRIATE_ADULT_ARRIVED" and fact.given.get("adult") == "PARENT"


RULES: Mapping[str, tuple[Callable[[Fact, Sequence[Fact], Person], Gaps], ...]] = {
    "DETAINED": (_guardian,),
    "BIOMETRICS_TAKEN": (_consents, _authority, _conviction, _reason),
    "STRIP_SEARCH": (_adult,),
    **dict.fromkeys(SEARCHES, (_cash_search,)),
}
