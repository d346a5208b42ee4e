"""Files of a record: attached, let out by a supervisor while no scanner has seen them, taken back, and what the scanner says of them."""

from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from borderops.kit import vault
from borderops.kit.contents import Unfit, clean_name, look_into
from examinations.actions.writing import officer_of
from examinations.models import Attachment, Examination
from examinations.refusals import Refusal
from organisation import policy
from organisation.notices import raise_notice
from organisation.policy import Actor

MOST_ON_A_RECORD = 200


def attach_file(*, examination: Examination, name: str, content: bytes, words: str, by: Actor, at: datetime) -> Attachment:
    """Put a file on the record, whatever the record's state. What it is, is told by its content.

    Raises `Refusal` when the content is not fit to be kept, or stands on the record already.
    """
    policy.require(by, "examination.attach", examination)
    called = clean_name(name)
    try:
        media_type = look_into(content, called)
    except Unfit as unfit:
        raise Refusal(str(unfit), field="chosen") from unfit
    with transaction.atomic():
        row = Examination.objects.select_for_update(no_key=True).get(pk=examination.pk)
        policy.require(by, "examination.attach", row)
        sha256 = vault.keep(content)
        there = row.attachments.all()
        if same := there.filter(sha256=sha256, withdrawn_at__isnull=True).first():
            raise Refusal(f"{called} is on this record already, as attachment {same.number}.", field="chosen")
        if (number := there.count() + 1) > MOST_ON_A_RECORD:
            raise Refusal(f"A record takes {MOST_ON_A_RECORD} attachments. Put several pages into one PDF.", field="chosen")
        attachment = Attachment.objects.create(
            examination=row,
            number=number,
            name=called,
            words=" ".join(words.split()),
            media_type=media_type,
            size=len(content),
            sha256=sha256,
            added_by=officer_of(by),
            added_at=at,
        )
        detail = {"number": number, "sha256": sha256, "size": attachment.size, "media_type": media_type}
        ledger.record("attachment.added", attachment, port_id=row.port_id, detail=detail)
    return attachment


def _locked(attachment: Attachment) -> Attachment:
    return Attachment.objects.select_for_update(of=("self",)).select_related("examination").get(pk=attachment.pk)


def release_attachment(*, attachment: Attachment, reason: str, by: Actor, at: datetime) -> Attachment:
    """Let everybody who may see the record open a file that no scanner has looked at. Never the person who attached it.

    Raises `Refusal` without a reason, by the uploader, or for a file that was quarantined, taken back or needs no release.
    """
    if not reason.strip():
        raise Refusal("Say why it may be opened without a scan.", field="reason")
    with transaction.atomic():
        row = _locked(attachment)
        policy.require(by, "examination.release_file", row.examination)
        if row.added_by_id == by.id:
            raise Refusal("You attached this file yourself. Another supervisor must release it.")
        if row.scan == Attachment.Scan.QUARANTINED:
            raise Refusal("The scanner found something in this file. It stays in quarantine.")
        if row.withdrawn_at is not None or row.released_at is not None or row.scan == Attachment.Scan.CLEAN:
            raise Refusal("There is nothing to release: it has been scanned, released or taken back since.")
        row.released_by, row.released_at, row.release_reason = officer_of(by), at, reason.strip()
        row.save()
        ledger.record("attachment.released", row, port_id=row.examination.port_id, reason=row.release_reason)
    return row


def withdraw_attachment(*, attachment: Attachment, reason: str, by: Actor, at: datetime) -> Attachment:
    """Take back a file that does not belong to the record. It stays in the list, and in the vault. Raises `Refusal` without a reason."""
    if not reason.strip():
        raise Refusal("Say why it is taken back.", field="reason")
    with transaction.atomic():
        row = _locked(attachment)
        policy.require(by, "examination.attach", row.examination)
        if row.withdrawn_at is not None:
            raise Refusal("It has been taken back already.")
        row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason = officer_of(by), at, reason.strip()
        row.save()
        ledger.record("attachment.withdrawn", row, port_id=row.examination.port_id, reason=row.withdrawal_reason)
    return row


def settle_scan(*, attachment: Attachment, scan: str, found: str, by: Actor, at: datetime) -> Attachment:
    """Write down what the scanner said. The uploader of a quarantined file is told; a verdict that is there already stays."""
    with transaction.atomic():
        row = _locked(attachment)
        if not by.is_system or row.scan != Attachment.Scan.NOT_SCANNED:
            return row
        row.scan, row.scanned_at, row.found = Attachment.Scan(scan), at, found[:200]
        row.save()
        ledger.record("attachment.scanned", row, port_id=row.examination.port_id, detail={"scan": row.scan, "found": row.found})
        if row.scan == Attachment.Scan.QUARANTINED:
            raise_notice(
                recipient=row.added_by_id,
                key=f"attachment.quarantined {row.pk}",
                text=f"{row.examination.reference}: attachment {row.number} was quarantined by the malware scanner.",
                link=f"/examinations/{row.examination_id}/attachments/",
                thing_id=row.examination_id,
                at=at,
            )
    return row
