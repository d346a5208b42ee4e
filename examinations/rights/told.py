"""When a detained person was told of the two rights of which the Acts say that they are told on first being detained. Pure.

To tell is a fact of its own and no part of the notice: it is done aloud at once, while the notice may have to wait for its translation;
of a move it is done again with no notice at all; and a notice that was served does not say whether anybody understood it.
"""

from collections.abc import Sequence
from datetime import datetime

from examinations.rights.exercised import NAMED_PERSON, QUESTIONS, SOLICITOR, Fact, Status, detained_at, moved_at, right

BOTH = (NAMED_PERSON, SOLICITOR)
TOLD = "RIGHTS_TOLD"
TOLD_UNDER = {"TACT_S7": "Sch 8 paras 6 and 7", "CTBSA_S3": "Sch 3 paras 29 and 30"}
"""By power: what a detained person is told on first being detained."""
BEFORE_IT = QUESTIONS | {"REVIEW"}
"""What quality assurance asks about where it came first. The Acts name no minutes, so that none are counted here."""


def told_at(key: str, facts: Sequence[Fact], since: datetime | None) -> datetime | None:
    """When the person was first told of this right, from `since` on; None where nobody says so. A telling is of both rights unless it names
    one. `since`: None where nothing has given the right yet."""
    if since is None:
        return None
    return min((fact.at for fact in facts if fact.kind == TOLD and fact.at >= since and _is_of(fact, key)), default=None)


def _is_of(fact: Fact, key: str) -> bool:
    return fact.given.get("told_of") in (None, "", key)


def untold(facts: Sequence[Fact]) -> list[str]:
    """The rights of which a detained person is not recorded as told since they were detained. What was said before does not count (TACT
    Sch 8 paras 6, 7; CTBSA Sch 3 paras 29, 30: on first being detained)."""
    detained = detained_at(facts)
    return [key for key in BOTH if detained is not None and told_at(key, facts, detained) is None]


def is_untold_again(facts: Sequence[Fact]) -> bool:
    """Whether a person who was moved is not recorded as told that they may have somebody informed of the new place, and has not spoken to
    it either. The right arises again there (TACT Sch 8 para 6(3); CTBSA Sch 3 para 29(3)); that it is told again is not verified."""
    moved = moved_at(facts)
    if moved is None or NAMED_PERSON in untold(facts) or right(NAMED_PERSON, facts).status is not Status.OPEN:
        return False
    return told_at(NAMED_PERSON, facts, moved) is None


def done_before(facts: Sequence[Fact]) -> list[Fact]:
    """Questions put and reviews made while the person was detained and before they had been told of both rights, where they were told of
    them in the end."""
    detained = detained_at(facts)
    told = [told_at(key, facts, detained) for key in BOTH]
    last = max((at for at in told if at is not None), default=None)
    if detained is None or last is None or None in told:
        return []
    return [fact for fact in facts if fact.kind in BEFORE_IT and detained <= fact.at < last]
