"""How instants and lengths of time read, on ordinary days and on the two nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from borderops.kit.dates import NoSuchTime, TwoSuchTimes, Wall, left, length, relative, spoken, spoken_limit, spoken_time

AUTUMN, SPRING = date(2026, 10, 25), date(2026, 3, 29)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_a_time_of_today_is_shown_without_its_date() -> None:
    assert spoken(at("2026-07-01T09:42:00+00:00"), at("2026-07-01T22:00:00+00:00")) == "10:42"


def test_a_time_of_another_london_day_carries_its_date_although_utc_has_the_same_one() -> None:
    assert spoken(at("2026-07-01T22:59:00+00:00"), at("2026-07-01T23:01:00+00:00")) == "23:59 on 1 July 2026"


@pytest.mark.parametrize(("instant", "read"), [("2026-10-25T00:30:00+00:00", "01:30 BST"), ("2026-10-25T01:30:00+00:00", "01:30 GMT")])
def test_the_hour_that_happens_twice_says_which_one_it_is(instant: str, read: str) -> None:
    assert spoken_time(at(instant)) == read


def test_the_hours_around_it_do_not() -> None:
    assert [spoken_time(at(f"2026-10-{day}T{hour}:59:00+00:00")) for day, hour in ((24, 23), (25, "02"))] == ["00:59", "02:59"]


def test_a_typed_time_in_the_doubtful_hour_is_refused_until_it_says_bst_or_gmt() -> None:
    with pytest.raises(TwoSuchTimes, match="happened twice on 25 October 2026"):
        Wall(AUTUMN, 1, 30).instant()
    assert Wall(AUTUMN, 1, 30, zone="BST").instant() == at("2026-10-25T00:30:00+00:00")
    assert Wall(AUTUMN, 1, 30, zone="GMT").instant() == at("2026-10-25T01:30:00+00:00")


def test_a_typed_time_that_the_clocks_skipped_is_refused() -> None:
    with pytest.raises(NoSuchTime, match="01:30 did not happen on 29 March 2026"):
        Wall(SPRING, 1, 30).instant()


def test_a_zone_given_without_need_changes_nothing() -> None:
    assert Wall(date(2026, 7, 1), 10, 42, zone="GMT").instant() == at("2026-07-01T09:42:00+00:00")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h 00 min"),
        (47 * 3600 + 59 * 60, "47 h 59 min"),
        (48 * 3600, "2 days"),
        (3 * 86400 + 4 * 3600, "3 days 4 h"),
        (7 * 86400 + 4 * 3600, "7 days"),
    ],
)
def test_a_length_is_given_in_the_two_units_that_matter_and_never_rounded_up(seconds: int, words: str) -> None:
    assert length(timedelta(seconds=seconds)) == words


def test_what_is_left_turns_to_late_at_the_instant() -> None:
    due = at("2026-11-23T10:40:00+00:00")
    told = [left(due, due + timedelta(seconds=seconds)) for seconds in (-720, -59, 0, 60)]
    assert told == ["12 min left", "59 s left", "due now", "1 min late"]


def test_relative_times_look_both_ways() -> None:
    now = at("2026-11-23T10:40:00+00:00")
    assert [relative(now + timedelta(minutes=minutes), now) for minutes in (12, -190)] == ["in 12 min", "3 h 10 min ago"]


@pytest.mark.parametrize(
    ("instant", "read"),
    [
        ("2026-11-28T00:00:00+00:00", "the end of 27 November 2026"),
        ("2026-06-30T23:00:00+00:00", "the end of 30 June 2026"),
        ("2026-11-28T00:00:01+00:00", "00:00 on 28 November 2026"),
    ],
)
def test_a_limit_that_ends_with_a_day_is_named_by_that_day(instant: str, read: str) -> None:
    assert spoken_limit(at(instant)) == read
