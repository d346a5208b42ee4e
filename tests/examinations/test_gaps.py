"""What the record of a taking or a search must also say: rules of age, of authority and of approval, each at its edge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations.property.gaps import CHILD, PARENT, consents_needed, gaps
from examinations.rights.exercised import Fact, Person

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = AT.date()
AUTHORITY = {"authorised_by": {"id": "1", "rank": "SUPERINTENDENT"}}
TOLD = {
    "authority_test": "DETERMINE",
    "authority_grounds": "What was found.",
    "told_of_authority": "YES",
    "told_of_offence": "NOT_RELEVANT",
}


OWN = 14  # a number that these rules are given


def aged(years: int, days: int = 0) -> Person:
    """Somebody who has been this old for so many days on the day."""
    return Person(born_on=date(DAY.year - years, DAY.month, DAY.day) - timedelta(days=days), own_consent_age=OWN)


def taken(**values: Any) -> Fact:
    return Fact("BIOMETRICS_TAKEN", AT, {"what": "FINGERPRINTS", "consent": "WRITTEN", **values}, words="To compare them.")


def sentences(fact: Fact, person: Person, *others: Fact) -> list[str]:
    return [gap.sentence for gap in gaps(fact, [fact, *others], person)]


def owed(fact: Fact, person: Person, *others: Fact) -> list[str]:
    return [gap.owed for gap in gaps(fact, [fact, *others], person) if gap.owed]


@pytest.mark.parametrize(
    ("person", "needed"),
    [
        (aged(13, days=364), (PARENT,)),
        (aged(14), (CHILD, PARENT)),
        (aged(17, days=364), (CHILD, PARENT)),
        (aged(18), ()),
        (replace(aged(15, days=364), own_consent_age=16), (PARENT,)),
        (replace(aged(5), own_consent_age=None), (CHILD, PARENT)),
        (Person(looks_under_18=True, own_consent_age=OWN), (CHILD, PARENT)),
        (Person(looks_under_18=False), ()),
        (Person(), ()),
        (Person(date(1990, 1, 1), looks_under_18=True), ()),
    ],
)
def test_whose_consent_is_needed_turns_on_the_birthdays(person: Person, needed: tuple[str, ...]) -> None:
    assert consents_needed(person, DAY) == needed


@given(st.dates(date(2005, 1, 1), DAY))
def test_a_parent_is_asked_for_every_child_and_for_no_adult(born_on: date) -> None:
    person = Person(born_on, own_consent_age=OWN)
    age = person.age_on(DAY)
    assert age is not None
    assert (PARENT in consents_needed(person, DAY)) == (age < 18)
    assert (CHILD in consents_needed(person, DAY)) == (OWN <= age < 18)


@given(st.dates(date(1990, 1, 1), DAY), st.sampled_from([None, True, False]), st.sampled_from(["YES", "NO", None]))
def test_no_consent_that_is_missing_passes_without_a_word(born_on: date, looks: bool | None, answer: str | None) -> None:
    person = Person(born_on, looks, own_consent_age=OWN)
    found = sentences(taken(**{CHILD: answer, PARENT: answer}), person)
    assert len(found) == (0 if answer == "YES" else len(consents_needed(person, DAY)))


def test_what_is_not_said_is_owed_and_what_was_refused_is_known() -> None:
    person = aged(15)
    assert owed(taken(), person) == ["whether the child consented in writing", "whether a parent or guardian consented in writing"]
    assert owed(taken(**{CHILD: "YES", PARENT: "NO"}), person) == []
    assert sentences(taken(**{CHILD: "YES", PARENT: "NO"}), person) == [
        "The person was 15: a parent or guardian did not consent in writing to the fingerprints "
        "(Police and Criminal Evidence Act 1984 s.65; not verified)."
    ]


def test_the_consent_of_a_child_is_asked_for_only_where_the_taking_rests_on_consent() -> None:
    assert gaps(taken(consent="NONE"), [], aged(15)) == []


def test_under_an_authority_test_grounds_and_telling_are_owed_until_they_are_there() -> None:
    bare = taken(consent="NONE", **AUTHORITY)
    assert len(owed(bare, aged(40))) == len(sentences(bare, aged(40))) == 4
    assert sentences(taken(consent="NONE", **AUTHORITY, **TOLD), aged(40)) == []
    assert sentences(taken(consent="NONE", **TOLD), aged(40)) == []


def test_who_was_not_told_of_the_authority_is_found_and_no_longer_owed() -> None:
    fact = taken(consent="NONE", **{**AUTHORITY, **TOLD, "told_of_authority": "NO"})
    assert (len(sentences(fact, aged(40))), owed(fact, aged(40))) == (1, [])


@pytest.mark.parametrize(
    ("said", "found", "missing"),
    [
        ({"told_of_offence": "NOT_RELEVANT"}, 0, []),
        ({"told_of_offence": "TOLD", "offence": "Dissemination"}, 0, []),
        ({"told_of_offence": "TOLD"}, 1, ["the offence of which the person was told"]),
        ({"told_of_offence": "NOT_TOLD"}, 1, []),
        ({"told_of_offence": ""}, 1, ["whether an offence was relevant, and the person was told of it"]),
    ],
)
def test_the_offence_is_told_where_one_is_relevant(said: dict[str, str], found: int, missing: list[str]) -> None:
    """TACT Sch 8 para 11; CTBSA Sch 3 para 35."""
    fact = taken(consent="NONE", **{**AUTHORITY, **TOLD, **said})
    assert (len(sentences(fact, aged(40))), owed(fact, aged(40))) == (found, missing)


@pytest.mark.parametrize(
    "basis", [{"consent": "WRITTEN"}, {"consent": "NONE", "recordable_conviction": True, "exempt_conviction": "EXEMPT"}]
)
def test_of_consent_and_of_a_conviction_the_reason_that_was_told_is_recorded(basis: dict[str, Any]) -> None:
    told = taken(**basis)
    untold = replace(told, words="")
    assert sentences(told, aged(40)) == []
    [gap] = gaps(untold, [untold], aged(40))
    assert (gap.owed, gap.is_corrected) == ("the reason, as the person was told it", True)


@pytest.mark.parametrize(
    ("what", "said", "missing"),
    [
        ("FINGERPRINTS", {"exempt_conviction": "NOT_EXEMPT"}, []),
        ("NON_INTIMATE_SAMPLE", {"exempt_conviction": "NOT_EXEMPT"}, ["the date of the conviction"]),
        ("NON_INTIMATE_SAMPLE", {"exempt_conviction": "NOT_EXEMPT", "convicted_on": "2001-01-01"}, []),
        ("FINGERPRINTS", {"exempt_conviction": "UNKNOWN"}, ["whether the conviction is exempt"]),
        ("FINGERPRINTS", {}, ["whether the conviction is exempt"]),
    ],
)
def test_of_a_conviction_its_day_is_asked_for_a_sample_and_always_whether_it_is_exempt(
    what: str, said: dict[str, str], missing: list[str]
) -> None:
    assert owed(taken(what=what, consent="NONE", recordable_conviction=True, **said), aged(40)) == missing


def test_identity_is_a_test_for_prints_and_for_no_sample() -> None:
    for_identity = {**AUTHORITY, **TOLD, "authority_test": "IDENTITY", "consent": "NONE"}
    assert sentences(taken(**for_identity), aged(40)) == []
    assert "fingerprints alone" in sentences(taken(**{**for_identity, "what": "NON_INTIMATE_SAMPLE"}), aged(40))[0]


def stripped(**values: Any) -> Fact:
    return Fact("STRIP_SEARCH", AT, values)


@pytest.mark.parametrize("person", [aged(17, days=364), Person(looks_under_18=True), Person(date(1980, 1, 1), is_vulnerable=True)])
def test_a_strip_search_of_whoever_needs_an_adult_says_whether_one_was_there(person: Person) -> None:
    assert owed(stripped(), person) == ["whether an appropriate adult was present"]
    assert owed(stripped(adult_present="NO"), person) == ["why no appropriate adult was present"]
    answered = stripped(adult_present="NO", no_adult_reason="He did not want one.")
    assert owed(answered, person) == []
    assert sentences(answered, person)[0].endswith("Reason given: He did not want one.")
    assert sentences(stripped(adult_present="YES"), person) == []


def test_a_strip_search_of_an_adult_needs_nobody_beside_it() -> None:
    assert sentences(stripped(), aged(18)) == []


def minute(number: int) -> datetime:
    return AT + timedelta(minutes=number)


def searched(number: int = 0, kind: str = "BAGS_SEARCHED", **values: str) -> Fact:
    given = {"for_cash": "YES", "cash_approval": "INSPECTOR", "cash_reason": "No court was sitting.", **values}
    return Fact(kind, minute(number), given)


def cash(kind: str, number: int, ref: str = "one", power: str = "POCA") -> Fact:
    return Fact(f"CASH_{kind}", minute(number), {"ref": ref, **({"cash_power": power} if kind == "SEIZED" else {})})


NOTHING, SHORT = "because no cash was seized under that Act", "because the cash was held no longer than 48 hours"


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ([], NOTHING),
        ([cash("SEIZED", 5)], ""),
        ([cash("SEIZED", 5, power="ATCSA")], NOTHING),
        ([cash("SEIZED", 5), cash("RETURNED", 60)], SHORT),
        ([cash("SEIZED", 5), cash("ORDER_MADE", 60), cash("RETURNED", 90)], ""),
        ([cash("SEIZED", 5), cash("RETURNED", 60), cash("SEIZED", 60, "two")], ""),
        ([cash("SEIZED", 5), cash("SEIZED", 6, "two"), cash("RETURNED", 60, "two")], SHORT),
        ([searched(3), cash("SEIZED", 5)], NOTHING),
        ([searched(9), cash("SEIZED", 5)], ""),
    ],
)
def test_the_report_is_owed_where_nothing_was_seized_or_it_went_back_without_an_order(others: list[Fact], why: str) -> None:
    assert owed(searched(), Person(), *others) == ([f"the written report to the appointed person, {why}"] if why else [])
    assert owed(searched(cash_report="Sent by e-mail at noon."), Person(), *others) == []
    assert owed(searched(cash_approval="JUSTICE"), Person(), *others) == []


@pytest.mark.parametrize(("approval", "found"), [("JUSTICE", 0), ("INSPECTOR", 0), ("LOWER", 1), ("NONE", 1)])
@pytest.mark.parametrize("kind", ["BAGS_SEARCHED", "PERSON_SEARCHED", "VEHICLE_SEARCHED"])
def test_a_search_for_cash_is_approved_by_a_justice_or_from_inspector_up(kind: str, approval: str, found: int) -> None:
    assert len(sentences(searched(kind=kind, cash_approval=approval, cash_report="Sent."), Person())) == found


def test_who_approved_it_and_why_no_justice_did_are_owed() -> None:
    assert owed(searched(cash_approval=""), Person()) == ["who approved it beforehand"]
    assert owed(searched(cash_reason=""), Person(), cash("SEIZED", 5)) == ["why no justice of the peace approved it"]


def test_a_search_under_the_schedule_needs_no_approval() -> None:
    assert sentences(searched(for_cash="NO", cash_approval=""), Person()) == []


def detained(**values: str) -> Fact:
    return Fact("DETAINED", AT, values)


def adult_here(who: str) -> Fact:
    return Fact("APPROPRIATE_ADULT_ARRIVED", minute(5), {"adult": who})


@pytest.mark.parametrize("person", [aged(13), aged(17, days=364), Person(looks_under_18=True)])
def test_a_parent_or_guardian_of_a_detained_child_is_told_besides_the_named_person(person: Person) -> None:
    assert owed(detained(), person) == ["whether a parent or guardian was told, besides the named person"]
    assert owed(detained(), person, Fact("NAMED_PERSON_INFORMED", minute(1), {"who": "Her mother"})) != []
    assert owed(detained(), person, adult_here("SOCIAL_WORKER")) != []
    assert sentences(detained(), person, adult_here("PARENT")) == []
    assert sentences(detained(guardian_told="YES"), person) == []


def test_a_guardian_who_was_not_told_is_found_with_the_reason() -> None:
    assert owed(detained(guardian_told="NO"), aged(15)) == ["why no parent or guardian was told of the detention"]
    answered = detained(guardian_told="NO", guardian="Nobody could be reached.")
    assert owed(answered, aged(15)) == []
    assert sentences(answered, aged(15)) == [
        "No parent or guardian of the child was told of the detention. Reason given: Nobody could be reached."
    ]


def test_nobody_is_owed_for_the_detention_of_an_adult() -> None:
    assert sentences(detained(), aged(18)) == []
