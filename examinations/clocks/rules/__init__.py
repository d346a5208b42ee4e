"""Each rule in its own file, and the table that says which fact calls for which rule. A rule runs only when its fact is on the timeline."""

from collections.abc import Callable

from examinations.clocks.events import Kind
from examinations.clocks.facts import Facts
from examinations.clocks.findings import Findings
from examinations.clocks.law import Law
from examinations.clocks.rules import (
    c01_undetained_questioning,
    c02_overall_limit,
    c02a_both_examinations,
    c03_first_review,
    c04_later_reviews,
    c05_small_boat_window,
    c06_property,
    c07_urgent_decision,
    c08_commissioner_told,
    c09_c11_biometrics,
    c12_cash,
    c13_arrest,
    r01_r02_reviewer,
    r03_solicitor_bar,
    r04_delay,
    r05_strip_search,
    r06_biometrics,
    r07_goods,
    r07_power_available,
)

Rule = Callable[[Facts, Law, Findings], None]

RULES: tuple[tuple[Kind, Rule], ...] = (
    (Kind.FIRST_QUESTION, c01_undetained_questioning.apply),
    (Kind.FIRST_QUESTION, c02_overall_limit.apply),
    (Kind.FIRST_QUESTION, c02a_both_examinations.apply),
    (Kind.DETAINED, c02_overall_limit.warn_conservatively),
    (Kind.DETAINED, c03_first_review.apply),
    (Kind.REVIEW, c04_later_reviews.apply),
    (Kind.REVIEW, r01_r02_reviewer.apply),
    (Kind.SOLICITOR_REQUESTED, r03_solicitor_bar.apply),
    (Kind.RIGHT_DELAYED, r04_delay.apply),
    (Kind.STRIP_SEARCH, r05_strip_search.apply),
    (Kind.BIOMETRICS_TAKEN, r06_biometrics.apply),
    (Kind.BIOMETRICS_TAKEN, c09_c11_biometrics.apply),
    (Kind.NSD_MADE, c09_c11_biometrics.renew),
    (Kind.FIRST_QUESTION, r07_power_available.apply),
    (Kind.DETAINED, r07_power_available.apply_without_a_question),
    (Kind.APPREHENDED, c05_small_boat_window.apply),
    (Kind.PROPERTY_RETAINED, c06_property.apply),
    (Kind.PROPERTY_RETAINED, c08_commissioner_told.apply),
    (Kind.URGENT_IPC_GRANTED, c07_urgent_decision.apply),
    (Kind.CASH_SEIZED, c12_cash.apply),
    (Kind.ARRESTED, c13_arrest.apply),
    (Kind.GOODS_EXAMINED, r07_goods.apply),
)
