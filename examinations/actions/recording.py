"""Recording facts on a live timeline. What is unlawful but possible is taken and becomes a breach; what cannot have happened is refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from examinations.instants import Instant
from examinations.models import Examination, TimelineEvent
from examinations.refusals import Refusal
from organisation.models import User
from organisation.policy import Actor


class Impossible(Refusal):
    """The fact cannot have happened with the others on the timeline."""


def record_event(
    *,
    examination: Examination,
    kind: str,
    by: Actor,
    when: Instant,
    until: datetime | None = None,
    officer: User | None = None,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> TimelineEvent:
    """Put one fact on the timeline of a live examination. `officer` is who did it (for a question: who asked), `by.user` when not said.

    `detail` holds the kind's own fields as the clock engine names them. An officer who questions becomes an examiner. RELEASED and
    ARRESTED end the examination. REVIEW is recorded with `record_review`. Raises `Impossible`.
    """
    raise NotImplementedError


def detain(*, examination: Examination, by: Actor, when: Instant, words: str = "") -> TimelineEvent:
    """Record that the person is detained under the schedule; the review clocks start at `when.at`."""
    raise NotImplementedError
