"""What belongs to a fact about a person's rights: what was filled in about it after the press, and the authority from above that some
of them need. Both stand beside the timeline, whose rows never change."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.timeline import TimelineEvent
from organisation.models import User
from organisation.models.people import RANKS


class Supplement(Record):
    """What was filled in about one fact after its press: the one press in front of a traveller waits for no form."""

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="supplement")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="supplements")
    given = models.JSONField(default=dict)  # by the names of `examinations.details`
    version = models.PositiveIntegerField(default=1)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.event_id)


class Authority(Record):
    """What only a superintendent may authorise (TACT Sch 8 paras 8, 9; CTBSA Sch 3 paras 32, 33): each right on its own, with its ground.

    One that was asked for through the service has no event until it is given. One that was given aloud waits for the superintendent's own
    confirmation in writing.
    """

    class What(models.TextChoices):
        DELAY_NAMED_PERSON = "DELAY_NAMED_PERSON", "Delay of having a named person informed"
        DELAY_SOLICITOR = "DELAY_SOLICITOR", "Delay of consulting a solicitor"
        DIFFERENT_SOLICITOR = "DIFFERENT_SOLICITOR", "Direction to consult a different solicitor"

    class Manner(models.TextChoices):
        ORAL = "ORAL", "Given aloud"
        WRITTEN = "WRITTEN", "Given in writing"
        ASKED = "ASKED", "Asked for here"

    class State(models.TextChoices):
        WAITING = "WAITING", "Waiting for the superintendent"
        CONFIRMED = "CONFIRMED", "Confirmed in writing"
        REFUSED = "REFUSED", "Refused"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="authorities")
    event = models.OneToOneField(TimelineEvent, models.PROTECT, null=True, blank=True, related_name="authority")
    what = models.CharField(max_length=20, choices=What)
    ground = models.CharField(max_length=20)  # a key of `examinations.grounds` under the record's power
    reason = models.TextField()
    authoriser = models.ForeignKey(User, models.PROTECT, related_name="authorities")
    authoriser_rank = models.CharField(max_length=30, choices=RANKS)
    manner = models.CharField(max_length=8, choices=Manner)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the person was told that, and why
    not_told_reason = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="authority_needs_a_reason"),
            models.CheckConstraint(condition=Q(manner="ASKED") | Q(event__isnull=False), name="authority_given_is_on_the_timeline"),
            models.CheckConstraint(condition=~Q(state="CONFIRMED") | Q(event__isnull=False), name="authority_confirmed_is_on_the_timeline"),
            models.CheckConstraint(condition=Q(state="WAITING") | Q(answered_at__isnull=False), name="authority_answered_at"),
            models.CheckConstraint(condition=~Q(entered_by=F("authoriser")) | ~Q(manner="ASKED"), name="nobody_asks_themselves"),
            models.UniqueConstraint(
                fields=["examination", "what"], condition=Q(state="WAITING", manner="ASKED"), name="one_request_waits_for_each"
            ),
        ]
        indexes = [models.Index(fields=["authoriser", "entered_at"], condition=Q(state="WAITING"), name="authority_waiting")]

    def __str__(self) -> str:
        return self.what
