"""C9, C10, C11 and R6: months that end the day before the anniversary, and on whose authority prints and samples are taken."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from examinations.clocks import Biometric, Consent, Event, Kind, Officer, Power
from organisation.ranks import Rank
from tests.examinations.clocks.by_hand import anniversary, day_of, first_instant
from tests.examinations.clocks.drawing import (
    agrees,
    answered,
    around,
    breaches,
    clocks,
    days,
    detained,
    ending,
    instants,
    minute,
    only,
    powers,
    ranks,
    shuffled,
)

PRINTS, SAMPLE = Biometric.FINGERPRINTS, Biometric.NON_INTIMATE_SAMPLE
hours = st.integers(0, 23 * 60).map(lambda minutes: timedelta(minutes=minutes))
takings = st.builds(lambda day, time: first_instant(day) + time, days(date(2021, 1, 1), date(2032, 12, 31)), hours)
biometrics = st.sampled_from([PRINTS, SAMPLE])
SENIOR = {
    Rank.SUPERINTENDENT,
    Rank.CHIEF_SUPERINTENDENT,
    Rank.ASSISTANT_CHIEF_CONSTABLE,
    Rank.DEPUTY_CHIEF_CONSTABLE,
    Rank.CHIEF_CONSTABLE,
}


def taken(at: datetime, what: Biometric, ref: str = "a", *, convicted: bool = False) -> Event:
    return Event(Kind.BIOMETRICS_TAKEN, at, ref=ref, what=what, consent=Consent.WRITTEN, recordable_conviction=convicted)


def six_months(at: datetime) -> datetime:
    return first_instant(anniversary(day_of(at), 6))


@given(takings, biometrics, powers)
def test_prints_and_profiles_are_kept_until_the_day_before_the_day_six_months_on(at: datetime, what: Biometric, power: Power) -> None:
    clock = only(answered(power, taken(at, what)), "C9")

    assert (clock.starts_at, clock.due_at, clock.strict) == (at, six_months(at), True)


@given(takings, biometrics, powers, st.data())
def test_prints_and_profiles_are_kept_lawfully_exactly_when_determined_on_or_destroyed_within_six_months(
    at: datetime, what: Biometric, power: Power, data: st.DataObject
) -> None:
    when = around(six_months(at), at)
    kinds = [Kind.NSD_MADE, Kind.BIOMETRIC_DATA_DESTROYED]
    acts = [Event(data.draw(st.sampled_from(kinds)), data.draw(when), ref="a") for _ in range(data.draw(st.integers(0, 2)))]
    other = [taken(at, PRINTS, "b"), *(Event(kind, at, ref="b") for kind in data.draw(st.lists(st.sampled_from(kinds), max_size=1)))]
    asked_at = max(data.draw(when), *(event.at for event in acts), at)

    answer = shuffled(power, [taken(at, what), *acts, *other], data.draw, asked_at)

    (clock,) = [one for one in clocks(answer, "C9") if one.ref == "a"]
    assert agrees(clock, ending(min((act.at for act in acts), default=None), six_months(at), asked_at))


@given(takings, biometrics, powers, instants(2021, 2060))
def test_a_recordable_conviction_leaves_prints_and_profiles_without_limit_and_the_sample_with_its_own(
    at: datetime, what: Biometric, power: Power, asked: datetime
) -> None:
    answer = answered(power, taken(at, what, convicted=True), at=max(at, asked))

    assert clocks(answer, "C9") == []
    assert len(clocks(answer, "C11")) == (what is SAMPLE)


@given(takings, st.lists(st.integers(0, 200), min_size=1, max_size=4), powers, st.data())
def test_the_profile_counts_from_the_first_sample_and_every_sample_is_destroyed_within_its_own_six_months(
    at: datetime, later: list[int], power: Power, data: st.DataObject
) -> None:
    samples = [taken(at + timedelta(hours=number), SAMPLE, f"{place}") for place, number in enumerate(later)]
    kept = [Event(Kind.NSD_MADE, at + timedelta(days=30), ref=f"{place}") for place in range(len(later))]

    answer = shuffled(power, [*samples, *kept], data.draw, at + timedelta(days=30))

    assert [clock.starts_at for clock in clocks(answer, "C9")] == [min(sample.at for sample in samples)]
    assert sorted((clock.ref, clock.due_at) for clock in clocks(answer, "C11")) == [(one.ref, six_months(one.at)) for one in samples]


@given(takings, powers, st.data())
def test_only_its_own_destruction_in_time_ends_what_is_asked_of_a_sample(at: datetime, power: Power, data: st.DataObject) -> None:
    when = around(six_months(at), at)
    gone_at, asked = data.draw(st.none() | when), data.draw(when)
    kinds = st.sampled_from([Kind.NSD_MADE, Kind.BIOMETRIC_DATA_DESTROYED])
    beside = [Event(data.draw(kinds), data.draw(when), ref="a") for _ in range(data.draw(st.integers(0, 2)))]
    destroyed = [Event(Kind.SAMPLE_DESTROYED, gone_at, ref="a")] if gone_at else []
    asked_at = max(asked, *(event.at for event in [*beside, *destroyed]), at)

    answer = shuffled(power, [taken(at, SAMPLE), *beside, *destroyed], data.draw, asked_at)

    assert agrees(only(answer, "C11"), ending(gone_at, six_months(at), asked_at))


@given(takings, powers, st.none() | st.integers(1, 3000).map(lambda number: timedelta(days=number)))
def test_a_determination_lasts_until_it_says_and_five_years_beginning_with_its_day_at_most(
    at: datetime, power: Power, lasts: timedelta | None
) -> None:
    clock = only(answered(power, Event(Kind.NSD_MADE, at, expires_at=None if lasts is None else at + lasts)), "C10")

    five_years = first_instant(anniversary(day_of(at), 60))
    assert clock.due_at == (five_years if lasts is None or at + lasts > five_years else at + lasts)
    assert day_of(clock.due_at).year - day_of(at).year <= 5


@given(takings, powers, st.data())
def test_a_determination_is_renewed_or_the_material_destroyed_before_it_ends(at: datetime, power: Power, data: st.DataObject) -> None:
    ends_at = first_instant(anniversary(day_of(at), 60))
    when = around(ends_at, at + timedelta(seconds=1))
    kind, done_at, asked = (
        data.draw(st.sampled_from([None, Kind.NSD_MADE, Kind.BIOMETRIC_DATA_DESTROYED])),
        data.draw(when),
        data.draw(when),
    )
    act = [Event(kind, done_at, ref="a")] if kind else []
    asked_at = max(asked, *(event.at for event in act), at)

    answer = shuffled(power, [taken(at, PRINTS), Event(Kind.NSD_MADE, at, ref="a"), *act], data.draw, asked_at)

    (clock,) = [one for one in clocks(answer, "C10") if one.starts_at == at]
    assert agrees(clock, ending(done_at if kind else None, ends_at, asked_at))


@given(
    powers,
    biometrics,
    st.booleans(),
    st.sampled_from(list(Consent)),
    st.none() | st.booleans(),
    st.none() | st.booleans(),
    st.none() | days(date(1995, 4, 8), date(1995, 4, 12)) | days(date(1960, 1, 1), date(2026, 1, 1)),
    st.none() | ranks,
)
def test_prints_and_samples_need_a_detained_person_and_consent_a_conviction_or_a_superintendent_at_a_police_station(
    power: Power,
    what: Biometric,
    was_detained: bool,
    consent: Consent,
    at_station: bool | None,
    convicted: bool | None,
    convicted_on: date | None,
    rank: Rank | None,
) -> None:
    act = Event(
        Kind.BIOMETRICS_TAKEN,
        minute(30),
        what=what,
        consent=consent,
        at_police_station=at_station,
        recordable_conviction=convicted,
        convicted_on=convicted_on,
        authorised_by=None if rank is None else Officer("X", rank),
    )
    answer = answered(power, *detained(20 if was_detained else 40), act, at=minute(50))

    by_authority = at_station is True and rank in SENIOR
    is_too_old = what is SAMPLE and convicted_on is not None and (convicted_on.year, convicted_on.timetuple().tm_yday) < (1995, 100)
    by_conviction = convicted is True and not is_too_old
    is_founded = consent is Consent.WRITTEN or by_conviction or by_authority
    assert [breach.actual_at for breach in breaches(answer, "R6")] == [minute(30)] * ((not was_detained) + (not is_founded))
    assert len(clocks(answer, "C9")) == (not by_conviction)


@given(powers, biometrics, ranks)
def test_without_consent_or_conviction_a_superintendents_authority_is_the_least_that_will_do(
    power: Power, what: Biometric, rank: Rank
) -> None:
    act = Event(Kind.BIOMETRICS_TAKEN, minute(30), what=what, at_police_station=True, authorised_by=Officer("X", rank))

    assert len(breaches(answered(power, *detained(), act), "R6")) == (rank not in SENIOR)
