"""What the pages show: one function a page, a known number of queries, typed results."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from examinations import clocks
from examinations.models import (
    Addendum,
    BreachExplanation,
    Disclosure,
    Examination,
    Examiner,
    FrozenBreach,
    Handover,
    Nomination,
    Return,
    Review,
    SubmittedVersion,
    TimelineEvent,
)
from examinations.owed import Owed
from organisation.models import User
from organisation.policy import Actor


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An officer and whether they may lawfully carry out the next review of one examination now."""

    officer: User
    objections: tuple[str, ...]  # sentences; empty when they may review
    is_accredited: bool
    duty_kind: str  # AT_PORT, ON_CALL, or "" when neither
    ring: str  # the number to ring

    @property
    def may_review(self) -> bool:
        return not self.objections


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One live examination on the review board."""

    examination: Examination
    next_clock: clocks.Clock | None
    clocks: tuple[clocks.Clock, ...]  # the live ones, nearest first
    release_now: bool
    examiners: tuple[Examiner, ...]
    nominee: User | None
    mine: Reviewer  # whether the actor may review it
    reviewers: tuple[Reviewer, ...]  # those on duty or on call who may, first


@dataclass(frozen=True, slots=True)
class LivePanel:
    """The clocks of one examination, computed at `at`."""

    examination: Examination
    at: datetime
    next_clock: clocks.Clock | None
    clocks: tuple[clocks.Clock, ...]
    evaluation: clocks.Evaluation
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything the record page shows. `more_after` is the cursor of the next timeline page, None at its end."""

    examination: Examination
    panel: LivePanel
    events: tuple[TimelineEvent, ...]
    more_after: str | None
    examiners: tuple[Examiner, ...]
    reviews: tuple[Review, ...]
    explanations: tuple[BreachExplanation, ...]
    nomination: Nomination | None
    handover: Handover | None
    versions: tuple[SubmittedVersion, ...]  # without their content
    breaches: tuple[FrozenBreach, ...]  # of the latest version
    returns: tuple[Return, ...]
    addenda: tuple[Addendum, ...]
    disclosures: tuple[Disclosure, ...]


@dataclass(frozen=True, slots=True)
class MyRecord:
    examination: Examination
    is_examiner: bool


@dataclass(frozen=True, slots=True)
class MyRecords:
    rows: tuple[MyRecord, ...]
    more_after: str | None


@dataclass(frozen=True, slots=True)
class PortPicture:
    """One port as the region's picture shows it."""

    port_id: UUID
    port_name: str
    live: int
    soon: int
    overdue: int
    awaiting_assurance: int
    returned: int
    breaches: dict[str, int]  # rule -> count in the window


@dataclass(frozen=True, slots=True)
class RegionPicture:
    rows: tuple[BoardRow, ...]
    ports: tuple[PortPicture, ...]
    since: datetime


def records() -> QuerySet[Examination]:
    """What the door reads a record from: with its port and particulars, in the same query."""
    return Examination.objects.select_related("port", "particulars", "created_by")


def review_board(actor: Actor, at: datetime) -> list[BoardRow]:
    """Every live examination that the actor may see on the board, ordered by the next instant at which the law needs something."""
    raise NotImplementedError


def live_panel(examination: Examination, at: datetime) -> LivePanel:
    """The clocks of one record."""
    raise NotImplementedError


def record_page(actor: Actor, examination: Examination, at: datetime, after: str = "") -> RecordPage:
    """The record page; `after` is the cursor of the timeline page wanted."""
    raise NotImplementedError


def eligible_reviewers(examination: Examination, at: datetime) -> list[Reviewer]:
    """Officers on duty or on call at the port, those who may lawfully review first."""
    raise NotImplementedError


def examination_to_join(actor: Actor, pk: UUID) -> Examination | None:
    """A live examination at the actor's port that they may join, though they cannot see the rest of it yet."""
    raise NotImplementedError


def my_records(actor: Actor, after: str = "", count: int = 25) -> MyRecords:
    """What the actor took part in, newest first."""
    raise NotImplementedError


def find_by_reference(actor: Actor, typed: str) -> Examination | None:
    """The record with this reference, if the actor may see it; spaces, case and hyphens are forgiven."""
    raise NotImplementedError


def region_picture(actor: Actor, at: datetime) -> RegionPicture:
    """Live clocks, breaches of the last 28 days and quality assurance counts of the actor's ports."""
    raise NotImplementedError
