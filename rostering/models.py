"""Rostering: a person on duty at a port between two instants, and the number on which they can be reached."""

from collections.abc import Sequence

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from organisation.models import Port, User
from organisation.ranks import highest

PERIOD = Func("duty_from", "duty_until", function="tstzrange", output_field=DateTimeRangeField())


class Duty(Record):
    acting_ranks: Sequence[str]  # in which its officer acts at the instant at which `on_duty_at` read it

    class Kind(models.TextChoices):
        AT_PORT = "AT_PORT", "On duty at the port"
        ON_CALL = "ON_CALL", "On call"

    officer = models.ForeignKey(User, models.PROTECT, related_name="duties")
    port = models.ForeignKey(Port, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.AT_PORT)
    duty_from = models.DateTimeField()
    duty_until = models.DateTimeField()  # half-open
    place = models.CharField(max_length=80, blank=True)  # where in the port; offered when an examination is started
    reachable_on = models.CharField(max_length=30, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(duty_until__gt=F("duty_from")), name="duty_period"),
            # Nobody is at two ports at once; one person may be on call for several.
            ExclusionConstraint(
                name="one_duty_at_a_time",
                expressions=[("officer", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True, kind="AT_PORT"),
            ),
            ExclusionConstraint(
                name="on_call_once_a_port",
                expressions=[("officer", RangeOperators.EQUAL), ("port", RangeOperators.EQUAL), (PERIOD, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True, kind="ON_CALL"),
            ),
        ]
        indexes = [models.Index(fields=["port", "duty_until"], name="duty_at_port")]

    def __str__(self) -> str:
        return f"{self.kind} {self.duty_from:%Y-%m-%d}"

    @property
    def officer_rank(self) -> str:
        """The rank in force of the officer, of a duty that `on_duty_at` read; blank for police staff."""
        return highest(self.officer.rank, *self.acting_ranks)
