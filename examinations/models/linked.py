"""Two examinations of one person, the second under the other Act: each has its clocks, and both together a cautious limit of policy."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import User


class LinkedEncounter(Record):
    """The later record and the one that it follows."""

    examination = models.OneToOneField(Examination, models.PROTECT, related_name="follows")
    earlier = models.ForeignKey(Examination, models.PROTECT, related_name="followed_by")
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(examination=F("earlier")), name="linked_to_another")]

    def __str__(self) -> str:
        return str(self.examination_id)
