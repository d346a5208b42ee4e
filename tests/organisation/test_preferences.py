"""How one person likes the pages is their own affair, and stays out of everybody else's way."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Event
from organisation.actions.preferences import set_preference
from organisation.models import User
from tests.factories import PersonFactory


@pytest.fixture
def officer(db: None) -> User:
    return PersonFactory.make()


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client) -> str:
    return client.get(reverse("usersessions_list")).content.decode()


def test_denser_pages_are_one_press_and_stay(desk: Client) -> None:
    assert "bo-compact" not in page(desk)
    answer = desk.post(
        reverse("preferences"), {"is_compact": "on"}, headers={"Referer": f"http://testserver{reverse('usersessions_list')}"}
    )
    assert answer["Location"] == reverse("usersessions_list")
    assert "bo-compact" in page(desk)
    desk.post(reverse("preferences"), {"is_compact": "off"})
    assert "bo-compact" not in page(desk)


def test_shortcuts_can_be_turned_off_and_the_list_of_them_goes_too(desk: Client) -> None:
    assert "data-shortcuts" in page(desk)
    desk.post(reverse("preferences"), {"has_shortcuts": "off"})
    html = page(desk)
    assert "data-shortcuts" not in html
    assert 'id="bo-keys"' not in html


def test_a_preference_is_entered_in_the_ledger_and_leaves_the_details_version_alone(desk: Client, officer: User) -> None:
    desk.post(reverse("preferences"), {"is_compact": "on"})
    desk.post(reverse("preferences"), {"is_compact": "on"})
    assert Event.objects.filter(verb="person.preference_set", thing_id=officer.pk).count() == 1
    officer.refresh_from_db()
    assert officer.version == 1


def test_nothing_but_a_preference_can_be_set_this_way(desk: Client, officer: User) -> None:
    desk.post(reverse("preferences"), {"rank": "SUPERINTENDENT", "is_active": "off"})
    officer.refresh_from_db()
    assert (officer.rank, officer.is_active) == ("CONSTABLE", True)
    with pytest.raises(ValueError, match="not a preference"):
        set_preference(person=officer, name="is_active", value=False)


def test_another_site_is_not_where_one_is_sent_back_to(desk: Client) -> None:
    answer = desk.post(reverse("preferences"), {"is_compact": "on"}, headers={"Referer": "https://elsewhere.example/page/"})
    assert answer["Location"] == "/"
