"""This app's rows of the policy table: who administers people, who may confirm what another proposed, who may look."""

from django.db.models import Model

from organisation.models import Posting, Role, User
from organisation.policy import ANYONE, Guard, Reach, Rule

RULES = (
    Rule(ANYONE, "people.view", Reach.OWN),
    *(Rule(role, "people.view", Reach.ALL) for role in (Role.ADMIN, Role.DI, Role.AUDITOR)),
    *(Rule(role, "people.list", Reach.ALL) for role in (Role.ADMIN, Role.DI, Role.AUDITOR)),
    Rule(Role.ADMIN, "people.administer", Reach.ALL),
    Rule(Role.ADMIN, "posting.propose", Reach.ALL),
    Rule(Role.ADMIN, "posting.end", Reach.ALL),
    *(Rule(role, "posting.decide", Reach.ALL) for role in (Role.ADMIN, Role.DI)),
)

GUARDS: dict[type[Model], Guard] = {
    User: Guard(own=("id",)),
    Posting: Guard(own=("user_id",)),
}
