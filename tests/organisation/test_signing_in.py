"""Signing in and out by name and password: who gets in, what the others are told, and what is written down."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import Settings
from time_machine import TimeMachineFixture

from audit.models import Event
from organisation.doors import PUBLIC, SIGNED_IN, verb_of
from organisation.lockouts import unlock
from organisation.models import User
from tests.factories import PASSWORD, PersonFactory
from tests.markup import tidy
from tests.organisation.conftest import SIGN_IN, sign_in, versions

WRONG = "not-the-password"


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="account.").order_by("id").values_list("verb", flat=True))


def shown(client: Client, name: str, password: str) -> tuple[int, str]:
    """The answer to an attempt, without what differs by design: the token, the request's id and the name typed."""
    response = client.post(SIGN_IN, {"login": name, "password": password})
    text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.content.decode())
    text = re.sub(r"[0-9a-f]{16}|data-server-now=\"[^\"]*\"", "", text)
    return response.status_code, text.replace(name, "NAME")


def test_the_right_password_leads_in_and_stands_in_the_ledger(client: Client, officer: User) -> None:
    assert sign_in(client, officer) == "/"
    event = Event.objects.get(verb="account.signed_in")
    assert (event.actor_id, event.actor_label, event.detail) == (officer.pk, "4299", {"with": ["password"]})
    assert "pc.example" not in str(event.__dict__)


def test_signing_in_changes_nothing_of_the_person(client: Client, officer: User) -> None:
    before = versions(officer)
    sign_in(client, officer)
    assert versions(officer) == before


def test_a_session_from_before_the_sign_in_is_worth_nothing_after_it(client: Client, officer: User) -> None:
    client.post(SIGN_IN, {"login": "pc.example", "password": WRONG})
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["session"] = session.session_key or ""
    sign_in(client, officer)
    assert client.session.session_key != session.session_key
    client.cookies["session"] = session.session_key or ""
    assert client.get("/account/2fa/").status_code == 302


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_answer(client: Client, officer: User) -> None:
    PersonFactory.make(username="pc.closed", is_active=False)
    answers = {
        shown(Client(), "pc.example", WRONG),
        shown(Client(), "pc.nobody", WRONG),
        shown(Client(), "pc.closed", WRONG),
        shown(Client(), "pc.closed", PASSWORD),
    }
    assert len(answers) == 1
    status, text = answers.pop()
    assert status == 200
    assert "together they are not right" in text


class Counting(ScryptPasswordHasher):
    """The service's own slow hash, counting how often it is worked out: that is what an answer's time shows."""

    worked_out = 0

    def encode(self, *args: Any, **kwargs: Any) -> str:
        type(self).worked_out += 1
        return super().encode(*args, **kwargs)


@pytest.mark.parametrize(("name", "password"), [("pc.example", WRONG), ("pc.nobody", WRONG), ("pc.closed", WRONG), ("pc.closed", PASSWORD)])
def test_the_time_of_an_answer_tells_nothing_about_the_name(
    client: Client, officer: User, settings: Settings, name: str, password: str
) -> None:
    PersonFactory.make(username="pc.closed", is_active=False)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.worked_out = 0
    client.post(SIGN_IN, {"login": name, "password": password})
    assert Counting.worked_out == 1


def test_a_refused_name_stands_in_the_ledger_as_a_digest_only(client: Client, officer: User) -> None:
    client.post(SIGN_IN, {"login": "pc.example", "password": WRONG})
    event = Event.objects.get(verb="account.refused")
    assert (event.outcome, event.actor_id) == ("DENY", None)
    assert re.fullmatch("[0-9a-f]{16}", event.detail["name_digest"])


@pytest.fixture
def locked(officer: User) -> User:
    """Somebody for whom five wrong passwords were typed at one address."""
    client = Client()
    for name in ("pc.example", "PC.EXAMPLE", "pc.example", "Pc.Example"):
        assert client.post(SIGN_IN, {"login": name, "password": WRONG}).status_code == 200
    assert client.post(SIGN_IN, {"login": "pc.example", "password": WRONG}).status_code == 429
    return officer


def test_after_five_wrong_passwords_the_right_one_is_refused_too_and_the_page_says_what_to_do(client: Client, locked: User) -> None:
    response = client.post(SIGN_IN, {"login": "pc.example", "password": PASSWORD})
    assert response.status_code == 429
    said = tidy(response.content.decode())
    assert "for 15 minutes" in said
    assert "ring your administrator" in said
    assert "account.locked" in verbs()
    assert client.get("/account/2fa/").status_code == 302


def test_a_lock_at_one_address_does_not_shut_the_person_out_elsewhere(client: Client, locked: User) -> None:
    assert sign_in(client, locked, REMOTE_ADDR="192.0.2.7") == "/"


def test_an_unlocked_person_gets_in(client: Client, locked: User) -> None:
    assert unlock(locked) == 1
    assert sign_in(client, locked) == "/"


def test_a_name_that_does_not_exist_is_locked_like_one_that_does(locked: User) -> None:
    client = Client()
    for _ in range(5):
        response = client.post(SIGN_IN, {"login": "pc.nobody", "password": WRONG})
    assert response.status_code == 429
    assert shown(client, "pc.nobody", PASSWORD) == shown(client, "pc.example", PASSWORD)


def test_the_lock_ends_by_itself_and_tries_meanwhile_do_not_lengthen_it(
    client: Client, locked: User, time_machine: TimeMachineFixture
) -> None:
    from borderops.kit.clock import now

    began = now().timestamp()
    time_machine.move_to(began + 14 * 60)
    assert client.post(SIGN_IN, {"login": "pc.example", "password": PASSWORD}).status_code == 429
    time_machine.move_to(began + 15 * 60 + 5)
    assert sign_in(client, locked) == "/"


def test_one_name_cannot_be_tried_without_end_from_many_addresses(client: Client, officer: User) -> None:
    for number in range(11):
        response = client.post(SIGN_IN, {"login": "pc.example", "password": WRONG}, REMOTE_ADDR=f"192.0.2.{number}")
    assert "too many wrong tries for this name" in response.content.decode()


def test_what_axes_keeps_and_logs_holds_no_password_and_the_log_no_name(
    client: Client, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    from axes.models import AccessAttempt

    client.post(SIGN_IN, {"login": "pc.example", "password": WRONG})
    attempt = AccessAttempt.objects.get()
    assert WRONG not in attempt.post_data
    assert "pc.example" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/set/",
        "3rdparty/",
        "3rdparty/signup/",
        "login/code/",
        "inactive/",
    ],
)
def test_pages_for_signing_up_or_for_e_mail_do_not_exist(client: Client, path: str, db: None) -> None:
    assert client.get(f"/account/{path}").status_code == 404


def account_patterns() -> list[URLPattern]:
    return [
        pattern
        for part in get_resolver().url_patterns
        for pattern in getattr(part, "url_patterns", [])
        if "account/" in str(pattern.pattern)
    ]


def test_every_address_of_signing_in_says_what_it_needs() -> None:
    found = {str(pattern.pattern): verb_of(pattern.callback) for pattern in account_patterns()}
    assert len(found) > 20
    assert set(found.values()) == {PUBLIC, SIGNED_IN}
    assert {path for path, verb in found.items() if verb == PUBLIC} == {
        "account/login/", "account/logout/", "account/2fa/authenticate/", "account/2fa/webauthn/login/",
    }  # fmt: skip


def test_signing_out_ends_the_session_and_has_the_browser_forget_the_pages(client: Client, officer: User) -> None:
    sign_in(client, officer)
    cookie = client.cookies["session"].value
    response = client.post("/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Location"] == SIGN_IN
    client.cookies["session"] = cookie
    page = client.get("/account/2fa/")
    assert (page.status_code, page["Cache-Control"]) == (302, "no-store")
    assert verbs()[-1] == "account.signed_out"


def test_a_link_cannot_sign_anybody_out(client: Client, officer: User) -> None:
    sign_in(client, officer)
    assert client.get("/account/logout/").status_code == 200
    assert client.get("/account/2fa/").status_code == 200


def test_a_password_chosen_by_somebody_else_is_replaced_before_anything_else(client: Client) -> None:
    new = PersonFactory.make(username="pc.new", must_change_password=True)
    sign_in(client, new)
    assert client.get("/account/2fa/")["Location"] == "/account/password/change/"
    chosen = "seven ferries and one lighthouse"
    form = {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    elsewhere = Client()
    sign_in(elsewhere, new)
    assert client.post("/account/password/change/", form).status_code == 302
    assert client.get("/account/2fa/").status_code == 200
    assert elsewhere.get("/account/2fa/")["Location"].startswith(SIGN_IN), "another session lives on after the password changed"
    new.refresh_from_db()
    event = Event.objects.get(verb="account.password_changed")
    assert (new.must_change_password, event.thing_id, versions(new)) == (False, new.pk, 2)


def test_sign_in_does_not_lead_away_from_the_service(client: Client, officer: User) -> None:
    assert sign_in(client, officer, next="https://elsewhere.example/") == "/"


def test_nobody_gets_in_by_a_password_that_is_too_long_to_be_one(client: Client, officer: User) -> None:
    response = client.post(SIGN_IN, {"login": "pc.example", "password": "x" * 3_000_000})
    assert response.status_code == 400
