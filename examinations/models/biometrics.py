"""Fingerprints and non-intimate samples: how they came to be taken, and the determinations by which they are kept. What becomes of
them is on the timeline, by `ref`. There is no row for an intimate sample: no power allows one."""

from django.db import models
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.timeline import TimelineEvent
from organisation.models import User
from organisation.models.people import RANKS


class Biometric(Record):
    """One taking: TACT Sch 8 paras 10 and 11; CTBSA Sch 3 paras 34 and 35. Never changed: what is corrected is another row."""

    class What(models.TextChoices):
        FINGERPRINTS = "FINGERPRINTS", "Fingerprints"
        NON_INTIMATE_SAMPLE = "NON_INTIMATE_SAMPLE", "Non-intimate sample"

    class Basis(models.TextChoices):
        CONSENT = "CONSENT", "The person's consent in writing"
        AUTHORITY = "AUTHORITY", "A superintendent's authority, at a police station"
        CONVICTION = "CONVICTION", "A conviction of a recordable offence"
        NONE = "NONE", "None of these"

    class PlaceKind(models.TextChoices):
        STATION = "STATION", "A police station"
        ROOM = "ROOM", "A room of the port"
        ELSEWHERE = "ELSEWHERE", "Elsewhere"

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="biometric")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="biometrics")
    what = models.CharField(max_length=20, choices=What)
    basis = models.CharField(max_length=10, choices=Basis)
    reason = models.TextField(blank=True)
    was_told_of_use = models.BooleanField(null=True, blank=True)  # that they may be used in a relevant search
    place_kind = models.CharField(max_length=9, choices=PlaceKind, blank=True)
    place = models.CharField(max_length=80, blank=True)
    is_police_station = models.BooleanField()  # derived from the place and the power when it was recorded
    is_place_verified = models.BooleanField()  # whether somebody has seen the instrument that designates the room
    authorised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    authorised_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    is_authority_written = models.BooleanField(null=True, blank=True)
    convicted_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.what


class Determination(Record):
    """A national security determination: TACT Sch 8 para 20E; CTBSA Sch 3 para 46. Never changed; a renewal is another."""

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="determination")
    biometric = models.ForeignKey(Biometric, models.PROTECT, related_name="determinations")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="determinations")
    made_by = models.CharField(max_length=120)  # a chief officer of any force: rank and force
    is_by_chief_officer = models.BooleanField()
    is_written = models.BooleanField()
    lasts_through = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.biometric_id)
