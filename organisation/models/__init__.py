"""The region, its ports and units, the people and their postings, and what the service keeps for each person."""

from organisation.models.access import Compartment, CompartmentMember, CompartmentUserPermission, PortGroupPermission
from organisation.models.keeping import CarriedForm, Draft, Notice, OnceKey
from organisation.models.people import Posting, Role, User
from organisation.models.places import OpeningHours, Port, Region, Unit

__all__ = [
    "CarriedForm",
    "Compartment",
    "CompartmentMember",
    "CompartmentUserPermission",
    "Draft",
    "Notice",
    "OnceKey",
    "OpeningHours",
    "Port",
    "PortGroupPermission",
    "Posting",
    "Region",
    "Role",
    "Unit",
    "User",
]
