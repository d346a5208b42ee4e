"""C5 to C8 and C12 to C14 where the worked cases are silent: what ends each, what each leaves alone, and where the calendar ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.localtime import LONDON, london_date, midnight
from examinations.clocks import committed_law
from examinations.clocks.days import BeyondHorizon, end_of_months, months_after
from tests.examinations.clocks.asking import PC, Entry, ask, first_question, happened, same_instant

CALENDAR = committed_law().calendar
S3 = "CTBSA_S3"


def kept(at: str, ground: str = "EXAMINATION", **fields: Any) -> Entry:
    return happened("PROPERTY_RETAINED", at, ground=ground, **fields)


# --- C5 ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-06-02 23:59 BST", "NOT_STARTED"),
        ("2026-06-03 00:00 BST", "RUNNING"),
        ("2026-06-07 00:00 BST", "SOON"),
        ("2026-06-07 23:59:59 BST", "SOON"),
        ("2026-06-08 00:00 BST", "MET"),
    ],
)
def test_the_small_boat_window_is_five_days_from_the_day_after_apprehension_and_closes_without_breach(at: str, state: str) -> None:
    answer = ask(happened("APPREHENDED", "2026-06-02 10:00 BST"), at=at)

    assert same_instant(answer.clock("C5")["due_at"], "2026-06-08 00:00 BST")
    assert (answer.state("C5"), answer.breaches) == (state, [])


def test_a_question_after_the_window_has_closed_breaches_the_clock_and_the_power() -> None:
    apprehended = happened("APPREHENDED", "2026-06-02 10:00 BST")

    late = ask(apprehended, first_question("2026-06-08 00:00 BST"), at="2026-06-08 00:10 BST")

    assert late.broken() == ["C5", "R7"]
    assert (late.state("C5"), late.breach("C5")["late_seconds"]) == ("BREACHED", 0)
    assert ask(apprehended, first_question("2026-06-07 23:59:59 BST"), at="2026-06-08 00:10 BST").breaches == []


def test_schedule_3_has_no_small_boat_window_and_says_so() -> None:
    answer = ask(happened("APPREHENDED", "2026-06-02 10:00 BST"), at="2026-06-02 11:00 BST", power=S3)

    assert (answer.clocks, [warning["rule"] for warning in answer.warnings]) == ([], ["R7"])


# --- C6 and C8 -----------------------------------------------------------------------------------------------------------


def test_property_kept_as_evidence_has_no_seven_days() -> None:
    assert ask(kept("10:00", "EVIDENCE"), at="12:00").clocks == []


def test_each_item_has_its_own_seven_days_and_only_its_own_return_ends_them() -> None:
    items = [kept("10:00", ref="phone"), kept("11:00", ref="laptop")]

    answer = ask(*items, happened("PROPERTY_RETURNED", "12:00", ref="phone"), at="13:00")

    assert {clock["ref"]: clock["state"] for clock in answer.every("C6")} == {"phone": "MET", "laptop": "RUNNING"}


def test_a_return_without_reference_is_the_return_of_the_only_item_there_is() -> None:
    back = happened("PROPERTY_RETURNED", "12:00")

    assert ask(kept("10:00", ref="phone"), back, at="13:00").state("C6") == "MET"
    two = ask(kept("10:00", ref="phone"), kept("10:00", ref="laptop"), back, at="13:00")
    assert [clock["state"] for clock in two.every("C6")] == ["RUNNING", "RUNNING"]


def test_naming_examination_again_does_not_start_the_seven_days_afresh_but_a_new_seizure_does() -> None:
    again = kept("2026-11-26 10:00", ref="phone")

    assert len(ask(kept("10:00", ref="phone"), again, at="2026-11-26 11:00").every("C6")) == 1
    returned = happened("PROPERTY_RETURNED", "2026-11-25 10:00", ref="phone")
    assert len(ask(kept("10:00", ref="phone"), returned, again, at="2026-11-26 11:00").every("C6")) == 2


def test_schedule_7_has_no_national_security_ground_so_the_seven_days_run_on() -> None:
    answer = ask(kept("10:00", ref="phone"), kept("2026-11-24 10:00", "NATIONAL_SECURITY", ref="phone"), at="2026-11-30 00:00")

    assert answer.state("C6") == "OVERDUE"
    assert "Schedule 7 has no such ground" in answer.warnings[0]["text"]


def test_under_schedule_3_that_ground_ends_the_seven_days_and_the_commissioner_is_to_be_told() -> None:
    events = [kept("10:00", ref="phone"), kept("2026-11-24 10:00", "NATIONAL_SECURITY", ref="phone")]

    answer = ask(*events, at="2026-11-24 13:59", power=S3)
    assert (answer.state("C6"), answer.state("C8"), answer.clock("C8")["verified"]) == ("MET", "RUNNING", False)
    assert ask(*events, at="2026-11-24 14:00", power=S3).state("C8") == "SOON"
    assert ask(*events, happened("IPC_INFORMED", "2026-11-24 15:00", ref="phone"), at="2026-11-25 14:00", power=S3).state("C8") == "MET"
    assert (
        ask(*events, happened("PROPERTY_RETURNED", "2026-11-24 15:00", ref="phone"), at="2026-12-25 14:00", power=S3).state("C8") == "MET"
    )
    late = ask(*events, at="2026-11-25 10:00:01", power=S3)
    assert (late.state("C8"), late.breach("C8")["basis"]) == ("OVERDUE", "POLICY")


# --- C7 and C14 ----------------------------------------------------------------------------------------------------------


def test_an_urgent_grant_is_decided_before_the_third_working_day_is_over() -> None:
    granted = happened("URGENT_IPC_GRANTED", "2026-12-23 18:00", ref="laptop")

    clock = ask(granted, at="2026-12-23 19:00", power=S3).clock("C7")

    assert same_instant(clock["starts_at"], "2026-12-24 00:00")
    assert same_instant(clock["due_at"], "2026-12-31 00:00")
    assert (clock["state"], clock["strict"], clock["ends_with_day"]) == ("NOT_STARTED", True, True)
    assert ask(granted, at="2026-12-30 00:00", power=S3).state("C7") == "SOON"
    assert ask(granted, at="2026-12-31 00:00", power=S3).state("C7") == "OVERDUE"


@pytest.mark.parametrize(
    ("decided", "broken"), [("2026-11-25 23:59:59", 1), ("2026-11-26 00:00", 0), ("2026-11-26 23:59:59", 0), ("2026-11-27 00:00", 1)]
)
def test_the_commissioner_decides_after_the_time_for_representations_and_in_time(decided: str, broken: int) -> None:
    told = [happened("IPC_INFORMED", "11:00"), happened("AFFECTED_PARTIES_INFORMED", "11:00")]

    answer = ask(happened("URGENT_IPC_GRANTED", "10:00"), *told, happened("IPC_DECIDED", decided), at="2026-11-30 10:00", power=S3)

    assert answer.broken() == ["C7"] * broken


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([], "OVERDUE"),
        ([happened("IPC_INFORMED", "11:00")], "OVERDUE"),
        ([happened("IPC_INFORMED", "11:00"), happened("AFFECTED_PARTIES_INFORMED", "2026-11-24 10:00")], "MET"),
        ([happened("IPC_INFORMED", "11:00"), happened("AFFECTED_PARTIES_INFORMED", "2026-11-24 10:00:01")], "BREACHED"),
    ],
)
def test_notice_of_an_urgent_grant_reaches_everybody_within_a_day(told: list[Entry], state: str) -> None:
    answer = ask(happened("URGENT_IPC_GRANTED", "10:00"), *told, at="2026-11-24 11:00", power=S3)

    assert answer.state("C14") == state


def affected(at: str, *parties: str, **fields: Any) -> Entry:
    return happened("AFFECTED_PARTIES_INFORMED", at, parties=list(parties), **fields)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([affected("11:00", "CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON")], "MET"),
        ([affected("11:00", "CHIEF_OFFICER")], "OVERDUE"),
        ([affected("11:00", "CHIEF_OFFICER", "SECRETARY_OF_STATE")], "OVERDUE"),
        ([affected("11:00", "CHIEF_OFFICER"), affected("12:00", "PERSON", "SECRETARY_OF_STATE")], "MET"),
        ([affected("11:00", "CHIEF_OFFICER", "PERSON"), affected("2026-11-24 10:00:01", "SECRETARY_OF_STATE")], "BREACHED"),
        ([affected("11:00", "CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON_IMPRACTICABLE", reason="No address is known.")], "MET"),
        ([affected("11:00", "CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON_IMPRACTICABLE")], "OVERDUE"),
        ([affected("11:00", "PERSON_IMPRACTICABLE", reason="No address is known.")], "OVERDUE"),
        ([affected("09:00", "CHIEF_OFFICER", "SECRETARY_OF_STATE", "PERSON")], "OVERDUE"),
    ],
)
def test_notice_of_an_urgent_grant_is_given_once_every_affected_party_was_told(told: list[Entry], state: str) -> None:
    informed = happened("IPC_INFORMED", "10:30")
    answer = ask(happened("URGENT_IPC_GRANTED", "10:00"), informed, *told, at="2026-11-24 11:00", power=S3)

    assert answer.state("C14") == state


def test_the_day_of_notice_runs_over_a_weekend() -> None:
    assert same_instant(
        ask(happened("URGENT_IPC_GRANTED", "2026-11-28 10:00"), at="2026-11-28 10:00", power=S3).clock("C14")["due_at"], "2026-11-29 10:00"
    )


def test_schedule_7_has_no_urgent_route() -> None:
    assert ask(happened("URGENT_IPC_GRANTED", "10:00"), at="11:00").clocks == []


# --- C12 -------------------------------------------------------------------------------------------------------------------


def seized(at: str = "2026-11-27 15:00", **fields: Any) -> Entry:
    return happened("CASH_SEIZED", at, cash_power="POCA", **fields)


@pytest.mark.parametrize(
    ("at", "state"),
    [("2026-12-01 08:59:59", "RUNNING"), ("2026-12-01 09:00", "SOON"), ("2026-12-01 15:00", "SOON"), ("2026-12-01 15:00:01", "OVERDUE")],
)
def test_six_counted_hours_before_its_end_the_cash_clock_is_soon(at: str, state: str) -> None:
    assert ask(seized(), at=at).state("C12") == state


def test_six_counted_hours_are_counted_over_a_weekend() -> None:
    over = seized("2026-11-26 03:00")

    assert same_instant(ask(over, at="2026-11-26 04:00").clock("C12")["due_at"], "2026-11-30 03:00")
    assert ask(over, at="2026-11-27 20:59:59").state("C12") == "RUNNING"
    assert ask(over, at="2026-11-27 21:00").state("C12") == "SOON"


def test_returned_cash_needs_no_order() -> None:
    assert ask(seized(), happened("CASH_RETURNED", "2026-11-30 10:00"), at="2026-12-30 10:00").state("C12") == "MET"


def test_an_order_lasts_six_months_and_is_renewed_until_two_years_from_the_first() -> None:
    orders = [happened("CASH_ORDER_MADE", on) for on in ("2026-11-30 10:00", "2027-05-20 10:00", "2027-11-10 10:00", "2028-05-09 10:00")]

    answer = ask(seized(), *orders, at="2028-06-01 10:00")

    assert answer.breaches == []
    assert [clock["due_at"][:10] for clock in answer.every("C12")] == ["2026-12-01", "2027-05-30", "2027-11-20", "2028-05-10", "2028-11-09"]
    capped = ask(seized(), *orders, happened("CASH_ORDER_MADE", "2028-11-08 10:00"), at="2028-12-01 10:00")
    assert capped.every("C12")[-1]["due_at"][:10] == "2028-11-30"
    assert capped.breach("C12")["actual_at"] is None


def test_an_order_after_two_years_from_the_first_is_a_breach() -> None:
    orders = [happened("CASH_ORDER_MADE", on) for on in ("2026-11-30 10:00", "2027-05-20 10:00", "2027-11-10 10:00", "2028-05-09 10:00")]

    answer = ask(
        seized(),
        *orders,
        happened("CASH_ORDER_MADE", "2028-11-08 10:00"),
        happened("CASH_ORDER_MADE", "2028-11-30 10:00"),
        at="2028-12-01 10:00",
    )

    assert "two years from the first had run out" in " ".join(breach["text"] for breach in answer.breaches)


def test_past_the_calendar_nothing_is_computed_and_the_engine_says_so() -> None:
    answer = ask(seized("2028-12-29 15:00"), happened("URGENT_IPC_GRANTED", "2028-12-28 10:00"), at="2028-12-29 16:00", power=S3)

    assert [clock["rule"] for clock in answer.clocks] == ["C14"]
    assert [warning["rule"] for warning in answer.warnings] == ["C12", "C7"]
    assert all("known here from 01 Jan 2012 to 31 Dec 2028 only" in warning["text"] for warning in answer.warnings)


# --- C13, R7 and the calendar ------------------------------------------------------------------------------------------------


def test_an_arrest_clock_warns_before_its_end_and_never_becomes_a_breach() -> None:
    arrested = [first_question("10:00"), happened("QUESTIONING_ENDED", "10:30"), happened("ARRESTED", "10:40", arrest_power="TACT_41")]

    assert ask(*arrested, at="2026-11-25 04:40").state("C13") == "SOON"
    later = ask(*arrested, at="2026-12-25 04:40")
    assert (later.state("C13"), later.breaches) == ("MET", [])


def test_a_clock_from_before_the_law_known_here_is_not_relied_on() -> None:
    answer = ask(
        happened("APPREHENDED", "2022-06-01 10:00 BST"), happened("QUESTION", "2022-06-02 10:00 BST", PC), at="2022-06-02 11:00 BST"
    )

    assert [warning["rule"] for warning in answer.warnings] == ["C5"]


@pytest.mark.parametrize("day", [date(2020, 5, 8), date(2022, 9, 19), date(2023, 5, 8), date(2026, 12, 28), date(2027, 12, 25)])
def test_days_proclaimed_once_substitutes_and_christmas_day_are_no_working_days(day: date) -> None:
    assert not CALENDAR.is_working(day)


def test_the_calendar_covers_every_year_it_claims_with_at_least_eight_days() -> None:
    years = [sum(day.year == year for day in CALENDAR.holidays) for year in range(CALENDAR.first.year, CALENDAR.last.year + 1)]

    assert min(years) == 8
    assert all(CALENDAR.first <= day <= CALENDAR.last for day in CALENDAR.holidays)
    with pytest.raises(BeyondHorizon):
        CALENDAR.is_working(CALENDAR.last + timedelta(days=1))


instants = st.datetimes(datetime(2012, 1, 1), datetime(2028, 12, 1), timezones=st.just(LONDON))  # noqa: DTZ001 - the strategy adds the zone


@given(instants, st.integers(1, 60))
def test_counted_hours_are_hours_of_working_days_and_nothing_else(start: datetime, hours: int) -> None:
    begins_at, due_at = CALENDAR.counted(start, timedelta(hours=hours))

    day, counted = london_date(begins_at), timedelta(0)
    while midnight(day) < due_at:
        if CALENDAR.is_working(day):
            counted += min(due_at, midnight(day + timedelta(days=1))) - max(begins_at, midnight(day))
        day += timedelta(days=1)
    assert counted == timedelta(hours=hours)
    assert begins_at >= start.astimezone(begins_at.tzinfo)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
    assert london_date(end_of_months(midnight(day), months)) == later
