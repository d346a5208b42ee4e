"""Screening: voluntary questions before anybody decides to examine. No examination and never counted as one; where it became one, it
says which."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import Port, User


class Screening(Record):
    """One person screened by one officer. Nothing says who they are: without power nobody is put on record. What is done during it that
    only the power allows is kept with its instant, and speaks against it."""

    class Document(models.TextChoices):
        PASSPORT = "PASSPORT", "Passport or identity card"
        TICKET = "TICKET", "Ticket or boarding card"
        OTHER = "OTHER", "Another document"

    port = models.ForeignKey(Port, models.PROTECT, related_name="screenings")
    place = models.CharField(max_length=80, blank=True)
    officer = models.ForeignKey(User, models.PROTECT, related_name="screenings")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    questions = models.TextField(blank=True)  # what was asked about, without anybody's name
    documents = ArrayField(models.CharField(max_length=10, choices=Document), default=list, blank=True)  # volunteered
    searched_at = models.DateTimeField(null=True, blank=True)
    device_at = models.DateTimeField(null=True, blank=True)
    passcode_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    examination = models.OneToOneField(Examination, models.PROTECT, null=True, blank=True, related_name="screening")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="screened_to_an_end"),
            models.CheckConstraint(condition=Q(examination__isnull=True) | Q(ended_at__isnull=False), name="screened_before_examined"),
        ]
        indexes = [
            models.Index(fields=["officer", "-began_at", "-id"], name="screening_by"),
            models.Index(fields=["port", "-began_at", "-id"], name="screening_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
