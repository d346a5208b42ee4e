"""Files that belong to a record: photographs and scanned papers. The bytes lie in the vault under their hash; the row says whose they are,
what a scanner made of them, and who let them out or took them back."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import User


class Attachment(Record):
    """One file. It is never changed and never deleted; a wrong one is taken back with a reason and stays in the list."""

    class MediaType(models.TextChoices):
        JPEG = "image/jpeg", "JPEG picture"
        PNG = "image/png", "PNG picture"
        TIFF = "image/tiff", "TIFF picture"
        PDF = "application/pdf", "PDF document"

    class Scan(models.TextChoices):
        NOT_SCANNED = "NOT_SCANNED", "Not scanned"
        UNREADABLE = "UNREADABLE", "Could not be scanned"
        CLEAN = "CLEAN", "Scanned, nothing found"
        QUARANTINED = "QUARANTINED", "Quarantined"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)  # as it was sent, cleaned; shown on the record's own pages and nowhere else
    words = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=20, choices=MediaType)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=200, blank=True)  # the scanner's own name for what it found, or why it could not look
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination", "number"], name="attachment_number"),
            models.UniqueConstraint(
                fields=["examination", "sha256"], condition=Q(withdrawn_at__isnull=True), name="a_file_once_on_a_record"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_hash"),
            models.CheckConstraint(
                condition=Q(scan="NOT_SCANNED", scanned_at__isnull=True) | (~Q(scan="NOT_SCANNED") & Q(scanned_at__isnull=False)),
                name="attachment_scanned_at",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, release_reason="")
                | (Q(released_at__isnull=False, released_by__isnull=False) & ~Q(release_reason="")),
                name="attachment_released_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(released_by=F("added_by")), name="attachment_released_by_another"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="attachment_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["added_at"], condition=Q(scan="NOT_SCANNED"), name="attachment_to_scan")]

    def __str__(self) -> str:
        return str(self.number)
