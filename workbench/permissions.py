"""This app's rows of the policy table: the home page's parts, notices, the region's picture and the ledger."""

from django.db.models import Model

from organisation.models import Notice, Role
from organisation.policy import ANYONE, Guard, Reach, Rule

RULES = (
    Rule(ANYONE, "notice.read", Reach.OWN),
    Rule(ANYONE, "record.find", Reach.ALL),
    Rule(Role.SERGEANT, "dashboard.view", Reach.PORT),
    Rule(Role.INSPECTOR, "dashboard.view", Reach.PORT),
    Rule(Role.DI, "dashboard.view", Reach.PORT),
    Rule(Role.AUDITOR, "ledger.view", Reach.ALL),
)

GUARDS: dict[type[Model], Guard] = {Notice: Guard(own=("recipient_id",))}
