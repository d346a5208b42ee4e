"""Reviews of detention: the review as it was carried out is always recorded; only an officer who can lawfully review may be asked to."""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Model

import audit.actions as ledger
from examinations import clocks, states
from examinations.actions.writing import Impossible, NotNow, append, expect_live, locked, officer_of, save
from examinations.dues import sound_release_now, void_spent_notices
from examinations.instants import Instant
from examinations.models import Examination, Kind, Nomination, Review, TimelineEvent
from examinations.participants import admit, dismiss
from examinations.refusals import Refusal
from examinations.reviewers import Bench, may_review
from examinations.telling import tell_of_nomination
from examinations.timeline import law_for, standing_events, timeline_of
from organisation import policy
from organisation.acting import InForce, rank_of
from organisation.models import User
from organisation.policy import Actor
from organisation.standing import standing_of

REVIEWS = ("C3", "C4")


class CannotReview(Refusal):
    """The officer may not be asked; the text says what stands against it."""


@dataclass(frozen=True, slots=True)
class ReviewDetails:
    """What the review officer states. Names and choices are those of `Review`."""

    started_at: datetime
    outcome: str
    is_necessary: bool
    manner: str
    representations_offered_to: str
    was_informed: bool
    remote_reason: str = ""
    place: str = ""
    representations: str = ""
    representations_text: str = ""
    grounds: str = ""
    rights_reminded: list[str] = field(default_factory=list)
    delayed_rights_conclusion: str = ""
    delay_reasons_hold: bool | None = None
    authoriser_told_at: datetime | None = None
    not_informed_reason: str = ""
    was_made_in_presence: bool | None = None
    interpreter_present: bool | None = None
    appropriate_adult_present: bool | None = None


def record_review(*, examination: Examination, by: Actor, when: Instant, details: ReviewDetails, reviewer: User | None = None) -> Review:
    """Record a review decided at `when.at` by `reviewer` (`by.user` when not said), with the rank and accreditation of that moment.

    A wrong rank, an involved reviewer and a late review are recorded and become breaches. The outcome RELEASE tells the examiners at
    once. An examiner may enter a review afterwards for the officer who made it. Raises `Impossible` where nobody was detained.
    (TACT Sch 8 paras 20K to 20N; CTBSA Sch 3 paras 52 to 55)
    """
    officer = reviewer or officer_of(by)
    if not officer.rank:
        raise Refusal("A review officer is a constable of some rank; none is on record for this person.", field="reviewer")
    refuse_contradictions(details, when)
    with transaction.atomic():
        row = locked(examination)
        _require_reviewer(by, row, when)
        due_at = _due_at(row, when)
        outcome = {"outcome": details.outcome}
        held = rank_of(officer, when.at)
        event = append(row, kind=Kind.REVIEW, by=by, when=when, officer=officer, rank=held.rank, words=details.grounds, detail=outcome)
        review = _review(event, officer, held, details, due_at)
        admit(row, officer.pk)
        changed: list[Model] = [event, review, *_settle_nomination(row, when.received_at)]
        save(row)
        detail = {"outcome": details.outcome, "sequence": review.sequence, "is_late_entry": when.is_late_entry}
        ledger.record("examination.reviewed", row, changed=changed, reason=when.late_reason, detail=detail)
        void_spent_notices(row, when.received_at)
        if details.outcome == Review.Outcome.RELEASE:
            sound_release_now(row, when.received_at)
    return review


def refuse_contradictions(details: ReviewDetails, when: Instant) -> None:
    """Raise for a review that contradicts itself."""
    if details.started_at > when.at:
        raise Impossible("The decision cannot come before the review began. Correct one of the two times.", field="started_at")
    if details.outcome == Review.Outcome.AUTHORISED and not details.is_necessary:
        raise Refusal(
            "Continued detention can be authorised only where it is necessary to exercise the power. Otherwise the outcome is release.",
            field="outcome",
        )


def _require_reviewer(by: Actor, examination: Examination, when: Instant) -> None:
    if examination.state not in {states.LIVE, states.ENDED}:
        raise NotNow(states.TABLE.refusal(examination.state))
    if when.is_late_entry and policy.can(by, "examination.complete", examination):
        return
    policy.require(by, "examination.review", examination)


def _due_at(examination: Examination, when: Instant) -> datetime | None:
    """By when this review had to be decided, from what had happened before it."""
    before = timeline_of(examination, when.received_at).as_it_stood(when.at)
    waiting = [clock for clock in clocks.evaluate(before, law_for(examination)).clocks if clock.rule in REVIEWS and clock.live]
    return waiting[-1].due_at if waiting else None


def _review(event: TimelineEvent, officer: User, held: InForce, details: ReviewDetails, due_at: datetime | None) -> Review:
    examination = event.examination
    return Review.objects.create(
        event=event,
        examination=examination,
        sequence=sum(one.kind == Kind.REVIEW for one in standing_events(examination)),
        reviewer=officer,
        reviewer_rank=held.rank,
        reviewer_rank_authority=held.authority,
        reviewer_is_accredited=may_review(officer, examination.power, event.at),
        due_at=due_at,
        decided_at=event.at,
        signed_at=event.received_at,
        **asdict(details),
    )


def _settle_nomination(examination: Examination, at: datetime) -> list[Model]:
    """End the standing nomination, if there is one; its officer stays only as reviewer or examiner."""
    changed: list[Model] = []
    for nomination in examination.nominations.filter(withdrawn_at__isnull=True):
        nomination.withdrawn_at = at
        nomination.save()
        dismiss(examination, nomination.officer_id)
        changed.append(nomination)
    return changed


def objections_to(examination: Examination, officer: User, by: Actor, at: datetime) -> tuple[str, ...]:
    """What stands against asking this officer to carry out the next review; empty when nothing does."""
    asked = standing_of(officer, at)
    bench = Bench.of([examination], at, by, also=[asked])
    found = bench.reviewer(examination, list(examination.examiners.all()), officer).objections
    if not found and not policy.can(asked, "examination.review", examination):
        return ("Their posting does not include reviews at this port.",)
    return found


def nominate_reviewer(*, examination: Examination, officer: User, by: Actor, at: datetime) -> Nomination:
    """Ask `officer` to carry out the next review; it takes the place of a standing nomination. Raises `CannotReview` with what stands
    against it."""
    with transaction.atomic():
        row = locked(examination)
        expect_live(row)
        policy.require(by, "examination.nominate", row)
        objections = objections_to(row, officer, by, at)
        if objections:
            raise CannotReview(" ".join(objections), field="officer")
        before = _settle_nomination(row, at)
        nomination = Nomination.objects.create(examination=row, officer=officer, nominated_by=officer_of(by), nominated_at=at)
        admit(row, officer.pk)
        save(row)
        ledger.record("examination.reviewer_nominated", row, changed=[nomination, *before])
        tell_of_nomination(row, nomination, at)
    return nomination


def withdraw_nomination(*, examination: Examination, by: Actor, at: datetime) -> Nomination:
    """Take back the standing nomination. Raises `NotNow` where there is none."""
    with transaction.atomic():
        row = locked(examination)
        expect_live(row)
        policy.require(by, "examination.nominate", row)
        nomination = row.nominations.filter(withdrawn_at__isnull=True).first()
        if nomination is None:
            raise NotNow("Nobody is asked to carry out the next review.")
        changed = _settle_nomination(row, at)
        save(row)
        ledger.record("examination.nomination_withdrawn", row, changed=changed)
    nomination.refresh_from_db()
    return nomination
