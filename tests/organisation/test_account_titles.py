"""The packages' pages about one's own account are titled as the service's own: a sentence, with a capital at its beginning alone."""

import re

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.organisation.pages import Browser, text_of

PAGES = {
    "account_change_password": "Change password",
    "account_reauthenticate": "Confirm that it is you",
    "mfa_index": "Security",
    "mfa_reauthenticate": "Confirm that it is you",
    "mfa_activate_totp": "Set up an authenticator app",
    "mfa_deactivate_totp": "Stop using the app",
    "mfa_view_recovery_codes": "Recovery codes",
    "mfa_generate_recovery_codes": "New recovery codes",
    "mfa_list_webauthn": "Passkeys and security keys",
    "mfa_add_webauthn": "Add a passkey",
    "mfa_reauthenticate_webauthn": "Confirm that it is you",
    "usersessions_list": "Where I am signed in",
}


def title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.S)
    assert found is not None
    return " ".join(found[1].split())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_account_is_titled_in_a_sentence(cast: Cast, name: str) -> None:
    browser = Browser(cast, "pc.stansted")
    page = browser.client.get(reverse(name), follow=True)
    assert page.status_code in {200, 404}, "404 where this person has no such factor"
    if page.status_code == 200:
        allowed = {*PAGES.values()} if page.redirect_chain else {PAGES[name]}
        assert any(title(text_of(page)).startswith(each) for each in allowed)


def test_the_password_is_changed_under_labels_in_sentences(cast: Cast) -> None:
    page = text_of(Browser(cast, "pc.stansted").get("account_change_password"))
    assert title(page).startswith("Change password")
    labels = [" ".join(re.sub("<[^>]+>", "", each).split()) for each in re.findall(r"<label[^>]*>(.*?)</label>", page, re.S)]
    assert [each for each in labels if "assword" in each][:3] == ["Current password", "New password", "New password again"]
    assert "Change Password" not in page
