"""Regions, ports with their codes and dated opening hours, and the units in which people serve."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record


class Region(Record):
    name = models.CharField(max_length=60, unique=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class Port(Record):
    class Kind(models.TextChoices):
        AIRPORT = "AIRPORT", "Airport"
        SEAPORT = "SEAPORT", "Seaport"
        RAIL = "RAIL", "International rail terminal"

    region = models.ForeignKey(Region, models.PROTECT, related_name="ports")
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    iata = models.CharField("IATA code", max_length=3, blank=True)
    icao = models.CharField("ICAO code", max_length=4, blank=True)
    unlocode = models.CharField("UN/LOCODE", max_length=5, unique=True)
    is_open_all_hours = models.BooleanField(default=False)
    places = models.JSONField(default=list, blank=True)  # names of places inside the port, offered when an examination is started
    designations = models.JSONField(default=list, blank=True)  # of its places: [{"place", "designations": [...], "verified"}]
    is_closed = models.BooleanField(default=False)
    history = HistoricalRecords()

    class Meta:
        permissions = [("act_at", "Can act at this port")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(Record):
    """Police cover at a port on one weekday, for a period of dates. A port open all hours has none."""

    port = models.ForeignKey(Port, models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()  # earlier than or equal to `opens` means the next day
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # half-open
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_weekday"),
            models.CheckConstraint(condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="opening_period"),
            models.UniqueConstraint(fields=["port", "weekday", "valid_from"], name="one_opening_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.port_id} {self.weekday}"


class Unit(Record):
    """A team at a port, or the regional office. The group of the same name is what the grants on ports are made to; nobody joins
    it by hand."""

    class Kind(models.TextChoices):
        PORT_TEAM = "PORT_TEAM", "Port team"
        REGIONAL = "REGIONAL", "Regional office"

    region = models.ForeignKey(Region, models.PROTECT, related_name="units")
    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    home_port = models.ForeignKey(Port, models.PROTECT, null=True, blank=True, related_name="units")
    group = models.OneToOneField(Group, models.PROTECT, related_name="unit")
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name
