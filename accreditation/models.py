"""Accreditation: awards with the dates between which they count. Whether somebody may act is always computed for a date, never stored."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from organisation.models import User


class Requirement(models.TextChoices):
    """The accreditations that the first acts ask for. S7/S3: examining and reviewing under each schedule."""

    S7_EXAM = "S7_EXAM", "Schedule 7 examining"
    S7_REVIEW = "S7_REVIEW", "Schedule 7 reviewing"
    S3_EXAM = "S3_EXAM", "Schedule 3 examining"
    S3_REVIEW = "S3_REVIEW", "Schedule 3 reviewing"


class Award(Record):
    """One accreditation held by one person. Valid on `valid_through`, expired the day after (local dates)."""

    holder = models.ForeignKey(User, models.PROTECT, related_name="awards")
    requirement = models.CharField(max_length=10, choices=Requirement)
    awarded_on = models.DateField()
    valid_through = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_through__gt=F("awarded_on")), name="award_not_born_expired"),
            models.CheckConstraint(condition=Q(entered_by__isnull=True) | ~Q(entered_by=F("holder")), name="nobody_awards_themselves"),
        ]
        indexes = [models.Index(fields=["holder", "requirement", "-valid_through"], name="award_of")]

    def __str__(self) -> str:
        return self.requirement
