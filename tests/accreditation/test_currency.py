"""Currency is worked out for a London date from the awards alone."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from accreditation.currency import Held, Standing, add_months, first_due, status, through
from borderops.kit.localtime import midnight

NOON = timedelta(hours=12)


def on(day: date) -> datetime:
    return midnight(day) + NOON


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    assert first_due(date(2026, 11, 30)) == date(2027, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


@settings(deadline=None)  # a slow machine is no fault of the calendar
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_adding_months_lands_in_the_month_asked_for_and_never_after_the_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_an_award_of_24_months_counts_through_the_day_before_its_anniversary() -> None:
    held = Held(date(2026, 11, 23), through(date(2026, 11, 23)))
    assert held.valid_through == date(2028, 11, 22)
    assert status([held], on(date(2028, 11, 22))).standing is Standing.CURRENT
    lapsed = status([held], on(date(2028, 11, 23)))
    assert (lapsed.standing, lapsed.on) == (Standing.EXPIRED, date(2028, 11, 23))


def test_the_last_day_ends_at_midnight_in_london_and_not_in_utc() -> None:
    held = Held(date(2024, 7, 2), date(2026, 7, 1))
    assert status([held], datetime(2026, 7, 1, 22, 59, tzinfo=UTC)).counts
    assert not status([held], datetime(2026, 7, 1, 23, 0, tzinfo=UTC)).counts


def test_an_early_renewal_keeps_the_anniversary_and_one_before_the_window_does_not() -> None:
    previous = date(2026, 12, 31)
    assert through(date(2026, 10, 2), previous) == date(2028, 12, 31)  # 90 days before
    assert through(date(2026, 10, 1), previous) == date(2028, 9, 30)  # 91 days before
    assert through(date(2027, 1, 1), previous) == date(2028, 12, 31)  # the day after the lapse: from the award itself
    assert through(date(2027, 1, 2), previous) == date(2029, 1, 1)


def test_a_withdrawal_counts_from_its_instant_and_not_before() -> None:
    at = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    held = Held(date(2026, 1, 1), date(2027, 12, 31), withdrawn_at=at)
    assert status([held], at - timedelta(seconds=1)).counts
    withdrawn = status([held], at)
    assert (withdrawn.standing, withdrawn.on) == (Standing.WITHDRAWN, date(2026, 11, 23))


def test_a_new_award_after_a_withdrawal_counts() -> None:
    at = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    old = Held(date(2026, 1, 1), date(2027, 12, 31), withdrawn_at=at)
    new = Held(date(2026, 12, 1), date(2028, 11, 30))
    assert status([old, new], on(date(2026, 12, 1))).counts
    assert status([old, new], on(date(2026, 11, 30))).standing is Standing.WITHDRAWN


def test_an_award_to_come_does_not_count_yet_and_nothing_at_all_was_never_held() -> None:
    coming = status([Held(date(2026, 12, 1), date(2028, 11, 30))], on(date(2026, 11, 23)))
    assert (coming.standing, coming.on) == (Standing.NOT_YET, date(2026, 12, 1))
    assert status([], on(date(2026, 11, 23))).standing is Standing.NEVER_HELD


def test_the_sentence_names_the_day_that_matters() -> None:
    assert status([Held(date(2024, 3, 4), date(2026, 3, 3))], on(date(2026, 11, 23))).words == "expired on 4 March 2026"
    assert status([], on(date(2026, 11, 23))).words == "has never been held"


@settings(deadline=None)  # a slow machine is no fault of the calendar
@given(
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(1, 900)), max_size=4),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_the_answer_does_not_depend_on_the_order_of_awards_and_agrees_with_the_plain_reading(
    spans: list[tuple[date, int]], day: date
) -> None:
    held = [Held(begins, begins + timedelta(days=length)) for begins, length in spans]
    answer = status(held, on(day))
    assert answer == status(reversed(held), on(day))
    assert answer.counts == any(award.awarded_on <= day <= award.valid_through for award in held)
