"""What was submitted and everything that came after: frozen versions and breaches, explanations, returns, addenda and disclosures."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import Port, User


class SubmittedVersion(Record):
    """The whole record as it stood when it was submitted or resubmitted. Never changed."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["examination", "number"], name="version_number")]

    def __str__(self) -> str:
        return str(self.number)


class FrozenBreach(Record):
    """A breach as computed at submission, kept with the version that it belongs to."""

    version = models.ForeignKey(SubmittedVersion, models.PROTECT, related_name="breaches")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="breaches")
    port = models.ForeignKey(Port, models.PROTECT, related_name="+")  # the examination's, so that a region's breaches are counted by index
    found_at = models.DateTimeField()
    is_repeat = models.BooleanField(default=False)  # already frozen with an earlier version of the same record
    rule = models.CharField(max_length=4)
    basis = models.CharField(max_length=8)
    due_at = models.DateTimeField(null=True, blank=True)
    actual_at = models.DateTimeField(null=True, blank=True)
    late_seconds = models.IntegerField(null=True, blank=True)
    text = models.TextField()
    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["port", "found_at", "rule"], condition=Q(is_repeat=False), name="breach_at_port")]

    def __str__(self) -> str:
        return self.rule


class BreachExplanation(Record):
    """An officer's own words about a breach. The computed breach stays as it is."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="explanations")
    rule = models.CharField(max_length=4)
    due_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField()
    explained_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    explained_at = models.DateTimeField()
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.rule


class Return(Record):
    """A record sent back by the assurer, naming the fields to be amended and why."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="returns")
    fields = models.JSONField(default=dict)  # field name -> the sergeant's words beside it
    words = models.TextField()
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["examination"], condition=Q(answered_at__isnull=True), name="one_return_open")]

    def __str__(self) -> str:
        return str(self.examination_id)


class Addendum(Record):
    """What an officer adds to a submitted record. The original stays; the reader sees both."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="addenda")
    answers = models.ForeignKey(Return, models.PROTECT, null=True, blank=True, related_name="addenda")
    field = models.CharField(max_length=60)
    original = models.TextField(blank=True)
    addition = models.TextField()
    reason = models.TextField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="addendum_needs_a_reason")]

    def __str__(self) -> str:
        return self.field


class Disclosure(Record):
    """A document that left the service: what, to whom, why, and the hash of its bytes."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="disclosures")
    document = models.CharField(max_length=40, default="record")
    recipients = ArrayField(models.CharField(max_length=120))
    purpose = models.TextField()
    content_hash = models.CharField(max_length=64)  # of the record's canonical content, printed in the footer
    file_hash = models.CharField(max_length=64)  # of the bytes that left
    disclosed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    disclosed_at = models.DateTimeField()
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.document
