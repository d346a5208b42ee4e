"""Duties: entering and cancelling them, and who is on duty where."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from organisation.policy import Forbidden
from rostering.actions import DutyRefused, cancel_duty, enter_duty
from rostering.models import Duty
from rostering.queries import duties_of, duty_of, on_duty, on_duty_at
from tests.cast import Cast
from tests.factories import DutyFactory

HOUR = timedelta(hours=1)


def enter(
    cast: Cast,
    officer: str,
    port: str,
    begins: timedelta,
    ends: timedelta,
    *,
    by: str = "sgt.stansted",
    kind: Duty.Kind = Duty.Kind.AT_PORT,
) -> Duty:
    return enter_duty(
        officer=cast[officer],
        port=cast.ports[port],
        kind=kind,
        duty_from=cast.at + begins,
        duty_until=cast.at + ends,
        by=cast.actor(by),
        at=cast.at,
    )


def test_the_people_on_duty_at_a_port_come_before_those_on_call_for_it(cast: Cast) -> None:
    found = [(duty.officer.username, duty.kind) for duty in on_duty(cast.ports["Stansted"].pk, cast.at)]
    assert found == [
        ("sgt.stansted", "AT_PORT"),
        ("pc.stansted", "AT_PORT"),
        ("pc.stansted.second", "AT_PORT"),
        ("supt.oncall", "ON_CALL"),
        ("insp.region", "ON_CALL"),
    ]


def test_all_ports_are_asked_for_in_one_query_with_the_number_to_ring(cast: Cast) -> None:
    ports = [port.pk for port in cast.ports.values()]
    with CaptureQueriesContext(connection) as queries:
        found = on_duty_at(ports, cast.at)
        numbers = {duty.reachable_on for duties in found.values() for duty in duties}
    assert len(queries) == 1
    assert found[cast.ports["Newcastle"].pk] == []
    assert cast["insp.region"].phone in numbers


def test_a_duty_ends_at_its_last_instant_and_a_cancelled_or_deactivated_one_does_not_count(cast: Cast) -> None:
    port = cast.ports["Stansted"].pk
    assert on_duty(port, cast.at + 8 * HOUR) == []
    duty = Duty.objects.get(officer=cast["pc.stansted"])
    cancel_duty(duty=duty, by=cast.actor("sgt.stansted"), at=cast.at, reason="Sick")
    gone = cast["pc.stansted.second"]
    gone.is_active = False
    gone.save()
    names = {each.officer.username for each in on_duty(port, cast.at)}
    assert "pc.stansted" not in names
    assert "pc.stansted.second" not in names


def test_today_s_duty_is_remembered_with_its_place_and_also_just_before_and_after(cast: Cast) -> None:
    duty = duty_of(cast["pc.stansted"].pk, cast.at)
    assert duty is not None
    assert (duty.port.name, duty.place) == ("Stansted", "Arrivals hall")
    begins = duty.duty_from
    assert duty_of(cast["pc.stansted"].pk, begins - timedelta(minutes=1)) is not None
    assert duty_of(cast["pc.stansted"].pk, begins - timedelta(days=3)) is None
    assert duty_of(cast["insp.region"].pk, cast.at) is None  # on call is not at a port


def test_of_two_duties_on_one_day_the_one_that_is_running_is_remembered(cast: Cast) -> None:
    officer = cast["pc.stansted"]
    DutyFactory.make(
        officer=officer, port=cast.ports["Stansted"], duty_from=cast.at + 9 * HOUR, duty_until=cast.at + 10 * HOUR, place="Satellite 1"
    )
    assert duty_of(officer.pk, cast.at + 9 * HOUR).place == "Satellite 1"  # type: ignore[union-attr]
    assert duty_of(officer.pk, cast.at).place == "Arrivals hall"  # type: ignore[union-attr]


def test_a_sergeant_puts_their_own_port_s_people_on_duty(cast: Cast) -> None:
    duty = enter(cast, "pc.stansted", "Stansted", 20 * HOUR, 30 * HOUR)
    assert duty.reachable_on == cast["pc.stansted"].phone
    assert duty in duties_of(cast["pc.stansted"].pk, cast.at)
    assert f"rostering.duty:{duty.pk}" in Event.objects.get(verb="duty.entered").digests


@pytest.mark.parametrize("by", ["pc.stansted", "sgt.luton", "insp.region", "supt.oncall", "psd.auditor", "sgt.elsewhere", "pc.leaver"])
def test_nobody_else_rosters_that_port(cast: Cast, by: str) -> None:
    with pytest.raises(Forbidden):
        enter(cast, "pc.stansted", "Stansted", 20 * HOUR, 30 * HOUR, by=by)


def test_an_overlap_is_refused_and_the_sentence_names_the_other_duty(cast: Cast) -> None:
    with pytest.raises(DutyRefused) as refusal:
        enter(cast, "pc.stansted", "Stansted", 7 * HOUR, 12 * HOUR)
    assert str(refusal.value).startswith("4201 is already on duty at Stansted from ")
    assert refusal.value.field == "duty_from"


def test_nobody_is_at_two_ports_at_once_but_one_person_may_be_on_call_for_several(cast: Cast) -> None:
    with pytest.raises(DutyRefused, match="on duty at Norwich"):
        enter(cast, "sgt.norwich", "Stansted", HOUR, 4 * HOUR)
    for port in ("Stansted", "Norwich"):
        enter(cast, "sgt.norwich", port, 30 * HOUR, 40 * HOUR, kind=Duty.Kind.ON_CALL, by="di.region")
    assert Duty.objects.filter(officer=cast["sgt.norwich"], kind="ON_CALL").count() == 2


def test_the_database_itself_refuses_an_overlap(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_duty_at_a_time"), transaction.atomic():
        DutyFactory.make(officer=cast["pc.stansted"], port=cast.ports["Norwich"], duty_from=cast.at, duty_until=cast.at + HOUR)


def test_a_duty_may_begin_at_the_instant_at_which_another_ends(cast: Cast) -> None:
    assert enter(cast, "pc.stansted", "Stansted", 8 * HOUR, 10 * HOUR) in duties_of(cast["pc.stansted"].pk, cast.at)


@pytest.mark.parametrize(
    ("officer", "begins", "ends", "field"),
    [
        ("pc.stansted", 20 * HOUR, 20 * HOUR, "duty_until"),
        ("pc.stansted", 20 * HOUR, 45 * HOUR, "duty_until"),
        ("pc.leaver", 20 * HOUR, 30 * HOUR, "port"),
        ("pc.luton", 20 * HOUR, 30 * HOUR, "port"),
        ("pc.deactivated", 20 * HOUR, 30 * HOUR, "officer"),
        ("sgt.norwich", timedelta(days=12), timedelta(days=12, hours=8), "port"),  # the cover at Stansted will have ended
    ],
)
def test_a_duty_that_cannot_be_worked_is_refused(cast: Cast, officer: str, begins: timedelta, ends: timedelta, field: str) -> None:
    with pytest.raises(DutyRefused) as refusal:
        enter(cast, officer, "Stansted", begins, ends)
    assert refusal.value.field == field


def test_a_duty_is_cancelled_once_and_never_after_it_was_worked(cast: Cast) -> None:
    by = cast.actor("sgt.stansted")
    duty = Duty.objects.get(officer=cast["pc.stansted"])
    with pytest.raises(DutyRefused, match="over"):
        cancel_duty(duty=duty, by=by, at=duty.duty_until, reason="Too late")
    cancel_duty(duty=duty, by=by, at=cast.at, reason="Sick")
    assert Event.objects.get(verb="duty.cancelled").reason == "Sick"
    with pytest.raises(DutyRefused, match="already"):
        cancel_duty(duty=duty, by=by, at=cast.at, reason="Sick")
    assert enter(cast, "pc.stansted", "Stansted", HOUR, 6 * HOUR) in duties_of(cast["pc.stansted"].pk, cast.at)
