"""Goods examined on their own, with nobody examined: what they are and where they were. The rest is an examination like any other."""

from django.db import models
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination


class Goods(Record):
    """What was examined. The four kinds of place are all that the Acts know (Sch 7 para 9; Sch 3 para 9); any other is a breach of R7."""

    class Place(models.TextChoices):
        PORT = "PORT", "Port"
        CARGO_AGENT = "CARGO_AGENT", "Premises of a sea or air cargo agent"
        TEMPORARY_STORAGE = "TEMPORARY_STORAGE", "Temporary storage facility"
        DESIGNATED = "DESIGNATED", "Location designated by the Secretary of State"
        ELSEWHERE = "ELSEWHERE", "Another kind of place"

    class Freight(models.TextChoices):
        AIR = "AIR", "Unaccompanied air freight"
        SEA = "SEA", "Unaccompanied sea freight"
        POST = "POST", "Post"
        LEFT_LUGGAGE = "LEFT_LUGGAGE", "Left luggage"

    examination = models.OneToOneField(Examination, models.PROTECT, related_name="goods")
    version = models.PositiveIntegerField(default=1)
    place_kind = models.CharField(max_length=18, choices=Place)
    what = models.TextField(blank=True)
    consignment = models.CharField(max_length=60, blank=True)
    freight = models.CharField(max_length=12, choices=Freight, blank=True)
    is_sender_known = models.BooleanField(null=True, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    is_recipient_known = models.BooleanField(null=True, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    was_opened = models.BooleanField(null=True, blank=True)
    notice = models.TextField(blank=True)  # to the owner, sender or recipient; the Acts ask for none
    reasons = models.TextField(blank=True)
    account = models.TextField(blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.place_kind
