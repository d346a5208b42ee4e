"""What has become of a person's rights: exercised, asked for, declined, delayed or not yet raised; and whether an appropriate adult is
needed and there. Pure: the standing facts of a timeline in, their meaning out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from borderops.kit.localtime import london_date

NAMED_PERSON, SOLICITOR = "NAMED_PERSON", "SOLICITOR"
SUPERINTENDENT = 5  # of `organisation.ranks`, which this room need not import
QUESTIONS = frozenset({"FIRST_QUESTION", "QUESTION"})
ENDINGS = frozenset({"RELEASED", "ARRESTED"})
REQUESTED, DECLINED = "SOLICITOR_REQUESTED", "SOLICITOR_DECLINED"
ADULT_AGE = 18
IDENTIFIED_UNDER = {"TACT_S7": "Sch 8 para 2", "CTBSA_S3": "Sch 3 para 26"}
"""By power: steps to photograph, measure or identify a detained person."""
BRITISH = frozenset({"british", "british citizen", "gbr", "uk", "united kingdom", "gb"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that stands. `given`: its own fields and what was filled in afterwards; `words`: what was added at the press."""

    kind: str
    at: datetime
    given: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None
    id: str = ""
    label: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What bears on the rights of whoever is examined."""

    born_on: date | None = None
    looks_under_18: bool | None = None
    is_vulnerable: bool | None = None
    nationality: str = ""
    own_consent_age: int | None = None  # from which a child's own consent to prints is asked for; None where that is not known

    def age_on(self, day: date) -> int | None:
        """In whole years. Whoever was born on 29 February is a year older on 1 March."""
        if self.born_on is None:
            return None
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def is_child_on(self, day: date) -> bool:
        """Under eighteen on that day; where no date of birth is known, by their looks."""
        age = self.age_on(day)
        return bool(self.looks_under_18) if age is None else age < ADULT_AGE

    def adult_reason(self, day: date) -> str:
        """Why an appropriate adult is needed on that day; empty when none is. A date of birth settles what looks do not."""
        age = self.age_on(day)
        if age is not None and age < ADULT_AGE:
            return f"the person is {age}"
        if age is None and self.looks_under_18:
            return "the person looks under 18 and nothing proves otherwise"
        return "the person is vulnerable" if self.is_vulnerable else ""

    @property
    def is_foreign(self) -> bool:
        """Whether a nationality is on record that is not British."""
        named = self.nationality.strip().lower()
        return bool(named) and named not in BRITISH


def reason_of(fact: Fact) -> str:
    """Why it was done, as it was said at the press or filled in afterwards; empty when nobody has said."""
    return str(fact.given.get("why") or fact.words).rstrip(".")


class Status(StrEnum):
    """What has become of one right."""

    OPEN = "Not raised yet"
    ASKED = "Asked for"
    EXERCISED = "Exercised"
    DECLINED = "Not wanted"


@dataclass(frozen=True, slots=True)
class Right:
    """One right as it stands, with the fact that says so, and the delay that holds it back, if any."""

    key: str
    status: Status
    fact: Fact | None = None
    delay: Fact | None = None

    @property
    def is_exercised(self) -> bool:
        return self.status is Status.EXERCISED


MEANS: dict[str, dict[str, Status]] = {
    NAMED_PERSON: {
        "NAMED_PERSON_REQUESTED": Status.ASKED,
        "NAMED_PERSON_INFORMED": Status.EXERCISED,
        "NAMED_PERSON_DECLINED": Status.DECLINED,
    },
    SOLICITOR: {
        "SOLICITOR_REQUESTED": Status.ASKED,
        "SOLICITOR_CONSULTED": Status.EXERCISED,
        "SOLICITOR_DECLINED": Status.DECLINED,
        "SOLICITOR_REQUEST_WITHDRAWN": Status.DECLINED,
    },
    "CONSULATE": {
        "CONSULATE_REQUESTED": Status.ASKED,
        "CONSULATE_INFORMED": Status.EXERCISED,
        "CONSULATE_DECLINED": Status.DECLINED,
    },
}


def right(key: str, facts: Sequence[Fact]) -> Right:
    """One right as the latest fact about it leaves it. That to have somebody told arises again at each place to which a detained person is
    moved (TACT Sch 8 para 6(3); CTBSA Sch 3 para 29(3))."""
    since = moved_at(facts) if key == NAMED_PERSON else None
    about = [fact for fact in facts if fact.kind in MEANS[key] and (since is None or fact.at >= since)]
    if key == SOLICITOR:
        about = _without_idle_declining(about)
    last = about[-1] if about else None
    return Right(key, MEANS[key][last.kind] if last else Status.OPEN, last, delay_of(key, facts))


def _without_idle_declining(about: Sequence[Fact]) -> list[Fact]:
    """What was said of a solicitor, in order, without "wants none" while one was asked for: only consulting one or withdrawing the request
    ends the bar on questions (TACT Sch 8 para 7A; CTBSA Sch 3 para 30). Those of one instant are read in the order of `MEANS`."""
    order, found = list(MEANS[SOLICITOR]), list[Fact]()
    for fact in sorted(about, key=lambda one: (one.at, order.index(one.kind))):
        if fact.kind != DECLINED or not found or found[-1].kind != REQUESTED:
            found.append(fact)
    return found


def declined_idly(facts: Sequence[Fact]) -> bool:
    """Whether "wants no solicitor" was recorded while the request for one stands."""
    state = right(SOLICITOR, facts)
    asked = state.fact if state.status is Status.ASKED else None
    return asked is not None and any(fact.kind == DECLINED and fact.at >= asked.at for fact in facts)


def lacks_asylum_consent(facts: Sequence[Fact]) -> bool:
    """Whether, by what was said of the consulate so far, the person has claimed asylum and has not consented to it being told. To want no
    consulate told is to refuse. (rule not verified)"""
    about = [fact for fact in facts if fact.kind in MEANS["CONSULATE"]]
    said = ["NO" if fact.kind == "CONSULATE_DECLINED" else fact.given.get("consents") for fact in about]
    is_claimed = any(fact.given.get("asylum_claimed") == "YES" for fact in about)
    return is_claimed and next((each for each in reversed(said) if each), None) != "YES"


def moved_at(facts: Sequence[Fact]) -> datetime | None:
    """When the person was last brought to another place while detained."""
    detained = detained_at(facts)
    return max((fact.at for fact in facts if fact.kind == "TRANSFERRED" and detained is not None and fact.at >= detained), default=None)


def detained_at(facts: Sequence[Fact]) -> datetime | None:
    return next((fact.at for fact in facts if fact.kind == "DETAINED"), None)


def is_detained_at(facts: Sequence[Fact], at: datetime) -> bool:
    """Whether the person was detained at that instant: since it, and not yet released or arrested before it."""
    since = detained_at(facts)
    return since is not None and since <= at and not any(fact.kind in ENDINGS and fact.at < at for fact in facts)


def delay_of(key: str, facts: Sequence[Fact]) -> Fact | None:
    """The delay that still holds this right back."""
    standing = None
    for fact in facts:
        if fact.kind == "RIGHT_DELAYED" and fact.given.get("right") == key:
            standing = fact
        elif fact.kind == "DELAY_ENDED" and fact.given.get("right") in (key, None, ""):
            standing = None
    return standing


def delays(facts: Sequence[Fact]) -> list[Fact]:
    """Every delay that still stands."""
    return [delay for key in (NAMED_PERSON, SOLICITOR) if (delay := delay_of(key, facts))]


def directions(facts: Sequence[Fact]) -> list[Fact]:
    """The direction to consult a different solicitor that stands, if there is one: the last (TACT Sch 8 para 9; CTBSA Sch 3 para 33)."""
    return [fact for fact in facts if fact.kind == "DIFFERENT_SOLICITOR_DIRECTED"][-1:]


def unexercised(facts: Sequence[Fact]) -> list[Right]:
    """The rights of which a detained person is reminded when detention goes on (TACT Sch 8 para 20M; CTBSA Sch 3 para 54): those not
    exercised, declined and delayed ones included."""
    return [one for one in (right(NAMED_PERSON, facts), right(SOLICITOR, facts)) if not one.is_exercised]


def known_by(facts: Sequence[Fact], at: datetime) -> list[Fact]:
    """What had happened by an instant."""
    return [fact for fact in facts if fact.at <= at]


def is_adult_here(facts: Sequence[Fact], at: datetime) -> bool:
    """Whether an appropriate adult is with the person at `at`. One who comes at that very instant is."""
    about = [fact for fact in facts if fact.kind in {"APPROPRIATE_ADULT_ARRIVED", "APPROPRIATE_ADULT_LEFT"} and fact.at <= at]
    return bool(about) and about[-1].kind == "APPROPRIATE_ADULT_ARRIVED"


def questions_without_adult(facts: Sequence[Fact], person: Person) -> list[Fact]:
    """Each question that was asked, or went on, while an appropriate adult was needed and not there."""
    return [
        fact for fact in facts if fact.kind in QUESTIONS and person.adult_reason(london_date(fact.at)) and not _is_accompanied(facts, fact)
    ]


def _is_accompanied(facts: Sequence[Fact], question: Fact) -> bool:
    if not is_adult_here(facts, question.at):
        return False
    until = question.until
    return until is None or not any(fact.kind == "APPROPRIATE_ADULT_LEFT" and question.at < fact.at < until for fact in facts)


def needs_adult_now(facts: Sequence[Fact], person: Person, at: datetime) -> bool:
    """Whether to put no question now, because an appropriate adult is needed and not there."""
    return bool(person.adult_reason(london_date(at))) and not is_adult_here(facts, at)
