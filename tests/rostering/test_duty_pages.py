"""The pages of duties."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from borderops.kit.clock import london
from rostering.models import Duty
from tests.cast import Cast
from tests.organisation.pages import Browser, boxes, text_of


def typed(name: str, at: datetime) -> dict[str, str]:
    """An instant as an officer types it."""
    wall = london(at)
    return boxes(name, wall.day, wall.month, wall.year, f"{wall:%H:%M}")


def test_a_sergeant_sees_the_duties_of_their_ports_soonest_first_with_the_number_to_ring(cast: Cast) -> None:
    page = text_of(Browser(cast, "sgt.stansted").get("rostering:duties"))
    assert "PC 4201 Ben Harker" in page
    assert "Insp 2001 Hamish Roy" in page  # on call for the port
    assert cast["pc.stansted"].phone in page
    assert "PC 4101" not in page  # Luton
    assert "PC 6101" not in page


def test_filters_narrow_the_duties(cast: Cast) -> None:
    page = text_of(Browser(cast, "di.region").get("rostering:duties", port=str(cast.ports["Luton"].pk), kind="AT_PORT"))
    assert "PC 4101" in page
    assert "PC 4201" not in page
    assert "Insp 2001" not in page


def test_a_sergeant_enters_a_duty_and_it_stands_on_the_person_s_page(cast: Cast) -> None:
    sergeant, officer = Browser(cast, "sgt.stansted"), cast["pc.stansted"]
    begins = cast.at + timedelta(days=2)
    done = sergeant.resend(
        "rostering:enter",
        officer=str(officer.pk),
        port=str(cast.ports["Stansted"].pk),
        kind="AT_PORT",
        place="Satellite 2",
        **typed("duty_from", begins),
        **typed("duty_until", begins + timedelta(hours=10)),
    )
    assert done.url == reverse("rostering:duties")
    own = text_of(Browser(cast, "pc.stansted").get("rostering:person", officer.pk))
    assert "Satellite 2" in own


def test_an_overlap_is_shown_at_the_field_with_the_duty_that_stands_in_the_way(cast: Cast) -> None:
    refused = Browser(cast, "sgt.stansted").resend(
        "rostering:enter",
        officer=str(cast["pc.stansted"].pk),
        port=str(cast.ports["Stansted"].pk),
        kind="AT_PORT",
        **typed("duty_from", cast.at + timedelta(hours=1)),
        **typed("duty_until", cast.at + timedelta(hours=3)),
    )
    assert refused.status_code == 422
    assert text_of(refused).count("4201 is already on duty at Stansted from") == 2


def test_only_people_and_ports_of_one_s_own_scope_are_offered_and_taken(cast: Cast) -> None:
    sergeant = Browser(cast, "sgt.stansted")
    page = text_of(sergeant.get("rostering:enter"))
    assert "PC 4201 Ben Harker" in page
    assert "PC 4101" not in page
    forced = sergeant.resend(
        "rostering:enter",
        officer=str(cast["pc.luton"].pk),
        port=str(cast.ports["Luton"].pk),
        kind="AT_PORT",
        **typed("duty_from", cast.at + timedelta(days=2)),
        **typed("duty_until", cast.at + timedelta(days=2, hours=8)),
    )
    assert forced.status_code == 422
    assert not Duty.objects.filter(entered_by=cast["sgt.stansted"]).exists()


def test_a_duty_is_cancelled_with_a_reason(cast: Cast) -> None:
    sergeant, duty = Browser(cast, "sgt.stansted"), Duty.objects.get(officer=cast["pc.stansted"])
    page = text_of(sergeant.get("rostering:cancel", duty.pk))
    assert "is on duty at Stansted from" in page
    assert sergeant.resend("rostering:cancel", duty.pk, reason="").status_code == 422
    assert sergeant.resend("rostering:cancel", duty.pk, reason="Sick").status_code == 302
    assert "PC 4201" not in text_of(sergeant.get("rostering:duties"))


@pytest.mark.parametrize(
    ("name", "page", "cancel"),
    [
        ("pc.stansted", 200, 403),  # sees the port's duties, plans none
        ("pc.luton", 200, 403),
        ("sgt.luton", 200, 404),  # plans, but at another port
        ("insp.region", 200, 403),
        ("psd.auditor", 200, 403),
        ("supt.oncall", 200, 403),
        ("sgt.elsewhere", 200, 404),
        ("di.region", 200, 200),
        ("admin.vetting", 200, 200),
    ],
)
def test_who_may_look_and_who_may_cancel(cast: Cast, name: str, page: int, cancel: int) -> None:
    browser, duty = Browser(cast, name), Duty.objects.get(officer=cast["pc.stansted.second"])
    assert browser.get("rostering:duties").status_code == page
    assert browser.get("rostering:cancel", duty.pk).status_code == cancel


def test_a_list_of_duties_costs_the_same_few_queries_however_long(cast: Cast, django_assert_max_num_queries: object) -> None:
    browser = Browser(cast, "di.region")
    browser.get("rostering:duties")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert text_of(browser.get("rostering:duties")).count("<tr") > 15
