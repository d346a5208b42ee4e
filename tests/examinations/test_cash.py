"""Cash: seized, counted by two, and followed until it is returned or forfeited; its hours, its orders, and what came too late."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from borderops.kit.localtime import LONDON
from examinations import actions, cash, queries
from examinations.actions.cash import Instrument
from examinations.actions.writing import Impossible
from examinations.cash import Pieces, Standing
from examinations.instants import Instant
from examinations.models import CashCount, CashSeizure, CashStep, Examination, Kind
from examinations.queries.cash import Held
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation import policy
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    """A London time, such as `2026-10-23 22:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def scene_at(text: str, **values: Any) -> Scene:
    return begin(make_cast(at(text)), **values)


def seize(scene: Scene, when: Instant, power: str = "ATCSA", who: str = "pc.stansted", **values: Any) -> CashSeizure:
    return scene.do(who, actions.seize_cash, examination=scene.examination, power=power, when=when, **values)


def step(scene: Scene, seizure: CashSeizure, kind: str, when: Instant, who: str = "pc.stansted", **values: Any) -> CashStep:
    return scene.do(who, actions.take_cash_step, seizure=seizure, kind=kind, when=when, **values)


def order(scene: Scene, seizure: CashSeizure, when: str, **values: Any) -> CashStep:
    return step(scene, seizure, "ORDERED", pressed(at(when)), court="Chelmsford Magistrates' Court", **values)


def held(scene: Scene, when: datetime) -> list[Held]:
    with acting_as(scene.cast.actor("di.region")):
        return queries.cash_of(Examination.objects.get(pk=scene.examination.pk), when)


def limits(scene: Scene, when: datetime) -> list[tuple[datetime, str]]:
    with acting_as(scene.cast.actor("di.region")):
        found = assess(Examination.objects.get(pk=scene.examination.pk), when).clocks
    return [(clock.due_at, clock.state.value) for clock in found if clock.rule == "C12"]


def count(scene: Scene, seizure: CashSeizure, number: float, *pieces: Pieces, second: str = "sgt.stansted", **values: Any) -> CashCount:
    counters = (scene.cast["pc.stansted"], scene.cast[second])
    when = values.pop("when", pressed(scene.minute(number)))
    return scene.do("pc.stansted", actions.count_cash, seizure=seizure, when=when, counters=counters, pieces=pieces, **values)


@pytest.mark.parametrize("power", ["ATCSA", "POCA"])
@pytest.mark.parametrize(
    ("begun", "seized", "due"),
    [
        pytest.param("2026-10-23 21:30", "2026-10-23 22:00", "2026-10-27 22:00", id="E-24"),
        pytest.param("2026-11-27 14:30", "2026-11-27 15:00", "2026-12-01 15:00", id="E-25"),
        pytest.param("2026-12-24 14:30", "2026-12-24 15:00", "2026-12-30 15:00", id="E-27"),
        pytest.param("2027-03-25 11:30", "2027-03-25 12:00", "2027-03-31 12:00", id="over Easter and the change to summer time"),
    ],
)
def test_e_24_e_25_e_27_the_hours_of_a_recorded_seizure_run_on_working_days(begun: str, seized: str, due: str, power: str) -> None:
    scene = scene_at(begun)
    seize(scene, pressed(at(seized)), power=power)
    assert limits(scene, at(seized)) == [(at(due), "RUNNING")]


def test_e_29_an_order_made_twelve_minutes_after_the_hours_is_taken_and_is_unlawful_late() -> None:
    scene = scene_at("2026-11-27 14:30")
    seizure = seize(scene, pressed(at("2026-11-27 15:00")))
    assert held(scene, at("2026-12-01 15:01"))[0].standing is Standing.EXPIRED
    order(scene, seizure, "2026-12-01 15:12")
    one = held(scene, at("2026-12-02 09:00"))[0]
    assert one.standing is Standing.UNLAWFUL_LATE
    assert one.steps[0].is_late
    assert "Release it now, or seize it afresh" in one.decision
    with acting_as(scene.cast.actor("di.region")):
        breaches = assess(Examination.objects.get(pk=scene.examination.pk), at("2026-12-02 09:00")).breaches
    assert [breach.late_seconds for breach in breaches if breach.rule == "C12"] == [12 * 60]


def test_e_29_a_fresh_seizure_ends_the_first_and_starts_new_hours_with_its_reason() -> None:
    scene = scene_at("2026-11-27 14:30")
    seizure = seize(scene, pressed(at("2026-11-27 15:00")), details={"grounds": "Sewn into a lining."})
    order(scene, seizure, "2026-12-01 15:12")
    with pytest.raises(Refusal, match="no abuse"):
        scene.do("pc.stansted", actions.seize_afresh, seizure=seizure, when=pressed(at("2026-12-02 09:00")), reason=" ")
    afresh = scene.do(
        "pc.stansted", actions.seize_afresh, seizure=seizure, when=pressed(at("2026-12-02 09:00")), reason="New bank records since."
    )
    first, second = held(scene, at("2026-12-02 10:00"))
    assert (first.standing, second.standing) == (Standing.RETURNED, Standing.HELD)
    assert (second.seizure, second.seizure.follows, second.seizure.grounds) == (afresh, seizure, "Sewn into a lining.")
    assert (at("2026-12-04 09:00"), "RUNNING") in limits(scene, at("2026-12-02 10:00"))


def test_an_order_in_time_lasts_six_months_and_all_of_them_two_years_from_the_first() -> None:
    scene = scene_at("2026-11-27 14:30")
    seizure = seize(scene, pressed(at("2026-11-27 15:00")))
    order(scene, seizure, "2026-12-01 15:00")
    assert limits(scene, at("2026-12-03 09:00")) == [(at("2026-12-01 15:00"), "MET"), (at("2027-06-01 00:00"), "RUNNING")]
    for made in ("2027-05-20 10:00", "2027-11-10 10:00", "2028-05-01 10:00", "2028-10-20 10:00"):
        order(scene, seizure, made)
    assert limits(scene, at("2028-10-21 10:00"))[-1] == (at("2028-12-01 00:00"), "RUNNING")
    assert held(scene, at("2028-10-21 10:00"))[0].standing is Standing.ORDERED


def test_an_order_ends_when_its_court_said_if_that_is_sooner() -> None:
    scene = scene_at("2026-11-27 14:30")
    seizure = seize(scene, pressed(at("2026-11-27 15:00")))
    order(scene, seizure, "2026-11-30 10:00", expires_on=date(2027, 2, 26))
    assert limits(scene, at("2026-12-03 09:00"))[-1] == (at("2027-02-27 00:00"), "RUNNING")
    with pytest.raises(Impossible, match="cannot end before"):
        order(scene, seizure, "2026-12-03 10:00", expires_on=date(2026, 12, 1))


def test_an_order_that_has_run_out_must_be_followed_by_another_or_the_cash_goes() -> None:
    scene = scene_at("2026-11-27 14:30")
    seizure = seize(scene, pressed(at("2026-11-27 15:00")))
    order(scene, seizure, "2026-11-30 10:00", expires_on=date(2026, 12, 31))
    assert held(scene, at("2027-01-01 00:01"))[0].standing is Standing.EXPIRED
    order(scene, seizure, "2027-01-04 10:00")
    assert held(scene, at("2027-01-05 00:01"))[0].standing is Standing.UNLAWFUL_LATE


@pytest.mark.parametrize(("kind", "standing"), [("RETURNED", Standing.RETURNED), ("FORFEITED", Standing.FORFEITED)])
def test_what_is_returned_or_forfeited_has_no_clock_left_and_takes_no_further_step(cast: Cast, kind: str, standing: Standing) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)))
    step(scene, seizure, kind, pressed(scene.minute(60)), words="Against a signature.")
    one = held(scene, scene.minute(61))[0]
    assert (one.standing, [clock.live for clock in one.clocks]) == (standing, [False])
    with pytest.raises(Impossible, match="returned or forfeited by then"):
        step(scene, seizure, "APPLIED", pressed(scene.minute(70)), court="A court")
    assert step(scene, seizure, "APPLIED", pressed(scene.minute(30)), court="A court").at == scene.minute(30)


def test_the_count_is_by_two_different_people_and_the_database_says_so_too(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)))
    twenty = Pieces("GBP", Decimal(20), 3)
    with pytest.raises(Refusal, match="two people"):
        count(scene, seizure, 10, twenty, second="pc.stansted")
    made = count(scene, seizure, 10, twenty)
    with acting_as(policy.SYSTEM), pytest.raises(IntegrityError, match="cash_counted_by_two"), transaction.atomic():
        CashCount.objects.create(
            seizure=seizure,
            examination=scene.examination,
            counted_at=made.counted_at,
            first_counter=cast["pc.stansted"],
            second_counter=cast["pc.stansted"],
            entered_by=cast["pc.stansted"],
            entered_at=made.entered_at,
        )


def test_sums_are_worked_out_by_currency_and_a_recount_stands_beside_the_first(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)), power="POCA")
    count(scene, seizure, 10, Pieces("GBP", Decimal(20), 40))
    again = (Pieces("GBP", Decimal(20), 42), Pieces("GBP", Decimal("0.50"), 3), Pieces("EUR", Decimal(500), 2))
    cheque = Instrument("CHEQUE", "000123", "USD", Decimal(900))
    count(scene, seizure, 30, *again, instruments=[cheque], sealed_bag="B77", worth_in_pounds=Decimal("2300"))
    one = held(scene, scene.minute(31))[0]
    assert one.count is not None
    assert one.count.totals == {"EUR": Decimal(1000), "GBP": Decimal("841.50")}
    assert one.recounts == 1
    assert [each.number for each in one.count.instruments] == ["000123"]
    assert one.count.below_minimum == ""


def test_a_small_sum_under_the_proceeds_of_crime_act_is_taken_with_a_doubtful_word(cast: Cast) -> None:
    scene = begin(cast)
    small = Pieces("GBP", Decimal(50), 19)
    for power in ("POCA", "ATCSA"):
        count(scene, seize(scene, pressed(scene.minute(5)), power=power), 10, small)
    proceeds, terrorist = (one.count for one in held(scene, scene.minute(11)))
    assert proceeds is not None
    assert proceeds.below_minimum.startswith("£950.00 is less than £1,000")
    assert proceeds.below_minimum.endswith("not verified: check it.")
    assert terrorist is not None
    assert terrorist.below_minimum == ""
    assert cash.below_minimum("POCA", Decimal(1000), cast.at) == ""


def test_cash_first_held_as_property_ends_its_seven_days_and_starts_its_hours_at_the_seizure(cast: Cast) -> None:
    scene = begin(cast)
    scene.record(Kind.PROPERTY_RETAINED, 3, detail={"ground": "EXAMINATION", "ref": "envelope"})
    with pytest.raises(Refusal, match="not on record as held"):
        seize(scene, pressed(scene.minute(60)), held_as="another")
    seizure = seize(scene, pressed(scene.minute(60)), held_as="envelope")
    assert (seizure.ref, seizure.was_property) == ("envelope", True)
    with acting_as(cast.actor("di.region")):
        clocks = assess(scene.fresh(), scene.minute(61)).clocks
    found = {clock.rule: clock for clock in clocks if clock.ref == "envelope"}
    assert (found["C6"].state.value, found["C6"].live) == ("MET", False)
    assert found["C12"].due_at > scene.minute(60) + timedelta(hours=47)
    with pytest.raises(Refusal, match="seized as cash already"):
        seize(scene, pressed(scene.minute(62)), held_as="envelope")


def test_all_of_it_goes_on_after_submission_by_an_examiner_or_a_sergeant_of_the_port_and_by_nobody_else(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)))
    scene.release(50)
    scene.submit(60)
    step(scene, seizure, "APPLIED", pressed(scene.minute(70)), court="A court")
    step(scene, seizure, "ORDERED", pressed(scene.minute(80)), who="sgt.stansted", court="A court")
    assert held(scene, scene.minute(81))[0].standing is Standing.ORDERED
    for who in ("sgt.luton", "pc.stansted.second", "admin.vetting"):
        with pytest.raises((policy.Forbidden, Examination.DoesNotExist)):
            step(scene, seizure, "RETURNED", pressed(scene.minute(90)), who=who)


def test_what_was_submitted_is_not_overwritten_and_what_was_blank_is_filled_in(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)), details={"grounds": "In a shoe."})
    scene.release(50)
    version = scene.submit(60)
    assert [(each["power"], each["grounds"]) for each in version.content["cash"]] == [("ATCSA", "In a shoe.")]
    values = {"seizure": seizure, "at": scene.minute(70)}
    with pytest.raises(Refusal, match="stays as it is"):
        scene.do("pc.stansted", actions.describe_cash, **values, changes={"grounds": "In a hat."})
    assert scene.do("pc.stansted", actions.describe_cash, **values, changes={"receipt": "R1"}).receipt == "R1"


def test_a_seizure_that_was_taken_back_says_so_and_takes_nothing_more(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)))
    scene.do("pc.stansted", actions.withdraw_event, event=seizure.event, at=scene.minute(6), reason="Wrong record.")
    assert held(scene, scene.minute(7))[0].standing is Standing.TAKEN_BACK
    with pytest.raises(Impossible, match="taken back"):
        step(scene, seizure, "APPLIED", pressed(scene.minute(8)), court="A court")


def test_a_corrected_time_moves_the_hours_and_keeps_the_seizure(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(30)))
    before = limits(scene, scene.minute(40))[0][0]
    scene.do("pc.stansted", actions.supersede_event, event=seizure.event, when=pressed(scene.minute(28)), reason="Two minutes sooner.")
    one = held(scene, scene.minute(40))[0]
    assert one.seized_at == scene.minute(28)
    assert one.clocks[0].due_at <= before


def test_grounds_that_have_gone_are_recorded_with_their_conclusion(cast: Cast) -> None:
    scene = begin(cast)
    seizure = seize(scene, pressed(scene.minute(5)))
    with pytest.raises(Refusal, match="grounds for holding"):
        step(scene, seizure, "ASSESSED", pressed(scene.minute(6)))
    step(scene, seizure, "ASSESSED", pressed(scene.minute(6)), grounds_continue=False, words="A sale is proved.")
    assert held(scene, scene.minute(7))[0].steps[0].row.grounds_continue is False


def test_ten_seizures_cost_as_many_queries_as_one(cast: Cast) -> None:
    scene = begin(cast)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            count(scene, seize(scene, pressed(scene.minute(5))), 10, Pieces("GBP", Decimal(20), 3))
        with acting_as(cast.actor("pc.stansted")):
            examination = Examination.objects.get(pk=scene.examination.pk)
            with counting() as made:
                queries.cash_of(examination, scene.minute(11))
        counts.append(number_of(made))
    assert counts[0] == counts[1] <= 7
