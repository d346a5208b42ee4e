"""Sign-in, second factors and sessions wear the same markup as every other page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from organisation.models import User
from tests.factories import PASSWORD, PersonFactory

# Each page, and how many boxes it shows.
PAGES = {
    "usersessions_list": 0,
    "mfa_index": 0,
    "mfa_activate_totp": 2,
    "mfa_add_webauthn": 1,
    "account_change_password": 3,
    "account_logout": 0,
    "account_reauthenticate": 1,
}


@pytest.fixture
def officer(db: None) -> User:
    return PersonFactory.make(username="pc.example", collar_number="4444", name="Somebody Unlikely")


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    answer = client.post(reverse("account_login"), {"login": officer.username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert again.status_code == 302, again.content.decode()[-2000:]
    return client


def check_dress(html: str, boxes: int) -> None:
    """One heading, a title, every box dressed and labelled, the marking above and below."""
    assert html.count("<h1") == 1
    title = re.search(r"<title>(.*?)</title>", html, re.S)
    assert title
    assert title[1].split("–")[0].strip()
    assert "Somebody" not in title[1]
    assert html.count("bo-marking") >= 2
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    found = re.findall(r"<input(?![^>]*type=\"hidden\")[^>]*>", main)
    assert len(found) >= boxes
    for tag in found:
        assert 'class="govuk-' in tag, tag
        identity = re.search(r'id="([^"]+)"', tag)
        assert identity
        assert f'for="{identity[1]}"' in main
    assert not re.search(r"<button(?![^>]*class=)", main)


def test_the_sign_in_page_is_dressed_and_offers_a_passkey(client: Client, db: None) -> None:
    html = client.get(reverse("account_login")).content.decode()
    check_dress(html, 2)
    assert 'autocomplete="current-password"' in html
    assert "placeholder" not in html.split("<main")[1]
    assert "Use a passkey" in html


def test_a_wrong_password_is_said_in_the_summary_without_telling_whether_the_name_exists(client: Client, officer: User) -> None:
    pages = [
        client.post(reverse("account_login"), {"login": name, "password": "wrong-password-indeed"}).content.decode()
        for name in ("pc.example", "nobody")
    ]
    for html in pages:
        check_dress(html, 2)
        assert "There is a problem" in html
        assert "<title>Error: " in html
    said = [re.findall(r"govuk-error-summary__list\">(.*?)</ul>", html, re.S) for html in pages]
    assert said[0] == said[1]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_ones_own_account_is_dressed(signed_in: Client, name: str) -> None:
    answer = signed_in.get(reverse(name))
    assert answer.status_code == 200
    check_dress(answer.content.decode(), PAGES[name])


def test_one_sees_where_one_is_signed_in(signed_in: Client) -> None:
    html = signed_in.get(reverse("usersessions_list")).content.decode()
    assert "This one" in html
    assert "127.0.0.1" in html


def test_the_menu_names_the_person_to_themselves_and_the_title_never_does(signed_in: Client) -> None:
    html = signed_in.get(reverse("usersessions_list")).content.decode()
    assert "4444" in html
    assert "Sign out" in html
