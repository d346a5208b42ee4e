"""Files that no record names: a file is on the disk before its row is, so a transaction that fails leaves it behind."""

from collections.abc import Collection
from datetime import datetime

import structlog

from borderops.kit import vault
from examinations.models import Attachment, Disclosure
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

log = structlog.get_logger(__name__)


def forget_unnamed(before: datetime) -> int:
    """Delete what was kept before this instant and is neither an attachment, taken back or not, nor a document that left. How many."""
    with acting_as(SYSTEM):
        gone = vault.forget(before, named)
    if gone:
        log.info("files that no record names were deleted", files=gone)
    return gone


def named(names: Collection[str]) -> set[str]:
    """Those of the names that a record has. Two queries."""
    attached = Attachment.objects.filter(sha256__in=names).values_list("sha256", flat=True)
    left = Disclosure.objects.filter(file_hash__in=names).values_list("file_hash", flat=True)
    return {*attached, *left}
