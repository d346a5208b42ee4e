"""The life of a record as a table: it is walked at random, and nothing skips a step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.states import NoSuchMove
from examinations import states
from examinations.models import State

ACTS = sorted(states.TABLE.acts)
ORDER = [states.LIVE, states.ENDED, states.SUBMITTED, states.RETURNED, states.ACCEPTED]


def walk(acts: list[str]) -> list[str]:
    """The states that a record passes through when these acts are tried one after the other."""
    state, passed = states.LIVE, [states.LIVE]
    for act in acts:
        if states.TABLE.allows(state, act):
            state = states.TABLE.after(state, act)
            passed.append(state)
    return passed


def test_the_table_and_the_stored_states_are_the_same() -> None:
    assert states.TABLE.states == set(State.values)


def test_every_move_says_who_makes_it() -> None:
    assert all(move.mover for move in states.TABLE)


@given(st.lists(st.sampled_from(ACTS), max_size=40))
def test_a_record_is_accepted_only_after_it_was_ended_and_submitted(acts: list[str]) -> None:
    passed = walk(acts)
    if states.ACCEPTED in passed:
        before = passed[: passed.index(states.ACCEPTED)]
        assert before[-1] == states.SUBMITTED
        assert states.ENDED in before


@given(st.lists(st.sampled_from(ACTS), max_size=40))
def test_nothing_leaves_the_accepted_state(acts: list[str]) -> None:
    passed = walk(acts)
    assert states.ACCEPTED not in passed[:-1]


@given(st.lists(st.sampled_from(ACTS), max_size=40))
def test_a_submitted_record_never_becomes_live_again(acts: list[str]) -> None:
    passed = walk(acts)
    if states.SUBMITTED in passed:
        after = passed[passed.index(states.SUBMITTED) :]
        assert states.LIVE not in after
        assert states.ENDED not in after


@given(st.sampled_from(ORDER), st.sampled_from(ACTS))
def test_an_act_out_of_its_place_is_refused_with_a_sentence(state: str, act: str) -> None:
    if states.TABLE.allows(state, act):
        return
    with pytest.raises(NoSuchMove, match=r"\.$"):
        states.TABLE.after(state, act)
