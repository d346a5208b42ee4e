"""What the pages of quality assurance show: one function a page, a known number of queries, typed results."""

from assurance.queries.assessments import Asked, asked, counts, decided_for, learning_of
from assurance.queries.criteria import Versions, before, criteria_on, criteria_page, in_force_at
from assurance.queries.material import Material, facts_of, findings_on, made_critical_for, material_for, prompts_for
from assurance.queries.queue import Waiting, bank_holidays, is_urgent, lines, ports_of_the_queue, queue

__all__ = [
    "Asked",
    "Material",
    "Versions",
    "Waiting",
    "asked",
    "bank_holidays",
    "before",
    "counts",
    "criteria_on",
    "criteria_page",
    "decided_for",
    "facts_of",
    "findings_on",
    "in_force_at",
    "is_urgent",
    "learning_of",
    "lines",
    "made_critical_for",
    "material_for",
    "ports_of_the_queue",
    "prompts_for",
    "queue",
]
