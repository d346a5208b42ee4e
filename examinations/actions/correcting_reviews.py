"""Putting right the record of a review: by the officer who made it, or by an examiner who had entered it for them from the pad. What a
review officer stated themself is changed by nobody else; its time alone is."""

from dataclasses import asdict, dataclass, fields

from django.db.models import Model

from examinations import states
from examinations.actions.beside import Entry
from examinations.actions.reviewing import ReviewDetails, refuse_contradictions
from examinations.actions.writing import Impossible, NotNow, require_recorder
from examinations.instants import Instant
from examinations.models import Examination, Kind, Review, TimelineEvent
from examinations.participants import admit
from examinations.refusals import Refusal
from examinations.reviewers import may_review
from organisation import policy
from organisation.acting import InForce, rank_again, rank_of
from organisation.models import User
from organisation.policy import Actor


@dataclass(frozen=True, slots=True)
class ReviewInstead:
    """What a corrected review says. Another officer than the wrong one named may have made it, where an examiner entered it."""

    reviewer: User
    details: ReviewDetails

    def entry(self, row: Examination, wrong: TimelineEvent, when: Instant, by: Actor) -> Entry:
        """Raises as `record_review` does, and `Refusal` where somebody else changes what the review officer stated."""
        before = review_as_it_is(wrong)
        if self.details.started_at > when.at:
            raise Impossible("The decision cannot come before the review began. Correct one of the two times.", field="typed_at")
        if before != self:
            if not may_be_said_anew(wrong, by):
                raise Refusal(
                    "The review officer made this record themself, so nobody else changes what it says. Correct its time, or ask them to "
                    "correct the rest."
                )
            if not self.reviewer.rank:
                raise Refusal("A review officer is a constable of some rank; none is on record for this person.", field="reviewer")
            refuse_contradictions(self.details, when)
        return Entry(self.reviewer, {**wrong.detail, "outcome": self.details.outcome})

    def follow(
        self, row: Examination, corrected: TimelineEvent, wrong: TimelineEvent, by: Actor, *, is_accredited: bool | None = None
    ) -> list[Model]:
        """Another row with the same number; the one before stays with the entry that it belonged to. `is_accredited` None: as it was,
        unless another officer reviewed, or at another time."""
        before = Review.objects.get(event=wrong)
        is_same = before.reviewer_id == self.reviewer.pk
        if is_accredited is None:
            as_before = is_same and before.decided_at == corrected.at
            is_accredited = before.reviewer_is_accredited if as_before else may_review(self.reviewer, row.power, corrected.at)
        held = InForce(before.reviewer_rank, before.reviewer_rank_authority)
        if not is_same:
            held = rank_of(self.reviewer, corrected.at)
        else:
            held = rank_again(self.reviewer, corrected.at, before=held, before_at=before.decided_at)
        admit(row, self.reviewer.pk)
        return [
            Review.objects.create(
                event=corrected,
                examination=row,
                sequence=before.sequence,
                reviewer=self.reviewer,
                reviewer_rank=held.rank,
                reviewer_rank_authority=held.authority,
                reviewer_is_accredited=is_accredited,
                due_at=before.due_at,
                decided_at=corrected.at,
                signed_at=corrected.received_at,
                **asdict(self.details),
            )
        ]


def review_as_it_is(event: TimelineEvent) -> ReviewInstead | None:
    """What is on record of the review beside this entry; None for an entry about anything else."""
    review = Review.objects.select_related("reviewer").filter(event=event).first() if event.kind == Kind.REVIEW else None
    if review is None:
        return None
    return ReviewInstead(review.reviewer, ReviewDetails(**{each.name: getattr(review, each.name) for each in fields(ReviewDetails)}))


def is_own_statement(event: TimelineEvent) -> bool:
    """Whether the review officer entered this review, or a correction of it, themself."""
    entry: TimelineEvent | None = event
    while entry is not None:
        if entry.entered_by_id == entry.officer_id:
            return True
        entry = entry.supersedes
    return False


def may_be_said_anew(event: TimelineEvent, by: Actor) -> bool:
    """Whether this person may change what the review says."""
    return by.id == event.officer_id or not is_own_statement(event)


def require_corrector(by: Actor, examination: Examination, event: TimelineEvent) -> None:
    """The review officer, who need not be an examiner, corrects their own record until it is submitted; for all else the examiners."""
    if event.kind != Kind.REVIEW or event.officer_id != by.id:
        require_recorder(by, examination)
        return
    if examination.state not in {states.LIVE, states.ENDED}:
        raise NotNow(states.TABLE.refusal(examination.state))
    if not policy.can(by, "examination.complete", examination):
        policy.require(by, "examination.review", examination)
