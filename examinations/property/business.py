"""Confidential business material in a copy under Schedule 3. Pure. Since 20 December 2023 it is no protected material in law (National
Security Act 2023 s.29), so the Commissioner is not concerned with it; the Schedule 3 Code of 2023 asks instead that an officer of at least
superintendent rank authorise keeping and using the copy. That is policy, not statute, and breaks no rule of the clocks."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from borderops.kit.localtime import london_date
from examinations.property.conduct import Finding
from organisation.ranks import Rank

SINCE = date(2023, 12, 20)
POLICY = "Policy, not statute: the Schedule 3 Code of practice of 2023. Whether the Code of 2025 still asks for it is not verified."
IN_SHORT = "policy of the Schedule 3 Code of 2023; not verified for the Code of 2025"
OWED = f"who authorised keeping and using the copy with confidential business material ({IN_SHORT})"
CODE = "business-authority"
CRITERION = "QA-D3"


class Copy(Protocol):
    """A copy of a device with what is recorded of the authority."""

    @property
    def is_business(self) -> bool | None: ...
    @property
    def business_authorised_at(self) -> datetime | None: ...
    @property
    def business_authorised_rank(self) -> str: ...
    @property
    def destroyed_at(self) -> datetime | None: ...


def is_asked_of(power: str, begun: datetime) -> bool:
    """Whether it is asked at all of a record that began under this power at that instant."""
    return power == "CTBSA_S3" and london_date(begun) >= SINCE


def is_owed(copy: Copy) -> bool:
    """Whether it is still to be recorded who authorised keeping and using this copy."""
    return bool(copy.is_business) and copy.business_authorised_at is None and copy.destroyed_at is None


def findings_of_copies(copies: Iterable[Copy]) -> list[Finding]:
    """What the record says against itself about such copies: an authority that is not recorded, or was given below the rank."""
    return [Finding(CRITERION, sentence) for copy in copies if copy.is_business for sentence in _about(copy)]


def _about(copy: Copy) -> Iterator[str]:
    kept = "a copy with confidential business material"
    rank = copy.business_authorised_rank
    if copy.business_authorised_at is None:
        yield f"No superintendent is recorded as having authorised keeping and using {kept} ({IN_SHORT})."
    elif rank not in Rank.__members__ or Rank[rank] < Rank.SUPERINTENDENT:
        yield f"Keeping and using {kept} was authorised by an officer under the rank of superintendent ({IN_SHORT})."
