"""The ledger: what was done, what was read and the seals over both. Rows are only ever added; triggers, privileges and the seals'
chain hold that."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now


class Entry(models.Model):
    """What an event and a reading have in common. The database sets `at`, `xid` and `leaf` by trigger and never trusts the caller's."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(editable=False, db_default=Now())
    xid = models.BigIntegerField(editable=False, db_default=Value(0))  # the transaction that wrote it
    leaf = models.BinaryField(editable=False, db_default=Value(b""))  # SHA-256 over every other column
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=40, blank=True)  # the collar number, so that nothing is lost when a person leaves
    session_hash = models.CharField(max_length=32, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    ip = models.GenericIPAddressField(null=True)
    verb = models.CharField(max_length=60)
    thing_kind = models.CharField(max_length=60, blank=True)
    thing_id = models.UUIDField(null=True)
    port_id = models.UUIDField(null=True)

    class Meta:
        abstract = True


class Event(Entry):
    """One act: who did what to which thing, and the digests of the rows that it left behind."""

    outcome = models.CharField(max_length=8, default="ALLOW", choices=[("ALLOW", "allowed"), ("DENY", "refused")])
    reason = models.TextField(blank=True)
    recipients = models.JSONField(default=list, blank=True)
    digests = models.JSONField(default=dict, blank=True)  # {"examinations.examination:<uuid>": hex}
    detail = models.JSONField(default=dict, blank=True)  # never personal data: names of fields, rule ids, counts

    class Meta:
        indexes = [
            BrinIndex(fields=["at"], name="event_at_brin"),
            models.Index(fields=["thing_id", "-id"], name="event_thing"),
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["xid", "id"], name="event_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_kind} {self.thing_id}"


class Reading(Entry):
    """One look at records: the page, how many rows it showed and which. Written before the data leaves."""

    shown = ArrayField(models.UUIDField(), default=list, blank=True)
    count = models.PositiveIntegerField(default=1)
    filter_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            BrinIndex(fields=["at"], name="reading_at_brin"),
            models.Index(fields=["thing_id", "-id"], name="reading_thing"),
            models.Index(fields=["actor_id", "-id"], name="reading_actor"),
            models.Index(fields=["xid", "id"], name="reading_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing_kind} {self.thing_id}"


class Seal(models.Model):
    """A minute's entries closed for ever: the digest of their leaves in order, chained to the seal before."""

    number = models.BigIntegerField(primary_key=True)
    xid_from = models.BigIntegerField()  # every entry written by a transaction in [xid_from, xid_until)
    xid_until = models.BigIntegerField()
    count = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"Seal {self.number}"


class Heartbeat(models.Model):
    """When a periodic job last did its work. A late one shows as a banner on the screen."""

    job = models.CharField(primary_key=True, max_length=60)
    ok_at = models.DateTimeField()
    detail = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.job
