"""Quality assurance of a use of power: the criteria as data, one assessment for each submission, and an answer to each criterion."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models import Correction, Examination
from organisation.models import User


class Criterion(Record):
    """One question of the list; `code` is QA-A1 to QA-H2. A row is never changed: another wording is another row, from a build with its own
    day or from a correction by two people."""

    correction = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="criterion")
    code = models.CharField(max_length=6)
    section = models.CharField(max_length=60)
    text = models.TextField()
    prompt = models.CharField(max_length=120)
    is_critical = models.BooleanField(default=False)
    weight = models.PositiveSmallIntegerField()
    is_about_the_record = models.BooleanField(default=False)  # "cannot tell" counts as not met
    basis = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)
    is_used = models.BooleanField(default=True)  # false: no longer asked
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["code", "in_force_from"], condition=Q(correction=None), name="criterion_version")]

    def __str__(self) -> str:
        return self.code


class Assessment(Record):
    """One sergeant's quality assurance of one submitted version."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Being assessed"
        DECIDED = "DECIDED", "Decided"
        RELEASED = "RELEASED", "Put back in the queue"

    class Outcome(models.TextChoices):
        ACCEPT = "ACCEPT", "Accept"
        ACCEPT_WITH_LEARNING = "ACCEPT_WITH_LEARNING", "Accept with learning"
        RETURN = "RETURN", "Return for amendment"

    class Colour(models.TextChoices):
        GREEN = "GREEN", "Green"
        AMBER = "AMBER", "Amber"
        RED = "RED", "Red"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="assessments")
    version_number = models.PositiveSmallIntegerField()
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assessed")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    colour = models.CharField(max_length=5, choices=Colour, blank=True)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination"], condition=Q(state="OPEN"), name="one_assessment_open"),
            models.CheckConstraint(
                condition=~Q(state="DECIDED") | (Q(decided_at__isnull=False) & ~Q(outcome="")), name="a_decision_has_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return str(self.examination_id)


class Answer(Record):
    class Value(models.TextChoices):
        MET = "MET", "Met"
        PARTLY = "PARTLY", "Partly met"
        NOT_MET = "NOT_MET", "Not met"
        NOT_APPLICABLE = "NOT_APPLICABLE", "Not applicable"
        CANNOT_TELL = "CANNOT_TELL", "Cannot tell"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=14, choices=Value)
    comment = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_answer_a_criterion"),
            models.CheckConstraint(condition=Q(value="MET") | ~Q(comment=""), name="comment_unless_met"),
        ]

    def __str__(self) -> str:
        return self.value


class LearningPoint(Record):
    """Something for the examining officer to learn, or good work to recognise, tied to the criterion that it came from."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="learning_points")
    officer = models.ForeignKey(User, models.PROTECT, related_name="learning_points")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    is_good_practice = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    officer_reply = models.TextField(blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.assessment_id)
