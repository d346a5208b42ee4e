"""How the facts of a record are put into words for a screen: what the next clock asks for, a line of the timeline, an officer's number.
Officers appear by rank and number; the person examined never appears here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from borderops.kit.dates import length, spoken, spoken_date, spoken_time
from borderops.kit.localtime import london_date
from examinations import clocks
from examinations.choices import APPREHENDED_AS, ARREST_POWERS
from examinations.clocks.words import CUSTODY_DECIDES
from examinations.details import DETAILS, said
from examinations.instants import apart
from examinations.models import Examination, Examiner, Kind, Review, TimelineEvent
from examinations.outsiders import outsider_said
from examinations.property.things import about_property, label_of, names_of
from examinations.timeline import LASTING
from organisation.models import User
from organisation.ranks import Rank

# What must be done before or by the due instant of each clock.
INSTRUCTIONS = {
    "C1": "Detain or stop questioning",
    "C2": "Release or arrest",
    "C3": "First review",
    "C4": "Next review",
    "C2a": "Both examinations together (policy)",
    "C12": "Order, return or forfeiture of the cash",
    "C6": "Return, or name another ground",
    "C7": "Commissioner's decision",
    "C8": "Tell the Commissioner",
    "C9": "Determination or destruction",
    "C10": "Renew or destroy",
    "C11": "Destroy the sample",
    "C14": "Tell the Commissioner and those affected",
}
SHORT_POWERS = {"TACT_S7": "Schedule 7", "CTBSA_S3": "Schedule 3"}
CUSTODY = "C13"
REVIEW_RULES = {"C3", "C4"}
# About which there is something to fill in only for a child, or where no adult was there: asked for where it is owed.
SELDOM = {"FIRST_QUESTION", "QUESTION", "DETAINED"}
STATE_TONES = {"LIVE": "blue", "ENDED": "amber", "SUBMITTED": "purple", "RETURNED": "red", "ACCEPTED": "green"}


def short_power(examination: Examination) -> str:
    return SHORT_POWERS.get(examination.power, examination.power)


def number_of(officer: User | None, rank: str = "") -> str:
    """'PC 4201': the rank held then, if it is known, and the collar number."""
    if officer is None:
        return ""
    held = rank or officer.rank
    return f"{Rank[held].short} {officer.collar_number}" if held else officer.collar_number


def examiner_numbers(examiners: Iterable[Examiner]) -> str:
    return ", ".join(f"{number_of(each.officer, each.rank)}{' (completes it)' if each.completes else ''}" for each in examiners)


@dataclass(frozen=True, slots=True)
class Shown:
    """The clocks as a panel is given them: the one that matters next first, and the words for it."""

    next_clock: clocks.Clock | None
    clocks: tuple[clocks.Clock, ...]
    instructions: dict[str, str]


def shown_clocks(next_clock: clocks.Clock | None, evaluation: clocks.Evaluation, facts: Iterable[TimelineEvent] = ()) -> Shown:
    """A refused detention comes before every other clock, and no further review is asked for while the release is owed.

    `facts` give the things that clocks are about the names by which people know them; a key is shown to nobody.
    """
    names = names_of(facts)
    named = tuple(replace(clock, ref=names.get(clock.ref) or None) if clock.ref else clock for clock in evaluation.clocks)
    if next_clock is None or evaluation.release_now is None:
        return Shown(next_clock, named, INSTRUCTIONS)
    rest = tuple(clock for clock in named if not (clock.live and clock.rule in REVIEW_RULES))
    return Shown(next_clock, (next_clock, *rest), {**INSTRUCTIONS, next_clock.rule: next_clock.name})


@dataclass(frozen=True, slots=True)
class Arrest:
    """What custody is given of an examination that ended in an arrest: when that was, and the clock that runs from an earlier instant, if
    the power has one. Which instant differs by power: TACT s.41(3), National Security Act 2023 s.27(3),(4)."""

    arrested_at: datetime
    clocks: tuple[clocks.Clock, ...]
    hospital: str = CUSTODY_DECIDES


def arrest_of(evaluation: clocks.Evaluation, facts: Iterable[TimelineEvent]) -> Arrest | None:
    """The arrest among the standing facts, if there was one."""
    arrested_at = next((fact.at for fact in facts if fact.kind == Kind.ARRESTED), None)
    return Arrest(arrested_at, tuple(clock for clock in evaluation.clocks if clock.rule == CUSTODY)) if arrested_at else None


def instruction_for(clock: clocks.Clock | None, *, release_now: bool = False) -> str:
    if clock is None:
        return ""
    return clock.name if release_now else INSTRUCTIONS.get(clock.rule, clock.name)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline as it is drawn."""

    event: TimelineEvent
    title: str
    by: str
    words: str
    notes: tuple[str, ...]
    review: Review | None
    struck_by: TimelineEvent | None
    may_be_corrected: bool
    may_be_filled_in: bool = False
    may_be_amended: bool = False  # corrected after submission
    day: str = ""  # the London day, on the first entry of a day that is not today's
    time: str = ""
    iso: str = ""  # the same for machines
    is_marked: bool = False  # there is more to say than what happened, when and by whom
    is_plain: bool = False  # nothing but what happened, when, by whom, and a line of words
    key: str = ""

    @property
    def struck_reason(self) -> str:
        return self.struck_by.superseding_reason if self.struck_by else ""

    @property
    def was_taken_back(self) -> bool:
        return self.struck_by is not None and self.struck_by.is_withdrawn


def lines(
    events: Sequence[TimelineEvent],
    reviews: Iterable[Review] = (),
    *,
    of: Examination,
    at: datetime | None = None,
    may_correct: bool = False,
    may_amend: bool = False,
) -> list[Line]:
    """The timeline in the order given. A row that only takes another back is told at the row that it takes back.

    `at` is the present instant: the entries of any other London day than its own are headed by their day.
    """
    by_event = {review.event_id: review for review in reviews}
    day = london_date(at) if at else None
    drawn = []
    for event in events:
        if event.is_withdrawn:
            continue
        heading = "" if london_date(event.at) == day else spoken_date(london_date(event.at))
        day = london_date(event.at)
        drawn.append(_line(event, of, by_event.get(event.pk), may_correct, heading, may_amend=may_amend and event.kind in LASTING))
    return drawn


def _line(event: TimelineEvent, of: Examination, review: Review | None, may_correct: bool, day: str, *, may_amend: bool = False) -> Line:
    struck_by, notes = getattr(event, "superseded_by", None), tuple(_notes(event))
    is_marked = bool(notes or struck_by or event.until or event.late_reason)
    return Line(
        event=event,
        title=title_of(event, of),
        by=number_of(event.officer, event.officer_rank) or outsider_said(event.detail),
        words=event.words,
        notes=notes,
        review=review,
        struck_by=struck_by,
        may_be_corrected=may_correct and struck_by is None and event.kind != Kind.POWER_CORRECTED,
        may_be_filled_in=may_correct and struck_by is None and event.kind in DETAILS and event.kind not in SELDOM,
        may_be_amended=may_amend and struck_by is None,
        day=day,
        time=spoken_time(event.at, seconds=True),
        iso=event.at.isoformat(),
        is_marked=is_marked,
        is_plain=not (is_marked or review or may_correct or may_amend or "\n" in event.words),
        key=str(event.pk),
    )


KIND_LABELS = {kind.value: str(kind.label) for kind in Kind}


def title_of(event: TimelineEvent, of: Examination) -> str:
    """The kind in words, with the power, the outcome or the thing that it is about, for an event of this record."""
    label = label_of(event.kind, event.detail, KIND_LABELS[event.kind])
    if event.kind == Kind.ARRESTED:
        power = ARREST_POWERS.get(str(event.detail.get("arrest_power", "")), "")
        return f"{label}: {power}" if power else label
    if event.kind == Kind.APPREHENDED:
        held = APPREHENDED_AS.get(str(event.detail.get("apprehension", "")), "")
        return f"{label}: {held}" if held else label
    if event.kind == Kind.CASH_SEIZED:
        power = str(event.detail.get("cash_power", ""))
        return f"{label} under {power}" if power else label
    if event.kind == Kind.REVIEW:
        word = dict(Review.Outcome.choices).get(str(event.detail.get("outcome", "")), "")
        return f"{label}: {str(word).lower()}" if word else label
    about = about_property(event.kind, event.detail, of.power, of.started_at)
    return f"{label}: {about}" if about else label


def spoken_in_full(at: datetime | None) -> str:
    """An instant with its day, where it may be read on another."""
    return spoken(at, seconds=bool(at.second)) if at else ""


def details_of(event: TimelineEvent) -> list[tuple[str, str]]:
    """What was filled in about an entry that was read with its supplement, in words."""
    supplement = getattr(event, "supplement", None)
    return said(event.kind, {**event.detail, **(supplement.given if supplement else {})})


def _notes(event: TimelineEvent) -> Iterable[str]:
    """What quality assurance will want to know about the time of this entry."""
    if event.late_reason:
        yield f"Entered {length(event.received_at - event.at)} afterwards: {event.late_reason}"
    if (span := apart(event.received_at, event.pressed_at)) and not (event.late_reason and event.at == event.pressed_at):
        yield difference(span)
    if event.officer_id != event.entered_by_id:
        yield f"Entered by {number_of(event.entered_by)}"
    if event.supersedes_id:
        yield f"Corrected: {event.superseding_reason}"


def difference(span: timedelta) -> str:
    """How far receipt and press stood apart."""
    side = "after" if span > timedelta(0) else "before"
    return f"Received {length(span)} {side} it was pressed"


def pressed_and_received(pressed_at: datetime | None, received_at: datetime) -> str:
    """Both instants of an act whose press and receipt stand more than five seconds apart; nothing for any other."""
    if pressed_at is None or not apart(received_at, pressed_at):
        return ""
    return f"Pressed {spoken(pressed_at, seconds=True)} by the device's clock, received {spoken(received_at, seconds=True)}"


def breach_key(breach: Any) -> tuple[str, datetime | None]:
    """What an explanation is tied to."""
    return breach.rule, breach.due_at
