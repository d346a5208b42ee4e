"""The law as it is applied: provisions, readings and bank holidays, seeded from the committed files and corrected by two people. A row is
never changed: a correction adds one that holds for the records begun after it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from organisation.models import User


class Correction(Record):
    """A change of the law as it is applied, proposed by an administrator and decided by a detective inspector."""

    class Subject(models.TextChoices):
        PROVISION = "PROVISION", "Limit or rule"
        READING = "READING", "Reading"
        CALENDAR = "CALENDAR", "Bank holidays"
        ENTRY = "ENTRY", "Entry of a list"
        ADDITION = "ADDITION", "New entry of a list"
        CRITERION = "CRITERION", "Criterion of quality assurance"

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Waiting for a second person"
        APPROVED = "APPROVED", "Approved"
        NOT_APPROVED = "NOT_APPROVED", "Not approved"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"

    subject = models.CharField(max_length=10, choices=Subject)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    reason = models.TextField()
    in_force_from = models.DateField()
    in_force_at = models.DateTimeField(null=True, blank=True)  # the day's beginning, or the approval on that day; nothing begun before
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_needs_a_reason"),
            models.CheckConstraint(
                condition=Q(state="PROPOSED", decided_by=None, decided_at=None)
                | (~Q(state="PROPOSED") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="correction_decided_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "NOT_APPROVED"]) | ~Q(decided_by=F("proposed_by")), name="correction_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(in_force_at__gte=F("decided_at")), name="correction_never_reaches_back"
            ),
            models.CheckConstraint(condition=Q(state="APPROVED") | Q(in_force_at__isnull=True), name="only_what_is_approved_is_in_force"),
        ]
        indexes = [models.Index(fields=["state", "decided_at"], name="correction_by_state")]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"


class Provision(Record):
    """One rule under one power, as the files of `examinations/law` have it or as a correction does (`correction` says which)."""

    correction = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="provision")
    rule = models.CharField(max_length=16)
    scope = models.CharField(max_length=12)  # the power, or the power of the arrest or seizure
    name = models.CharField(max_length=60)
    authority = models.CharField(max_length=60)
    citation = models.TextField()
    verified = models.BooleanField()
    strict = models.BooleanField(default=False)
    ends_with_day = models.BooleanField(default=False)
    limit_minutes = models.PositiveIntegerField(default=0)
    limit_days = models.PositiveIntegerField(default=0)
    limit_working_days = models.PositiveIntegerField(default=0)
    limit_months = models.PositiveIntegerField(default=0)
    cap_months = models.PositiveIntegerField(default=0)
    soon_minutes = models.PositiveIntegerField(default=0)
    convicted_since = models.DateField(null=True, blank=True)  # R6: the first day of a conviction on which a sample may rest
    in_force_from = models.DateField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "scope", "in_force_from"], condition=Q(correction=None), name="provision_seeded_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.scope}"

    @property
    def about(self) -> tuple[str, ...]:
        """What its earlier and later versions share with it."""
        return self.rule, self.scope


class LegalReading(Record):
    """A point on which the law can be read in two ways, and the reading that is followed."""

    correction = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="reading")
    key = models.CharField(max_length=40)
    rules = ArrayField(models.CharField(max_length=16))
    point = models.TextField()
    chosen = models.TextField()
    verified = models.BooleanField()
    in_force_from = models.DateField()
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "in_force_from"], condition=Q(correction=None), name="reading_seeded_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def about(self) -> tuple[str, ...]:
        """What its earlier and later versions share with it."""
        return (self.key,)


class LegalEntry(Record):
    """One entry of a list that the law or its code leaves to lists, under one power: a consideration for selection, a ground for delaying a
    right or for keeping property, an edition of a notice, our own words of one, how interviews are recorded, the
    smallest sum of cash, an edition of the Code of Practice, an offence with its penalty, a use of prints, legal aid, an age."""

    class Kind(models.TextChoices):
        CONSIDERATION = "CONSIDERATION", "Considerations for selection"
        GROUND = "GROUND", "Grounds for delaying a right"
        NOTICE = "NOTICE", "Notices served on the person"
        RETENTION = "RETENTION", "Grounds for keeping property"
        COPY = "COPY", "Grounds for keeping a copy"
        WORDING = "WORDING", "Words of our own notices"
        MINIMUM = "MINIMUM", "Smallest sum of cash"
        RECORDING = "RECORDING", "Recording of interviews at a police station"
        CODE = "CODE", "Editions of the Codes of Practice"
        PENALTY = "PENALTY", "Offences and their penalties"
        USE = "USE", "What prints and samples may be used for"
        LEGAL_AID = "LEGAL_AID", "Legal aid for a detained person"
        AGE = "AGE", "Ages"

    correction = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="entry")
    kind = models.CharField(max_length=16, choices=Kind)
    power = models.CharField(max_length=12)
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    authority = models.CharField(max_length=60, blank=True)
    citation = models.TextField(blank=True)
    verified = models.BooleanField()
    is_used = models.BooleanField(default=True)  # false: no longer offered
    terms = models.JSONField(default=dict)  # what the engine and the forms do with it; changed by a build alone
    in_force_from = models.DateField()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "legal entries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "power", "key", "in_force_from"], condition=Q(correction=None), name="legal_entry_seeded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.power} {self.key}"

    @property
    def about(self) -> tuple[str, ...]:
        """What its earlier and later versions share with it."""
        return self.kind, self.power, self.key


class CalendarSpan(Record):
    """How far a calendar of bank holidays is known, and by which publication. Beyond it nothing is computed."""

    correction = models.OneToOneField(Correction, models.PROTECT, null=True, blank=True, related_name="span")
    division = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    source_on = models.DateField()
    first = models.DateField()
    last = models.DateField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="calendar_span_period"),
            models.UniqueConstraint(fields=["division", "source_on"], condition=Q(correction=None), name="calendar_span_seeded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.first} {self.last}"


class BankHoliday(Record):
    """One day; `is_kept` false for a day that a correction makes an ordinary one again."""

    correction = models.ForeignKey(Correction, models.PROTECT, null=True, blank=True, related_name="holidays")
    division = models.CharField(max_length=40)
    on = models.DateField()
    name = models.CharField(max_length=80)
    is_kept = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "on"], condition=Q(correction=None), name="bank_holiday_seeded_once"),
            models.UniqueConstraint(fields=["correction", "on"], name="bank_holiday_once_a_correction"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
