"""The colour of an assessment, by example and by property."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assurance.scoring import AMBER, CANNOT_TELL, GREEN, MET, NOT_APPLICABLE, NOT_MET, PARTLY, RED, Marked, score_of

VALUES = [MET, PARTLY, NOT_MET, NOT_APPLICABLE, CANNOT_TELL]
marked = st.builds(
    Marked,
    code=st.sampled_from(["QA-A1", "QA-A2", "QA-B1", "QA-H1"]),
    weight=st.integers(1, 3),
    is_critical=st.booleans(),
    is_about_the_record=st.booleans(),
    value=st.sampled_from(VALUES),
)


def one(value: str, *, weight: int = 2, critical: bool = False, record: bool = False, code: str = "QA-A3") -> Marked:
    return Marked(code, weight, critical, record, value)


def test_everything_met_is_green_at_one_hundred() -> None:
    result = score_of([one(MET), one(MET, critical=True)])
    assert (result.colour, result.score, result.failed) == (GREEN, Decimal("100.00"), ())


def test_a_critical_criterion_not_met_is_red_whatever_the_score() -> None:
    result = score_of([one(NOT_MET, weight=1, critical=True, code="QA-G3")] + [one(MET, weight=3)] * 20)
    assert result.colour == RED
    assert result.critical_failed == ("QA-G3",)
    assert result.score is not None
    assert result.score > 95


def test_a_critical_criterion_partly_met_bars_green() -> None:
    assert score_of([one(PARTLY, weight=1, critical=True)] + [one(MET, weight=3)] * 20).colour == AMBER


def test_a_critical_criterion_that_cannot_be_told_bars_green() -> None:
    assert score_of([one(CANNOT_TELL, critical=True)] + [one(MET)] * 20).colour == AMBER


def test_what_cannot_be_told_from_the_record_counts_as_not_met_where_the_record_is_the_question() -> None:
    assert score_of([one(CANNOT_TELL, critical=True, record=True), one(MET)]).colour == RED
    assert score_of([one(CANNOT_TELL, record=True), one(MET)]).score == Decimal("50.00")
    assert score_of([one(CANNOT_TELL), one(MET)]).score == Decimal("100.00")


def test_the_boundaries_belong_to_the_better_colour() -> None:
    assert score_of([one(MET, weight=17), one(NOT_MET, weight=3)]).colour == GREEN  # exactly 85
    assert score_of([one(MET, weight=13), one(NOT_MET, weight=7)]).colour == AMBER  # exactly 65
    assert score_of([one(MET, weight=129), one(NOT_MET, weight=71)]).colour == RED  # 64.5


def test_nothing_applicable_is_never_green() -> None:
    result = score_of([one(NOT_APPLICABLE)])
    assert (result.colour, result.score) == (AMBER, None)


@given(st.lists(marked, max_size=25))
def test_green_means_no_critical_criterion_below_met(rows: list[Marked]) -> None:
    result = score_of(rows)
    if result.colour == GREEN:
        assert all(row.counted in {MET, NOT_APPLICABLE} for row in rows if row.is_critical)
    assert result.score is None or 0 <= result.score <= 100


@given(st.lists(marked, min_size=1, max_size=25), st.integers(0, 24))
def test_a_better_answer_never_makes_the_colour_worse(rows: list[Marked], position: int) -> None:
    order = {RED: 0, AMBER: 1, GREEN: 2}
    index = position % len(rows)
    worse = rows[index]
    if worse.value in {PARTLY, NOT_MET}:
        better = [*rows[:index], Marked(worse.code, worse.weight, worse.is_critical, worse.is_about_the_record, MET), *rows[index + 1 :]]
        assert order[score_of(better).colour] >= order[score_of(rows).colour]


@given(st.lists(marked, max_size=25), st.randoms())
def test_the_order_of_the_criteria_does_not_matter(rows: list[Marked], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = score_of(rows), score_of(shuffled)
    assert (first.colour, first.score, sorted(first.failed)) == (second.colour, second.score, sorted(second.failed))
