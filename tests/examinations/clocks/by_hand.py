"""London days, months and working days counted a second way, so that a property never compares the engine with itself. The clocks of
London change at 01:00 GMT on the last Sundays of March and October."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

ONE_DAY = timedelta(days=1)
HOLIDAYS = {
    each["on"]: each["name"]
    for each in tomllib.loads(Path(settings.BASE_DIR, "examinations/law/bank_holidays.toml").read_text(encoding="utf-8"))["holiday"]
}


def last_sunday(year: int, month: int) -> date:
    """The last Sunday of a month of 31 days."""
    return max(day for day in (date(year, month, number) for number in range(25, 32)) if day.isoweekday() == 7)


def first_instant(day: date) -> datetime:
    """Midnight in London, as an instant."""
    summer = last_sunday(day.year, 3) < day <= last_sunday(day.year, 10)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=1 if summer else 0)


def day_of(at: datetime) -> date:
    """The day on the wall in London."""
    following = at.astimezone(UTC).date() + ONE_DAY
    return following if at >= first_instant(following) else following - ONE_DAY


def anniversary(day: date, months: int) -> date:
    """The same day so many months on, or the last day of that month that does not come after it."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    one, days = date(years, month + 1, 1), []
    while one.month == month + 1:
        days.append(one)
        one += ONE_DAY
    return [each for each in days if each.day <= day.day][-1]


def is_working(day: date) -> bool:
    """Neither a Saturday, a Sunday, Christmas Day nor a bank holiday of England and Wales."""
    return f"{day:%a}" not in ("Sat", "Sun") and day not in HOLIDAYS and f"{day:%d %m}" != "25 12"


def working_day(number: int, after: date) -> date:
    """The working day of that number among those after a day that does not count itself."""
    day = after
    while number:
        day += ONE_DAY
        number -= is_working(day)
    return day
