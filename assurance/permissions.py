"""This app's rows of the policy table. Independence (neither examiner nor reviewer) is checked beside the action that claims."""

from django.db.models import Model

from assurance.models import Assessment, LearningPoint
from examinations.models import State
from organisation.models import Role
from organisation.policy import Guard, Reach, Rule

AWAITING = frozenset({State.SUBMITTED.value})

RULES = (
    Rule(Role.SERGEANT, "assessment.queue", Reach.PORT, AWAITING),
    Rule(Role.DI, "assessment.queue", Reach.PORT, AWAITING),
    Rule(Role.SERGEANT, "assessment.claim", Reach.PORT, AWAITING),
    Rule(Role.DI, "assessment.claim", Reach.PORT, AWAITING),
    Rule(Role.SERGEANT, "assessment.answer", Reach.OWN),
    Rule(Role.DI, "assessment.answer", Reach.OWN),
    # The result: the assessor, the people whose record it is, and the supervisors of the port
    Rule(Role.CONSTABLE, "assessment.view", Reach.OWN),
    Rule(Role.SERGEANT, "assessment.view", Reach.OWN),
    Rule(Role.SERGEANT, "assessment.view", Reach.PORT),
    Rule(Role.DI, "assessment.view", Reach.PORT),
    Rule(Role.CONSTABLE, "learning.acknowledge", Reach.OWN),
    Rule(Role.SERGEANT, "learning.acknowledge", Reach.OWN),
)

GUARDS: dict[type[Model], Guard] = {
    Assessment: Guard(
        port="examination__port_id",
        compartment="examination__compartment_id",
        own=("assessor_id",),
        own_arrays=("examination__participants",),
    ),
    LearningPoint: Guard(compartment="assessment__examination__compartment_id", own=("officer_id",)),
}
