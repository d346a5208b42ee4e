"""Cash seized at a port under an Act of its own: the seizure, each count of it by two people, and every step that followed. Its hours run
on the timeline; `ref` there says which seizure is meant."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from examinations.models.superseding import Superseding
from examinations.models.timeline import TimelineEvent
from organisation.models import User


class CashPower(models.TextChoices):
    ATCSA = "ATCSA", "Terrorist cash: Anti-terrorism, Crime and Security Act 2001, Schedule 1"
    POCA = "POCA", "Proceeds of crime: Proceeds of Crime Act 2002, section 294"


class CashSeizure(Record):
    """One seizure. When it happened is on the timeline; what is blank is owed. `ref` is that of the property it was before, if any."""

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="cash_seizure")  # as it was first recorded
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="cash_seizures")
    ref = models.CharField(max_length=64)
    power = models.CharField(max_length=5, choices=CashPower)
    place = models.CharField(max_length=80, blank=True)
    grounds = models.TextField(blank=True)  # of the suspicion
    explanation = models.TextField(blank=True)  # the person's own
    sealed_bag = models.CharField(max_length=40, blank=True)
    receipt = models.CharField(max_length=40, blank=True)
    no_receipt_reason = models.CharField(max_length=200, blank=True)
    was_property = models.BooleanField(default=False)  # held under the schedule for examination before it was seized as cash
    follows = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="seized_afresh_as")
    afresh_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["examination", "ref"], name="one_seizure_of_a_ref"),
            models.CheckConstraint(condition=Q(follows__isnull=True) | ~Q(afresh_reason=""), name="fresh_seizure_needs_a_reason"),
        ]

    def __str__(self) -> str:
        return self.power


class CashCount(Superseding, Record):
    """One count by two people, with the bag that it was sealed into afterwards. A recount is another row; the latest one stands. So is a
    correction, which `supersedes` the count that was written down wrongly."""

    seizure = models.ForeignKey(CashSeizure, models.PROTECT, related_name="counts")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    first_counter = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_counter = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed_bag = models.CharField(max_length=40, blank=True)
    worth_in_pounds = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # of all of it, when it was seized
    words = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(first_counter=F("second_counter")), name="cash_counted_by_two"),
            models.CheckConstraint(condition=Q(counted_at__lte=F("entered_at")), name="no_count_from_the_future"),
            models.CheckConstraint(condition=Q(supersedes__isnull=True) | ~Q(superseding_reason=""), name="corrected_count_needs_a_reason"),
        ]
        indexes = [models.Index(fields=["seizure", "-counted_at", "-id"], name="cash_count_of_seizure")]

    def __str__(self) -> str:
        return str(self.seizure_id)


class CashAmount(Record):
    """So many notes or coins of one kind. What they are worth is worked out from this."""

    count = models.ForeignKey(CashCount, models.PROTECT, related_name="amounts")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    denomination = models.DecimalField(max_digits=12, decimal_places=2)
    pieces = models.PositiveIntegerField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "currency", "denomination"], name="a_denomination_once"),
            models.CheckConstraint(condition=Q(denomination__gt=0) & Q(pieces__gt=0), name="cash_is_something"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="currency_of_three_letters"),
        ]

    def __str__(self) -> str:
        return self.currency


class CashInstrument(Record):
    """Cash in the Acts' sense that is neither note nor coin."""

    class Kind(models.TextChoices):
        CHEQUE = "CHEQUE", "Cheque or traveller's cheque"
        POSTAL_ORDER = "POSTAL_ORDER", "Postal order"
        BANKERS_DRAFT = "BANKERS_DRAFT", "Banker's draft"
        BEARER = "BEARER", "Bearer bond or bearer share"
        GAMING = "GAMING", "Gaming voucher or casino token"
        BETTING = "BETTING", "Betting receipt"

    count = models.ForeignKey(CashCount, models.PROTECT, related_name="instruments")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind)
    number = models.CharField(max_length=60, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.kind


class CashStep(Superseding, Record):
    """What was done about seized cash afterwards. One that moves its clock stands on the timeline too, and is dated there. Never changed: a
    correction is another row, which `supersedes` the wrong one."""

    class Kind(models.TextChoices):
        ASSESSED = "ASSESSED", "Grounds looked at again"
        NOTICE = "NOTICE", "Notice given"
        FORFEITURE_NOTICE = "FORFEITURE_NOTICE", "Forfeiture notice given"
        NOTICE_LAPSED = "NOTICE_LAPSED", "Forfeiture notice lapsed"
        APPLIED = "APPLIED", "Order applied for"
        ORDERED = "ORDERED", "Order made"
        PAID_IN = "PAID_IN", "Paid into an interest-bearing account"
        NOT_PAID_IN = "NOT_PAID_IN", "Kept as evidence, not paid in"
        RETURNED = "RETURNED", "Returned"
        FORFEITED = "FORFEITED", "Forfeited"

    seizure = models.ForeignKey(CashSeizure, models.PROTECT, related_name="steps")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="cash_steps")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    event = models.OneToOneField(TimelineEvent, models.PROTECT, null=True, blank=True, related_name="cash_step")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    court = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True, blank=True)  # the last day on which the order holds, where the court named one
    grounds_continue = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="ORDERED") | ~Q(court=""), name="order_names_its_court"),
            models.CheckConstraint(condition=~Q(kind="ASSESSED") | Q(grounds_continue__isnull=False), name="assessment_concludes"),
            models.CheckConstraint(
                condition=~Q(kind__in=["ORDERED", "RETURNED", "FORFEITED"]) | Q(event__isnull=False), name="what_moves_a_clock_is_an_event"
            ),
            models.CheckConstraint(condition=Q(at__lte=F("entered_at")), name="no_step_from_the_future"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(superseding_reason=""), name="corrected_cash_step_needs_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["seizure", "at", "id"], name="cash_step_of_seizure")]

    def __str__(self) -> str:
        return self.kind
