"""R1 to R5 and the refused review: who may ask, delay, authorise and search, found again minute by minute or by asking everybody."""

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Basis, Event, Kind, Officer, Outcome, Power, Right, Sex
from organisation.ranks import Rank
from tests.examinations.clocks.drawing import EXAMINER, answered, breaches, detained, minute, powers, ranks, shuffled

LIFTS = [Kind.SOLICITOR_CONSULTED, Kind.SOLICITOR_REQUEST_WITHDRAWN, Kind.QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED]
UP_TO_SUPERINTENDENT = [Rank.CONSTABLE, Rank.SERGEANT, Rank.INSPECTOR, Rank.CHIEF_INSPECTOR]
OFFICERS = [
    Officer(name, rank) for name, rank in (("A", Rank.CONSTABLE), ("B", Rank.SERGEANT), ("C", Rank.SERGEANT), ("D", Rank.INSPECTOR))
]

officers = st.sampled_from(OFFICERS)
minutes = st.integers(0, 12)  # few, so that much happens at one instant


class Bar:
    """Whether the bar on questions stands half-way through each minute: a request since detention or before it, and nothing that lifted it
    at or after that request."""

    def __init__(self, detained_at: int, requests: list[int], lifts: list[int]) -> None:
        self.detained_at, self.requests, self.lifts = detained_at, requests, lifts

    def stands(self, number: int) -> bool:
        """In the minute that begins with that number."""
        asked = [request for request in self.requests if request <= number]
        return self.detained_at <= number and any(not any(request <= lift <= number for lift in self.lifts) for request in asked)

    def broken_at(self, begun: int, ended: int) -> int | None:
        """The first minute at which such a question was asked against the bar; a question of an instant stands between two minutes."""
        if begun == ended or (self.stands(begun - 1) and self.stands(begun)):
            return begun if self.stands(begun - 1) and self.stands(begun) else None
        return next((number for number in range(begun, ended) if self.stands(number)), None)


anybody = st.sampled_from([EXAMINER, *OFFICERS])


@given(
    powers,
    minutes,
    st.lists(minutes, max_size=3),
    st.lists(st.tuples(st.sampled_from(LIFTS), minutes, anybody), max_size=3),
    st.data(),
)
def test_a_detained_person_is_not_questioned_between_asking_for_a_solicitor_and_what_lifts_the_bar(
    power: Power, detained_at: int, requests: list[int], lifts: list[tuple[Kind, int, Officer]], data: st.DataObject
) -> None:
    """A justification lifts it where it is that of an officer who questioned, before it or after, and nobody else's does."""
    spans = data.draw(st.lists(st.tuples(minutes, st.integers(0, 6), anybody), min_size=1, max_size=4))
    asked = [
        Event(Kind.QUESTION, minute(begun), by, ref=f"{place}", until=minute(begun + lasted))
        for place, (begun, lasted, by) in enumerate(spans)
    ]
    events = [*detained(detained_at), *asked, *(Event(Kind.SOLICITOR_REQUESTED, minute(at)) for at in requests)]
    events += [Event(kind, minute(at), by, ref=f"{place}", reason="They would leave.") for place, (kind, at, by) in enumerate(lifts)]

    answer = shuffled(power, events, data.draw, minute(200))

    found = breaches(answer, "R3")
    questioned = [EXAMINER.id, *(by.id for _, _, by in spans)]
    idle = [place for place, (kind, _, by) in enumerate(lifts) if kind is LIFTS[2] and questioned.count(by.id) == 0]
    bar = Bar(detained_at, requests, [at for place, (_, at, _) in enumerate(lifts) if place not in idle])
    expected = {f"{place}": bar.broken_at(begun, begun + lasted) for place, (begun, lasted, _) in enumerate(spans)}
    first = {ref: min(breach.actual_at for breach in found if breach.ref == ref and breach.actual_at) for ref in {one.ref for one in found}}
    assert first == {ref: minute(at) for ref, at in expected.items() if at is not None}
    named = sorted(warning.ref or "" for warning in answer.warnings if warning.rule == "R3")
    assert named == (sorted(f"{place}" for place in idle) if requests else [])


@given(powers, st.lists(minutes, min_size=1, max_size=3), st.lists(minutes, max_size=5))
def test_the_bar_on_questions_belongs_to_detained_persons_alone(power: Power, requests: list[int], asked: list[int]) -> None:
    events = [Event(Kind.FIRST_QUESTION, minute(0), EXAMINER), *(Event(Kind.SOLICITOR_REQUESTED, minute(at)) for at in requests)]

    assert breaches(answered(power, *events, *(Event(Kind.QUESTION, minute(at), EXAMINER) for at in asked)), "R3") == []


@given(powers, st.lists(st.tuples(ranks, st.sampled_from(list(Right))), min_size=1, max_size=5))
def test_every_delay_of_a_right_by_anybody_below_superintendent_is_a_breach_and_no_other(
    power: Power, delays: list[tuple[Rank, Right]]
) -> None:
    given_ = [
        Event(Kind.RIGHT_DELAYED, minute(30), Officer(f"{place}", rank), ref=f"{place}", right=right, reason="…")
        for place, (rank, right) in enumerate(delays)
    ]

    found = breaches(answered(power, *detained(), *given_), "R4")

    expected = [f"{place}" for place, (rank, _) in enumerate(delays) if rank in UP_TO_SUPERINTENDENT]
    assert sorted(breach.ref or "" for breach in found) == expected


def objections(officer: Officer, asked: list[Officer]) -> list[tuple[str, Basis]]:
    """What stands against an officer, by asking each of those who questioned in turn: did you outrank them, were you one of them."""
    others = [one for one in asked if one.id != officer.id]
    failing = [one for one in others if not officer.rank > one.rank]
    found = []
    if failing:
        found.append(("R1", Basis.STATUTE if failing[0] is others[0] else Basis.POLICY))
    if len(others) < len(asked):
        found.append(("R2", Basis.STATUTE))
    return found


@given(powers, officers, officers, st.lists(st.tuples(st.integers(10, 90), officers), max_size=4, unique_by=lambda one: one[0]), st.data())
def test_a_review_is_of_a_higher_rank_than_all_who_questioned_and_by_nobody_who_did(
    power: Power, first: Officer, reviewer: Officer, later: list[tuple[int, Officer]], data: st.DataObject
) -> None:
    asked = [Event(Kind.QUESTION, minute(at), by) for at, by in later]
    review = Event(Kind.REVIEW, minute(50), reviewer, outcome=Outcome.AUTHORISED)

    answer = shuffled(power, [*detained(by=first), *asked, review], data.draw, minute(100))

    before = [first, *(by for at, by in sorted(later, key=lambda one: one[0]) if at <= 50)]
    found = [*breaches(answer, "R1"), *breaches(answer, "R2")]
    assert [(breach.rule, breach.basis) for breach in found] == objections(reviewer, before)


@given(
    powers,
    st.integers(20, 60),
    officers,
    officers,
    st.lists(st.tuples(st.integers(10, 90), officers), max_size=4, unique_by=lambda one: one[0]),
    st.none() | st.sampled_from(list(Sex)),
    st.none() | st.sampled_from(list(Sex)),
)
def test_a_strip_search_needs_detention_a_senior_officer_who_asked_nothing_and_a_searcher_of_the_persons_sex(
    power: Power,
    detained_at: int,
    first: Officer,
    authorising: Officer,
    later: list[tuple[int, Officer]],
    searcher: Sex | None,
    person: Sex | None,
) -> None:
    asked = [Event(Kind.QUESTION, minute(at), by) for at, by in later]
    search = Event(Kind.STRIP_SEARCH, minute(40), authorised_by=authorising, searcher=OFFICERS[1], searcher_sex=searcher, person_sex=person)

    answer = answered(power, *detained(detained_at, by=first), *asked, search, at=minute(100))

    before = [first, *(by for at, by in sorted(later, key=lambda one: one[0]) if at <= 40)]
    expected = [basis for _, basis in objections(authorising, before)]
    expected += [Basis.STATUTE] * (detained_at > 40)
    expected += [Basis.STATUTE] * ({searcher, person} == set(Sex))
    assert sorted(breach.basis for breach in breaches(answer, "R5")) == sorted(expected)


@given(powers, st.lists(st.integers(20, 170), min_size=1, max_size=4, unique=True), st.booleans(), st.booleans())
def test_a_detention_that_the_last_review_refused_is_to_end_at_that_instant(
    power: Power, at: list[int], is_refused: bool, is_released: bool
) -> None:
    reviewed = [Event(Kind.REVIEW, minute(each), OFFICERS[3], outcome=Outcome.AUTHORISED) for each in sorted(at)]
    if is_refused:
        reviewed[-1] = Event(Kind.REVIEW, minute(max(at)), OFFICERS[3], outcome=Outcome.RELEASE)
    events = [*detained(), *reviewed, *([Event(Kind.RELEASED, minute(180))] if is_released else [])]

    release = answered(power, *events, at=minute(200)).release_now

    assert (release is not None) == (is_refused and not is_released), "RELEASE"
    assert release is None or (release.starts_at, release.due_at) == (minute(max(at)), minute(max(at)))
