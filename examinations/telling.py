"""Who is told what about an examination, and under which key, so that nobody is told the same thing twice. Texts carry the reference
and the rule, never a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Model, Q
from django.urls import reverse

from borderops.kit.localtime import shown
from examinations import clocks
from examinations.models import Addendum, Authority, Examination, Handover, Nomination, Return
from examinations.property.things import names_of
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
    name: str
    authority: str
    is_strict: bool
    ref: str = ""  # the key of the thing that it is about
    thing: str = ""  # and its name, such as `item 2`
    days_left: int = 0  # of an alert, which comes beside SOON and OVERDUE

    def key(self, examination: Examination) -> str:
        """Says what the notice is about: record, rule and thing, due instant and step."""
        return _key(examination, self.rule, self.ref, self.due_at, _alert(self.days_left) if self.days_left else self.step)

    def text(self, examination: Examination) -> str:
        """`S7-26-7KQ4MX: First review due before 11:20 (Sch 8 para 20K(2)).`"""
        if self.rule == RELEASE_NOW:
            return (
                f"{examination.reference}: release now. The review at {shown(self.due_at)} did not authorise detention ({self.authority})."
            )
        tense = "was due" if self.step == OVERDUE else "is due"
        limit = "before" if self.is_strict else "by"
        name = f"{self.name} ({self.thing})" if self.thing else self.name
        left = f" No more than {self.days_left} days are left." if self.days_left else ""
        return f"{examination.reference}: {name} {tense} {limit} {shown(self.due_at)} ({self.authority}).{left}"


def _key(examination: Examination, rule: str, ref: str, due_at: datetime, step: str) -> str:
    """Two things with one limit at one instant are two notices."""
    return ":".join([str(examination.pk), rule, *([ref] if ref else []), due_at.isoformat(), step])


def _alert(days: int) -> str:
    return f"{ALERT}-{days}"


def link_to(examination: Examination) -> str:
    """Where a notice about this record leads."""
    return reverse("examinations:record", args=[examination.pk])


def dues(evaluation: clocks.Evaluation, names: Mapping[str, str]) -> list[Due]:
    """The steps that the live clocks have reached, and the refused detention that has not ended. `names` are those of things, by key."""
    found = [
        Due(
            clock.rule,
            SOON if clock.state is clocks.State.SOON else OVERDUE,
            clock.due_at,
            clock.name,
            clock.authority,
            clock.strict,
            clock.ref or "",
            names.get(clock.ref or "", ""),
        )
        for clock in evaluation.clocks
        if clock.live and clock.state in {clocks.State.SOON, clocks.State.OVERDUE, clocks.State.BREACHED}
    ]
    if evaluation.release_now is not None:
        clock = evaluation.release_now
        found.append(Due(RELEASE_NOW, OVERDUE, clock.due_at, clock.name, clock.authority, clock.strict))
    return found


def dues_of(examination: Examination, at: datetime) -> list[Due]:
    """The steps that have been reached on this record at `at`."""
    evaluation, names = assess(examination, at, clocks_alone=True), names_of(standing_events(examination))
    return [*dues(evaluation, names), *alerts(evaluation, names, at)]


def alerts(evaluation: clocks.Evaluation, names: Mapping[str, str], at: datetime) -> list[Due]:
    """What is told before a clock is SOON, or between SOON and OVERDUE: the clock's own state is not changed by it."""
    return [
        Due(
            clock.rule,
            INFORM,
            clock.due_at,
            clock.name,
            clock.authority,
            clock.strict,
            clock.ref or "",
            names.get(clock.ref or "", ""),
            lead.days,
        )
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


def examining_officers(examination: Examination) -> list[UUID]:
    """The officers who examine now: those who have left are told nothing more. One query."""
    current = examination.examiners.filter(left_at__isnull=True, officer__is_active=True)
    return list(current.values_list("officer_id", flat=True))


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


def _inform(examination: Examination, recipients: Iterable[UUID], about: str, text: str, at: datetime, *, mailed: bool = False) -> None:
    raise_notice(
        recipient=list(recipients),
        key=f"{examination.pk}/{about}",
        text=f"{examination.reference}: {text}",
        link=link_to(examination),
        thing_id=examination.pk,
        at=at,
        mailed=mailed,
    )


def tell_of_nomination(examination: Examination, nomination: Nomination, at: datetime) -> None:
    """Ask the nominee for the review."""
    if nomination.officer_id != nomination.nominated_by_id:
        text = "you are asked to carry out the next review."
        _inform(examination, [nomination.officer_id], f"nomination/{nomination.pk}", text, at, mailed=True)


def tell_of_authority(examination: Examination, authority: Authority, at: datetime) -> None:
    """Ask the superintendent named for their word."""
    asked = authority.manner == Authority.Manner.ASKED
    text = "your authority is asked for." if asked else "an authority that you gave aloud waits for your confirmation in writing."
    # Of an entry that was put right a word is asked for anew, though it may have been given to the first one.
    again = f"/{authority.event.pk}" if authority.event is not None and authority.event.supersedes_id else ""
    raise_notice(
        recipient=authority.authoriser_id,
        key=f"{examination.pk}/authority/{authority.pk}{again}",
        text=f"{examination.reference}: {text}",
        link=reverse("examinations:answer_authority", args=[examination.pk, authority.pk]),
        thing_id=examination.pk,
        at=at,
        mailed=True,
    )


def tell_of_authority_answered(examination: Examination, authority: Authority, at: datetime) -> None:
    """Tell the examiners what the superintendent said."""
    word = "confirmed" if authority.state == Authority.State.CONFIRMED else "refused"
    text = f"{authority.get_what_display().lower()} {word}."
    _inform(examination, examining_officers(examination), f"authority/{authority.pk}/{word}", text, at)


def tell_of_handover(examination: Examination, handover: Handover, at: datetime) -> None:
    """Tell whoever it now concerns: the officer it is offered to, or the one who waits for the answer."""
    about = f"handover/{handover.pk}/{handover.answer}"
    if handover.answer == Handover.Answer.WAITING:
        text = f"{handover.offered_by.collar_number} offers you this examination."
        _inform(examination, [handover.offered_to_id], about, text, at, mailed=True)
    elif handover.answer != Handover.Answer.WITHDRAWN:
        answer = "has taken it over" if handover.answer == Handover.Answer.ACCEPTED else "has declined to take it over"
        _inform(examination, [handover.offered_by_id], about, f"{handover.offered_to.collar_number} {answer}.", at)


def tell_of_return(examination: Examination, sent_back: Return, at: datetime) -> None:
    """Tell the examiners what to amend and by when."""
    text = f"returned for amendment, due by {shown(sent_back.due_at)}."
    _inform(examination, examining_officers(examination), f"returned/{sent_back.pk}", text, at, mailed=True)


def tell_of_answer(examination: Examination, sent_back: Return, at: datetime) -> None:
    """Tell the assurer that the record has come back."""
    _inform(examination, [sent_back.returned_by_id], f"answered/{sent_back.pk}", "has been amended and sent in again.", at)


def tell_of_addendum(examination: Examination, addendum: Addendum, at: datetime) -> None:
    """Tell whoever assures or assured the record: of those who take part in it, the ones who neither examined nor reviewed. Two queries."""
    _inform(examination, _assurers(examination), f"addendum/{addendum.pk}", "an examiner has added to it since it was submitted.", at)


def tell_of_correction(examination: Examination, row: Model, at: datetime) -> None:
    """Tell whoever assures or assured the record that an entry about property, cash or prints was corrected. Two queries."""
    _inform(examination, _assurers(examination), f"correction/{row.pk}", "an entry has been corrected since it was submitted.", at)


def _assurers(examination: Examination) -> list[UUID]:
    own = {*examination.examiners.values_list("officer_id", flat=True), *examination.reviews.values_list("reviewer_id", flat=True)}
    return [one for one in examination.participants if one not in own]


def tell_of_acceptance(examination: Examination, at: datetime) -> None:
    """Tell the examiners that the record is accepted."""
    _inform(examination, examining_officers(examination), "accepted", "accepted by quality assurance.", at)
