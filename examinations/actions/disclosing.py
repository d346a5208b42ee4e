"""Documents that leave the service: what, to whom, why, and the hash of the bytes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from examinations.actions.writing import officer_of
from examinations.models import Disclosure, Examination
from examinations.refusals import Refusal
from organisation import policy
from organisation.policy import Actor


def named_recipients(recipients: Sequence[str], purpose: str) -> list[str]:
    """Who receives it. Raises `Refusal` when nobody does, or for no purpose."""
    named = [recipient.strip() for recipient in recipients if recipient.strip()]
    if not named:
        raise Refusal("Say who receives the document.", field="recipients")
    if not purpose.strip():
        raise Refusal("Say what it is disclosed for.", field="purpose")
    return named


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
    """File a document of a submitted record as a disclosure. `content_hash` is the frozen version's, `file_hash` that of the bytes.

    Raises `Refusal` without a recipient, without a purpose, or when the content is no frozen version of this record.
    """
    named = named_recipients(recipients, purpose)
    with transaction.atomic():
        row = Examination.objects.select_for_update(no_key=True).get(pk=examination.pk)
        policy.require(by, "examination.disclose", row)
        if not row.versions.filter(content_hash=content_hash).exists():
            raise Refusal("This document does not match what was submitted. Make it again.")
        disclosure = Disclosure.objects.create(
            examination=row,
            document=document,
            recipients=named,
            purpose=purpose.strip(),
            content_hash=content_hash,
            file_hash=file_hash,
            disclosed_by=officer_of(by),
            disclosed_at=at,
        )
        detail = {"document": document, "content_hash": content_hash, "file_hash": file_hash}
        ledger.record("examination.disclosed", row, changed=[disclosure], reason=purpose.strip(), recipients=named, detail=detail)
    return disclosure
