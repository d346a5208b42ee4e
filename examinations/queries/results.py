"""What the queries of this app return: typed, complete, and ready to be drawn without another query."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from examinations.clocks import Clock, Evaluation
from examinations.models import (
    Addendum,
    BreachExplanation,
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
from examinations.reviewers import Reviewer
from organisation.models import User


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One live examination on the review board."""

    examination: Examination
    next_clock: Clock | None
    clocks: tuple[Clock, ...]  # the live ones, nearest first
    release_now: bool
    examiners: tuple[Examiner, ...]
    nominee: User | None
    mine: Reviewer | None  # whether the actor may review it
    reviewers: tuple[Reviewer, ...]  # those on duty or on call who may, first


@dataclass(frozen=True, slots=True)
class LivePanel:
    """The clocks of one examination, computed at `at`."""

    examination: Examination
    at: datetime
    next_clock: Clock | None
    clocks: tuple[Clock, ...]
    evaluation: Evaluation
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


@dataclass(frozen=True, slots=True)
class MyRecord:
    """One examination that the officer took part in as an examiner."""

    examination: Examination
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class MyRecords:
    """What an officer examined, paged, and on the first page the latest that they reviewed."""

    rows: tuple[MyRecord, ...]
    reviewed: tuple[Review, ...]
    more_after: str | None


@dataclass(frozen=True, slots=True)
class PortPicture:
    """One port as the region's picture shows it."""

    port_id: UUID
    port_name: str
    live: int
    soon: int
    overdue: int
    to_complete: int
    awaiting_assurance: int
    returned: int
    breaches: dict[str, int]  # rule -> count in the window, and of what is not submitted yet


@dataclass(frozen=True, slots=True)
class RegionPicture:
    """The actor's ports as they stand: the board's rows, a line for each port, and since when breaches are counted."""

    rows: tuple[BoardRow, ...]
    ports: tuple[PortPicture, ...]
    since: datetime
