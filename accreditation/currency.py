"""Whether an accreditation counts at an instant, from the awards alone. Pure: holding a certificate and being current are different facts,
so currency is computed for a London date every time it is asked and never stored."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from borderops.kit.dates import spoken_date
from borderops.kit.localtime import london_date

# The national examination is taken again every 24 months; one taken early, within the window, keeps the anniversary.
VALIDITY_MONTHS = 24
RENEWAL_WINDOW_DAYS = 90
FIRST_DUE_MONTHS = 3


class Standing(Enum):
    """What a person's awards of one requirement amount to at an instant."""

    CURRENT = "Current"
    WITHDRAWN = "Withdrawn"
    EXPIRED = "Expired"
    NOT_YET = "Not yet in force"
    NEVER_HELD = "Never held"


@dataclass(frozen=True, slots=True)
class Held:
    """One award: valid from the day it was made through `valid_through`, both included, unless it was withdrawn before."""

    awarded_on: date
    valid_through: date
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The answer for one requirement. `on` is the day that matters: the last good one, that of the lapse or withdrawal, or the first."""

    standing: Standing
    on: date | None = None

    @property
    def counts(self) -> bool:
        return self.standing is Standing.CURRENT

    @property
    def link(self) -> str:
        """The last word before the day, for a page that shows the standing beside it: 'through', 'on', 'until'."""
        return PHRASES.get(self.standing, "").rsplit(" ", 1)[-1]

    @property
    def words(self) -> str:
        """Fit for the screen, without the requirement's name: 'is current through 22 November 2028', 'has never been held'."""
        if self.on is None:
            return "has never been held"
        return f"{PHRASES[self.standing]} {spoken_date(self.on)}"


PHRASES = {
    Standing.CURRENT: "is current through",
    Standing.WITHDRAWN: "was withdrawn on",
    Standing.EXPIRED: "expired on",
    Standing.NOT_YET: "is not in force until",
}


def add_months(day: date, months: int) -> date:
    """The same day of the month so many calendar months later, or the month's last day where it has none such (30 November + 3 is
    28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_due(appointed_on: date, months: int = FIRST_DUE_MONTHS) -> date:
    """The last day on which a first award is still on time. Being on time gives no authority: only an award does."""
    return add_months(appointed_on, months)


def through(awarded_on: date, previous_through: date | None = None, months: int = VALIDITY_MONTHS) -> date:
    """The last day on which an award counts. An early renewal, at most 90 days before the previous one lapses, keeps its anniversary."""
    if previous_through is not None and timedelta(0) <= previous_through - awarded_on <= timedelta(days=RENEWAL_WINDOW_DAYS):
        return add_months(previous_through, months)
    return add_months(awarded_on, months) - timedelta(days=1)


def status(awards: Iterable[Held], at: datetime) -> Status:
    """What the awards of one requirement amount to at an instant, on the London date on which it falls."""
    on, held = london_date(at), list(awards)
    withdrawn = [award for award in held if award.withdrawn_at is not None and award.withdrawn_at <= at]
    standing = [award for award in held if award not in withdrawn]
    good = [award.valid_through for award in standing if award.awarded_on <= on <= award.valid_through]
    if good:
        return Status(Standing.CURRENT, max(good))
    cut_short = [london_date(award.withdrawn_at) for award in withdrawn if award.withdrawn_at and on <= award.valid_through]
    if cut_short:
        return Status(Standing.WITHDRAWN, max(cut_short))
    past = [award.valid_through for award in held if award.valid_through < on]
    if past:
        return Status(Standing.EXPIRED, max(past) + timedelta(days=1))
    coming = [award.awarded_on for award in standing if award.awarded_on > on]
    return Status(Standing.NOT_YET, min(coming)) if coming else Status(Standing.NEVER_HELD)
