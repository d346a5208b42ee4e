"""What the service keeps for one person: unfinished typing, one-time keys, forms carried over a sign-in, and notices. None of it
is a record of fact."""

import uuid

from django.db import models

from borderops.kit.records import Record
from organisation.models.people import User


class Draft(Record):
    """What a person has typed into one form and not yet saved. Only its owner can read it; it is deleted when the form is saved."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)  # e.g. examinations.particulars
    thing_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)  # rises with every save; an older autosave never overwrites a newer one
    based_on = models.PositiveIntegerField(default=0)  # the record's version that the typing began from
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "form", "thing_id"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.form


class OnceKey(models.Model):
    """A form's one-time id and where its first submission led, so that a double click or a retry ends on the same page."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.UUIDField()
    led_to = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="a_form_is_sent_once")]

    def __str__(self) -> str:
        return str(self.key)


class CarriedForm(models.Model):
    """A form sent on an expired sign-in, kept encrypted for its sender alone until they have signed in again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    sealed_fields = models.BinaryField()
    kept_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Notice(Record):
    """Something a person should know now. Shown once in the service; an e-mail, if due, carries the link alone."""

    class Level(models.TextChoices):
        INFORM = "INFORM", "For information"
        SOON = "SOON", "Due soon"
        OVERDUE = "OVERDUE", "Overdue"

    recipient = models.ForeignKey(User, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=200)  # says what the notice is about, so that it cannot be raised twice
    level = models.CharField(max_length=8, choices=Level, default=Level.INFORM)
    text = models.CharField(max_length=300)  # reference and rule; never a person's name
    link = models.CharField(max_length=300)
    thing_id = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    is_mailed = models.BooleanField(default=False)
    mail_sent_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)  # those that may have reached the recipient
    mail_batch = models.UUIDField(null=True, blank=True)  # the message that several notices were put into
    mail_lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="a_notice_is_raised_once")]
        indexes = [
            models.Index(
                fields=["recipient", "-raised_at"], condition=models.Q(read_at__isnull=True, voided_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["raised_at"],
                condition=models.Q(is_mailed=True, mail_sent_at__isnull=True, voided_at__isnull=True),
                name="notice_to_mail",
            ),
            models.Index(fields=["thing_id"], name="notice_thing"),
        ]

    def __str__(self) -> str:
        return self.key
