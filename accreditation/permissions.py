"""This app's rows of the policy table: everybody sees their own accreditations; an administrator enters and withdraws those of others."""

from django.db.models import Model

from accreditation.models import Award
from organisation.models import Role
from organisation.policy import ANYONE, Guard, Reach, Rule

RULES = (
    Rule(ANYONE, "award.view", Reach.OWN),
    *(Rule(role, "award.view", Reach.ALL) for role in (Role.DI, Role.ADMIN, Role.AUDITOR)),
    Rule(Role.ADMIN, "award.enter", Reach.ALL),
    Rule(Role.ADMIN, "award.withdraw", Reach.ALL),
)

GUARDS: dict[type[Model], Guard] = {Award: Guard(own=("holder_id",))}
