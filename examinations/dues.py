"""What the clocks of an examination call for, under keys by which nobody is told the same thing twice, and what holds no longer. Texts
carry the reference and the rule, never a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Q

from borderops.kit.localtime import shown
from examinations import clocks
from examinations.faces import INSTRUCTIONS
from examinations.models import Examination
from examinations.property.things import names_of
from examinations.telling import examining_officers, link_to
from examinations.timeline import assess, standing_events
from organisation.models import Notice
from organisation.notices import raise_notice, void_notices

SOON, OVERDUE, INFORM = Notice.Level.SOON, Notice.Level.OVERDUE, Notice.Level.INFORM
ALERT_STANDS = timedelta(days=7)  # so long an alert goes out: a roster comes round in it, and a sweep that stood still catches up
RELEASE_NOW = "RELEASE"
ALERT = "ALERT"


@dataclass(frozen=True, slots=True)
class Due:
    """A step that a clock has reached: the notice that it calls for."""

    rule: str
    step: Notice.Level
    due_at: datetime
    todo: str  # such as `Detain or stop questioning`
    authority: str
    is_strict: bool
    ref: str = ""  # the key of the thing that it is about
    thing: str = ""  # and its name, such as `item 2`
    days_left: int = 0  # of an alert, which comes beside SOON and OVERDUE

    @classmethod
    def of(cls, clock: clocks.Clock, step: Notice.Level, thing: str = "", days_left: int = 0) -> Self:
        """The step that this clock has reached; `thing` is the name of what it is about."""
        authority = clock.authority if clock.verified else f"{clock.authority}, not verified"
        todo = INSTRUCTIONS.get(clock.rule, clock.name)
        return cls(clock.rule, step, clock.due_at, todo, authority, clock.strict, clock.ref or "", thing, days_left)

    def key(self, examination: Examination) -> str:
        """Says what the notice is about: record, rule and thing, due instant and step."""
        return _key(examination, self.rule, self.ref, self.due_at, _alert(self.days_left) if self.days_left else self.step)

    def text(self, examination: Examination) -> str:
        """`S7-26-7KQ4MX: First review before 11:20 (Sch 8 para 20K(2)).`"""
        if self.rule == RELEASE_NOW:
            return (
                f"{examination.reference}: release now. The review at {shown(self.due_at)} did not authorise detention ({self.authority})."
            )
        limit = f"{'before' if self.is_strict else 'by'} {shown(self.due_at)} ({self.authority})"
        todo = f"{self.todo} ({self.thing})" if self.thing else self.todo
        if self.step == OVERDUE:
            return f"{examination.reference}: {todo} {limit}: overdue."
        left = f" No more than {self.days_left} days are left." if self.days_left else ""
        return f"{examination.reference}: {todo} {limit}.{left}"


def _key(examination: Examination, rule: str, ref: str, due_at: datetime, step: str) -> str:
    """Two things with one limit at one instant are two notices."""
    return ":".join([str(examination.pk), rule, *([ref] if ref else []), due_at.isoformat(), step])


def _alert(days: int) -> str:
    return f"{ALERT}-{days}"


def dues(evaluation: clocks.Evaluation, names: Mapping[str, str]) -> list[Due]:
    """The steps that the live clocks have reached, and the refused detention that has not ended. `names` are those of things, by key."""
    found = [
        Due.of(clock, SOON if clock.state is clocks.State.SOON else OVERDUE, names.get(clock.ref or "", ""))
        for clock in evaluation.clocks
        if clock.live and clock.state in {clocks.State.SOON, clocks.State.OVERDUE, clocks.State.BREACHED}
    ]
    if evaluation.release_now is not None:
        found.append(replace(Due.of(evaluation.release_now, OVERDUE), rule=RELEASE_NOW))
    return found


def dues_of(examination: Examination, at: datetime) -> list[Due]:
    """The steps that have been reached on this record at `at`."""
    evaluation, names = assess(examination, at, clocks_alone=True), names_of(standing_events(examination))
    return [*dues(evaluation, names), *alerts(evaluation, names, at)]


def alerts(evaluation: clocks.Evaluation, names: Mapping[str, str], at: datetime) -> list[Due]:
    """What is told before a clock is SOON, or between SOON and OVERDUE: the clock's own state is not changed by it."""
    return [
        Due.of(clock, INFORM, names.get(clock.ref or "", ""), lead.days)
        for clock in evaluation.clocks
        for lead in clocks.alerts().get(clock.rule, ())
        if clock.live and clock.due_at - lead != clock.soon_at and timedelta(0) <= at - (clock.due_at - lead) < ALERT_STANDS
    ]


def alerted(at: datetime) -> Q:
    """The open limits about which an alert goes out at `at`."""
    found = Q(pk__in=[])
    for rule, leads in clocks.alerts().items():
        for lead in leads:
            found |= Q(rule=rule, due_at__gt=at + lead - ALERT_STANDS, due_at__lte=at + lead)
    return found


def tell(examination: Examination, recipients: Iterable[UUID], due: Due, at: datetime) -> None:
    """Raise one step's notice to those of the recipients who do not have it. One voided unread, for a clock that is back, stands again."""
    key, people = due.key(examination), set(recipients)
    has = Notice.objects.filter(key=key, recipient__in=people)
    people -= set(has.filter(voided_at__isnull=True).values_list("recipient_id", flat=True))
    if not people:
        return
    has.filter(recipient__in=people, read_at__isnull=True).update(voided_at=None)
    raise_notice(
        recipient=sorted(people),
        key=key,
        level=due.step,
        text=due.text(examination),
        link=link_to(examination),
        thing_id=examination.pk,
        at=at,
        mailed=True,
    )


def sound_release_now(examination: Examination, at: datetime) -> None:
    """Tell the examiners at once, without waiting for the sweep, that the person must be released."""
    for due in dues_of(examination, at):
        if due.rule == RELEASE_NOW:
            tell(examination, examining_officers(examination), due, at)


def void_spent_notices(examination: Examination, at: datetime) -> None:
    """Void what nobody has read and no longer holds: a clock that was met, moved to another instant, or ended with the examination."""
    evaluation = assess(examination, at, clocks_alone=True)
    live = [(clock.rule, clock.ref or "", clock.due_at) for clock in evaluation.clocks if clock.live]
    if evaluation.release_now is not None:
        live.append((RELEASE_NOW, "", evaluation.release_now.due_at))
    steps = {rule: [_alert(lead.days) for lead in leads] for rule, leads in clocks.alerts().items()}
    holding = {_key(examination, *about, step) for about in live for step in (SOON, OVERDUE, *steps.get(about[0], ()))}
    raised = Notice.objects.filter(thing_id=examination.pk, voided_at__isnull=True, key__startswith=f"{examination.pk}:")
    for key in set(raised.values_list("key", flat=True)) - holding:
        void_notices(at=at, thing_id=examination.pk, key_prefix=key)
