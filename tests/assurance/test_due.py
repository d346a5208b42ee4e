"""When quality assurance falls due."""

from datetime import UTC, date, datetime

from assurance.due import amendment_due, assurance_due


def test_a_detention_is_due_in_seventy_two_hours_whatever_the_day() -> None:
    assert assurance_due(datetime(2026, 10, 24, 22, 0, tzinfo=UTC), is_urgent=True) == datetime(2026, 10, 27, 22, 0, tzinfo=UTC)


def test_an_ordinary_record_is_due_at_the_end_of_the_fifth_working_day() -> None:
    friday = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert assurance_due(friday, is_urgent=False) == datetime(2026, 11, 28, 0, 0, tzinfo=UTC)


def test_a_bank_holiday_is_not_a_working_day() -> None:
    before_christmas = datetime(2026, 12, 23, 10, 0, tzinfo=UTC)
    holidays = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    assert assurance_due(before_christmas, is_urgent=False, holidays=holidays) == datetime(2027, 1, 5, 0, 0, tzinfo=UTC)


def test_a_day_ends_at_midnight_in_london_across_the_end_of_summer_time() -> None:
    assert amendment_due(datetime(2026, 10, 20, 12, 0, tzinfo=UTC)) == datetime(2026, 10, 28, 0, 0, tzinfo=UTC)
    assert amendment_due(datetime(2026, 6, 1, 12, 0, tzinfo=UTC)) == datetime(2026, 6, 8, 23, 0, tzinfo=UTC)
