"""The malware scan of attachments: a row that says "not scanned" is the work to be done, so nothing is lost while the scanner, the worker
or the queue is away. Without a scanner nothing is done at all, and the pages say so."""

from django.conf import settings

from borderops.kit import clamd, clock, vault
from examinations.actions.attaching import settle_scan
from examinations.models import Attachment
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

AT_ONCE = 50


def sweep() -> bool:
    """Have what is not scanned yet scanned, oldest first. False when the scanner is away, and the rest is left to the next run."""
    if not settings.CLAMD:
        return True
    with acting_as(SYSTEM):
        waiting = list(Attachment.objects.filter(scan=Attachment.Scan.NOT_SCANNED).order_by("added_at", "id")[:AT_ONCE])
    for attachment in waiting:
        try:
            scan, found = verdict_on(attachment)
        except clamd.Away:
            return False
        with acting_as(SYSTEM):
            settle_scan(attachment=attachment, scan=scan, found=found, by=SYSTEM, at=clock.now())
    return True


def verdict_on(attachment: Attachment) -> tuple[str, str]:
    """What to write down and the scanner's own words, outside any transaction. Raises `clamd.Away`."""
    try:
        with vault.opened(attachment.sha256) as file:
            found = clamd.scan(file, settings.CLAMD)
    except (clamd.Unreadable, vault.NotKept) as fault:
        return Attachment.Scan.UNREADABLE, str(fault)
    return (Attachment.Scan.QUARANTINED, found) if found else (Attachment.Scan.CLEAN, "")
