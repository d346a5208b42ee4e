"""Grants: which ports a unit may act at, and who is inside a need-to-know compartment and for how long."""

from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from organisation.models.people import User
from organisation.models.places import Port


class PortGroupPermission(GroupObjectPermissionBase):
    """django-guardian's grant of a port to a unit's group, by direct foreign key so that no grant outlives its port."""

    content_object = models.ForeignKey(Port, models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        pass


class Compartment(Record):
    """A need-to-know circle. A record inside it does not exist for anybody outside, whatever their rank."""

    name = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        permissions = [("know", "Can know this compartment")]

    def __str__(self) -> str:
        return self.name


class CompartmentUserPermission(UserObjectPermissionBase):
    """django-guardian's grant of a compartment to a person; always read together with the dated membership below."""

    content_object = models.ForeignKey(Compartment, models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        pass


class CompartmentMember(Record):
    """A dated membership decided by two people, neither of them the member."""

    compartment = models.ForeignKey(Compartment, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    member_from = models.DateTimeField()
    member_until = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(member_until__gt=F("member_from")), name="membership_period"),
            models.CheckConstraint(condition=~Q(proposed_by=F("approved_by")), name="membership_four_eyes"),
            models.CheckConstraint(condition=~Q(proposed_by=F("user")) & ~Q(approved_by=F("user")), name="nobody_admits_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.compartment_id)
