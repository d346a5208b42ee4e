"""An administrator's day: a person is created, posted by two pairs of eyes, unlocked, freed of a lost second factor, signed out and put out
again, each at the next request."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import choose, press, seen
from tests.organisation.authenticators import code_now
from tests.plugins.browser import Person
from tests.plugins.live import LiveService

NEW_PASSWORD = "a-new-fictional-password-7"
SIGNED_IN = re.compile(r"^(?!.*/account/(login|2fa)/)")


def test_a_person_is_created_posted_by_two_and_put_out_at_once(person: Person, live_service: LiveService) -> None:
    first, second = person("admin.vetting"), person("admin.second")
    first.goto("/people/")
    seen(first, "people")
    address, password = create(first)
    propose(first, address)
    confirm(second)
    newcomer = person("t.newcomer", password=password)
    change_password(newcomer, password)
    newcomer.goto("/")
    expect(
        newcomer.get_by_role("link", name="Start an examination").or_(newcomer.get_by_role("button", name="Start an examination"))
    ).to_be_visible()
    they_are_locked_out_and_unlocked(first, address, newcomer)
    their_second_factor_is_reset(first, address, newcomer)
    they_are_signed_out_everywhere(person, first, address, newcomer)
    close(first, address)
    newcomer.goto("/my-records/")
    expect(newcomer).to_have_url(re.compile("/account/login/"))
    assert live_service.rows("SELECT is_active FROM organisation_user WHERE username = 't.newcomer'") == [["f"]]


def create(page: Page) -> tuple[str, str]:
    page.goto("/people/new/")
    page.get_by_label("Collar or staff number").fill("4990")
    page.get_by_label("Full name").fill("Tess Newcomer")
    page.get_by_label("Rank").select_option(label="Constable")
    page.get_by_label("User name").fill("t.newcomer")
    seen(page, "person-new")
    press(page, "Create the account")
    page.wait_for_url(re.compile("/password/$"))
    password = page.locator("output").inner_text()
    press(page, "Go to the person")
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
    return page.url, password


def propose(page: Page, address: str) -> None:
    page.goto(f"{address}post/")
    page.get_by_label("Unit").select_option(label="Luton ports team")
    choose(page, "Role", "Examining constable")
    press(page, "Propose")
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("Waiting for a second person")
    seen(page, "person")


def confirm(page: Page) -> None:
    page.goto("/people/proposals/")
    row = page.locator("tr, li, article").filter(has_text="4990").first
    row.get_by_role("link").first.click()
    choose(page, "Decision", "Confirm")
    press(page, "Save the decision")
    page.wait_for_url(re.compile("/people/"))


def change_password(page: Page, old: str) -> None:
    expect(page).to_have_url(re.compile("password"))
    page.locator("input[name=oldpassword]").fill(old)
    page.locator("input[name=password1]").fill(NEW_PASSWORD)
    page.locator("input[name=password2]").fill(NEW_PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Your password is changed")


def they_are_locked_out_and_unlocked(admin: Page, address: str, newcomer: Page) -> None:
    sign_out(newcomer)
    for _ in range(5):
        sign_in(newcomer, "wrong")
    sign_in(newcomer, NEW_PASSWORD)
    expect(newcomer.locator("main")).to_contain_text("ring your administrator, who can unlock the account")
    admin.goto(address)
    expect(admin.locator("main")).to_contain_text("Locked")
    do(admin, address, "unlock", "Unlock")
    sign_in(newcomer, NEW_PASSWORD)
    expect(newcomer).to_have_url(SIGNED_IN)


def their_second_factor_is_reset(admin: Page, address: str, newcomer: Page) -> None:
    """The telephone is lost: without a reset nobody comes in, with it the password alone does until a new one is set up."""
    newcomer.goto("/account/2fa/totp/activate/")
    secret = newcomer.locator("#authenticator_secret").input_value()
    newcomer.locator("input[name=code]").fill(code_now(secret))
    newcomer.get_by_role("button", name="Turn it on").click()
    expect(newcomer).not_to_have_url(re.compile("activate"))
    sign_out(newcomer)
    sign_in(newcomer, NEW_PASSWORD)
    expect(newcomer.get_by_role("heading", name="Second factor")).to_be_visible()
    do(admin, address, "reset-second-factor", "Reset the second factor")
    newcomer.goto("/account/login/")
    sign_in(newcomer, NEW_PASSWORD)
    expect(newcomer).to_have_url(SIGNED_IN)


def they_are_signed_out_everywhere(person: Person, admin: Page, address: str, newcomer: Page) -> None:
    elsewhere = person("t.newcomer", password=NEW_PASSWORD)
    for page in (newcomer, elsewhere):
        page.goto("/my-records/")
        expect(page).to_have_url(re.compile("/my-records/"))
    do(admin, address, "end-sessions", "Sign them out")
    for page in (newcomer, elsewhere):
        page.goto("/my-records/")
        expect(page).to_have_url(re.compile("/account/login/"))
    sign_in(newcomer, NEW_PASSWORD)
    expect(newcomer).to_have_url(SIGNED_IN)


def do(admin: Page, address: str, act: str, button: str) -> None:
    """One of the acts on an account, with its reason."""
    admin.goto(f"{address}{act}/")
    admin.get_by_label("Why").fill("They rang from the number that the force holds.")
    press(admin, button)
    admin.wait_for_url(address)


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("input[name=password]")).to_be_visible()


def sign_in(page: Page, password: str) -> None:
    if not page.locator("input[name=password]").count():
        page.goto("/account/login/")
    page.locator("input[name=login]").fill("t.newcomer")
    page.locator("input[name=password]").fill(password)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()


def close(page: Page, address: str) -> None:
    page.goto(f"{address}deactivate/")
    page.get_by_label("Why").fill("Left the unit.")
    press(page, "Close the account")
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("Closed")
