"""Property: what was taken, who has had it since, the copies made of it, and the steps of the Commissioner's route. On which ground a
thing is kept, and whether it went back, are facts of the timeline that name it by `ref`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.superseding import Superseding
from examinations.models.timeline import TimelineEvent
from examinations.property import commissioner
from examinations.property.decided import DECIDERS, DESTROY_DERIVED
from organisation.models import User
from organisation.models.people import RANKS


class Item(Record):
    """One thing given, found on a search or examined as goods (TACT Sch 7 para 11; CTBSA Sch 3 para 11). Blank means not recorded yet."""

    class Kind(models.TextChoices):
        DEVICE = "DEVICE", "Device"
        DOCUMENT = "DOCUMENT", "Document"
        OTHER = "OTHER", "Other property"

    class Obtained(models.TextChoices):
        GIVEN = "GIVEN", "Given by the person"
        FOUND = "FOUND", "Found on a search"
        GOODS = "GOODS", "Examined as goods"

    class Sift(models.TextChoices):
        NOT_STARTED = "NOT_STARTED", "Not started"
        UNDER_WAY = "UNDER_WAY", "Under way"
        FINISHED = "FINISHED", "Finished: protected material kept apart"
        NOTHING_FOUND = "NOTHING_FOUND", "Finished: nothing protected found"

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    description = models.TextField(blank=True)
    obtained = models.CharField(max_length=5, choices=Obtained, blank=True)
    seal_number = models.CharField(max_length=40, blank=True)
    receipt_given_at = models.DateTimeField(null=True, blank=True)
    receipt_not_given_reason = models.CharField(max_length=200, blank=True)
    # The filter route of a thing that may hold protected material
    lpp_claimed = models.BooleanField(null=True, blank=True)
    is_journalistic = models.BooleanField(null=True, blank=True)
    independent_counsel = models.CharField(max_length=120, blank=True)
    sift_status = models.CharField(max_length=13, choices=Sift, blank=True)
    held_separate_until = models.CharField(max_length=200, blank=True)  # an event as often as a day: "counsel's report"
    filter_reasons = models.TextField(blank=True)  # written when it is decided: a court will ask for them
    hold_since = models.DateTimeField(null=True, blank=True)  # litigation hold: nothing is destroyed while it stands
    hold_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination", "number"], name="item_number"),
            models.CheckConstraint(condition=Q(hold_since__isnull=True) | ~Q(hold_reason=""), name="hold_needs_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Item {self.number}"

    @property
    def is_confidential(self) -> bool:
        """Whether privileged or journalistic material is claimed or found in it."""
        return bool(self.lpp_claimed or self.is_journalistic)


class Custody(Record):
    """A link of an item's chain: who has had it, from when, where. Never changed: a wrong link is followed by a right one,
    and where its entry on the timeline is corrected it counts from that (`queries.chains`).
    """

    class Step(models.TextChoices):
        TAKEN = "TAKEN", "Taken"
        MOVED = "MOVED", "Handed on"
        RETURNED = "RETURNED", "Returned"
        DESTROYED = "DESTROYED", "Destroyed"

    class Signature(models.TextChoices):
        SIGNED = "SIGNED", "Signed for it"
        REFUSED = "REFUSED", "Refused to sign"
        NOT_ASKED = "NOT_ASKED", "Was not asked to sign"

    item = models.ForeignKey(Item, models.PROTECT, related_name="chain")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="custody")
    event = models.OneToOneField(TimelineEvent, models.PROTECT, null=True, blank=True, related_name="custody")
    step = models.CharField(max_length=9, choices=Step)
    at = models.DateTimeField()
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    holder_other = models.CharField(max_length=120, blank=True)  # the person, a laboratory, another force
    place = models.CharField(max_length=120, blank=True)
    seal_number = models.CharField(max_length=40, blank=True)
    signature = models.CharField(max_length=9, choices=Signature, blank=True)
    reason = models.TextField(blank=True)
    is_in_spite_of_hold = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(at__lte=F("received_at")), name="no_custody_from_the_future"),
            models.CheckConstraint(
                condition=Q(step="DESTROYED") | Q(holder__isnull=False) | ~Q(holder_other=""), name="custody_has_a_holder"
            ),
        ]
        indexes = [models.Index(fields=["item", "at", "id"], name="custody_of_item")]

    def __str__(self) -> str:
        return self.step


class DeviceCopy(Record):
    """A copy made of a device or anything else that is kept: TACT Sch 7 para 11A; CTBSA Sch 3 para 17. Only an examining officer who is a
    constable may copy."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="copies")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="device_copies")
    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="device_copy")
    number = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=60, blank=True)
    operator = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    operator_other = models.CharField(max_length=120, blank=True)
    is_by_constable = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    is_confidential = models.BooleanField(null=True, blank=True)  # holds privileged or journalistic material
    # Confidential business material, and who authorised keeping and using it: asked under Schedule 3 alone, by policy of its Code
    is_business = models.BooleanField(null=True, blank=True)
    business_authorised_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    business_authorised_rank = models.CharField(max_length=30, choices=RANKS, blank=True)  # held then; below superintendent is a finding
    business_authorised_at = models.DateTimeField(null=True, blank=True)
    business_authority_reason = models.TextField(blank=True)
    ground = models.CharField(max_length=20, blank=True)
    ground_reason = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    destroyed_in_spite_of_hold = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "device copies"
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="copy_number"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="copy_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(operator__isnull=False) | ~Q(operator_other=""), name="copy_has_an_operator"),
            models.CheckConstraint(
                condition=Q(business_authorised_by__isnull=True, business_authorised_at__isnull=True)
                | (Q(business_authorised_by__isnull=False, business_authorised_at__isnull=False) & ~Q(business_authority_reason="")),
                name="business_authority_says_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {self.number}"


class CommissionerStep(Superseding, Record):
    """One step of the Commissioner's route of an item or of a copy: CTBSA Sch 3 paras 12 to 16 and 18 to 22. Never changed: a correction is
    another row, which `supersedes` the wrong one."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="commissioner_steps")
    device_copy = models.ForeignKey(DeviceCopy, models.PROTECT, null=True, blank=True, related_name="commissioner_steps")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="commissioner_steps")
    event = models.OneToOneField(TimelineEvent, models.PROTECT, null=True, blank=True, related_name="commissioner_step")
    act = models.CharField(max_length=20, choices=list(commissioner.ACTS.items()))
    at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    granted_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    is_written = models.BooleanField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    parties = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    respond_by = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=12, choices=list(DECIDERS.items()), blank=True)  # of a decision; empty where not recorded
    # Who destroyed information derived from the thing
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_by_other = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(act="grant") | Q(granted_by__isnull=False), name="grant_has_a_grantor"),
            models.CheckConstraint(
                condition=~Q(act=DESTROY_DERIVED) | Q(done_by__isnull=False) | ~Q(done_by_other=""), name="derived_destroyed_by_somebody"
            ),
            models.CheckConstraint(condition=Q(at__lte=F("received_at")), name="no_commissioner_step_from_the_future"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(superseding_reason=""), name="corrected_commissioner_step_needs_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.act
