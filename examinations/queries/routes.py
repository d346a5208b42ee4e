"""Where a thing stands with the Investigatory Powers Commissioner, folded from its steps and entries. No query."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy as copied
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from borderops.kit.localtime import london_date
from examinations import clocks
from examinations.choices import AFFECTED_PARTIES
from examinations.models import CommissionerStep, Examination, Kind, TimelineEvent
from examinations.property import commissioner
from examinations.property.decided import Decided, decided_of
from examinations.superseding import answers_to, standing
from examinations.timeline import engine_event, law_for


@dataclass(frozen=True, slots=True)
class Invited:
    """Written representations to the Commissioner on the ordinary route: until the last day of the period that the Commissioner set, as far
    as it is recorded (CTBSA Sch 3 paras 12 and 18)."""

    through: date | None
    is_over: bool


NOTHING_FOLLOWED = Decided()


@dataclass(frozen=True, slots=True)
class Route:
    """Where an item or a copy stands with the Commissioner. `steps` are those that stand, each with the instant of its entry."""

    state: str
    steps: tuple[CommissionerStep, ...]
    heard_through: date | None = None  # after an urgent grant: the last day for representations
    untold: tuple[str, ...] = ()  # affected parties of an urgent grant who are not recorded as told
    invited: Invited | None = None  # representations on the ordinary route, while they are open
    decided: Decided = NOTHING_FOLLOWED
    struck: tuple[tuple[CommissionerStep, CommissionerStep], ...] = ()  # steps without an entry that were put right, with what did so

    @property
    def label(self) -> str:
        return commissioner.LABELS[self.state]

    @property
    def tone(self) -> str:
        return commissioner.TONES[self.state]

    @property
    def is_concerned(self) -> bool:
        return self.state != commissioner.NOT_REQUIRED or bool(self.steps)

    @property
    def may_be_used(self) -> bool:
        return self.state in commissioner.MAY_BE_USED

    def allows(self, act: str) -> bool:
        """Whether this step may be recorded next."""
        return commissioner.may_follow(act, self.state, [step.act for step in self.steps], self.decided)


def route_of(
    examination: Examination, facts: list[TimelineEvent], rows: list[CommissionerStep], ended_at: datetime | None, at: datetime
) -> Route:
    """`facts` and `rows`: the entries about the thing and all its steps, those put right included."""
    steps = standing(rows)
    acts = [act for _, act in commissioner.moves_of(examination.power, facts, steps, ended_at)]
    state = commissioner.status_after(acts)
    dated = tuple(_dated(steps, facts))
    shown = {step.pk: step for step in dated}
    struck = answers_to(rows)
    return Route(
        state,
        dated,
        *_after_a_grant(examination, facts),
        invited=_invited(dated, at) if state == commissioner.REPRESENTATIONS_OPEN else None,
        decided=decided_of(shown[step.pk] for _, step in commissioner.dated(facts, steps)),
        struck=tuple((row, struck[row.pk]) for row in rows if row.pk in struck and row.event_id is None and not row.is_withdrawn),
    )


def _dated(steps: Iterable[CommissionerStep], facts: Iterable[TimelineEvent]) -> Iterator[CommissionerStep]:
    """The steps with the instants of their entries; one whose entry was taken back is left out."""
    entered = {str(fact.detail.get("step")): fact for fact in facts}
    for step in steps:
        entry = entered.get(str(step.pk))
        if step.event_id is None:
            yield step
        elif entry is not None:
            shown = copied(step)
            shown.at, shown.event = entry.at, entry
            yield shown


def _invited(steps: Iterable[CommissionerStep], at: datetime) -> Invited:
    """Until when, as the newest step says that gives a day. The day itself is inside the period, and it is London's."""
    known = [step for step in steps if step.act == commissioner.INVITE and step.respond_by]
    through = max(known, key=lambda step: (step.at, step.received_at)).respond_by if known else None
    return Invited(through, through is not None and through < london_date(at))


def _after_a_grant(examination: Examination, facts: Sequence[TimelineEvent]) -> tuple[date | None, tuple[str, ...]]:
    """Until which day those affected by the latest urgent grant may make representations, and which of them are not told of it yet."""
    granted_at = max((fact.at for fact in facts if fact.kind == Kind.URGENT_IPC_GRANTED), default=None)
    if granted_at is None:
        return None, ()
    until = clocks.heard_until(law_for(examination), examination.power, examination.started_at, granted_at)
    notices = [engine_event(fact) for fact in facts if fact.kind == Kind.AFFECTED_PARTIES_INFORMED and fact.at >= granted_at]
    told = clocks.parties_told(notices)
    untold = tuple(AFFECTED_PARTIES[party] for party in clocks.AFFECTED if party not in told)
    return london_date(until - timedelta(days=1)) if until else None, untold
