"""The limits that outlast an examination and are still open: a copy of what follows from the timeline, kept so that a list of them, and the
sweep over them, costs what it shows however many records there are."""

from django.db import models

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import Port


class OpenLimit(Record):
    """One clock of property, cash, biometrics or the Commissioner about which something must still be done. Gone when it is done. One that
    is not computed, because the calendar ends before it, stands at the instant from which it runs: nobody knows how near it is."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="open_limits")
    port = models.ForeignKey(Port, models.PROTECT, related_name="+")  # the examination's
    rule = models.CharField(max_length=4)
    ref = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField()
    soon_at = models.DateTimeField()
    is_computed = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["examination", "rule", "ref", "due_at"], name="an_open_limit_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="open_limit_by_due"),
            models.Index(fields=["soon_at"], name="open_limit_by_soon"),
        ]

    def __str__(self) -> str:
        return self.rule
