"""The examination itself, its particulars, its examiners, and who has been asked to take it over or to review it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations import outcomes
from organisation.models import Compartment, Port, User
from organisation.models.people import RANKS


class Power(models.TextChoices):
    TACT_S7 = "TACT_S7", "Schedule 7, Terrorism Act 2000"
    CTBSA_S3 = "CTBSA_S3", "Schedule 3, Counter-Terrorism and Border Security Act 2019"


class Subject(models.TextChoices):
    PERSON = "PERSON", "A person"
    GOODS = "GOODS", "Goods"


class State(models.TextChoices):
    LIVE = "LIVE", "Live"
    ENDED = "ENDED", "To be completed"
    SUBMITTED = "SUBMITTED", "Awaiting quality assurance"
    RETURNED = "RETURNED", "Returned for amendment"
    ACCEPTED = "ACCEPTED", "Accepted and locked"


class Examination(Record):
    """A person, or goods, examined once. Its instants copy the timeline's facts (never typed here) so that lists can be ordered by them."""

    reference = models.CharField(max_length=14, unique=True)
    power = models.CharField(max_length=10, choices=Power)
    subject = models.CharField(max_length=6, choices=Subject, default=Subject.PERSON)  # goods are never counted as people
    port = models.ForeignKey(Port, models.PROTECT, related_name="examinations")
    place = models.CharField(max_length=80, blank=True)
    compartment = models.ForeignKey(Compartment, models.PROTECT, null=True, blank=True, related_name="+")
    participants = ArrayField(models.UUIDField(), default=list)  # examiners, reviewers and the assurer, for the row-security policy
    # Those of them who write it up: who examine it and have not handed it over, and whoever it was given to. They keep it in any posting.
    authors = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    started_at = models.DateTimeField()  # the first question, or the detention when that came first; of goods, their examination
    first_questioned_at = models.DateTimeField(null=True, blank=True)
    detained_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    encounter_began_at = models.DateTimeField(null=True, blank=True)  # the earliest first question of linked examinations, if any
    is_late_entry = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # The rules breached, as the clocks find them, of a record that has ended and is not submitted; None where it is not worked out.
    open_breaches = ArrayField(models.CharField(max_length=4), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Both follow from the examiners and the timeline, which have a history.
    history = HistoricalRecords(excluded_fields=["authors", "open_breaches"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="examination_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(state="LIVE") | Q(ended_at__isnull=False), name="examination_ended_when_not_live"),
            models.CheckConstraint(
                condition=Q(state__in=["LIVE", "ENDED"]) | Q(submitted_at__isnull=False), name="examination_submitted_at"
            ),
            models.CheckConstraint(
                condition=~Q(subject="GOODS") | Q(first_questioned_at__isnull=True, detained_at__isnull=True),
                name="goods_are_not_questioned",
            ),
            models.CheckConstraint(condition=~Q(state="ACCEPTED") | Q(accepted_at__isnull=False), name="examination_accepted_at"),
        ]
        indexes = [
            models.Index(fields=["port", "started_at"], condition=Q(state="LIVE"), name="examination_live"),
            # A sergeant reads one port's queue, a region's inspector reads all of them as one.
            models.Index(fields=["port", "submitted_at", "id"], condition=Q(state="SUBMITTED"), name="examination_to_assure"),
            models.Index(fields=["submitted_at", "id"], condition=Q(state="SUBMITTED"), name="examination_all_to_assure"),
            models.Index(fields=["port", "-started_at", "-id"], name="examination_at_port"),
            models.Index(fields=["-started_at", "-id"], condition=Q(subject="GOODS"), name="examination_of_goods"),
            models.Index(fields=["state"], condition=Q(state__in=["LIVE", "ENDED", "RETURNED"]), name="examination_open"),
            # Likewise of what waits to be written up or amended.
            models.Index(fields=["port", "ended_at", "id"], condition=Q(state__in=["ENDED", "RETURNED"]), name="examination_to_finish"),
            models.Index(fields=["ended_at", "id"], condition=Q(state__in=["ENDED", "RETURNED"]), name="examination_all_to_finish"),
        ]

    def __str__(self) -> str:
        return self.reference


class StandingExaminers(models.Manager["Examiner"]):
    """Examiners without those whom a wrong entry alone had named."""

    def get_queryset(self) -> models.QuerySet["Examiner"]:
        return super().get_queryset().filter(named_wrongly_at__isnull=True)


class Examiner(Record):
    """An officer who examines, with the rank held when they joined. Leaving hands the record over but does not undo having examined.

    One whom nothing but a wrong entry had named, put right since, stays in the table and is read by nobody but `every` and the past.
    """

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="examiners")
    officer = models.ForeignKey(User, models.PROTECT, related_name="examined")
    rank = models.CharField(max_length=30, choices=RANKS)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    is_accredited = models.BooleanField(default=True)  # at joined_at; false is a finding for quality assurance, never a block
    # Took the record over once the person had gone: writes up what is on it and asked nobody anything. No rule about rank or accreditation
    # looks at them; of their own record they assure nothing.
    completes = models.BooleanField(default=False)
    named_wrongly_at = models.DateTimeField(null=True, blank=True)  # when the entry that named them was put right
    history = HistoricalRecords()

    objects = StandingExaminers()
    every = models.Manager["Examiner"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination", "officer"], name="an_examiner_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")), name="examiner_leaves_after_joining"
            ),
        ]
        indexes = [models.Index(fields=["officer", "-joined_at"], name="examiner_of")]

    def __str__(self) -> str:
        return str(self.officer_id)


class Handover(Record):
    """A record offered by an examiner to another officer, or given to one by a supervisor because nobody who examined can finish it."""

    class Answer(models.TextChoices):
        WAITING = "WAITING", "Waiting for an answer"
        ACCEPTED = "ACCEPTED", "Accepted"
        DECLINED = "DECLINED", "Declined"
        WITHDRAWN = "WITHDRAWN", "Withdrawn"
        GIVEN = "GIVEN", "Given by a supervisor"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="handovers")
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_to = models.ForeignKey(User, models.PROTECT, related_name="handovers_offered")
    offered_at = models.DateTimeField()
    words = models.TextField(blank=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(offered_by=F("offered_to")), name="handover_to_another"),
            models.UniqueConstraint(fields=["examination"], condition=Q(answer="WAITING"), name="one_handover_waiting"),
            models.CheckConstraint(condition=~Q(answer="GIVEN") | ~Q(words=""), name="given_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.answer


class Nomination(Record):
    """The officer asked to carry out the next review. Only an officer who can lawfully review may be nominated."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="nominations")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination"], condition=Q(withdrawn_at__isnull=True), name="one_nomination_standing")
        ]

    def __str__(self) -> str:
        return str(self.officer_id)


class Particulars(Record):
    """Everything about the journey, the selection and the person that is filled in as it can be. Blank means not recorded, and is
    listed as owed."""

    class Direction(models.TextChoices):
        INBOUND = "INBOUND", "Arriving"
        OUTBOUND = "OUTBOUND", "Leaving"
        DOMESTIC_AIR = "DOMESTIC_AIR", "Within Great Britain by air"
        DOMESTIC_SEA = "DOMESTIC_SEA", "Within Great Britain by sea"
        SMALL_BOAT = "SMALL_BOAT", "Arrived by small boat"

    class Premises(models.TextChoices):
        PORT = "PORT", "At the port, or where they came to embark or arrived"
        ON_BOARD = "ON_BOARD", "On board a ship or aircraft that has arrived"
        ELSEWHERE = "ELSEWHERE", "Elsewhere"

    examination = models.OneToOneField(Examination, models.PROTECT, related_name="particulars")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)  # by the service's clock; empty until they are first changed
    direction = models.CharField(max_length=12, choices=Direction, blank=True)
    premises = models.CharField(max_length=10, choices=Premises, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    service_number = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=60, blank=True)
    destination = models.CharField(max_length=60, blank=True)
    considerations = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    selection_reason = models.TextField(blank=True)
    selection_reason_sensitive = models.TextField(blank=True)
    is_intelligence_led = models.BooleanField(null=True, blank=True)
    intelligence_reference = models.CharField(max_length=40, blank=True)
    repeat_justification = models.TextField(blank=True)  # why somebody examined before is examined again
    screening_from = models.DateTimeField(null=True, blank=True)
    screening_until = models.DateTimeField(null=True, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    given_names = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=12, blank=True, choices=[("FEMALE", "Female"), ("MALE", "Male"), ("UNSPECIFIED", "Unspecified")])
    nationality = models.CharField(max_length=60, blank=True)
    document_number = models.CharField(max_length=20, blank=True)
    address = models.TextField(blank=True)
    ethnicity_stated = models.CharField(max_length=2, blank=True)  # 18+1 codes
    ethnicity_not_stated_reason = models.CharField(max_length=200, blank=True)
    ethnicity_observed = models.CharField(max_length=2, blank=True)
    looks_under_18 = models.BooleanField(null=True, blank=True)  # asked only where no date of birth is known
    is_unaccompanied = models.BooleanField(null=True, blank=True)  # asked of a child alone
    is_vulnerable = models.BooleanField(null=True, blank=True)
    # Several at once. The column kept its name, by which addenda, returns and frozen versions know this part of a record.
    outcome = ArrayField(models.CharField(max_length=20, choices=list(outcomes.LABELS.items())), default=list, blank=True)
    account = models.TextField(blank=True)
    # What an earlier examination is found by, worked out with examinations.sameness whenever the fields above are written. Plain columns:
    # row security keeps an index over an expression from being used.
    document_key = models.CharField(max_length=20, blank=True)
    person_key = models.CharField(max_length=440, blank=True)
    history = HistoricalRecords()

    class Meta:
        indexes = [
            models.Index(fields=["document_key"], condition=~Q(document_key=""), name="particulars_of_document"),
            models.Index(fields=["person_key"], condition=~Q(person_key=""), name="particulars_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(screening_until__isnull=True) | Q(screening_from__isnull=True) | Q(screening_until__gte=F("screening_from")),
                name="screening_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__contains=[outcomes.NO_FURTHER_ACTION]) | Q(outcome__len=1), name="no_further_action_stands_alone"
            ),
        ]

    def __str__(self) -> str:
        return str(self.examination_id)
