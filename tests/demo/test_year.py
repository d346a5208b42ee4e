"""The made-up year falls on every night of a real one, the two on which the clocks change included."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from borderops.demo import year
from borderops.demo.staff import hire
from borderops.demo.stories import Story
from borderops.kit.clock import LONDON, london, now
from examinations.models import Examination, Kind, State
from organisation.build import Built, build_region
from organisation.policy import SYSTEM
from organisation.scopes import acting_as

NUMBER = 5
CHANGES = {"to summer time": 3, "to winter time": 10}  # the last Sunday of the month, at 01:00 UTC


def last_change(month: int, before: datetime) -> datetime:
    """The newest night of the year's span on which the clocks changed in this month, at 01:00 UTC."""
    for number in (before.year, before.year - 1):
        last = datetime(number, month, 31, 1, tzinfo=UTC)
        found = last - timedelta(days=last.isoweekday() % 7)
        if found < before - timedelta(days=8):
            return found
    raise AssertionError("one of two years has it")


@pytest.mark.django_db
@pytest.mark.parametrize("month", CHANGES.values(), ids=CHANGES.keys())
def test_the_year_can_be_lived_through_a_night_on_which_the_clocks_change(month: int, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    change = last_change(month, at)
    assert london(change).utcoffset() != london(change - timedelta(minutes=1)).utcoffset()

    def moment(chance: Random, built: Built, until: datetime) -> tuple[datetime, str]:
        return (change - timedelta(minutes=chance.randint(1, 59))).astimezone(LONDON), "Stansted"

    monkeypatch.setattr(year, "_moment", moment)
    monkeypatch.setattr(year, "NUMBER", NUMBER)
    monkeypatch.setattr(year, "SHARE_DETAINED", 0.7)
    with acting_as(SYSTEM):
        built = build_region(from_date=london(at - timedelta(days=365)).date())
        staff = hire(built, password="harwich", at=at)
        assert year.live_through(built, staff, until=at, say=str) == NUMBER
        lived = list(Examination.objects.all())
        assert {one.state for one in lived} == {State.ACCEPTED}
        assert any(one.detained_at for one in lived)
        assert all(one.started_at < change < one.ended_at for one in lived if one.detained_at and one.ended_at)


@pytest.mark.django_db
@pytest.mark.parametrize("month", CHANGES.values(), ids=CHANGES.keys())
def test_a_story_is_as_long_on_such_a_night_as_on_any_other(month: int) -> None:
    at = now()
    began = (last_change(month, at) - timedelta(minutes=20)).astimezone(LONDON)
    with acting_as(SYSTEM):
        built = build_region(from_date=london(at - timedelta(days=365)).date())
        staff = hire(built, password="harwich", at=at)

    story = Story(built.ports["Stansted"], staff.people["pc.stansted"], began, Random(1)).begin().notice().release(50)

    with acting_as(SYSTEM):
        ended = story.it.events.get(kind=Kind.RELEASED).at
        assert ended - began.astimezone(UTC) == timedelta(minutes=50)
