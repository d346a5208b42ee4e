"""Each review of detention with every field that the law asks to be recorded (law.md 2.2), what is missing said to be missing."""

from collections.abc import Iterable

from assurance.evidence.shapes import Part, Section, arising, lines, said_at, yes_no
from borderops.kit.parts import Fact
from examinations.choices import RIGHTS
from examinations.faces import number_of
from examinations.models import Examiner, Review
from examinations.queries import RecordPage


def reviews(page: RecordPage) -> Section:
    """All reviews that stand, in their order."""
    none = "No review is recorded." if page.examination.detained_at else "Nobody was detained, so there was nothing to review."
    parts = tuple(_review(each, page.examiners) for each in page.reviews)
    return Section("reviews", "Reviews", parts, "reviews", none)


def _review(review: Review, examiners: Iterable[Examiner]) -> Part:
    tone = "red" if review.outcome == Review.Outcome.RELEASE else "green"
    badges = [(str(review.get_outcome_display()), tone)]
    if not review.reviewer_is_accredited:
        badges.append(("Reviewer not accredited", "red"))
    return Part(f"Review {review.sequence}", (*_who_and_when(review, examiners), *_what(review), *_told(review)), tuple(badges))


def _who_and_when(review: Review, examiners: Iterable[Examiner]) -> tuple[Fact, ...]:
    by_then = [number_of(one.officer, one.rank) for one in examiners if one.joined_at <= review.decided_at and not one.completes]
    is_remote = review.manner != Review.Manner.IN_PERSON
    return arising(
        (True, Fact("Review officer, with rank then", number_of(review.reviewer, review.reviewer_rank))),
        (bool(review.acting), Fact("Rank of the review officer", review.acting)),
        (True, Fact("Examining officers, with rank then", ", ".join(by_then))),
        (True, Fact("Due", said_at(review.due_at))),
        (True, Fact("Started", said_at(review.started_at))),
        (True, Fact("Decided", said_at(review.decided_at))),
        (True, Fact("Carried out", review.get_manner_display())),
        (is_remote, Fact("Why not in person", lines([review.remote_reason]))),
        (True, Fact("Place", review.place)),
    )


def _what(review: Review) -> tuple[Fact, ...]:
    was_offered = review.representations_offered_to != "NOT_OFFERED"
    made = Review.Representations
    is_refused = review.representations == made.REFUSED_UNFIT
    is_release = review.outcome == Review.Outcome.RELEASE
    text = Fact("Why refused" if is_refused else "What was said", lines([review.representations_text]))
    return arising(
        (True, Fact("Representations offered to", review.get_representations_offered_to_display())),
        (was_offered, Fact("Representations", review.get_representations_display())),
        (is_refused or review.representations == made.MADE, text),
        (True, Fact("Outcome", review.get_outcome_display())),
        (not is_release, Fact("Grounds", lines([review.grounds]))),
        (True, Fact("Satisfied that detention is necessary to exercise the power to question", yes_no(review.is_necessary))),
    )


def _told(review: Review) -> tuple[Fact, ...]:
    is_release = review.outcome == Review.Outcome.RELEASE
    reminded = "; ".join(RIGHTS.get(each, each) for each in review.rights_reminded)
    return arising(
        (not is_release, Fact("Reminded of rights not yet exercised", reminded)),
        (not is_release, Fact("Conclusion on delayed rights", lines([review.delayed_rights_conclusion]) or "None stated")),
        (False, Fact("Reasons for the delay still hold", yes_no(review.delay_reasons_hold))),
        (review.delay_reasons_hold is False, Fact("Authorising officer told of it", said_at(review.authoriser_told_at))),
        (True, Fact("Person informed of the decision", yes_no(review.was_informed))),
        (not review.was_informed, Fact("Why not informed", review.get_not_informed_reason_display())),
        (True, Fact("Record made in the person’s presence (good practice)", yes_no(review.was_made_in_presence))),
        (True, Fact("Interpreter present", yes_no(review.interpreter_present))),
        (True, Fact("Appropriate adult present", yes_no(review.appropriate_adult_present))),
        (True, Fact("Signed", said_at(review.signed_at))),
    )
