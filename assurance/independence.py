"""Who may assure a use of power. The rule is absolute: nobody
assures an examination that they took any part in (people-and-operations 6.5)."""

from datetime import datetime

from accreditation.queries import Act, may, requirement_for
from examinations.models import Examination, Examiner, Review, TimelineEvent
from organisation.policy import Actor
from organisation.ranks import Rank


def objection_to(actor: Actor, examination: Examination, at: datetime) -> str:
    """Why this person may not assure this examination, in a sentence for the screen; empty when they may."""
    user = actor.user
    if user is None:
        return "Only a person can assure a record."
    if not actor.rank or Rank[actor.rank] < Rank.SERGEANT:
        return "Quality assurance is for sergeants and above."
    examiner = Examiner.objects.filter(examination=examination, officer=user).first()
    if examiner is not None:
        did = "wrote this record up" if examiner.completes else "examined this person"
        return f"You {did}, so another supervisor must assure the record."
    if Review.objects.filter(examination=examination, reviewer=user).exists():
        return "You reviewed this detention, so another supervisor must assure the record."
    if TimelineEvent.objects.filter(examination=examination, officer=user).exists():
        return "You took part in this examination, so another supervisor must assure the record."
    answer = may(user.pk, requirement_for(examination.power, Act.REVIEW), at)
    if not answer.allowed:
        return f"Your review accreditation does not count today: {'; '.join(answer.reasons)}"
    return ""
