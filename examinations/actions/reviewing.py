"""Reviews of detention: the review as it was carried out is always recorded; only an officer who can lawfully review may be asked to."""

from dataclasses import dataclass, field
from datetime import datetime

from examinations.instants import Instant
from examinations.models import Examination, Nomination, Review
from organisation.models import User
from organisation.policy import Actor


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
    authoriser_told_at: datetime | None = None
    not_informed_reason: str = ""
    was_made_in_presence: bool | None = None
    interpreter_present: bool | None = None
    appropriate_adult_present: bool | None = None


def record_review(*, examination: Examination, by: Actor, when: Instant, details: ReviewDetails, reviewer: User | None = None) -> Review:
    """Record a review decided at `when.at` by `reviewer` (`by.user` when not said), with the rank and accreditation of that moment.

    A wrong rank, an involved reviewer and a late review are recorded and become breaches. The outcome RELEASE tells the examiners at
    once. Raises `Impossible` where nobody was detained. (TACT Sch 8 paras 20K to 20N; CTBSA Sch 3 paras 52 to 55)
    """
    raise NotImplementedError


def nominate_reviewer(*, examination: Examination, officer: User, by: Actor, at: datetime) -> Nomination:
    """Ask `officer` to carry out the next review; it takes the place of a standing nomination. Raises `CannotReview` with what stands
    against it."""
    raise NotImplementedError


def withdraw_nomination(*, examination: Examination, by: Actor, at: datetime) -> Nomination:
    """Take back the standing nomination."""
    raise NotImplementedError
