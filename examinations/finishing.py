"""When a record that waits to be finished is due, and to whom that is said. Pure. The days are the unit's policy, not law, and no source
gives them: whoever sets other days sets them here."""

from datetime import datetime, timedelta
from enum import Enum

REMIND_AFTER = timedelta(days=1)
"""From the end of the examination until its examiners are reminded to submit the record."""
ESCALATE_AFTER = timedelta(days=3)
"""And until the sergeants of the port and the detective inspector are told."""
ESCALATE_RETURN_AFTER = timedelta(days=1)
"""From the day by which an amendment was due, when its examiners are reminded, until the same are told."""


class Step(Enum):
    """How far it has come."""

    NONE = ""
    REMIND = "remind"  # its examiners
    ESCALATE = "escalate"  # and those who answer for the port


def step_of(at: datetime, *, ended_at: datetime, amendment_due_at: datetime | None = None) -> Step:
    """What is due at `at` about a record that ended then; of a returned one, by the day until which it was to be amended."""
    first, second = ended_at + REMIND_AFTER, ended_at + ESCALATE_AFTER
    if amendment_due_at is not None:
        first, second = amendment_due_at, amendment_due_at + ESCALATE_RETURN_AFTER
    return Step.NONE if at < first else Step.REMIND if at < second else Step.ESCALATE
