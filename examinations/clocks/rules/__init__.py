"""Each rule in its own file, and the table that says which fact calls for which rule. A rule runs only when its fact is on the timeline."""

from collections.abc import Callable

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.rules import (
    c01_undetained_questioning,
    c02_overall_limit,
    c03_first_review,
    c04_later_reviews,
    r01_r02_reviewer,
    r03_solicitor_bar,
)

Rule = Callable[[Facts, Law, Findings], None]

RULES: tuple[tuple[Kind, Rule], ...] = (
    (Kind.FIRST_QUESTION, c01_undetained_questioning.apply),
    (Kind.FIRST_QUESTION, c02_overall_limit.apply),
    (Kind.DETAINED, c02_overall_limit.warn_conservatively),
    (Kind.DETAINED, c03_first_review.apply),
    (Kind.REVIEW, c04_later_reviews.apply),
    (Kind.REVIEW, r01_r02_reviewer.apply),
    (Kind.SOLICITOR_REQUESTED, r03_solicitor_bar.apply),
)
