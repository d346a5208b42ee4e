"""What must hold for every timeline: time only adds, the change of the clocks and the order of the file change nothing, and
hospital moves the six hours alone."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from borderops.kit.localtime import candidates
from examinations.clocks import (
    Breach,
    Clock,
    Evaluation,
    Event,
    Kind,
    Officer,
    Outcome,
    Power,
    State,
    Timeline,
    evaluate,
    impossibilities,
    next_instant,
    to_json,
)
from organisation.ranks import Rank

BEGIN = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
OFFICERS = [
    Officer("PC-A", Rank.CONSTABLE),
    Officer("PC-F", Rank.CONSTABLE),
    Officer("PS-B", Rank.SERGEANT),
    Officer("PI-C", Rank.INSPECTOR),
]
EIGHT_HOURS = 8 * 60

minutes = st.integers(0, EIGHT_HOURS)
officers = st.sampled_from(OFFICERS)
powers = st.sampled_from(list(Power))
plain = st.sampled_from(
    [
        Kind.QUESTIONING_ENDED,
        Kind.TRANSFERRED,
        Kind.LEFT_FOR_HOSPITAL,
        Kind.RETURNED_FROM_HOSPITAL,
        Kind.SOLICITOR_REQUESTED,
        Kind.SOLICITOR_CONSULTED,
        Kind.RELEASED,
        Kind.ARRESTED,
    ]
)


def after(count: int) -> datetime:
    return BEGIN + timedelta(minutes=count)


@st.composite
def questions(draw: st.DrawFn) -> Event:
    begun = draw(minutes)
    lasted = draw(st.none() | st.integers(0, 60))
    until = None if lasted is None else after(begun + lasted)
    return Event(Kind.QUESTION, after(begun), draw(officers), until=until)


@st.composite
def reviews(draw: st.DrawFn) -> Event:
    return Event(Kind.REVIEW, after(draw(minutes)), draw(officers), outcome=draw(st.sampled_from(list(Outcome))))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Timelines that can have happened, dense enough that most clocks and breaches occur."""
    first = draw(st.integers(0, 120))
    events = [Event(Kind.FIRST_QUESTION, after(first), draw(officers))]
    if draw(st.booleans()):
        events.append(Event(Kind.DETAINED, after(first + draw(st.integers(-20, 80)))))
    events += draw(st.lists(questions() | reviews() | st.builds(Event, plain, minutes.map(after)), max_size=6))
    latest = max(max(event.at, event.until or event.at) for event in events)
    timeline = Timeline(draw(powers), tuple(events), latest + timedelta(minutes=draw(minutes)))
    assume(not impossibilities(timeline))
    return timeline


@st.composite
def timelines_in_hospital(draw: st.DrawFn) -> Timeline:
    """A detained person in hospital, not being questioned; the rest has already happened."""
    first = draw(st.integers(0, 60))
    left = first + draw(st.integers(60, 280))  # never so late that the six hours run out before or in hospital
    events = [Event(Kind.FIRST_QUESTION, after(first), OFFICERS[0]), Event(Kind.DETAINED, after(first + draw(st.integers(0, 60))))]
    events += [
        Event(Kind.REVIEW, after(at), OFFICERS[2], outcome=Outcome.AUTHORISED) for at in draw(st.lists(st.integers(120, 120 + left)))
    ]
    events += [Event(Kind.LEFT_FOR_HOSPITAL, after(left)), *draw(st.lists(questions().filter(lambda event: event.at < after(left))))]
    latest = max(max(event.at, event.until or event.at) for event in events)
    timeline = Timeline(draw(powers), tuple(events), latest + timedelta(minutes=draw(minutes)))
    assume(not impossibilities(timeline))
    return timeline


def known(breach: Breach) -> tuple[Any, ...]:
    """What makes a breach the same one later: how late an undone thing is grows with time."""
    return breach.rule, breach.actual_at, None if breach.actual_at is None else breach.late_seconds


def grew(before: Clock, later: Clock) -> bool:
    order = [State.NOT_STARTED, State.RUNNING, State.SOON, State.OVERDUE]
    if before.state in order and later.state in order:
        return order.index(before.state) <= order.index(later.state)
    return before.state == later.state or (before.state in order[:3] and later.state is State.MET)


@given(timelines(), st.integers(0, EIGHT_HOURS))
def test_as_time_passes_breaches_only_come_and_states_only_go_forward(timeline: Timeline, more: int) -> None:
    assume(evaluate(timeline).standing_still_since is None)
    before, later = evaluate(timeline), evaluate(replace(timeline, at=timeline.at + timedelta(minutes=more)))

    assert {known(breach) for breach in before.breaches} <= {known(breach) for breach in later.breaches}
    assert [(clock.rule, clock.due_at) for clock in before.clocks] == [(clock.rule, clock.due_at) for clock in later.clocks]
    assert all(grew(*pair) for pair in zip(before.clocks, later.clocks, strict=True))
    lateness = {(breach.rule, breach.due_at): breach.late_seconds or 0 for breach in later.breaches}
    assert all((breach.late_seconds or 0) <= lateness[breach.rule, breach.due_at] for breach in before.breaches if breach.due_at)


@given(timelines_in_hospital(), st.integers(0, EIGHT_HOURS))
def test_while_the_six_hours_stand_still_the_time_left_stays_and_breaches_only_come(timeline: Timeline, more: int) -> None:
    before, later = evaluate(timeline), evaluate(replace(timeline, at=timeline.at + timedelta(minutes=more)))

    (was,), (now,) = ([clock for clock in answer.clocks if clock.rule == "C2"] for answer in (before, later))
    assert before.standing_still_since == later.standing_still_since is not None
    assert (now.due_at - was.due_at, now.state) == (timedelta(minutes=more), was.state)
    assert {known(breach) for breach in before.breaches} <= {known(breach) for breach in later.breaches}


def moved(timeline: Timeline, by: timedelta) -> Timeline:
    events = tuple(replace(event, at=event.at + by, until=event.until and event.until + by) for event in timeline.events)
    return Timeline(timeline.power, events, timeline.at + by)


def elapsed(answer: Evaluation, begin: datetime) -> list[tuple[Any, ...]]:
    return [
        *((clock.rule, clock.starts_at - begin, clock.due_at - begin, clock.soon_at - begin, clock.state) for clock in answer.clocks),
        *((breach.rule, breach.late_seconds, breach.basis) for breach in answer.breaches),
        *((warning.rule, warning.due_at and warning.due_at - begin) for warning in answer.warnings),
    ]


@given(timelines(), st.integers(-200 * 24 * 60, 200 * 24 * 60))
def test_moving_everything_across_the_change_of_the_clocks_changes_no_length_of_time(timeline: Timeline, by_minutes: int) -> None:
    by = timedelta(minutes=by_minutes)

    assert elapsed(evaluate(timeline), BEGIN) == elapsed(evaluate(moved(timeline, by)), BEGIN + by)


@given(timelines(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_makes_no_difference(timeline: Timeline, random: Any) -> None:
    events = list(timeline.events)
    random.shuffle(events)

    assert evaluate(replace(timeline, events=tuple(events))) == evaluate(timeline)


@given(timelines())
def test_hospital_moves_the_six_hours_alone_and_never_shortens_them(timeline: Timeline) -> None:
    away = {Kind.LEFT_FOR_HOSPITAL, Kind.RETURNED_FROM_HOSPITAL}
    without = evaluate(replace(timeline, events=tuple(event for event in timeline.events if event.kind not in away)))
    with_it = evaluate(timeline)

    def due(answer: Evaluation, rule: str) -> list[datetime]:
        return [clock.due_at for clock in answer.clocks if clock.rule == rule]

    assert due(with_it, "C1") == due(without, "C1")
    assert due(with_it, "C2")[0] >= due(without, "C2")[0]
    for rule in ("C3", "C4"):
        later = due(with_it, rule)
        assert later[: len(due(without, rule))] == due(without, rule)


@given(timelines())
def test_hospital_is_left_out_for_no_longer_than_it_lasted(timeline: Timeline) -> None:
    first = next(event.at for event in timeline.events if event.kind is Kind.FIRST_QUESTION)
    left = [event.at for event in timeline.events if event.kind is Kind.LEFT_FOR_HOSPITAL]
    (six_hours,) = [clock for clock in evaluate(timeline).clocks if clock.rule == "C2"]

    longest = timeline.at - min(left) if left else timedelta(0)
    assert timedelta(0) <= six_hours.due_at - first - timedelta(hours=6) <= longest


@given(timelines())
def test_every_breach_speaks_in_a_whole_sentence_and_every_clock_says_where_the_law_is(timeline: Timeline) -> None:
    answer = evaluate(timeline)

    assert all(breach.text.endswith(".") and breach.authority for breach in answer.breaches)
    assert all(clock.authority and clock.starts_at <= clock.due_at and clock.soon_at <= clock.due_at for clock in answer.clocks)
    assert [clock.due_at for clock in answer.clocks] == sorted(clock.due_at for clock in answer.clocks)
    assert len(to_json(answer)["clocks"]) == len(answer.clocks)


@given(timelines())
def test_a_clock_passed_or_breached_has_its_breach_unless_it_is_a_live_hour(timeline: Timeline) -> None:
    answer = evaluate(timeline)

    passed = [clock for clock in answer.clocks if clock.state is State.BREACHED or (clock.state is State.OVERDUE and clock.rule != "C1")]
    assert Counter((clock.rule, clock.due_at) for clock in passed) == Counter(
        (breach.rule, breach.due_at) for breach in answer.breaches if breach.due_at
    )


@given(timelines())
def test_once_the_person_is_gone_nothing_is_needed_any_more(timeline: Timeline) -> None:
    gone = Event(Kind.RELEASED, timeline.at)
    assume(not impossibilities(replace(timeline, events=(*timeline.events, gone))))

    assert next_instant(evaluate(replace(timeline, events=(*timeline.events, gone)))) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1)))  # noqa: DTZ001 - wall times are what is meant
def test_a_wall_time_has_none_one_or_two_instants_and_each_reads_back(wall: datetime) -> None:
    found = candidates(wall)

    assert len(found) in (0, 1, 2)
    assert list(found) == sorted(set(found))
