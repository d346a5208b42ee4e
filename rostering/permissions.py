"""This app's rows of the policy table: a port's people see its duties, its supervisors and an administrator enter and cancel them."""

from django.db.models import Model

from organisation.models import Role
from organisation.policy import ANYONE, Guard, Reach, Rule
from rostering.models import Duty

PLANNERS = (Role.SERGEANT, Role.DI, Role.ADMIN)

RULES = (
    Rule(ANYONE, "duty.view", Reach.OWN),
    *(Rule(role, "duty.view", Reach.PORT) for role in (Role.CONSTABLE, Role.INSPECTOR, *PLANNERS)),
    Rule(Role.AUDITOR, "duty.view", Reach.ALL),
    *(Rule(role, "duty.enter", Reach.PORT) for role in PLANNERS),
    *(Rule(role, "duty.cancel", Reach.PORT) for role in PLANNERS),
)

GUARDS: dict[type[Model], Guard] = {Duty: Guard(port="port_id", own=("officer_id",))}
