"""Looking again at why a copy is kept, every six months by our own practice; and until when the Commissioner hears those affected on the
ordinary route, which the Commissioner sets and nobody works out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.evidence import evidence_of
from assurance.queries import material_for
from borderops.kit.localtime import london_date
from examinations import actions
from examinations.models import Item, Power
from examinations.papers.property import parts
from examinations.property import practice
from examinations.queries.routes import Invited
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.keeping import DAY, MONDAY, copy_of, keep, line_of, step
from tests.examinations.pages import Browser, begun, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed
from tests.organisation.pages import boxes

EARLIEST, LATEST = datetime(2020, 1, 1), datetime(2032, 1, 1)  # noqa: DTZ001  (Hypothesis adds the zone)
INSTANTS = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))


# --- Six months ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "again"),
    [
        (datetime(2026, 11, 30, 10, tzinfo=UTC), date(2027, 5, 30)),
        (datetime(2026, 8, 31, 10, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2027, 8, 30, 10, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2027, 1, 1)),  # July has begun in London
    ],
)
def test_six_months_on_is_the_same_day_of_the_month_or_the_last(since: datetime, again: date) -> None:
    assert practice.look_again_on(since) == again


@given(INSTANTS)
def test_six_months_are_never_more_than_184_days_nor_less_than_181(since: datetime) -> None:
    between = practice.look_again_on(since) - london_date(since)
    assert timedelta(181) <= between <= timedelta(184) or (london_date(since).month in {8, 9} and between >= timedelta(178))


@given(INSTANTS, st.dates(date(2020, 1, 1), date(2032, 1, 1)))
def test_the_day_itself_is_not_past_and_the_next_one_is(at: datetime, day: date) -> None:
    assert practice.is_past(day, None, at) == (day < london_date(at))
    assert practice.is_past(None, None, at)
    assert not practice.is_past(day, at, at)
    assert not practice.is_past(None, at, at)


def test_a_copy_is_looked_at_again_after_six_months_unless_a_day_is_chosen(db: None) -> None:
    cast = make_cast(at=MONDAY)
    scene = begin(cast)
    item = keep(scene)
    copy = copy_of(scene, item, 20, ground="EVIDENCE")
    assert copy.review_on == date(2027, 5, 2)
    assert copy_of(scene, item, 21, ground="EVIDENCE", review_on=date(2026, 12, 1)).review_on == date(2026, 12, 1)
    assert [line.is_review_past for line in line_of(scene, item, 28 * DAY).copies] == [False, False]
    assert [line.is_review_past for line in line_of(scene, item, 30 * DAY).copies] == [False, True]
    again: dict[str, Any] = {"version": 1, "ground": "EVIDENCE", "reason": "Messages.", "review_on": None, "is_confidential": None}
    kept = scene.do("pc.stansted", actions.keep_copy, copy=copy, when=pressed(scene.minute(40 * DAY)), **again)
    assert kept.review_on == date(2027, 6, 12)


def test_the_form_says_that_it_is_practice_and_the_page_that_the_day_has_gone_by(cast: Cast) -> None:
    scene, officer = begun(cast, 3 * DAY), Browser(cast, "pc.stansted")
    item = keep(scene, 5)
    form = visible_text(officer.get("examinations:item_act", scene.examination.pk, item.pk, "copy"))
    assert practice.PRACTICE in form
    copy = copy_of(scene, item, 20, ground="EVIDENCE", review_on=london_date(scene.minute(DAY)))
    assert "(this day has gone by) Owed" in visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))
    act = (scene.examination.pk, item.pk, copy.pk, "keep")
    assert 'name="review_on_year" type="text" inputmode="numeric" autocomplete="off" value=""' in text_of(
        officer.get("examinations:copy_act", *act)
    )
    assert officer.post("examinations:copy_act", *act, version=1, ground="EVIDENCE", ground_reason="Messages").status_code == 302
    assert "(this day has gone by)" not in visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))


# --- The Commissioner's period ------------------------------------------------------------------------------------------------


def informed(cast: Cast, minutes: float = 4 * DAY) -> tuple[Scene, Item]:
    scene = begun(cast, minutes, power=Power.CTBSA_S3)
    item = keep(scene, 5, ground="NATIONAL_SECURITY")
    step(scene, item, "inform", 10)
    return scene, item


def invited(scene: Scene, item: Item, number: float) -> Invited | None:
    return line_of(scene, item, number).route.invited


def test_the_period_is_the_one_that_was_recorded_until_its_last_day_is_over(cast: Cast) -> None:
    scene, item = informed(cast)
    assert invited(scene, item, 11) is None
    day = london_date(scene.minute(2 * DAY))
    step(scene, item, "invite", 12, respond_by=day)
    assert invited(scene, item, 13) == Invited(day, is_over=False)
    step(scene, item, "represent", DAY)
    assert invited(scene, item, 2 * DAY) == Invited(day, is_over=False)
    assert invited(scene, item, 3 * DAY + 1) == Invited(day, is_over=True)
    step(scene, item, "authorise", 3 * DAY + 2)
    assert invited(scene, item, 3 * DAY + 3) is None


def test_a_day_that_is_not_known_yet_is_owed_and_is_recorded_later(cast: Cast) -> None:
    scene, item = informed(cast)
    step(scene, item, "invite", 12)
    assert invited(scene, item, 13) == Invited(None, is_over=False)
    day = london_date(scene.minute(9 * DAY))
    step(scene, item, "invite", 20, respond_by=day)
    assert invited(scene, item, 21) == Invited(day, is_over=False)
    step(scene, item, "invite", 30)  # once more, without a day: the one that is known stands
    assert invited(scene, item, 31) == Invited(day, is_over=False)


def test_an_urgent_grant_has_the_laws_own_period_and_none_of_the_commissioners(cast: Cast) -> None:
    scene, item = informed(cast)
    step(scene, item, "grant", 20, granted_by=cast["supt.oncall"], is_written=True, words="A life is at risk.")
    route = line_of(scene, item, 21).route
    assert route.invited is None
    assert route.heard_through is not None


def test_the_items_page_says_until_when_and_when_that_is_over(cast: Cast) -> None:
    scene, item = informed(cast)
    officer = Browser(cast, "pc.stansted")
    where = ("examinations:item_act", scene.examination.pk, item.pk, "invite")
    assert "The last day of the period that the Commissioner set." in visible_text(officer.get(*where))
    assert officer.post(*where).status_code == 302

    def page() -> str:
        return visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))

    assert "Owed Until when representations may be made is not recorded." in page()
    ahead = london_date(cast.at + timedelta(days=400))
    assert officer.post(*where, **boxes("respond_by", ahead.day, ahead.month, ahead.year)).status_code == 302
    assert f"may make written representations until the end of {ahead:%A} {ahead.day} {ahead:%B} {ahead.year}" in page()
    over = london_date(scene.minute(DAY))
    assert officer.post(*where, **boxes("respond_by", over.day, over.month, over.year)).status_code == 302
    assert f"were invited until the end of {over:%A} {over.day} {over:%B} {over.year} . Period over" in page()
    wrong = officer.post(*where, respond_by_day="31", respond_by_month="2", respond_by_year="2027")
    assert wrong.status_code == 422
    assert 'id="id_respond_by_error"' in text_of(wrong)


def test_the_paper_and_quality_assurance_say_until_when(cast: Cast) -> None:
    scene, item = informed(cast, 150)
    step(scene, item, "invite", 12, respond_by=date(2033, 1, 4))
    scene.release(100)
    content = scene.submit(110).content
    [kept] = [part for part in parts(content) if part.title == "Item 1"]
    assert "until 4 January 2033" in dict(kept.rows)["Representations invited"]

    def look(by: Actor) -> dict[str, str]:
        at = scene.minute(120)
        found = evidence_of(by, material_for(by, scene.fresh(), at), at)
        [devices] = [one for group in found.groups for one in group.sections if one.key == "devices"]
        return {fact.label: str(fact.value) for part in devices.parts for fact in part.facts}

    found = scene.do("sgt.norwich", look)
    assert found["Representations until"] == "4 January 2033"
    assert "until 4 January 2033" in found["Commissioner"]
    with acting_as(SYSTEM):
        assert line_of(scene, item, 120).route.invited == Invited(date(2033, 1, 4), is_over=False)
