"""What seized cash comes to owe while it is held: an account after the first 48 hours, a look at the grounds at each handover, and its
return once they have gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations import actions, queries
from examinations.models import CashPower, CashSeizure, CashStep, Examination
from examinations.owed.cash import ACCOUNT, REASSESS, RELEASE, Seized, Since, cash_owed, later
from examinations.owed.one import Owed
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, pressed

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
SEIZED = MONDAY + timedelta(minutes=20)
HOURS_END = SEIZED + timedelta(hours=48)
SECOND = timedelta(seconds=1)
DAY = 24 * 60
PLACE = "to be paid into an account, or kept as evidence"
AGAIN = "the grounds to be looked at again since the handover"
GONE = "the grounds for holding it have gone"


def since(**values: Any) -> Since:
    return Since(SEIZED, HOURS_END, **values)


def test_only_past_the_first_48_hours_and_only_until_it_is_said_where_it_is() -> None:
    assert later(since(), HOURS_END) == ()
    assert later(since(), HOURS_END + SECOND) == (ACCOUNT,)
    assert later(since(is_placed=True), HOURS_END + SECOND) == ()
    assert later(since(is_gone=True), HOURS_END + SECOND) == ()
    assert later(Since(SEIZED), HOURS_END + SECOND) == ()


def test_a_handover_with_cash_held_owes_a_look_at_the_grounds_since_it_was_offered() -> None:
    offered_at, asked_at = SEIZED + timedelta(hours=1), SEIZED + timedelta(hours=2)
    assert later(since(handed_over_at=offered_at), asked_at) == (REASSESS,)
    assert later(since(handed_over_at=offered_at, assessed_at=offered_at - SECOND, grounds_continue=True), asked_at) == (REASSESS,)
    assert later(since(handed_over_at=offered_at, assessed_at=offered_at, grounds_continue=True), asked_at) == ()
    assert later(since(handed_over_at=SEIZED - SECOND), asked_at) == ()


instants = st.none() | st.integers(-2, 100).map(lambda hours: SEIZED + timedelta(hours=hours))


@given(instants, instants, st.booleans(), st.booleans(), st.integers(0, 200))
def test_once_the_grounds_have_gone_nothing_but_the_return_is_asked_for(
    assessed_at: datetime | None, handed_over_at: datetime | None, is_placed: bool, is_gone: bool, hours: int
) -> None:
    given = {"assessed_at": assessed_at or SEIZED, "handed_over_at": handed_over_at, "is_placed": is_placed, "is_gone": is_gone}
    at = SEIZED + timedelta(hours=hours)
    assert later(since(**given, grounds_continue=False), at) == (() if is_gone else (RELEASE,))
    assert RELEASE not in later(since(**given, grounds_continue=True), at)


def test_the_return_cannot_wait_and_what_came_later_stands_before_what_was_missing_first() -> None:
    found = list(cash_owed([Seized(SEIZED, frozenset(), (RELEASE,)), Seized(SEIZED, frozenset(), (REASSESS, ACCOUNT))]))
    assert [one.is_urgent for one in found] == [True, False, False]
    assert GONE in found[0].sentence
    assert f"{AGAIN}; {PLACE}; and 6 more" in found[2].sentence


# --- On a record ------------------------------------------------------------------------------------------------------------


def seized(cast: Cast) -> tuple[Scene, CashSeizure]:
    scene = begin(cast)
    given = {"examination": scene.examination, "power": CashPower.ATCSA, "when": pressed(scene.minute(20))}
    return scene, scene.do("pc.stansted", actions.seize_cash, **given)


def step(scene: Scene, seizure: CashSeizure, kind: str, number: float, who: str = "pc.stansted", **values: Any) -> CashStep:
    given = {"seizure": seizure, "kind": kind, "when": pressed(scene.minute(number)), **values}
    done: CashStep = scene.do(who, actions.take_cash_step, **given)
    return done


def listed(scene: Scene, number: float) -> list[Owed]:
    """What the list of the record says of cash."""
    with acting_as(scene.cast.actor("di.region")):
        row = Examination.objects.select_related("port", "particulars").get(pk=scene.examination.pk)
        return [one for one in queries.live_panel(row, scene.minute(number)).owed if one.field == "cash"]


def said(scene: Scene, number: float) -> str:
    return "\n".join(one.whole or one.sentence for one in listed(scene, number))


def on_tab(scene: Scene, number: float) -> str:
    """What the page of the cash itself says."""
    with acting_as(scene.cast.actor("di.region")):
        held = queries.cash_of(Examination.objects.get(pk=scene.examination.pk), scene.minute(number))
    return "\n".join(held[0].owed)


@pytest.mark.parametrize("kind", ["PAID_IN", "NOT_PAID_IN"])
def test_past_the_48_hours_the_record_asks_where_the_cash_is_until_it_is_said(db: None, kind: str) -> None:
    scene, seizure = seized(make_cast(MONDAY))
    over = 20 + 2 * DAY
    assert PLACE not in said(scene, over)
    assert PLACE in said(scene, over + 1)
    assert "Pay it into an interest-bearing account" in on_tab(scene, over + 1)
    done = step(scene, seizure, kind, over + 2, words="Needed for prints.")
    assert PLACE not in said(scene, over + 3)
    assert "interest-bearing" not in on_tab(scene, over + 3)
    scene.do("pc.stansted", actions.take_back_row, row=done, at=scene.minute(over + 4), reason="Another bag.")
    assert PLACE in said(scene, over + 5)
    assert "interest-bearing" in on_tab(scene, over + 5)


def test_a_handover_asks_for_the_grounds_again(cast: Cast) -> None:
    scene, seizure = seized(cast)
    step(scene, seizure, "ASSESSED", 25, grounds_continue=True)
    offered = {"to": cast["pc.stansted.second"], "at": scene.minute(30)}
    offer = scene.do("pc.stansted", actions.offer_handover, examination=scene.examination, **offered)
    assert AGAIN not in said(scene, 31)
    scene.do("pc.stansted.second", actions.accept_handover, handover=offer, at=scene.minute(32))
    assert AGAIN in said(scene, 33)
    assert "Look at the grounds for holding the cash again." in on_tab(scene, 33)
    step(scene, seizure, "ASSESSED", 34, "pc.stansted.second", grounds_continue=True)
    assert AGAIN not in said(scene, 35)
    assert "Look at the grounds" not in on_tab(scene, 35)


def test_cash_without_grounds_goes_back_at_once(cast: Cast) -> None:
    scene, seizure = seized(cast)
    step(scene, seizure, "ASSESSED", 25, grounds_continue=False)
    assert [one.is_urgent for one in listed(scene, 26)] == [True, False]
    assert GONE in said(scene, 26)
    assert "Return it now." in on_tab(scene, 26)
    step(scene, seizure, "RETURNED", 27, words="To the person.")
    assert GONE not in said(scene, 28)
    assert "Return it now." not in on_tab(scene, 28)


def test_a_forfeiture_notice_and_its_lapse_are_steps_and_move_no_clock(cast: Cast) -> None:
    scene, seizure = seized(cast)
    before = limits(scene)
    step(scene, seizure, "FORFEITURE_NOTICE", 30, words="By hand.")
    step(scene, seizure, "NOTICE_LAPSED", 40)
    assert limits(scene) == before
    with acting_as(cast.actor("di.region")):
        held = queries.cash_of(Examination.objects.get(pk=scene.examination.pk), scene.minute(50))
    assert [one.row.get_kind_display() for one in held[0].steps] == ["Forfeiture notice given", "Forfeiture notice lapsed"]


def limits(scene: Scene) -> list[datetime]:
    with acting_as(scene.cast.actor("di.region")):
        row = Examination.objects.get(pk=scene.examination.pk)
        return [clock.due_at for clock in queries.cash_of(row, scene.minute(50))[0].clocks]
