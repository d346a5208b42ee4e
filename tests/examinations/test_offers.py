"""Which acts the row offers, and what it says of those that make no sense now."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from examinations.models import Kind
from examinations.offers import ACTS, BY_SLUG, EVERY, FIRST_QUESTION, GOODS_ACTS, GROUPS, RIGHTS, WELFARE, Offer, Row

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    kind: str
    at: datetime


def row(*kinds: str) -> dict[str, Offer]:
    facts = [Fact(kind, BEGAN + timedelta(minutes=minute)) for minute, kind in enumerate(kinds)]
    offered = Row(facts)
    return {offer.slug: offer for offer in (*offered.acts(), *(act for group in offered.groups() for act in group.acts))}


def test_every_act_is_a_fact_that_the_timeline_knows() -> None:
    assert {offer.kind for offer in BY_SLUG.values()} <= set(Kind.values)


@pytest.mark.parametrize("offered", [(FIRST_QUESTION, *EVERY), GOODS_ACTS], ids=["person", "goods"])
def test_no_two_acts_of_one_page_share_a_key_and_each_has_one(offered: tuple[Offer, ...]) -> None:
    keys = [offer.key for offer in offered]
    assert all(len(key) == 1 for key in keys)
    assert len(keys) == len(set(keys))


def test_every_act_stands_in_one_place() -> None:
    slugs = [offer.slug for offer in EVERY]
    assert len(slugs) == len(set(slugs))


def test_no_act_keeps_a_solicitor_within_sight_or_hearing() -> None:
    """E-37: a superintendent may direct a different solicitor; the other way is gone from the Act and from here."""
    assert [offer.slug for offer in EVERY if offer.kind == "DIFFERENT_SOLICITOR_DIRECTED"] == ["different-solicitor"]
    assert not any(word in offer.label.lower() for offer in EVERY for word in ("sight", "hearing", "presence"))


def test_the_row_never_changes_its_order_or_its_length() -> None:
    before = [offer.slug for offer in Row([]).acts()]
    after = [offer.slug for offer in Row([Fact("FIRST_QUESTION", BEGAN), Fact("DETAINED", BEGAN)]).acts()]
    assert len(before) == len(after) == len(ACTS)
    assert [slug for slug in before if slug != "first-question"] == [slug for slug in after if slug != "question"]
    groups = [(group.slug, [act.slug for act in group.acts]) for group in Row([Fact("DETAINED", BEGAN)]).groups()]
    assert groups == [(slug, [offer.slug for offer in offers]) for slug, _, offers in GROUPS]


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
        ((), {"solicitor-declined", "solicitor-asked"}, {"solicitor-withdrawn"}),
        (("SOLICITOR_REQUESTED",), {"solicitor-withdrawn"}, {"solicitor-declined", "solicitor-asked"}),
        (("SOLICITOR_DECLINED", "SOLICITOR_REQUESTED", "SOLICITOR_DECLINED"), {"solicitor-withdrawn"}, {"solicitor-declined"}),
        (("SOLICITOR_REQUESTED", "SOLICITOR_REQUEST_WITHDRAWN"), {"solicitor-declined"}, {"solicitor-withdrawn"}),
        ((), {"hospital-out"}, {"hospital-back"}),
        (("LEFT_FOR_HOSPITAL",), {"hospital-back"}, {"hospital-out"}),
        (("LEFT_FOR_HOSPITAL", "RETURNED_FROM_HOSPITAL"), {"hospital-out"}, {"hospital-back"}),
        (("APPROPRIATE_ADULT_ARRIVED",), {"adult-left"}, {"adult-arrived"}),
        (("BREAK",), {"break-ended"}, {"break"}),
        (("BREAK", "BREAK_ENDED"), {"break"}, {"break-ended"}),
        (("RECORDING_STARTED",), {"recording-stopped"}, {"recording-started"}),
        ((), {"different-solicitor", "delay"}, {"delay-ended", "rights-told"}),
        (("DETAINED", "RIGHTS_TOLD"), {"rights-told"}, {"detain"}),
        (("FIRST_QUESTION", "QUESTIONING_ENDED"), {"question"}, {"questioning-ended"}),
        (("FIRST_QUESTION", "QUESTIONING_ENDED", "QUESTION"), {"questioning-ended"}, set()),
    ],
)
def test_what_began_can_end_and_what_ended_can_begin_again(facts: tuple[str, ...], opened: set[str], shut: set[str]) -> None:
    offered = row(*facts)
    assert {slug for slug in opened | shut if offered[slug].is_open} == opened


def test_that_no_solicitor_is_wanted_is_withheld_while_one_is_asked_for_and_says_since_when() -> None:
    shut = row("FIRST_QUESTION", "DETAINED", "SOLICITOR_REQUESTED")["solicitor-declined"]
    assert (shut.why_not, shut.since) == ("Asked for", BEGAN + timedelta(minutes=2))


def test_the_end_of_a_delay_asks_which_only_where_both_rights_are_delayed() -> None:
    found = {}
    for delayed in (0, 1, 2):
        groups = Row([Fact("RIGHT_DELAYED", BEGAN)], delayed=delayed).groups()
        offer = next(act for group in groups for act in group.acts if act.slug == "delay-ended")
        found[delayed] = (offer.is_open, offer.asks)
    assert found == {0: (False, False), 1: (True, False), 2: (True, True)}


def test_every_right_and_all_welfare_is_one_press_but_what_only_a_superintendent_authorises() -> None:
    asking = {offer.slug for offer in (*RIGHTS, *WELFARE) if offer.asks}
    assert asking == {"delay", "different-solicitor"}


def test_cash_has_its_place_in_the_row_and_no_press_of_its_own() -> None:
    assert [offer.page for offer in EVERY if offer.kind == "CASH_SEIZED"] == ["examinations:seize_cash"]
    assert "cash" not in BY_SLUG


def test_an_act_without_a_rule_of_its_own_is_always_offered() -> None:
    offered = row("FIRST_QUESTION", "DETAINED", "LEFT_FOR_HOSPITAL")
    assert all(offered[slug].is_open for slug in ("note", "welfare", "transfer", "notice", "release", "arrest"))


def test_a_question_asks_why_only_where_an_appropriate_adult_is_needed_and_not_there() -> None:
    plain, warned = Row([Fact("FIRST_QUESTION", BEGAN)]), Row([Fact("FIRST_QUESTION", BEGAN)], needs_adult=True)
    asks = {row.needs_adult: next(act for act in row.acts() if act.slug == "question").asks for row in (plain, warned)}
    assert asks == {False: False, True: True}
