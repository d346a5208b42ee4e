"""Correcting a wrong press before submission: the wrong row stays on the timeline, and another stands in its place or takes it back."""

from datetime import datetime

from examinations.instants import Instant
from examinations.models import TimelineEvent
from organisation.policy import Actor


def supersede_event(
    *,
    event: TimelineEvent,
    by: Actor,
    when: Instant,
    reason: str,
    until: datetime | None = None,
    words: str | None = None,
) -> TimelineEvent:
    """Put a corrected fact in the place of a wrong one; `words` None keeps the old ones. Returns the new event. Unread notices that no
    longer hold are voided. Raises `Refusal` after submission, without a reason, or when the correction is impossible."""
    raise NotImplementedError


def withdraw_event(*, event: TimelineEvent, by: Actor, at: datetime, reason: str) -> TimelineEvent:
    """Take back a fact that never happened. Returns the withdrawing event. A withdrawn release or arrest makes the record live again."""
    raise NotImplementedError
