"""Documents that leave the service: what, to whom, why, and the hash of the bytes."""

from collections.abc import Sequence
from datetime import datetime

from examinations.models import Disclosure, Examination
from organisation.policy import Actor


def disclose(
    *,
    examination: Examination,
    recipients: Sequence[str],
    purpose: str,
    content_hash: str,
    file_hash: str,
    by: Actor,
    at: datetime,
    document: str = "record",
) -> Disclosure:
    """File a document of a submitted record as a disclosure. `content_hash` is the frozen version's, `file_hash` that of the bytes."""
    raise NotImplementedError
