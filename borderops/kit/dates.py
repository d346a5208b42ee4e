"""How instants and lengths of time are read on screen and on paper. Pure: London wall-clock words in, no clock of its own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from borderops.kit.localtime import LONDON, candidates

NOT_RECORDED = "Not recorded"


class NoSuchTime(ValueError):
    """The wall clock in London skipped this time when summer time began."""


class TwoSuchTimes(ValueError):
    """The wall clock in London showed this time twice when summer time ended."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A date and time as someone read them off a clock in London; `zone` is 'BST', 'GMT' or '' when they did not say."""

    day: date
    hour: int
    minute: int
    second: int = 0
    zone: str = ""

    def instant(self) -> datetime:
        """The instant in UTC. Raises NoSuchTime in the spring gap, TwoSuchTimes in the autumn hour when no zone was given."""
        wall = time(self.hour, self.minute, self.second)
        found = candidates(datetime.combine(self.day, wall))
        if not found:
            raise NoSuchTime(f"{wall:%H:%M} did not happen on {spoken_date(self.day)}: the clocks went forward.")
        if len(found) == 1:
            return found[0]
        if self.zone not in {"BST", "GMT"}:
            raise TwoSuchTimes(f"{wall:%H:%M} happened twice on {spoken_date(self.day)}, when the clocks went back. Choose BST or GMT.")
        return found[0] if self.zone == "BST" else found[1]


def is_doubtful(at: datetime) -> bool:
    """Whether the London wall clock shows this time twice that night, so that BST or GMT must be said."""
    return _happens_twice(at.astimezone(LONDON))


def _happens_twice(local: datetime) -> bool:
    """Of a London time that did happen: it is the second, or there is a second one with another offset."""
    return local.fold == 1 or local.replace(fold=1).utcoffset() != local.utcoffset()


def spoken_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def table_date(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def spoken_time(at: datetime, *, seconds: bool = False) -> str:
    """24-hour London time; says BST or GMT in the hour that happens twice."""
    local = at.astimezone(LONDON)
    text = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{text} {local.tzname()}" if _happens_twice(local) else text


def spoken(at: datetime, today_at: datetime | None = None, *, seconds: bool = False) -> str:
    """'10:42', or '10:42 on 22 November 2026' when that is not the day of `today_at`."""
    text = spoken_time(at, seconds=seconds)
    day = at.astimezone(LONDON).date()
    if today_at is not None and today_at.astimezone(LONDON).date() == day:
        return text
    return f"{text} on {spoken_date(day)}"


def spoken_limit(due_at: datetime, today_at: datetime | None = None) -> str:
    """A time by which something is due; one that ends with a day is named by that day: 'the end of 27 November 2026'."""
    local = due_at.astimezone(LONDON)
    if local.time() == time.min:
        return f"the end of {spoken_date(local.date() - timedelta(days=1))}"
    return spoken(due_at, today_at)


def length(span: timedelta) -> str:
    """A length of time in the two largest units that matter: '45 s', '12 min', '1 h 05 min', '3 days 4 h'. Whole minutes round down."""
    seconds = int(abs(span.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 60:
        return f"{seconds} s"
    if hours < 1:
        return f"{minutes} min"
    if days < 2:
        return f"{hours} h {minutes % 60:02d} min"
    rest = hours % 24
    return f"{days} days {rest} h" if rest and days < 7 else f"{days} days"


def left(due_at: datetime, at: datetime) -> str:
    """'12 min left', 'due now', or '4 min late' in relation to `at`. The same words as `static/js/clocks.js`."""
    span = due_at - at
    if abs(span) < timedelta(seconds=1):
        return "due now"
    return f"{length(span)} left" if span > timedelta(0) else f"{length(span)} late"


def relative(then: datetime, at: datetime) -> str:
    """'in 12 min' or '3 h 10 min ago'."""
    span = then - at
    if abs(span) < timedelta(seconds=1):
        return "now"
    return f"in {length(span)}" if span > timedelta(0) else f"{length(span)} ago"
