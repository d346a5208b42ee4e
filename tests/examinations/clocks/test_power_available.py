"""R7: where and on which journeys the power is available. What is recorded is always taken; what had no power is a breach."""

from typing import Any

import pytest

from tests.examinations.clocks.asking import PC, Entry, ask, happened

POWERS = ["TACT_S7", "CTBSA_S3"]
S7, S3 = POWERS


def asked(**said: Any) -> Entry:
    return happened("FIRST_QUESTION", "10:00", PC, **said)


@pytest.mark.parametrize("power", POWERS)
def test_e_40_a_domestic_journey_by_sea_gives_no_power(power: str) -> None:
    answer = ask(asked(journey="DOMESTIC_SEA", premises="PORT"), at="10:30", power=power)

    assert answer.broken() == ["R7"]
    assert "by sea within Great Britain" in answer.breach("R7")["text"]
    assert ask(asked(journey="DOMESTIC_SEA"), at="10:30", power=power).broken() == ["R7"]


@pytest.mark.parametrize("power", POWERS)
def test_e_40_on_board_a_ship_that_has_arrived_there_is_power_whatever_the_journey(power: str) -> None:
    assert ask(asked(journey="DOMESTIC_SEA", premises="ON_BOARD"), at="10:30", power=power).breaches == []


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("journey", ["DOMESTIC_AIR", "INBOUND", "OUTBOUND"])
def test_e_41_a_domestic_flight_and_journeys_abroad_are_allowed(journey: str, power: str) -> None:
    assert ask(asked(journey=journey, premises="PORT"), at="10:30", power=power).breaches == []


def test_away_from_a_port_only_the_small_boat_extension_of_schedule_7_gives_power() -> None:
    away = asked(journey="INBOUND", premises="ELSEWHERE")
    apprehended = happened("APPREHENDED", "2026-11-22 10:00")

    assert ask(away, at="10:30").broken() == ["R7"]
    assert ask(asked(journey="SMALL_BOAT", premises="ELSEWHERE"), at="10:30").breaches == []
    assert ask(apprehended, away, at="10:30").breaches == []
    assert ask(apprehended, away, at="10:30", power=S3).broken() == ["R7"]
    assert ask(asked(journey="SMALL_BOAT", premises="ELSEWHERE"), at="10:30", power=S3).broken() == ["R7"]


@pytest.mark.parametrize("power", POWERS)
def test_what_is_not_said_is_never_a_breach(power: str) -> None:
    assert ask(asked(), at="10:30", power=power).breaches == []
    assert ask(asked(premises="PORT"), at="10:30", power=power).breaches == []


def test_somebody_detained_and_never_questioned_is_measured_too_and_nobody_twice() -> None:
    detained = happened("DETAINED", "10:00", journey="DOMESTIC_SEA")

    assert ask(detained, at="10:30").broken() == ["R7"]
    assert ask(detained, happened("FIRST_QUESTION", "10:10", PC), at="10:30").broken() == ["R7"]
    assert ask(detained, at="10:30").breach("R7")["actual_at"].startswith("2026-11-23T10:00")


def test_an_unknown_journey_is_refused_by_name() -> None:
    with pytest.raises(Exception, match=r"is not a value known here\. Did you mean DOMESTIC_SEA"):
        ask(asked(journey="DOMESTIC_SEE"), at="10:30")
