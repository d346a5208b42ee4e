"""A disclosure pack: everything about one submitted record in one document. It is asked for by an officer, made by a worker, and filed as a
disclosure when it is there; what has become of it stands in this row, whoever is killed on the way."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.submission import Disclosure, SubmittedVersion
from organisation.models import User


class Pack(Record):
    """`percent` and `lease_until` say how far the work is and until when the worker that has it may be silent; they have no history."""

    class State(models.TextChoices):
        ASKED = "ASKED", "Waiting for a worker"
        MAKING = "MAKING", "Being made"
        MADE = "MADE", "Ready"
        GIVEN_UP = "GIVEN_UP", "Not made"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="packs")
    version = models.ForeignKey(SubmittedVersion, models.PROTECT, related_name="+")
    recipients = ArrayField(models.CharField(max_length=120))
    purpose = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    disclosure = models.OneToOneField(Disclosure, models.PROTECT, null=True, blank=True, related_name="pack")
    percent = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["percent", "lease_until"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="MADE", disclosure__isnull=False) | (~Q(state="MADE") & Q(disclosure__isnull=True)),
                name="pack_made_when_filed",
            ),
            models.CheckConstraint(condition=~Q(state="GIVEN_UP") | ~Q(failure=""), name="pack_fails_with_a_sentence"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="pack_percent"),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=["ASKED", "MAKING"]), name="pack_to_make")]

    def __str__(self) -> str:
        return self.state
