"""A thing that was destroyed is neither returned nor decided upon any more: what its destruction ends, what it leaves owed, and what it may
not come before."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Basis, Event, Ground, Kind, Power, State, Timeline, TimelineFaults, impossibilities, parse_timeline
from tests.examinations.clocks.asking import POWERS, Entry, ask, happened, same_instant, written
from tests.examinations.clocks.by_hand import ONE_DAY, day_of, first_instant
from tests.examinations.clocks.drawing import S3, answered, around, clocks, instants, powers, shuffled

DAY = timedelta(hours=24)


def kept(at: str, ground: str = "EXAMINATION", ref: str = "phone") -> Entry:
    return happened("PROPERTY_RETAINED", at, ground=ground, ref=ref)


def destroyed(at: str, ref: str = "phone") -> Entry:
    return happened("PROPERTY_DESTROYED", at, ref=ref)


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize(
    ("at", "state", "broken"),
    [
        ("2026-11-24 10:00", "MET", []),
        ("2026-11-29 23:59:59", "MET", []),
        ("2026-11-30 00:00", "OVERDUE", ["C6"]),
        ("2026-12-02 00:00", "OVERDUE", ["C6"]),
    ],
)
def test_destruction_within_the_seven_days_ends_them_and_later_leaves_the_thing_for_ever_unreturned(
    power: str, at: str, state: str, broken: list[str]
) -> None:
    answer = ask(kept("10:00"), destroyed(at), at="2027-03-01 10:00", power=power)

    assert (answer.state("C6"), answer.broken()) == (state, broken)
    assert [breach["late_seconds"] for breach in answer.breaches] in ([], [0], [2 * 86400])


def test_what_was_destroyed_is_wanted_by_no_list_any_more() -> None:
    answer = answered(
        S3,
        Event(Kind.PROPERTY_RETAINED, datetime.fromisoformat("2026-11-23T10:00+00:00"), ref="phone", ground=Ground.EXAMINATION),
        Event(Kind.PROPERTY_DESTROYED, datetime.fromisoformat("2026-12-23T10:00+00:00"), ref="phone"),
    )

    assert [clock.live for clock in answer.clocks] == [False]


def test_only_its_own_destruction_ends_the_days_of_a_thing() -> None:
    answer = ask(kept("10:00"), kept("10:00", ref="laptop"), destroyed("11:00"), at="12:00")

    assert {clock["ref"]: clock["state"] for clock in answer.every("C6")} == {"phone": "MET", "laptop": "RUNNING"}


def test_the_commissioner_need_not_be_told_of_what_was_destroyed_before() -> None:
    events = [kept("10:00", "NATIONAL_SECURITY"), destroyed("2026-11-24 10:00")]

    assert ask(*events, at="2026-12-24 10:00", power="CTBSA_S3").state("C8") == "MET"
    late = ask(events[0], destroyed("2026-11-24 10:00:01"), at="2026-12-24 10:00", power="CTBSA_S3")
    assert (late.state("C8"), late.breach("C8")["basis"]) == ("OVERDUE", "POLICY")


def test_nothing_is_left_to_decide_on_what_was_destroyed_and_notice_of_its_use_stays_owed() -> None:
    granted = happened("URGENT_IPC_GRANTED", "11:00", ref="phone")
    events = [kept("10:00", "NATIONAL_SECURITY"), granted, destroyed("12:00")]

    answer = ask(*events, at="2026-12-24 10:00", power="CTBSA_S3")

    assert (answer.state("C7"), answer.state("C14")) == ("MET", "OVERDUE")
    late = ask(kept("10:00", "NATIONAL_SECURITY"), granted, destroyed("2026-11-27 00:00"), at="2026-12-24 10:00", power="CTBSA_S3")
    assert late.state("C7") == "OVERDUE"


@pytest.mark.parametrize(
    ("grounds", "power", "warned"),
    [
        (["EXAMINATION"], "TACT_S7", 1),
        (["EXAMINATION"], "CTBSA_S3", 1),
        (["EVIDENCE"], "TACT_S7", 0),
        (["EXAMINATION", "EVIDENCE"], "TACT_S7", 0),
        (["EXAMINATION", "NATIONAL_SECURITY"], "CTBSA_S3", 0),
    ],
)
def test_destroying_what_was_kept_for_examination_alone_is_a_warning_of_policy(grounds: list[str], power: str, warned: int) -> None:
    events = [kept(f"1{place}:00", ground) for place, ground in enumerate(grounds)]

    answer = ask(*events, destroyed("15:00"), at="16:00", power=power)

    assert [(one["rule"], one["basis"], one["ref"]) for one in answer.warnings] == [("C6", "POLICY", "phone")] * warned
    assert all("kept for examination alone" in one["text"] for one in answer.warnings)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([kept("10:00"), destroyed("09:00")], "is before its PROPERTY_RETAINED"),
        ([kept("10:00"), destroyed("11:00"), kept("12:00", "EVIDENCE")], "is after the same thing was destroyed"),
        ([kept("10:00"), destroyed("11:00"), happened("PROPERTY_RETURNED", "12:00", ref="phone")], "is after the same thing was destroyed"),
    ],
)
def test_a_thing_is_destroyed_after_it_was_kept_and_nothing_becomes_of_it_afterwards(events: list[Entry], said: str) -> None:
    with pytest.raises(TimelineFaults) as refused:
        parse_timeline(written(*events, at="13:00"))

    assert said in str(refused.value.faults[0])


def test_a_thing_may_be_destroyed_after_the_person_has_gone_and_on_a_timeline_of_goods() -> None:
    gone = [happened("FIRST_QUESTION", "09:00", {"id": "PC-A", "rank": "CONSTABLE"}), happened("RELEASED", "09:30")]

    assert ask(*gone, kept("09:20"), destroyed("11:00"), at="12:00").state("C6") == "MET"
    assert ask(happened("GOODS_EXAMINED", "09:00"), kept("09:20"), destroyed("11:00"), at="12:00").state("C6") == "MET"


def test_the_seven_days_are_shown_as_they_were_although_the_thing_is_gone() -> None:
    assert same_instant(ask(kept("10:00"), destroyed("11:00"), at="12:00").clock("C6")["due_at"], "2026-11-30 00:00")


@given(instants(2021, 2030), powers, st.sampled_from(list(Ground)), st.data())
def test_destruction_ends_every_clock_of_keeping_a_thing_harmlessly_exactly_when_it_comes_in_time(
    at: datetime, power: Power, ground: Ground, data: st.DataObject
) -> None:
    week = first_instant(day_of(at) + 7 * ONE_DAY)
    gone_at = data.draw(st.one_of(around(week, at), around(at + DAY, at)))
    events = [Event(Kind.PROPERTY_RETAINED, at, ref="a", ground=ground), Event(Kind.PROPERTY_DESTROYED, gone_at, ref="a")]

    answer = shuffled(power, events, data.draw, gone_at + timedelta(days=9))

    assert impossibilities(Timeline(power, tuple(events), gone_at)) == []
    for rule, in_time in (("C6", gone_at < week), ("C8", gone_at <= at + DAY)):
        assert all(clock.state is (State.MET if in_time else State.OVERDUE) and not clock.live for clock in clocks(answer, rule))
    assert all(warning.basis is Basis.POLICY for warning in answer.warnings)
