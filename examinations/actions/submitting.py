"""From the completed record to the accepted one: submission freezes what was computed, and after it there are only addenda."""

from collections.abc import Mapping
from datetime import datetime

from examinations.models import Addendum, BreachExplanation, Examination, Return, SubmittedVersion
from organisation.policy import Actor


def submit_examination(*, examination: Examination, by: Actor, at: datetime) -> SubmittedVersion:
    """Send the record to quality assurance: its whole content and its breaches are frozen. What is owed is listed there, not demanded."""
    raise NotImplementedError


def explain_breach(
    *, examination: Examination, rule: str, due_at: datetime | None, words: str, by: Actor, at: datetime
) -> BreachExplanation:
    """Put an officer's own words beside a computed breach, named by its rule and its due instant."""
    raise NotImplementedError


def return_examination(
    *, examination: Examination, fields: Mapping[str, str], words: str, due_at: datetime, by: Actor, at: datetime
) -> Return:
    """Send a submitted record back; `fields` maps the names of `examinations.fields` to the words beside them. Called by quality
    assurance, which has checked the assessor."""
    raise NotImplementedError


def accept_examination(*, examination: Examination, by: Actor, at: datetime) -> Examination:
    """Accept and lock a submitted record. Called by quality assurance, which has checked the assessor."""
    raise NotImplementedError


def add_addendum(*, examination: Examination, field: str, addition: str, reason: str, by: Actor, at: datetime) -> Addendum:
    """Add to a returned record; the original stays. `field` is a name of `examinations.fields`."""
    raise NotImplementedError


def resubmit_examination(*, examination: Examination, by: Actor, at: datetime) -> SubmittedVersion:
    """Send a returned record back to its assurer, with its addenda, as the next frozen version."""
    raise NotImplementedError
