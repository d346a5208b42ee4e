"""The legal instant of an act, whatever the device's clock, the network and the officer's typing make of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations.instants import FutureInstant, ReasonMissing, legal_instant

RECEIVED = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
SECONDS = st.integers(min_value=-86_400, max_value=86_400)


def test_a_press_counts_from_the_press_and_not_from_its_receipt() -> None:
    press = RECEIVED - timedelta(seconds=40)
    assert legal_instant(received_at=RECEIVED, pressed_at=press).at == press


def test_a_device_clock_that_runs_ahead_is_cut_back_to_the_receipt_and_its_difference_kept() -> None:
    instant = legal_instant(received_at=RECEIVED, pressed_at=RECEIVED + timedelta(seconds=90))
    assert instant.at == RECEIVED
    assert instant.difference == timedelta(seconds=90)
    assert instant.is_noted


def test_five_seconds_are_not_worth_a_note_and_six_are() -> None:
    assert not legal_instant(received_at=RECEIVED, pressed_at=RECEIVED - timedelta(seconds=5)).is_noted
    assert legal_instant(received_at=RECEIVED, pressed_at=RECEIVED - timedelta(seconds=6)).is_noted


def test_ten_minutes_are_still_a_press_and_a_second_more_is_a_late_entry() -> None:
    assert not legal_instant(received_at=RECEIVED, pressed_at=RECEIVED - timedelta(minutes=10)).is_late_entry
    with pytest.raises(ReasonMissing, match="ten minutes"):
        legal_instant(received_at=RECEIVED, pressed_at=RECEIVED - timedelta(minutes=10, seconds=1))


def test_a_late_press_with_a_reason_keeps_the_instant_of_the_press() -> None:
    press = RECEIVED - timedelta(hours=2)
    instant = legal_instant(received_at=RECEIVED, pressed_at=press, reason=" No signal in the jetty. ")
    assert (instant.at, instant.is_late_entry, instant.late_reason) == (press, True, "No signal in the jetty.")


def test_a_typed_time_is_a_late_entry_however_recent_it_is() -> None:
    with pytest.raises(ReasonMissing):
        legal_instant(received_at=RECEIVED, typed_at=RECEIVED - timedelta(seconds=30), reason="  ")
    assert legal_instant(received_at=RECEIVED, typed_at=RECEIVED - timedelta(seconds=30), reason="From the pad.").is_late_entry


def test_a_typed_time_that_has_not_come_is_refused() -> None:
    with pytest.raises(FutureInstant, match="not come yet"):
        legal_instant(received_at=RECEIVED, typed_at=RECEIVED + timedelta(seconds=1), reason="From the pad.")


def test_without_a_script_now_is_the_receipt() -> None:
    instant = legal_instant(received_at=RECEIVED)
    assert (instant.at, instant.pressed_at, instant.is_noted) == (RECEIVED, None, False)


@given(SECONDS, SECONDS)
def test_no_instant_is_later_than_its_receipt(pressed: int, typed: int) -> None:
    for values in ({"pressed_at": RECEIVED + timedelta(seconds=pressed)}, {"typed_at": RECEIVED - timedelta(seconds=abs(typed))}):
        assert legal_instant(received_at=RECEIVED, reason="From the pad.", **values).at <= RECEIVED
