"""Signing in by the force's own identity provider: it leads to a person who is already here, by an agreed claim, and never makes one."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django import Settings

from audit.models import Event
from borderops.launcher.places import ROOT
from organisation.models import User
from tests.factories import PersonFactory
from tests.organisation import sample_force
from tests.organisation.conftest import SIGN_IN, Answer
from tests.organisation.identity_provider import CLIENT, SECRET, Provider, identity_provider

LOGIN, CALLBACK = "/account/oidc/force/login/", "/account/oidc/force/login/callback/"
PAGE = "/sample/plain/"


@pytest.fixture
def force(settings: Settings) -> Iterator[Provider]:
    with identity_provider() as provider:
        settings.ROOT_URLCONF = sample_force.__name__  # imported beforehand, with the settings that everybody else has
        settings.OIDC = {"client_id": CLIENT, "secret": SECRET, "server_url": provider.url, "name": "Force", "claim": "employee"}
        app = {"provider_id": "force", "name": "Force", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": provider.url}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        provider.claims = {"employee": "pc.example", "name": "Rosa Blyth", "email": "rosa.blyth@force.example", "email_verified": True}
        yield provider


def come_back(browser: Client, force: Provider, **asked: str) -> Answer:
    """From the button, over the provider, back to the service."""
    away = browser.post(LOGIN, asked)["Location"]
    assert away.startswith(f"{force.url}/authorize?")
    return browser.get(CALLBACK, force.authorise(away))


def is_in(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


def test_the_person_whose_user_name_the_agreed_claim_holds_is_signed_in(client: Client, officer: User, force: Provider) -> None:
    assert come_back(client, force)["Location"] == "/"
    assert is_in(client)
    verbs = list(Event.objects.filter(actor_id=officer.pk, verb__startswith="account.").values_list("verb", flat=True).order_by("id"))
    assert verbs == ["account.linked", "account.signed_in"]


def test_nothing_that_the_provider_says_about_the_person_is_kept(client: Client, officer: User, force: Provider) -> None:
    for _ in range(2):
        come_back(Client(), force)
        assert SocialAccount.objects.get().extra_data == {}
    assert (SocialAccount.objects.get().uid, officer.name) == ("subject-1", "Rosa Blyth")


def test_once_linked_the_subject_counts_and_the_claim_no_longer_does(
    client: Client, officer: User, colleague: User, force: Provider
) -> None:
    come_back(Client(), force)
    force.claims["employee"] = "pc.colleague"
    come_back(client, force)
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_a_second_subject_with_the_claim_of_somebody_linked_is_refused(client: Client, officer: User, force: Provider) -> None:
    come_back(Client(), force)
    force.subject = "subject-2"
    assert come_back(client, force)["Location"] == SIGN_IN
    assert not is_in(client)


@pytest.mark.parametrize(
    "claims", [{"employee": "pc.nobody"}, {"employee": ""}, {}, {"email": "rosa.blyth@force.example", "email_verified": True}]
)
def test_somebody_who_is_nobody_here_is_refused_and_no_account_is_made(
    client: Client, officer: User, force: Provider, claims: dict[str, object]
) -> None:
    force.claims = claims
    people = User.objects.count()
    assert come_back(client, force)["Location"] == SIGN_IN
    assert "belongs to nobody here" in client.get(SIGN_IN).content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)
    assert Event.objects.filter(verb="account.refused").count() == 1


def test_a_deactivated_person_is_refused_whether_linked_or_not(client: Client, officer: User, force: Provider) -> None:
    PersonFactory.make(username="pc.closed", is_active=False)
    force.claims["employee"] = "pc.closed"
    assert come_back(client, force)["Location"] == SIGN_IN
    force.claims["employee"] = "pc.example"
    come_back(Client(), force)
    officer.is_active = False
    officer.save()
    assert come_back(client, force)["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_second_factor_is_required_after_it_too(client: Client, officer: User, force: Provider, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    come_back(client, force)
    assert client.get(PAGE)["Location"] == "/account/2fa/"


def test_somebody_signed_in_cannot_tie_a_stranger_s_sign_in_to_their_account(client: Client, officer: User, force: Provider) -> None:
    come_back(client, force)
    force.subject, force.claims = "stranger", {}
    assert come_back(client, force, process="connect")["Location"] == SIGN_IN
    assert SocialAccount.objects.count() == 1


def test_an_answer_that_was_not_asked_for_signs_nobody_in(client: Client, officer: User, force: Provider) -> None:
    victim = Client()
    answer = force.authorise(client.post(LOGIN)["Location"])
    assert victim.get(CALLBACK, answer)["Location"] == SIGN_IN
    assert not is_in(victim)


@pytest.mark.parametrize("fault", ["another audience", "too old", "down", "turned back"])
def test_a_provider_in_trouble_leads_back_to_the_other_ways_of_signing_in(
    client: Client, officer: User, force: Provider, fault: str
) -> None:
    away = client.post(LOGIN)["Location"]
    answer = force.authorise(away)
    if fault == "another audience":
        force.audience = "another-service"
    elif fault == "too old":
        force.lifetime = -60
    elif fault == "down":
        force.is_down = True
    else:
        answer = {"error": "access_denied", "state": answer["state"]}
    assert client.get(CALLBACK, answer)["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_provider_that_is_away_when_the_button_is_pressed_leads_to_the_other_ways(client: Client, db: None, force: Provider) -> None:
    force.is_down = True
    assert client.post(LOGIN)["Location"] == SIGN_IN
    assert "cannot be reached just now" in client.get(SIGN_IN).content.decode()


def test_the_addresses_exist_only_where_a_provider_is_configured(client: Client, db: None) -> None:
    assert client.post(LOGIN).status_code == 404
    names = "from django.urls import reverse; from django.conf import settings; print(reverse('openid_connect_login', args=['force']))"
    script = f"import django; django.setup(); {names}; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    given = {"BORDEROPS_OIDC_CLIENT_ID": "x", "BORDEROPS_OIDC_SERVER_URL": "https://id.force.example/tenant"}
    environment = {**os.environ, **given, "DJANGO_SETTINGS_MODULE": "borderops.settings"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    assert done.stdout.splitlines() == [LOGIN, "[\"'self'\", 'https://id.force.example']"]
