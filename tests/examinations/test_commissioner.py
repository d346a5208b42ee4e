"""The Commissioner's route as a table: every status of the law, every status reached, and nothing decided about what does not concern
it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations.property import commissioner
from examinations.property.commissioner import (
    ACTS,
    DECISIONS,
    LABELS,
    LAPSE,
    NOT_REQUIRED,
    REQUIRE,
    TABLE,
    TO_INFORM,
    moves_of,
    status_after,
)

STATUSES = {
    "NOT_REQUIRED",
    "TO_INFORM",
    "INFORMED",
    "REPRESENTATIONS_OPEN",
    "AUTHORISED",
    "DESTROY_DIRECTED",
    "RETURN_DIRECTED",
    "URGENT_GRANTED",
    "URGENT_APPROVED",
    "URGENT_CANCELLED",
    "UNAPPROVED",
}
ANY_ACTS = st.lists(st.sampled_from(sorted({*ACTS, REQUIRE, LAPSE})), max_size=12)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A fact or a step, as plain as the functions need it."""

    at: datetime
    kind: str = ""
    act: str = ""
    pk: str = ""
    event_id: str = ""
    decided_by: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def kept(ground: str, hours: float = 0) -> Row:
    return Row(MONDAY + timedelta(hours=hours), "PROPERTY_RETAINED", detail={"ground": ground})


def test_the_statuses_are_those_of_the_law_and_each_has_its_word_and_colour() -> None:
    assert set(LABELS) == set(commissioner.TONES) == TABLE.states == STATUSES


def test_every_status_can_be_reached_and_everything_can_lapse() -> None:
    reached, edge = {NOT_REQUIRED}, [NOT_REQUIRED]
    while edge:
        state = edge.pop()
        for move in TABLE:
            if move.source == state and move.target not in reached:
                reached.add(move.target)
                edge.append(move.target)
    assert reached == STATUSES
    assert all(TABLE.after(state, LAPSE) == NOT_REQUIRED for state in STATUSES)


def test_every_act_of_the_table_is_a_button_or_follows_from_the_ground() -> None:
    assert TABLE.acts == {*ACTS, REQUIRE, LAPSE}


@given(ANY_ACTS)
def test_nothing_is_decided_about_what_never_concerned_the_commissioner(acts: list[str]) -> None:
    assert status_after([act for act in acts if act != REQUIRE]) == NOT_REQUIRED


@given(ANY_ACTS)
def test_only_a_decision_or_an_urgent_grant_lets_it_be_used_while_it_concerns_the_commissioner(acts: list[str]) -> None:
    state = status_after([REQUIRE, *(act for act in acts if act not in {"grant", "approve", "authorise", LAPSE})])
    assert state not in commissioner.MAY_BE_USED


@given(ANY_ACTS)
def test_the_ordinary_decision_ends_it_until_the_ground_lapses(acts: list[str]) -> None:
    ended = [REQUIRE, "inform", "authorise", *(act for act in acts if act not in {LAPSE, "refuse-decision"})]
    assert status_after(ended) == "AUTHORISED"


@pytest.mark.parametrize("state", sorted(STATUSES))
def test_each_refusal_says_what_to_do(state: str) -> None:
    for act in DECISIONS:
        if not TABLE.allows(state, act):
            with pytest.raises(commissioner.NoSuchMove, match=r"\."):
                TABLE.after(state, act)


def test_only_schedule_3_and_only_its_own_grounds_concern_the_commissioner() -> None:
    def status(power: str, *facts: Row) -> str:
        return status_after(act for _, act in moves_of(power, facts, []))

    assert status("CTBSA_S3", kept("NATIONAL_SECURITY")) == TO_INFORM
    assert status("CTBSA_S3", kept("PREVENT_HARM")) == TO_INFORM
    assert status("CTBSA_S3", kept("EXAMINATION")) == NOT_REQUIRED
    assert status("TACT_S7", kept("NATIONAL_SECURITY")) == NOT_REQUIRED
    assert status("CTBSA_S3", kept("NATIONAL_SECURITY"), kept("EVIDENCE", 1)) == NOT_REQUIRED


def test_a_step_moves_with_its_corrected_entry_and_goes_with_one_that_was_taken_back() -> None:
    step = Row(MONDAY + timedelta(hours=1), act="inform", pk="s1", event_id="e1")
    entry = Row(MONDAY + timedelta(hours=2), "IPC_INFORMED", detail={"step": "s1"})
    corrected = moves_of("CTBSA_S3", [kept("PREVENT_HARM"), entry], [step])
    assert corrected[-1] == (entry.at, "inform")
    assert [act for _, act in moves_of("CTBSA_S3", [kept("PREVENT_HARM")], [step])] == [REQUIRE]


def test_the_destruction_of_the_thing_ends_the_route() -> None:
    moves = moves_of("CTBSA_S3", [kept("PREVENT_HARM")], [], MONDAY + timedelta(days=1))
    assert status_after(act for _, act in moves) == NOT_REQUIRED
