"""Ending an examination: the person is released, or arrested under another power."""

from examinations.instants import Instant
from examinations.models import Examination, TimelineEvent
from organisation.policy import Actor


def release(*, examination: Examination, by: Actor, when: Instant, words: str = "") -> TimelineEvent:
    """Record the release. The examination is ENDED; a waiting handover and a standing nomination lapse."""
    raise NotImplementedError


def arrest(*, examination: Examination, by: Actor, when: Instant, arrest_power: str, words: str = "") -> TimelineEvent:
    """Record the arrest (`arrest_power`: TACT_41, NSA_27, PACE or OTHER), which ends the examination."""
    raise NotImplementedError
