"""Tags for the pages of property: the state of an item in shape and word, who has it, and the rows of each thing's facts."""

from django import template

from examinations import thing_facts
from examinations.choices import AFFECTED_PARTIES, FRESH_DETENTION
from examinations.faces import number_of, title_of
from examinations.law.lists import Entry
from examinations.models import CommissionerStep, Custody, Examination, TimelineEvent
from examinations.property.decided import DECIDED_BY, NOT_APPROVED, UNANSWERED
from examinations.queries import ItemLine
from examinations.reference import permitted_uses

register = template.Library()

for name in ("item_facts", "filter_facts", "copy_facts", "search_facts", "biometric_facts"):
    register.simple_tag(getattr(thing_facts, name))


@register.filter
def for_rule(words: dict[str, str], rule: str) -> str:
    """What must be done about the clock of this rule."""
    return words.get(rule, "")


@register.filter
def holder_words(link: Custody) -> str:
    """Who has the thing: rank and number, or somebody else in words."""
    return number_of(link.holder) if link.holder else link.holder_other


@register.filter
def fact_title(fact: TimelineEvent, examination: Examination) -> str:
    return title_of(fact, examination)


@register.filter
def parties_words(step: CommissionerStep) -> str:
    return "; ".join(AFFECTED_PARTIES.get(each, each) for each in step.parties)


@register.filter
def decider_words(step: CommissionerStep) -> str:
    """Who decided, as the title of the step goes on; empty where it is not recorded, or nothing was decided."""
    return DECIDED_BY.get(step.decided_by, "")


@register.simple_tag
def unanswered() -> str:
    """What to do while a referral has no answer."""
    return UNANSWERED


@register.simple_tag
def not_approved() -> str:
    """What holds after a decision that was not approved."""
    return NOT_APPROVED


@register.inclusion_tag("examinations/thing_state.html")
def thing_state(line: ItemLine) -> dict[str, str]:
    """Kept, on which ground; returned; destroyed."""
    if line.is_destroyed:
        return {"shape": "✕", "word": "Destroyed"}
    if not line.ground:
        return {"shape": "○", "word": "Returned"}
    return {"shape": "■", "word": f"Kept: {line.kept_as}"}


@register.simple_tag
def uses_of(examination: Examination) -> list[Entry]:
    """What prints and samples of this record may be used for."""
    return permitted_uses(examination.power, examination.started_at)


@register.simple_tag
def fresh_detention(examination: Examination) -> str:
    """What a later detention means for the time limit of what was taken in this one."""
    return FRESH_DETENTION[examination.power]
