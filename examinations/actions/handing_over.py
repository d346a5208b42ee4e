"""The people of a live examination: a colleague joins, and the next shift takes over. Whoever examined stays an examiner for the rules."""

from datetime import datetime

from examinations.models import Examination, Examiner, Handover
from organisation.models import User
from organisation.policy import Actor


def join_examination(*, examination: Examination, by: Actor, at: datetime) -> Examiner:
    """Become an examiner of a live examination at one's own port. Find it with `queries.examination_to_join`."""
    raise NotImplementedError


def offer_handover(*, examination: Examination, to: User, by: Actor, at: datetime, words: str = "") -> Handover:
    """Offer the live examination to an officer of the next shift, who can see it from now on."""
    raise NotImplementedError


def accept_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Take the examination over: become an examiner, while the officer who offered it leaves."""
    raise NotImplementedError


def decline_handover(*, handover: Handover, by: Actor, at: datetime, reason: str) -> Handover:
    """Refuse the offer; it stays with the officer who made it, who is told."""
    raise NotImplementedError


def withdraw_handover(*, handover: Handover, by: Actor, at: datetime) -> Handover:
    """Take the offer back."""
    raise NotImplementedError
