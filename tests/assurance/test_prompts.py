"""What a record says against itself, and to which criterion: every rule has its place, what is owed is said once, a repeat is seen."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance import prompts
from assurance.prompts import BREACHED, Facts, Found, made_critical, prompts_of
from examinations.clocks import committed_law
from examinations.owed import BREACHES, PARTICULARS, PROPERTY, Owed

CRITERIA = {row["code"] for row in json.loads((Path(prompts.__file__).parent / "data/criteria.json").read_text())["criteria"]}
NAMED = {*(f"C{number}" for number in range(1, 15)), *(f"R{number}" for number in range(1, 8))}
OF_THE_LAW = {provision.rule for provision in committed_law().all() if re.fullmatch(r"[CR]\d+a?", provision.rule)}
ENOUGH = "He was named in reporting on a proscribed organisation last month."
PLAIN = Facts(considerations=("behaviour", "means_of_travel_docs"), selection_reason=ENOUGH)
owed = st.builds(
    Owed,
    field=st.sampled_from(["place", "carrier", "property", "reviews", "breaches", "timeline", "unknown"]),
    sentence=st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=12),
    where=st.sampled_from([PARTICULARS, PROPERTY, BREACHES]),
)


def told(code: str, **changes: object) -> tuple[str, ...]:
    facts = {name: getattr(PLAIN, name) for name in Facts.__dataclass_fields__}
    return prompts_of(Facts(**{**facts, **changes})).get(code, ())


@pytest.mark.parametrize("rule", sorted(NAMED | OF_THE_LAW))
def test_a_breach_of_every_rule_has_a_place_of_its_own(rule: str) -> None:
    assert rule in BREACHED
    assert BREACHED[rule]
    assert set(BREACHED[rule]) <= CRITERIA


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("R6", {"QA-A1", "QA-G1"}),
        ("C5", {"QA-A1"}),
        ("C9", {"QA-D4"}),
        ("C10", {"QA-D4"}),
        ("C11", {"QA-D4"}),
        ("C12", {"QA-E2"}),
    ],
)
def test_a_breach_is_shown_beside_what_it_bears_on_and_nowhere_else(rule: str, codes: set[str]) -> None:
    facts = Facts(considerations=PLAIN.considerations, selection_reason=ENOUGH, breaches=((rule, "It was late."),))
    assert prompts_of(facts) == dict.fromkeys(codes, (f"{rule}: It was late.",))


def test_a_rule_of_a_later_law_bears_on_the_record_itself() -> None:
    assert told("QA-H1", breaches=(("C99", "New."),)) == ("C99: New.",)


def test_a_good_record_says_nothing() -> None:
    assert prompts_of(PLAIN) == {}


def test_what_is_owed_is_said_beside_completeness_and_particulars_in_one_line() -> None:
    missing = (
        Owed("carrier", "Name the carrier.", PARTICULARS),
        Owed("account", "Write the account of the examination.", PARTICULARS),
        Owed("breaches", "The breach of C3 has no explanation yet.", BREACHES),
        Owed("property", "Item 1: what it is", PROPERTY),
    )
    assert told("QA-H1", owed=missing) == (
        "Not recorded: Carrier; Account of the examination.",
        "The breach of C3 has no explanation yet.",
    )
    assert told("QA-E2", owed=missing) == ("Item 1: what it is",)


def test_what_has_a_prompt_of_its_own_is_not_said_twice() -> None:
    missing = (
        Owed("considerations", "Tick at least one consideration of the selection.", PARTICULARS),
        Owed("ethnicity_stated", "Record the ethnicity as the person stated it, or why it was not stated.", PARTICULARS),
        Owed("rights", "The notice has not been served and explained.", "rights", code="notice"),
    )
    found = (Found("QA-G1", "The notice has not been served and explained."),)
    assert told("QA-H1", owed=missing, findings=found) == ()
    assert told("QA-G1", owed=missing, findings=found) == ("The notice has not been served and explained.",)


@given(st.lists(owed, max_size=12))
def test_whatever_else_is_owed_is_said_exactly_once(missing: list[Owed]) -> None:
    said = prompts_of(Facts(considerations=PLAIN.considerations, selection_reason=ENOUGH, owed=tuple(missing)))
    assert set(said) <= {"QA-H1", "QA-E2"}
    sentences = [sentence for each in said.values() for sentence in each if not sentence.startswith("Not recorded: ")]
    assert sorted(sentences) == sorted(one.sentence for one in missing if one.where != PARTICULARS)


@pytest.mark.parametrize(
    ("many", "was_before", "why", "said"),
    [
        (0, False, "", ()),
        (
            1,
            True,
            "",
            ("The same person or document was examined once in the twelve months before, and what is new this time is not said.",),
        ),
        (
            3,
            True,
            "New reporting.",
            ("The same person or document was examined 3 times in the twelve months before: see whether what is said to be new is new.",),
        ),
        (0, True, " ", ("The same person or document was examined more than twelve months ago, and what is new this time is not said.",)),
        (0, True, "New reporting.", ()),
    ],
)
def test_a_repeat_is_said_beside_the_reasons(many: int, was_before: bool, why: str, said: tuple[str, ...]) -> None:
    assert told("QA-A2", in_twelve_months=many, was_examined_before=was_before, repeat_justification=why) == said


def test_goods_are_not_asked_about_a_person() -> None:
    assert prompts_of(Facts(is_goods=True, selection_reason="Protest.", was_examined_before=True)) == {}


def test_only_what_is_critical_makes_its_criterion_critical() -> None:
    assert made_critical([Found("QA-G5", "a", is_critical=True), Found("QA-H2", "b"), Found("QA-A1", "c", is_grave=True)]) == {"QA-G5"}


def test_what_cash_owes_bears_on_its_route_and_is_said_whole() -> None:
    one = Owed("cash", "Cash seized, 14:05: the receipt; and 1 more", "cash", whole="Cash seized, 14:05: the receipt; the place")
    assert told("QA-E2", owed=(one,)) == ("Cash seized, 14:05: the receipt; the place",)
    assert told("QA-H1", owed=(one,)) == ()
