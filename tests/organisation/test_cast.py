"""The cast itself: what every other test takes for granted about who may act where."""

from datetime import timedelta

from audit.models import Event
from organisation.models import OpeningHours, Port, Role, User
from organisation.policy import ANYONE
from tests.cast import NAMES, Cast


def test_the_five_ports_carry_their_public_codes(cast: Cast) -> None:
    codes = {port.name: (port.iata, port.icao, port.unlocode) for port in Port.objects.filter(region=cast.built.region)}
    assert codes == {
        "Luton": ("LTN", "EGGW", "GBLTN"),
        "Stansted": ("STN", "EGSS", "GBSTN"),
        "Norwich": ("NWI", "EGSH", "GBNWI"),
        "Southend": ("SEN", "EGMC", "GBSND"),
        "Harwich": ("", "", "GBHRW"),
    }


def test_ports_are_open_all_hours_or_have_hours_for_every_weekday(cast: Cast) -> None:
    for port in cast.built.ports.values():
        days = set(OpeningHours.objects.filter(port=port).values_list("weekday", flat=True))
        assert days == (set() if port.is_open_all_hours else set(range(7))), port.name


def test_a_constable_acts_at_their_own_port_alone(cast: Cast) -> None:
    assert cast.actor("pc.stansted").ports == {Role.CONSTABLE: frozenset({cast.ports["Stansted"].pk})}


def test_cover_adds_a_port_until_it_ends(cast: Cast) -> None:
    both = frozenset({cast.ports["Norwich"].pk, cast.ports["Stansted"].pk})
    assert cast.actor("sgt.norwich").ports == {Role.SERGEANT: both}
    later = cast.at + timedelta(days=12)
    assert cast.actor("sgt.norwich", later).ports == {Role.SERGEANT: frozenset({cast.ports["Norwich"].pk})}


def test_the_regional_office_acts_at_the_five_ports_and_at_no_other(cast: Cast) -> None:
    five = frozenset(port.pk for port in cast.built.ports.values())
    for name in ("insp.region", "di.region", "supt.oncall"):
        assert cast.actor(name).all_ports() == five


def test_who_was_posted_away_has_no_standing_left(cast: Cast) -> None:
    assert cast.actor("pc.leaver").roles == {ANYONE}
    assert cast.actor("pc.leaver").all_ports() == frozenset()


def test_a_deactivated_person_is_nobody(cast: Cast) -> None:
    assert cast.actor("pc.deactivated").id is None


def test_only_the_member_is_inside_the_compartment(cast: Cast) -> None:
    inside = [name for name in NAMES if cast.compartment.pk in cast.actor(name).compartments]
    assert inside == ["pc.compartment"]


def test_every_row_of_the_cast_stands_in_the_ledger(cast: Cast) -> None:
    digests = {key for event in Event.objects.filter(verb="cast.made") for key in event.digests}
    assert {f"organisation.user:{pk}" for pk in User.objects.values_list("pk", flat=True)} <= digests
