"""People who sign in, their rank, and the postings from which their whole authority follows."""

from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from organisation.models.places import Unit
from organisation.querysets import PostingQuerySet
from organisation.ranks import Rank, acting_words

RANKS = [(rank.name, rank.label) for rank in Rank]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Record):
    """A person with an account. Deactivated when they leave, never deleted: their number stays on what they did.

    There are no superusers and no per-user permissions; `is_superuser` and `is_staff` exist because Django asks for them, and are
    always false.
    """

    username = models.CharField(max_length=60, unique=True)
    collar_number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    rank = models.CharField(max_length=30, choices=RANKS, blank=True)  # blank for police staff
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)  # the number to ring on duty
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    is_compact = models.BooleanField(default=False)
    has_shortcuts = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)  # rises with every edit of the details, so that two editors never overwrite each other
    created_at = models.DateTimeField(auto_now_add=True)
    last_login = None  # a sign-in would be a version in the history; the ledger has them
    history = HistoricalRecords(excluded_fields=["password"])

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["collar_number", "name"]
    objects = UserManager()
    is_superuser = False
    is_staff = False

    def __str__(self) -> str:
        return self.collar_number

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.collar_number

    @property
    def rank_held(self) -> Rank | None:
        return Rank[self.rank] if self.rank else None

    @property
    def title(self) -> str:
        """How colleagues see each other on screen: 'PC 1234 A. Example'. Never used in documents, addresses or titles."""
        prefix = Rank[self.rank].short if self.rank else ""
        return " ".join(part for part in (prefix, self.collar_number, self.name) if part)

    def check_password(self, raw_password: str | None) -> bool:
        """Without saving a stronger hash of it in passing: that is an act, `organisation.passwords.strengthen`."""
        return check_password(raw_password, self.password)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Always false: authority is decided by the policy table alone."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Role(models.TextChoices):
    """What a posting lets a person do. The policy table's rows are written for these."""

    CONSTABLE = "CONSTABLE", "Examining constable"
    SERGEANT = "SERGEANT", "Sergeant"
    INSPECTOR = "INSPECTOR", "Inspector on review cover"
    DI = "DI", "Detective inspector"
    SUPERINTENDENT = "SUPERINTENDENT", "Superintendent on call"
    ADMIN = "ADMIN", "Administrator"
    AUDITOR = "AUDITOR", "Professional standards"


class Posting(Record):
    """A person in a unit, in a role, for a time. It gives no authority until a second person, who is not the one posted, confirms it.

    It may let them act in a higher rank than their own while it stands, on an authority that is named.
    """

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", "Waiting for a second person"
        CONFIRMED = "CONFIRMED", "Confirmed"
        REFUSED = "REFUSED", "Refused or withdrawn"

    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=16, choices=Role)
    posted_from = models.DateTimeField()
    posted_until = models.DateTimeField(null=True, blank=True)
    acting_rank = models.CharField(max_length=30, choices=RANKS, blank=True)  # blank where they serve in their own
    acting_authority = models.CharField(max_length=200, blank=True)  # who gave the acting rank, and the reference
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()
    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="PROPOSED") | Q(decided_at__isnull=False), name="posting_decided_at"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("user")) & ~Q(decided_by=F("posted_by"))), name="posting_four_eyes"
            ),
            models.CheckConstraint(condition=Q(posted_until__isnull=True) | Q(posted_until__gt=F("posted_from")), name="posting_period"),
            models.CheckConstraint(condition=Q(posted_by__isnull=True) | ~Q(posted_by=F("user")), name="nobody_posts_themselves"),
            models.CheckConstraint(
                condition=Q(acting_rank="", acting_authority="") | (~Q(acting_rank="") & ~Q(acting_authority="")),
                name="acting_rank_with_authority",
            ),
            ExclusionConstraint(
                name="one_posting_of_a_kind_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func("posted_from", "posted_until", function="tstzrange", output_field=DateTimeRangeField()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state="REFUSED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"

    @property
    def acting(self) -> str:
        """'Acting sergeant, authority of ...'; empty where they serve in their own rank."""
        return acting_words(self.acting_rank, self.acting_authority)

    def cut_short(self, at: datetime) -> None:
        """End it at the instant; one that has given nothing by then is withdrawn instead. Not saved here."""
        if self.state == self.State.CONFIRMED and self.posted_from < at:
            self.posted_until = at
        else:
            self.state, self.decided_at = self.State.REFUSED, at
