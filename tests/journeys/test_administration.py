"""An administrator's day: a person is created, posted by two pairs of eyes, and put out again, each at the next request."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import choose, press, seen
from tests.plugins.browser import Person
from tests.plugins.live import LiveService

NEW_PASSWORD = "a-new-fictional-password-7"


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


def close(page: Page, address: str) -> None:
    page.goto(f"{address}deactivate/")
    page.get_by_label("Why").fill("Left the unit.")
    press(page, "Close the account")
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("Closed")
