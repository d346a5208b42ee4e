"""Days as the law counts them: London calendar days, working days and hours that run on working days only. A calendar never answers beyond
what was published."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from borderops.kit.localtime import london_date, midnight

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class BeyondHorizon(Exception):
    """A day of which the bank holiday calendar knows nothing."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bank holidays of one part of the United Kingdom, known from `first` to `last`."""

    division: str
    source: str
    source_on: date
    first: date
    last: date
    holidays: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether the day is neither a Saturday, a Sunday, Christmas Day nor a bank holiday. Raises BeyondHorizon for a day not known."""
        if not self.first <= day <= self.last:
            raise BeyondHorizon(
                f"The bank holidays of {self.division} are known here from {self.first:%d %b %Y} to {self.last:%d %b %Y} only, "
                "so this limit is not computed. Extend the calendar."
            )
        return day.weekday() < SATURDAY and day not in self.holidays and (day.month, day.day) != (12, 25)

    def continued_by(self, other: "Calendar") -> "Calendar":
        """This calendar, and behind its last day what the other one knows: that corrects no day of this one."""
        if other.last <= self.last:
            return self
        further = frozenset(day for day in other.holidays if day > self.last)
        return replace(self, source=other.source, source_on=other.source_on, last=other.last, holidays=self.holidays | further)

    def working_days(self, since: date) -> Iterator[date]:
        """Working days from that day on, itself included if it is one."""
        while True:
            if self.is_working(since):
                yield since
            since += ONE_DAY

    def nth_working_day(self, after: date, number: int) -> date:
        """The n-th working day after a day that does not count itself."""
        days = self.working_days(after + ONE_DAY)
        for _ in range(number - 1):
            next(days)
        return next(days)

    def counted(self, start: datetime, period: timedelta) -> tuple[datetime, datetime]:
        """When a period that runs only on working days begins to run, and when it has run out."""
        begins_at: datetime | None = None
        for day in self.working_days(london_date(start)):
            opens, closes = max(start, midnight(day)), midnight(day + ONE_DAY)
            begins_at = opens if begins_at is None else begins_at
            if period <= closes - opens:
                return begins_at, opens + period
            period -= closes - opens
        raise AssertionError("working days never end")


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_days(start: datetime, days: int) -> datetime:
    """The first instant after a period of whole London days of which the day of `start` is the first."""
    return midnight(london_date(start) + days * ONE_DAY)


def end_of_months(start: datetime, months: int) -> datetime:
    """The first instant after a period of months beginning with the London day of `start`: from the 31st, the shorter reading."""
    return midnight(months_after(london_date(start), months))
