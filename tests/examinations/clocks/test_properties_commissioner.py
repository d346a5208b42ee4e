"""C7, C14 and the time for representations: what follows an urgent grant under Schedule 3, over weekends and bank holidays."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Event, Kind, Party, Power, State, committed_law, heard_until
from tests.examinations.clocks.by_hand import ONE_DAY, day_of, first_instant, is_working, working_day
from tests.examinations.clocks.drawing import S3, agrees, answered, around, breaches, clocks, ending, instants, only, powers, shuffled

DAY = timedelta(hours=24)
TOLD = [Kind.IPC_INFORMED, Kind.AFFECTED_PARTIES_INFORMED]
grants = instants(2021, 2028).filter(lambda at: at < datetime(2028, 12, 20, tzinfo=UTC))
christmas = st.builds(
    lambda year, hours: datetime(year, 12, 22, tzinfo=UTC) + timedelta(hours=hours), st.integers(2021, 2027), st.integers(0, 240)
)
days = st.one_of(grants, grants, christmas)


def granted(at: datetime) -> Event:
    return Event(Kind.URGENT_IPC_GRANTED, at, ref="copy")


@given(days)
def test_the_urgent_decision_has_the_three_working_days_from_the_first_after_the_grant(at: datetime) -> None:
    clock = only(answered(S3, granted(at)), "C7")

    first, last = day_of(clock.starts_at), day_of(clock.due_at) - ONE_DAY
    between = [day_of(at) + number * ONE_DAY for number in range(1, (last - day_of(at)).days + 1)]
    assert [day for day in between if is_working(day)][0::2] == [first, last]
    assert len([day for day in between if is_working(day)]) == 3
    assert (clock.starts_at, clock.due_at, clock.strict) == (first_instant(first), first_instant(last + ONE_DAY), True)


@given(days, st.data())
def test_the_urgent_decision_comes_after_the_representations_are_over_and_before_the_third_working_day_is(
    at: datetime, data: st.DataObject
) -> None:
    opens_at, due_at = (first_instant(working_day(number, day_of(at)) + ONE_DAY) for number in (2, 3))
    decided_at = data.draw(st.one_of(around(opens_at, at), around(due_at, at)))

    answer = shuffled(S3, [granted(at), Event(Kind.IPC_DECIDED, decided_at, ref="copy")], data.draw, decided_at + timedelta(days=9))

    assert (breaches(answer, "C7") == []) == (opens_at <= decided_at < due_at)
    assert agrees(only(answer, "C7"), ending(decided_at, due_at, decided_at))


@given(days)
def test_representations_are_heard_to_the_end_of_the_second_working_day_after_the_grant(at: datetime) -> None:
    until = heard_until(committed_law(), S3, at, at)

    assert until == first_instant(working_day(2, day_of(at)) + ONE_DAY), "REPRESENTATIONS"


@given(st.integers(0, 20 * 86400).map(lambda seconds: datetime(2028, 12, 15, tzinfo=UTC) + timedelta(seconds=seconds)))
def test_an_urgent_decision_is_never_counted_past_the_last_day_of_the_calendar(at: datetime) -> None:
    answer = answered(S3, granted(at))

    for clock in clocks(answer, "C7"):
        assert clock.due_at <= first_instant(date(2029, 1, 1))
    assert len(clocks(answer, "C7")) + len([warning for warning in answer.warnings if warning.rule == "C7"]) == 1


NOTICES = [
    (Kind.IPC_INFORMED, None),
    *((Kind.AFFECTED_PARTIES_INFORMED, (party,)) for party in Party),
    (Kind.AFFECTED_PARTIES_INFORMED, None),
]
WITHOUT = [[1, 2, 3, 4], [0, 2, 3, 4], [0, 1, 2, 4], [0, 1, 2, 3], [0, 5], [0, 1, 2, 3, 4]]  # one missing, all at once, everybody by name


@given(days, st.sampled_from(WITHOUT), st.sampled_from([None, "No address is known."]), st.data())
def test_the_day_of_notice_runs_over_weekends_and_is_kept_once_the_commissioner_and_every_party_were_told(
    at: datetime, given_: list[int], why: str | None, data: st.DataObject
) -> None:
    soon = st.integers(0, 86400).map(lambda seconds: at + timedelta(seconds=seconds))
    when = st.one_of(soon, soon, soon, around(at + DAY, at))
    told = [Event(kind, data.draw(when), ref="copy", parties=named, reason=why) for kind, named in (NOTICES[each] for each in given_)]
    asked_at = max(data.draw(when), *(event.at for event in told), at)

    clock = only(shuffled(S3, [granted(at), *told], data.draw, asked_at), "C14")

    assert (clock.starts_at, clock.due_at - at, clock.strict) == (at, DAY, False)
    everybody_at = min((event.at for event in told if all_told(told, event.at)), default=None)
    assert agrees(clock, ending(everybody_at, at + DAY, asked_at, strict=False))


def all_told(told: list[Event], by: datetime) -> bool:
    """Whether by that instant the Commissioner knew, and each of the three parties, the person also by a reason why not."""
    done = [event for event in told if event.at <= by]
    acts = [event for event in done if event.kind is Kind.AFFECTED_PARTIES_INFORMED]

    def knows(party: Party) -> bool:
        return any(event.parties is None or party in event.parties for event in acts)

    excused = any(event.parties and Party.PERSON_IMPRACTICABLE in event.parties and event.reason for event in acts)
    return (
        any(event.kind is Kind.IPC_INFORMED for event in done)
        and knows(Party.CHIEF_OFFICER)
        and knows(Party.SECRETARY_OF_STATE)
        and (knows(Party.PERSON) or excused)
    )


@given(days, powers)
def test_schedule_7_has_no_urgent_route_at_all(at: datetime, power: Power) -> None:
    answer = answered(power, granted(at), at=at + timedelta(days=30))

    assert sorted(clock.rule for clock in answer.clocks) == (["C14", "C7"] if power is S3 else [])
    assert all(clock.state is State.OVERDUE for clock in answer.clocks)
