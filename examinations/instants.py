"""The legal instant of an act: what the officer's device showed when the act was pressed, never later than its receipt. Pure; the same
rule for a press, a press that was held up on a dead network, and a time typed afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from examinations.refusals import Refusal

NOTED = timedelta(seconds=5)  # a larger difference between press and receipt is shown and goes to quality assurance
LATE_ENTRY = timedelta(minutes=10)  # a larger one is a late entry, which needs a reason


def apart(received_at: datetime, pressed_at: datetime | None) -> timedelta | None:
    """How long after its press an act was received, if that is to be noted; less than nothing for a device whose clock ran ahead. None for
    a difference of five seconds or less, and where nothing says when it was pressed."""
    span = received_at - pressed_at if pressed_at else timedelta(0)
    return span if abs(span) > NOTED else None


NOT_YET = "This time has not come yet. Check the date and the time."


class FutureInstant(Refusal):
    """The typed time has not come yet."""


class ReasonMissing(Refusal):
    """A late entry without a reason."""


@dataclass(frozen=True, slots=True)
class Instant:
    """When something happened (`at`), and how that is known. `pressed_at` is None for a typed time and where the page had no script."""

    at: datetime
    received_at: datetime
    pressed_at: datetime | None = None
    is_late_entry: bool = False
    late_reason: str = ""

    @property
    def difference(self) -> timedelta:
        """How far the device's clock, or the typed time, stands from the receipt."""
        return abs(self.received_at - (self.pressed_at or self.at))

    @property
    def is_noted(self) -> bool:
        """Whether the difference is shown beside the act."""
        return self.difference > NOTED


def legal_instant(
    *, received_at: datetime, pressed_at: datetime | None = None, typed_at: datetime | None = None, reason: str = ""
) -> Instant:
    """The instant to record. A typed time stands before a press; without either, the receipt is the instant.

    Raises `FutureInstant` for a typed time after the receipt, and `ReasonMissing` for a typed time, or a press more than ten minutes
    from its receipt, without a reason. A device's clock that runs ahead is cut back to the receipt, and its difference kept.
    """
    reason = reason.strip()
    if typed_at is not None:
        if typed_at > received_at:
            raise FutureInstant(NOT_YET, field="typed_at")
        if not reason:
            raise ReasonMissing("Say why this is entered afterwards.", field="reason")
        return Instant(typed_at, received_at, is_late_entry=True, late_reason=reason)
    if pressed_at is None:
        return Instant(received_at, received_at)
    is_late = abs(received_at - pressed_at) > LATE_ENTRY
    if is_late and not reason:
        raise ReasonMissing("This reached us more than ten minutes from the time it was pressed. Say why.", field="reason")
    return Instant(min(pressed_at, received_at), received_at, pressed_at, is_late, reason if is_late else "")
