"""Opening hours are dated, hold on their own weekday, may run past midnight, and stand where a duty is planned."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from borderops.kit.clock import LONDON
from organisation.models import OpeningHours, Port
from organisation.opening import ALL_HOURS, NOT_TODAY, cover_at
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 1)


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 1, hour, minute, tzinfo=LONDON).astimezone(UTC)


def hours(port: Port, **changes: Any) -> OpeningHours:
    values = {"weekday": 0, "opens": time(6), "closes": time(22), "valid_from": MONDAY - timedelta(days=30)}
    return OpeningHours.objects.create(port=port, **values | changes)


@pytest.fixture
def port(cast: Cast) -> Port:
    """One that is not open all hours, and has none yet."""
    found = cast.ports["Newcastle"]
    found.is_open_all_hours = False
    found.save()
    return found


def is_open(port: Port, at: datetime) -> bool:
    (found,) = cover_at([port.pk], at)
    return found.is_open


def test_a_port_is_open_from_the_first_minute_of_its_hours_and_closed_at_the_last(port: Port) -> None:
    hours(port)
    assert [is_open(port, monday(*at)) for at in ((5, 59), (6, 0), (21, 59), (22, 0))] == [False, True, True, False]
    assert not is_open(port, monday(12) + timedelta(days=1))


def test_hours_that_run_past_midnight_belong_to_the_day_on_which_they_began(port: Port) -> None:
    hours(port, opens=time(5), closes=time(0, 30))
    tuesday = monday(0) + timedelta(days=1)
    assert [is_open(port, at) for at in (monday(0, 15), monday(23, 59), tuesday, tuesday + timedelta(minutes=30))] == [
        False,
        True,
        True,
        False,
    ]


def test_hours_hold_from_their_first_day_until_the_day_on_which_others_take_their_place(port: Port) -> None:
    hours(port, valid_until=MONDAY)
    assert not is_open(port, monday(12))
    hours(port, valid_from=MONDAY, opens=time(9))
    (found,) = cover_at([port.pk], monday(12))
    assert (found.hours, found.is_open) == ("09:00 to 22:00", True)
    (before,) = cover_at([port.pk], monday(12) - timedelta(days=7))
    assert before.hours == "06:00 to 22:00"


@pytest.mark.parametrize(
    "wrong",
    [{"valid_until": MONDAY - timedelta(days=30)}, {"valid_until": MONDAY - timedelta(days=31)}, {"weekday": 7}],
    ids=["a period of no day", "a period that ends before it begins", "an eighth weekday"],
)
def test_the_database_takes_no_period_that_cannot_be(port: Port, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="opening_"):
        hours(port, **wrong)


def test_a_weekday_has_one_set_of_hours_from_one_day(port: Port) -> None:
    hours(port)
    with pytest.raises(IntegrityError, match="one_opening_a_weekday"):
        hours(port, opens=time(7))


def test_a_port_without_hours_is_said_to_be_closed_and_one_open_all_hours_open(cast: Cast, port: Port) -> None:
    found = {each.port.name: (each.hours, each.is_open) for each in cover_at([port.pk, cast.ports["Stansted"].pk], monday(3))}
    assert found == {"Newcastle": (NOT_TODAY, False), "Stansted": (ALL_HOURS, True)}


def test_whoever_plans_duties_sees_the_hours_of_their_own_ports(cast: Cast) -> None:
    page = visible_text(Browser(cast, "di.region").get("rostering:duties"))
    assert "Stansted: All hours Open now" in page
    assert "Southend: 05:00 to 22:30" in page or "Norwich: 05:00 to 22:30" in page
    assert "Newcastle" not in page
    assert "Luton" not in visible_text(Browser(cast, "sgt.stansted").get("rostering:duties")).partition("Opening hours today")[2]
