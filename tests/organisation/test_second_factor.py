"""Codes, passkeys and recovery codes: setting them up, signing in with them, and what somebody without one may do."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from time_machine import TimeMachineFixture

from audit.models import Event
from borderops.kit.clock import now
from organisation.models import Notice, User
from tests.factories import PASSWORD, PersonFactory
from tests.organisation.authenticators import SecurityKey, code_now
from tests.organisation.conftest import SIGN_IN, Answer, sign_in

pytestmark = pytest.mark.usefixtures("sample")
PAGE, SET_UP, TOTP, SECOND = "/sample/plain/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/authenticate/"
KEY, KEY_LOGIN = "/account/2fa/webauthn/add/", "/account/2fa/webauthn/login/"


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def add_app(browser: Client) -> str:
    """Set up an authenticator app; its secret."""
    browser.get(TOTP)
    secret: str = browser.session["mfa.totp.secret"]
    assert browser.post(TOTP, {"code": code_now(secret)}).status_code == 302
    return secret


def options(page: Answer) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = page.context["js_data"]
    return found.get("creation_options") or found["request_options"]


def add_key(browser: Client) -> SecurityKey:
    """Set up a passkey."""
    key = SecurityKey()
    asked = json.loads(json.dumps(options(browser.get(KEY)), default=dict))
    answer = browser.post(KEY, {"name": "Telephone", "passwordless": "on", "credential": key.makes(asked)})
    assert answer.status_code == 302, answer.content
    return key


def with_app(user: User) -> str:
    browser = Client()
    sign_in(browser, user)
    return add_app(browser)


def is_in(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


@pytest.mark.usefixtures("required")
def test_without_a_second_factor_one_can_set_one_up_and_do_nothing_else(client: Client, officer: User) -> None:
    sign_in(client, officer)
    assert client.get(PAGE)["Location"] == SET_UP
    assert client.post("/sample/", {"text": "x"})["Location"] == SET_UP
    assert client.get("/account/sessions/")["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    add_app(client)
    assert is_in(client)


@pytest.mark.usefixtures("required")
def test_a_passkey_is_a_second_factor_too(client: Client, officer: User) -> None:
    sign_in(client, officer)
    add_key(client)
    assert is_in(client)


@pytest.mark.usefixtures("required")
def test_one_can_sign_out_before_setting_one_up(client: Client, officer: User) -> None:
    sign_in(client, officer)
    assert client.post("/account/logout/")["Location"] == SIGN_IN


@pytest.mark.usefixtures("required")
def test_whether_there_is_one_is_asked_once_in_a_sign_in(client: Client, officer: User) -> None:
    sign_in(client, officer)
    add_app(client)
    with CaptureQueriesContext(connection) as first:
        assert is_in(client)
    with CaptureQueriesContext(connection) as second:
        assert is_in(client)
    assert [sum("mfa_authenticator" in query["sql"] for query in captured) for captured in (first, second)] == [1, 0]


def test_in_demo_mode_nobody_is_asked_for_one(client: Client, officer: User) -> None:
    sign_in(client, officer)
    assert is_in(client)


def test_a_password_alone_does_not_sign_in_who_has_a_code(client: Client, officer: User) -> None:
    secret = with_app(officer)
    assert sign_in(client, officer) == SECOND
    assert client.get(PAGE)["Location"].startswith(SIGN_IN)
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(SECOND, {"code": code_now(secret)})["Location"] == "/"
    assert is_in(client)
    assert Event.objects.filter(verb="account.signed_in").latest("id").detail == {"with": ["password", "totp"]}


def test_who_waits_at_the_second_step_while_it_is_reset_begins_anew(client: Client, officer: User) -> None:
    with_app(officer)
    assert sign_in(client, officer) == SECOND
    Authenticator.objects.filter(user=officer).delete()
    assert client.get(SECOND)["Location"] == "/account/login/"
    assert client.get("/account/login/").status_code == 200
    assert sign_in(client, officer) == "/"


def test_a_code_cannot_be_used_twice(officer: User, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(now(), tick=False)
    secret = with_app(officer)
    time_machine.shift(60)
    code = code_now(secret)
    for expected in ("/", ""):
        browser = Client()
        sign_in(browser, officer)
        assert browser.post(SECOND, {"code": code}).get("Location", "") == expected


def test_codes_cannot_be_tried_without_end(client: Client, officer: User) -> None:
    with_app(officer)
    sign_in(client, officer)
    for number in range(11):
        page = client.post(SECOND, {"code": f"{number:06}"})
    assert "too many wrong tries" in page.content.decode()


def test_a_recovery_code_works_once(officer: User) -> None:
    browser = Client()
    sign_in(browser, officer)
    add_app(browser)
    page = browser.get("/account/2fa/recovery-codes/").content.decode()
    code = re.findall(r"\b\d{8}\b", page)[0]
    for expected in ("/", ""):
        other = Client()
        sign_in(other, officer)
        assert other.post(SECOND, {"code": code}).get("Location", "") == expected


def test_secrets_are_sealed_in_the_database(client: Client, officer: User) -> None:
    sign_in(client, officer)
    secret = add_app(client)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    (seed,) = [row.data["seed"] for row in Authenticator.objects.filter(type="recovery_codes")]
    assert len(bytes.fromhex(seed)) == 12 + 80 + 16, "the seed of the recovery codes is not sealed"


def test_a_passkey_signs_in_without_name_or_password(client: Client, officer: User) -> None:
    first = Client()
    sign_in(first, officer)
    key = add_key(first)
    asked = json.loads(client.get(KEY_LOGIN, headers={"Accept": "application/json"}).content)["request_options"]
    assert client.post(KEY_LOGIN, {"credential": key.signs(asked)})["Location"] == "/"
    assert is_in(client)
    assert Event.objects.filter(verb="account.signed_in").latest("id").detail == {"with": ["webauthn"]}


def test_a_passkey_is_a_second_factor_after_the_password(client: Client, officer: User) -> None:
    first = Client()
    sign_in(first, officer)
    key = add_key(first)
    assert sign_in(client, officer) == SECOND
    asked = json.loads(json.dumps(options(client.get(SECOND)), default=dict))
    assert client.post(SECOND, {"credential": key.signs(asked)})["Location"] == "/"


def test_a_signature_by_another_key_or_for_an_older_question_is_refused(client: Client, officer: User) -> None:
    first = Client()
    sign_in(first, officer)
    key = add_key(first)

    def ask() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(client.get(KEY_LOGIN, headers={"Accept": "application/json"}).content)["request_options"]
        return found

    forged = key.signs(ask(), with_key=ec.generate_private_key(ec.SECP256R1()))
    assert client.post(KEY_LOGIN, {"credential": forged})["Location"] == SIGN_IN
    stale = key.signs(ask())
    ask()
    assert client.post(KEY_LOGIN, {"credential": stale})["Location"] == SIGN_IN
    assert not is_in(client)


def test_the_passkey_of_somebody_deactivated_opens_nothing_and_tells_nothing(client: Client, officer: User) -> None:
    first = Client()
    sign_in(first, officer)
    key = add_key(first)
    officer.is_active = False
    officer.save()
    asked = json.loads(client.get(KEY_LOGIN, headers={"Accept": "application/json"}).content)["request_options"]
    assert client.post(KEY_LOGIN, {"credential": key.signs(asked)})["Location"] == SIGN_IN
    assert not is_in(client)
    assert "not accepted here" in client.get(SIGN_IN).content.decode()


def test_a_passkey_carries_the_user_name_and_neither_name_nor_address(client: Client, officer: User) -> None:
    sign_in(client, officer)
    asked = json.dumps(options(client.get(KEY)), default=dict)
    assert "pc.example" in asked
    assert "Rosa" not in asked
    assert "force.example" not in asked


@pytest.mark.usefixtures("required")
def test_the_only_second_factor_cannot_be_taken_away_but_one_of_two_can(client: Client, officer: User) -> None:
    sign_in(client, officer)
    add_app(client)
    off = "/account/2fa/totp/deactivate/"
    client.post(off)
    assert Authenticator.objects.filter(type="totp").exists()
    add_key(client)
    assert client.post(off).status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert is_in(client)


def test_changing_a_second_factor_asks_for_the_password_again_after_a_while(
    client: Client, officer: User, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    sign_in(client, officer)
    time_machine.shift(16 * 60)
    assert client.get(TOTP)["Location"].startswith("/account/reauthenticate/")
    again = client.post("/account/reauthenticate/?next=" + TOTP, {"password": PASSWORD})
    assert again["Location"] == TOTP
    assert client.get(TOTP).status_code == 200


def test_a_change_is_written_down_and_told_to_the_person(
    client: Client, officer: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, officer)
    with django_capture_on_commit_callbacks(execute=True):
        add_app(client)
    assert [event.detail["what"] for event in Event.objects.filter(verb="account.changed")] == ["totp_activated"]
    notice = Notice.objects.get(recipient=officer)
    assert notice.is_mailed
    assert notice.text.startswith("An authenticator app was added to your account.")


@pytest.mark.usefixtures("required")
def test_after_a_reset_the_next_sign_in_sets_up_a_new_one(client: Client) -> None:
    new = PersonFactory.make(username="pc.reset")
    sign_in(client, new)
    add_app(client)
    Authenticator.objects.filter(user=new).delete()
    fresh = Client()
    assert sign_in(fresh, new) == "/"
    assert fresh.get(PAGE)["Location"] == SET_UP
