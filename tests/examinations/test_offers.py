"""Which acts the row offers, and what it says of those that make no sense now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from examinations.models import Kind
from examinations.offers import ACTS, BY_SLUG, Offer, Row

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    kind: str
    at: datetime


def row(*kinds: str) -> dict[str, Offer]:
    facts = [Fact(kind, BEGAN + timedelta(minutes=minute)) for minute, kind in enumerate(kinds)]
    return {offer.slug: offer for offer in Row(facts).acts()}


def test_every_act_is_a_fact_that_the_timeline_knows() -> None:
    assert {offer.kind for offer in BY_SLUG.values()} <= set(Kind.values)


def test_no_two_acts_share_a_key() -> None:
    keys = [offer.key for offer in BY_SLUG.values() if offer.key]
    assert len(keys) == len(set(keys))


def test_the_row_never_changes_its_order_or_its_length() -> None:
    before = [offer.slug for offer in Row([]).acts()]
    after = [offer.slug for offer in Row([Fact("FIRST_QUESTION", BEGAN), Fact("DETAINED", BEGAN)]).acts()]
    assert len(before) == len(after) == len(ACTS)
    assert [slug for slug in before if slug != "first-question"] == [slug for slug in after if slug != "question"]


def test_a_person_detained_before_questioning_is_offered_the_first_question() -> None:
    offered = row("DETAINED")
    assert offered["first-question"].is_open
    assert "question" not in offered
    assert offered["questioning-ended"].why_not == "Not questioned yet"


def test_a_detained_person_cannot_be_detained_again_and_the_row_says_since_when() -> None:
    shut = row("FIRST_QUESTION", "DETAINED")["detain"]
    assert (shut.why_not, shut.since) == ("Detained since", BEGAN + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("facts", "opened", "shut"),
    [
        ((), {"solicitor-asked"}, {"solicitor-consulted", "solicitor-withdrawn", "before-solicitor"}),
        (("SOLICITOR_REQUESTED",), {"solicitor-consulted", "solicitor-withdrawn", "before-solicitor"}, {"solicitor-asked"}),
        (("SOLICITOR_REQUESTED", "SOLICITOR_CONSULTED"), {"solicitor-asked"}, {"solicitor-consulted"}),
        (("SOLICITOR_REQUESTED", "SOLICITOR_REQUEST_WITHDRAWN", "SOLICITOR_REQUESTED"), {"solicitor-consulted"}, {"solicitor-asked"}),
        ((), {"hospital-out"}, {"hospital-back"}),
        (("LEFT_FOR_HOSPITAL",), {"hospital-back"}, {"hospital-out"}),
        (("LEFT_FOR_HOSPITAL", "RETURNED_FROM_HOSPITAL"), {"hospital-out"}, {"hospital-back"}),
        (("FIRST_QUESTION", "QUESTIONING_ENDED"), {"question"}, {"questioning-ended"}),
        (("FIRST_QUESTION", "QUESTIONING_ENDED", "QUESTION"), {"questioning-ended"}, set()),
    ],
)
def test_what_began_can_end_and_what_ended_can_begin_again(facts: tuple[str, ...], opened: set[str], shut: set[str]) -> None:
    offered = row(*facts)
    assert {slug for slug in opened | shut if offered[slug].is_open} == opened


def test_an_act_without_a_rule_of_its_own_is_always_offered() -> None:
    offered = row("FIRST_QUESTION", "DETAINED", "LEFT_FOR_HOSPITAL")
    assert all(offered[slug].is_open for slug in ("note", "welfare", "transfer", "notice", "release", "arrest"))
