"""What the acts share: the locked row, the check of its state, the append to the timeline, and the examiner's entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from examinations import states
from examinations.actions.limiting import MOVING, renew_limits
from examinations.clocks import OUTLASTING
from examinations.instants import Instant
from examinations.models import Examination, Examiner, Kind, TimelineEvent
from examinations.outsiders import is_outsider
from examinations.participants import entrust
from examinations.refusals import Refusal
from examinations.reviewers import may_examine
from examinations.timeline import LASTING, assess, keep, refresh_facts, refuse_impossible, standing_events
from organisation import policy
from organisation.acting import InForce, rank_again, rank_of
from organisation.models import User
from organisation.policy import Actor


class Impossible(Refusal):
    """The fact cannot have happened with the others on the timeline."""


class NotNow(Refusal):
    """The act does not belong to the state of the record."""


def officer_of(by: Actor) -> User:
    """The person who acts. A job has no place on a timeline."""
    if by.user is None:
        raise policy.Forbidden("Only an officer can do this.")
    return by.user


def locked(examination: Examination) -> Examination:
    """The record as it stands now, held until the transaction ends. Call inside `transaction.atomic`."""
    return Examination.objects.select_for_update().get(pk=examination.pk)


def save(examination: Examination) -> Examination:
    """Save the record as its next version, with what it breached where it has ended and is not submitted."""
    examination.version += 1
    examination.open_breaches = breached(examination)
    examination.save()
    return examination


def breached(examination: Examination) -> list[str] | None:
    """The rules that a record breached which has ended and is not submitted yet, each once, in order; None for any other. What outlasts
    the examination is left out: it goes on changing, and the list of limits shows it. Two queries at most."""
    if examination.state != states.ENDED:
        return None
    at = max(event.at for event in standing_events(examination))
    return sorted({breach.rule for breach in assess(examination, at).breaches} - OUTLASTING)


def expect(examination: Examination, act: str) -> None:
    """Raise `NotNow` where the act does not belong to the record's state."""
    if not states.TABLE.allows(examination.state, act):
        raise NotNow(states.TABLE.refusal(examination.state))


def expect_live(examination: Examination) -> None:
    """Raise `NotNow` unless the examination is still live."""
    if examination.state != states.LIVE:
        raise NotNow("This examination is no longer live.")


def move(examination: Examination, act: str) -> None:
    """Take the record (unsaved) to the state that follows; raises `NotNow` where the act does not belong."""
    expect(examination, act)
    examination.state = states.TABLE.after(examination.state, act)


def require_recorder(by: Actor, examination: Examination, kind: str = "") -> None:
    """Facts are added by the examiners, while it is live and, entered late, until it is submitted. What becomes of property, cash,
    biometrics and copies goes on after that, whatever the record's state, and is added by whoever looks after them."""
    if kind in LASTING and examination.state != states.LIVE:
        policy.require(by, "examination.retain", examination)
        return
    if examination.state not in {states.LIVE, states.ENDED}:
        raise NotNow(states.TABLE.refusal(examination.state))
    policy.require(by, "examination.act" if examination.state == states.LIVE else "examination.complete", examination)


def require_examiner(by: Actor, verb: str, examination: Examination) -> None:
    """Only those who examined write the record up: a reviewer or an assurer takes part in it without being its author."""
    policy.require(by, verb, examination)
    if not by.is_system and not Examiner.objects.filter(examination=examination, officer_id=by.id).exists():
        raise policy.Forbidden("Only an examiner of this person can do this.")


def append(
    examination: Examination,
    *,
    kind: str,
    by: Actor,
    when: Instant,
    until: datetime | None = None,
    officer: User | None = None,
    rank: str = "",
    words: str = "",
    detail: Mapping[str, Any] | None = None,
    supersedes: TimelineEvent | None = None,
    reason: str = "",
) -> TimelineEvent:
    """Put one fact on the timeline and copy the record's instants from it (the record is not saved). `rank` is the one in force of whoever
    did it at `when.at`, where the caller knows it already. A fact of which `detail` says that an officer of another service did it has no
    officer of ours. Raises `Impossible`."""
    entered_by = officer_of(by)
    who = officer or (None if is_outsider(detail) else entered_by)
    event = TimelineEvent(
        examination=examination,
        kind=Kind(kind),
        at=when.at,
        until=until,
        officer=who,
        officer_rank=rank or (_rank_then(who, when.at, supersedes) if who else ""),
        words=words.strip(),
        detail=dict(detail or {}),
        pressed_at=when.pressed_at,
        received_at=when.received_at,
        entered_by=entered_by,
        late_reason=when.late_reason,
        supersedes=supersedes,
        superseding_reason=reason,
    )
    others = [one for one in standing_events(examination) if supersedes is None or one.pk != supersedes.pk]
    events = sorted([*others, event], key=lambda one: (one.at, one.pk))
    refuse_impossible(examination.power, events, when.received_at, Impossible)
    event.save()
    keep(examination, events)
    refresh_facts(examination, events)
    if event.kind in MOVING:
        renew_limits(examination)
    return event


def _rank_then(who: User, at: datetime, supersedes: TimelineEvent | None) -> str:
    if supersedes is None or supersedes.officer_id != who.pk:
        return rank_of(who, at).rank
    return rank_again(who, at, before=InForce(supersedes.officer_rank), before_at=supersedes.at).rank


def strike(examination: Examination, wrong: TimelineEvent, *, by: Actor, at: datetime, reason: str) -> TimelineEvent:
    """Take an entry back: the row that does so, beside the entry that stays (the record is not saved). Raises `Impossible`, and
    `NoBeginning` for the only fact that the examination began with."""
    rest = [one for one in standing_events(examination) if one.pk != wrong.pk]
    refuse_impossible(examination.power, rest, at, Impossible)
    refresh_facts(examination, rest)
    taking_back = TimelineEvent.objects.create(
        examination=examination,
        kind=wrong.kind,
        at=wrong.at,
        officer=wrong.officer,
        officer_rank=wrong.officer_rank,
        received_at=at,
        entered_by=officer_of(by),
        supersedes=wrong,
        superseding_reason=reason,
        is_withdrawn=True,
    )
    keep(examination, rest)
    if wrong.kind in MOVING:
        renew_limits(examination)
    return taking_back


def ensure_examiner(examination: Examination, officer: User, at: datetime, rank: str, *, completes: bool = False) -> list[Examiner]:
    """The officer's entry as an examiner, made or reopened if need be; returns what was written. `rank` is the one in force at `at`. The
    record is not saved.

    `completes`: they take over a record whose person has gone, and ask nobody anything. Whoever did that and is then said to have asked
    examines like any other. One who asked before they handed the record over has left it all the same.
    """
    examiner = Examiner.every.filter(examination=examination, officer=officer).first()
    is_new = examiner is None or examiner.named_wrongly_at is not None or (examiner.completes and not completes)
    if examiner is None or is_new:
        examiner = examiner or Examiner(examination=examination, officer=officer)
        examiner.rank, examiner.joined_at, examiner.named_wrongly_at, examiner.completes = rank, at, None, completes
        # Of whoever asks nobody anything no accreditation is asked either.
        examiner.is_accredited = completes or may_examine(officer, examination.power, at)
    elif examiner.left_at is None or at < examiner.left_at:
        return []
    entrust(examination, officer.pk)
    examiner.left_at = None
    examiner.save()
    return [examiner]
