"""C6 and C8: how long a thing may be kept, whatever ends its keeping and in whatever order it was written down."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Basis, CashPower, Event, Ground, Kind, Power, State
from tests.examinations.clocks.by_hand import ONE_DAY, day_of, first_instant
from tests.examinations.clocks.drawing import S3, S7, agrees, answered, around, breaches, clocks, ending, instants, only, powers, shuffled

KEPT = Kind.PROPERTY_RETAINED
DAY = timedelta(hours=24)
retentions = instants(2021, 2030)
for_the_commissioner = st.sampled_from([Ground.NATIONAL_SECURITY, Ground.PREVENT_HARM])


def acts(at: datetime, power: Power, ref: str) -> list[Event]:
    """Everything that ends the keeping of a thing for examination under that power."""
    grounds = [Ground.EVIDENCE, Ground.DEPORTATION, *([Ground.NATIONAL_SECURITY, Ground.PREVENT_HARM] if power is S3 else [])]
    return [
        Event(Kind.PROPERTY_RETURNED, at, ref=ref),
        Event(Kind.CASH_SEIZED, at, ref=ref, cash_power=CashPower.POCA),
        *(Event(KEPT, at, ref=ref, ground=ground) for ground in grounds),
    ]


def leaves_it(at: datetime, power: Power, ref: str) -> list[Event]:
    """What leaves the days of that thing running: naming examination again, and grounds that the power does not have."""
    grounds = [Ground.EXAMINATION, *([Ground.NATIONAL_SECURITY, Ground.PREVENT_HARM] if power is S7 else [])]
    return [Event(Kind.IPC_INFORMED, at, ref=ref), *(Event(KEPT, at, ref=ref, ground=ground) for ground in grounds)]


@given(retentions, powers)
def test_property_for_examination_has_seven_london_days_of_which_that_of_keeping_it_is_the_first(at: datetime, power: Power) -> None:
    clock = only(answered(power, Event(KEPT, at, ref="phone", ground=Ground.EXAMINATION)), "C6")

    assert (clock.starts_at, clock.due_at, clock.strict) == (at, first_instant(day_of(at) + 7 * ONE_DAY), True)


@given(retentions, powers, st.data())
def test_property_for_examination_is_kept_lawfully_exactly_while_the_first_act_that_ends_it_comes_within_seven_days(
    at: datetime, power: Power, data: st.DataObject
) -> None:
    due_at = first_instant(day_of(at) + 7 * ONE_DAY)
    when = around(due_at, at)
    ended = [data.draw(st.sampled_from(acts(data.draw(when), power, "phone"))) for _ in range(data.draw(st.integers(0, 2)))]
    beside = [data.draw(st.sampled_from(leaves_it(data.draw(when), power, "phone"))) for _ in range(data.draw(st.integers(0, 2)))]
    elsewhere = data.draw(st.lists(st.sampled_from(acts(at, power, "laptop")), max_size=2))
    kept = [Event(KEPT, at, ref="phone", ground=Ground.EXAMINATION), Event(KEPT, at, ref="laptop", ground=Ground.EXAMINATION)]
    events = [*kept, *ended, *beside, *elsewhere]
    asked_at = max(data.draw(when), *(event.at for event in events))

    answer = shuffled(power, events, data.draw, asked_at)

    first, *again = [clock for clock in clocks(answer, "C6") if clock.ref == "phone"]
    assert agrees(first, ending(min((event.at for event in ended), default=None), due_at, asked_at))
    assert all(clock.starts_at >= at and any(event.kind is Kind.PROPERTY_RETURNED for event in ended) for clock in again)


@given(retentions, powers, st.sampled_from([Ground.EVIDENCE, Ground.DEPORTATION]), instants(2021, 2040))
def test_property_kept_as_evidence_or_for_a_deportation_has_no_seven_days_and_no_commissioner(
    at: datetime, power: Power, ground: Ground, asked: datetime
) -> None:
    answer = answered(power, Event(KEPT, at, ref="phone", ground=ground), at=max(at, asked))

    assert clocks(answer, "C6") == clocks(answer, "C8") == []


@given(retentions, for_the_commissioner, powers)
def test_the_commissioner_is_told_within_a_day_of_elapsed_time_under_schedule_3_alone(at: datetime, ground: Ground, power: Power) -> None:
    answer = answered(power, Event(KEPT, at, ref="phone", ground=ground))

    assert [(clock.starts_at, clock.due_at - at) for clock in clocks(answer, "C8")] == [(at, DAY)] * (power is S3)
    assert len(clocks(answer, "C6")) == (power is S7)


@given(retentions, for_the_commissioner, st.data())
def test_the_commissioner_not_told_in_a_day_is_a_breach_of_policy_unless_the_thing_went_back_before(
    at: datetime, ground: Ground, data: st.DataObject
) -> None:
    when = st.none() | around(at + DAY, at)
    told_at, back_at, asked = data.draw(when), data.draw(when), data.draw(around(at + DAY, at))
    events = [Event(KEPT, at, ref="phone", ground=ground), Event(KEPT, at, ref="laptop", ground=ground)]
    events += [Event(Kind.IPC_INFORMED, told_at, ref="phone")] if told_at else []
    events += [Event(Kind.PROPERTY_RETURNED, back_at, ref="phone")] if back_at else []
    asked_at = max(asked, *(event.at for event in events))

    answer = shuffled(S3, events, data.draw, asked_at)

    (clock,) = [one for one in clocks(answer, "C8") if one.ref == "phone"]
    if told_at is None and back_at is not None:
        assert clock.state is (State.MET if back_at <= at + DAY else State.OVERDUE)
    else:
        assert agrees(clock, ending(told_at, at + DAY, asked_at, strict=False))
    assert all(breach.basis is Basis.POLICY for breach in breaches(answer, "C8"))
