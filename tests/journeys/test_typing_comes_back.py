"""What a sergeant types about a record is there again after the page was closed or the sign-in has ended, until it is thrown away."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.looking import faults_of
from tests.plugins.browser import Person, photograph
from tests.plugins.live import LiveService

WORDS = "The reason names the ticket and not what was seen at the desk."
PUT_BACK = "Your unsaved typing has been put back."


def open_assessment(page: Page) -> None:
    page.goto("/")
    page.locator("section", has_text="Quality assurance you have open").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/quality-assurance/[0-9a-f-]{36}/$"))


def test_a_comment_in_quality_assurance_comes_back_until_it_is_thrown_away(person: Person, live_service: LiveService) -> None:
    page = person("sgt.norwich")
    open_assessment(page)
    address = page.url
    question = page.locator("[data-question]").first
    question.get_by_label("Partly").check()
    with page.expect_response("**/drafts/**") as kept:
        question.locator("textarea").fill(WORDS)
        question.get_by_label("Partly").focus()
    assert kept.value.status == 200
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))

    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-question] textarea").first).to_have_value(WORDS)
    expect(page.locator("main")).to_contain_text(re.compile(rf"{PUT_BACK} Saved at .*\d\d:\d\d"))
    assert faults_of(page, address) == []
    photograph(page, "typing-put-back")

    context.clear_cookies(name="session")
    page.goto("/")
    page.locator("input[name=login]").fill("sgt.norwich")
    page.locator("input[name=password]").fill(live_service.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    page.goto(address)
    expect(page.locator("[data-question] textarea").first).to_have_value(WORDS)

    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text(PUT_BACK)).to_have_count(0)
    expect(page).to_have_url(address)
    expect(page.locator("[data-question] textarea").first).to_have_value("")
