"""Signing in as people do it: a form sent after the sign-in has ended comes through, and a key does instead of a password."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.plugins.browser import Person, accessibility_faults, photograph
from tests.plugins.live import LiveService

START = "/examinations/start/?power=TACT_S7"
RECORD = re.compile(r"/examinations/[0-9a-f-]{36}/$")


def end_sign_in(page: Page) -> None:
    """As if the session had run out: the browser no longer holds one that counts."""
    page.context.clear_cookies(name="session")


def sign_in_again(page: Page, name: str, password: str) -> None:
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")


def started(live: LiveService) -> int:
    return int(live.rows("SELECT count(*) FROM examinations_examination")[0][0])


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_press_on_an_expired_sign_in_takes_effect_once_after_signing_in_again(
    person: Person, live_service: LiveService, scripts: bool
) -> None:
    page = person("pc.stansted", java_script_enabled=scripts)
    before = started(live_service)
    page.goto(START)
    end_sign_in(page)
    page.get_by_role("button", name=re.compile("First question now")).click()
    assert started(live_service) == before
    sign_in_again(page, "pc.stansted", live_service.password)
    if not scripts:
        expect(page.get_by_role("heading", name="Send what you typed")).to_be_visible()
        photograph(page, "sign-in-carried")
        page.get_by_role("button", name="Send what you typed").click()
    expect(page).to_have_url(RECORD)
    assert started(live_service) == before + 1


def test_a_colleague_who_signs_in_on_the_same_desk_does_not_send_it(person: Person, live_service: LiveService) -> None:
    page = person("pc.luton")
    before = started(live_service)
    page.goto(START)
    end_sign_in(page)
    page.get_by_role("button", name=re.compile("First question now")).click()
    sign_in_again(page, "sgt.luton", live_service.password)
    page.wait_for_url("**/")
    assert started(live_service) == before
    page.locator("summary", has_text="your account").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in_again(page, "pc.luton", live_service.password)
    expect(page).to_have_url(RECORD)
    assert started(live_service) == before + 1


def test_a_passkey_is_added_and_signs_in_by_itself(person: Person) -> None:
    page = person("pc.harwich")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/account/2fa/webauthn/add/")
    assert accessibility_faults(page) == []
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name=re.compile("Add|Register|Continue")).first.click()
    expect(page).to_have_url(re.compile("/account/2fa/recovery-codes/"))
    page.locator("summary", has_text="your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).not_to_have_url(re.compile("/account/"))
    expect(page.locator("summary", has_text="your account")).to_be_visible()
