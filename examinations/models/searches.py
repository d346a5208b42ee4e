"""Searches, and the authorities asked for beforehand. The instant of a search is that of its fact on the timeline, which names it
by `ref`: a fact whose instant or words are corrected names the same search, one of which more is corrected names another."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.timeline import TimelineEvent
from organisation.models import User
from organisation.models.people import RANKS

SEXES = [("FEMALE", "Female"), ("MALE", "Male"), ("UNSPECIFIED", "Unspecified")]


class Search(Record):
    """One search of bags, a person, a vehicle, or a ship or aircraft for persons: TACT Sch 7 paras 7, 8 and 10; CTBSA Sch 3 paras 7, 8 and
    10. Never changed."""

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="search")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="searches")
    searcher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    searcher_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    searcher_other = models.CharField(max_length=120, blank=True)  # an authorised searcher who is no officer of ours: role or number
    searcher_allowed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # who let them search
    searcher_sex = models.CharField(max_length=12, choices=SEXES, blank=True)
    person_sex = models.CharField(max_length=12, choices=SEXES, blank=True)
    mismatch_reason = models.TextField(blank=True)
    grounds = models.TextField(blank=True)  # strip search: why evidence was thought to be concealed
    authorised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    authorised_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    appropriate_adult_present = models.BooleanField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(searcher__isnull=False) | ~Q(searcher_other=""), name="search_has_a_searcher"),
            models.CheckConstraint(
                condition=~(Q(searcher_sex="FEMALE", person_sex="MALE") | Q(searcher_sex="MALE", person_sex="FEMALE"))
                | ~Q(mismatch_reason=""),
                name="another_sex_needs_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.examination_id)


class AuthorityRequest(Record):
    """An officer asked to authorise something before it is done. Only one who can lawfully give it may be asked. Never changed."""

    class What(models.TextChoices):
        STRIP_SEARCH = "STRIP_SEARCH", "A strip search"
        BIOMETRICS = "BIOMETRICS", "Fingerprints or a sample without consent"
        URGENT_USE = "URGENT_USE", "Urgent use of property or a copy"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="authority_requests")
    what = models.CharField(max_length=12, choices=What)
    asked_of = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    grounds = models.TextField()
    item = models.ForeignKey("examinations.Item", models.PROTECT, null=True, blank=True, related_name="+")  # of which urgent use is asked
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(asked_of=F("asked_by")), name="authority_of_another"),
            models.CheckConstraint(condition=~Q(grounds=""), name="authority_needs_grounds"),
        ]

    def __str__(self) -> str:
        return self.what


class AuthorityAnswer(Record):
    """The word of the officer who was asked, given by nobody else and once. Never changed."""

    request = models.OneToOneField(AuthorityRequest, models.PROTECT, related_name="reply")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="authority_answers")
    is_given = models.BooleanField()
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    answered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(is_given=True) | ~Q(words=""), name="a_refused_authority_says_why")]

    def __str__(self) -> str:
        return "given" if self.is_given else "refused"
