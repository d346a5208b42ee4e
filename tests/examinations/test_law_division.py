"""By whose bank holidays working days are counted: a named value of the reading, which the engine follows and the page shows."""

from datetime import date

import pytest

from examinations import clocks, queries
from examinations.law.in_force import read_law
from examinations.models import BankHoliday, CalendarSpan
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text

ST_ANDREW = date(2027, 11, 30)


def scotland() -> None:
    """The calendar of another division, published later than the one that the engine follows."""
    CalendarSpan.objects.create(
        division="Scotland", source="A fictional publication", source_on=date(2027, 1, 1), first=date(2012, 1, 1), last=date(2031, 12, 31)
    )
    BankHoliday.objects.create(division="Scotland", on=ST_ANDREW, name="St Andrew's Day")


def test_the_committed_calendar_is_that_of_the_division_that_the_reading_names() -> None:
    named = [one for one in clocks.readings() if one.working_day_calendar]
    assert [(one.key, one.rules, one.verified) for one in named] == [("working_day", ("C7",), False)]
    assert clocks.committed_law().calendar.division == clocks.working_day_calendar() == "England and Wales"


def test_a_division_without_a_committed_calendar_is_refused_before_anything_is_computed() -> None:
    with pytest.raises(LookupError, match="No calendar of Scotland is committed"):
        clocks.calendar_of_division("Scotland")


def test_another_divisions_days_stop_no_working_day(cast: Cast) -> None:
    scotland()
    assert read_law().calendar.is_working(ST_ANDREW)
    assert queries.law_page(cast.at).span.division == "England and Wales"
    assert ST_ANDREW not in {day.on for day in queries.law_page(cast.at).holidays}


def test_the_engine_follows_the_value_of_the_reading(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scotland()
    monkeypatch.setattr(clocks, "working_day_calendar", lambda: "Scotland")
    calendar = read_law().calendar
    assert (calendar.division, calendar.holidays) == ("Scotland", frozenset({ST_ANDREW}))
    assert not calendar.is_working(ST_ANDREW)


def test_the_page_shows_the_value_beside_its_reading(cast: Cast) -> None:
    said = visible_text(Browser(cast, "pc.stansted").get("law:law"))
    assert "the earlier alarm. Calendar of working days: England and Wales . Not verified" in said
    assert said.count("Calendar of working days") == 1
