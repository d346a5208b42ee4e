"""What people do at their browsers, in their own words: each function is a few presses that several journeys share."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from borderops.kit.clock import london, now
from tests.plugins.browser import accessibility_faults, photograph

RECORD = re.compile(r"/examinations/([0-9a-f-]{36})/$")


@dataclass(frozen=True, slots=True)
class Record:
    """The examination that a journey is about."""

    id: str
    reference: str

    @property
    def path(self) -> str:
        return f"/examinations/{self.id}/"


def seen(page: Page, name: str) -> None:
    """The page as it stands is accessible, has one heading, and is kept as a picture."""
    photograph(page, name)
    assert page.locator("h1").count() == 1, f"{name} has {page.locator('h1').count()} headings of the first level"
    faults = accessibility_faults(page)
    assert faults == [], f"{name}: {faults}"


def press(page: Page, name: str, *, within: Locator | None = None) -> None:
    """Press the button or follow the link of this name."""
    place = within or page.locator("main")
    place.get_by_role("button", name=re.compile(rf"^{re.escape(name)}", re.I)).first.click()


def start_examination(page: Page) -> Record:
    """Two presses from the first page: the power, then the first question."""
    page.goto("/")
    page.get_by_role("link", name="Start an examination").or_(page.get_by_role("button", name="Start an examination")).first.click()
    page.get_by_role("button", name=re.compile("^Schedule 7")).click()
    page.get_by_role("button", name=re.compile("^First question now")).click()
    return record_on(page)


def start_minutes_ago(page: Page, minutes: int) -> Record:
    """An examination that nobody could enter when it began."""
    page.goto("/examinations/start/?power=TACT_S7")
    page.get_by_text("It began earlier: type the time").click()
    type_time(page.locator("details").filter(has_text="It began earlier"), london(now() - timedelta(minutes=minutes)))
    page.get_by_role("button", name="First question now").click()
    return record_on(page)


def type_time(part: Locator, at: datetime) -> None:
    """When it was, on the clock on the wall, and why it is entered afterwards."""
    for name, value in (("time", f"{at:%H:%M}"), ("day", at.day), ("month", at.month), ("year", at.year)):
        part.locator(f"[name=typed_at_{name}]").fill(str(value))
    part.locator("[name=reason]").fill("The network was down at the gate.")


def record_on(page: Page) -> Record:
    """The record that this page comes to show."""
    page.wait_for_url(RECORD)
    match = RECORD.search(page.url)
    assert match is not None
    heading = page.locator("h1").inner_text()
    found = re.search(r"S7-\d\d-\w{6}", heading)
    assert found is not None, heading
    return Record(match.group(1), found.group(0))


def choose(page: Page, group: str, choice: str) -> None:
    """Choose a radio button or tick a box inside the group of this legend."""
    page.get_by_role("group", name=re.compile(group)).get_by_label(choice, exact=False).first.check()


def sign_review(page: Page, record: Record, outcome: str = "Continued detention authorised") -> None:
    """The whole review form, as carried out in person with nothing unusual."""
    page.goto(f"{record.path}review/")
    choose(page, "How is it carried out", "In person")
    choose(page, "Who was offered", "The person")
    choose(page, "What came of it", "none made")
    choose(page, "^Decision", outcome)
    if "authorised" in outcome and "Not" not in outcome:
        page.get_by_label(re.compile("^I am satisfied that it is necessary")).check()
        choose(page, "Which rights not yet exercised", "named person")
        choose(page, "Which rights not yet exercised", "solicitor")
    choose(page, "Did you tell the person", "Yes")
    page.get_by_label(re.compile("This is my record")).check()
    press(page, "Sign the review")
    page.wait_for_url(lambda url: not url.endswith("/review/"))


def claim(page: Page, record: Record) -> None:
    """Open the record for quality assurance, on whichever page of the queue it stands."""
    page.goto("/quality-assurance/")
    row = page.locator("tr").filter(has_text=record.reference)
    for _ in range(20):  # pages
        if row.count():
            break
        page.get_by_role("link", name=re.compile("^Next")).click()
    row.get_by_role("button", name=re.compile("^Open")).click()
    page.wait_for_url(re.compile(r"/quality-assurance/[0-9a-f-]{36}/$"))


def answer_all(page: Page, *, not_met: str = "") -> None:
    """Answer every question: not applicable where the record has nothing, not met for one, met for the rest; comments where asked for."""
    for question in page.locator("[data-question]").all():
        code = (question.get_attribute("id") or "").removeprefix("question-")
        value = "NOT_MET" if code == not_met else "NOT_APPLICABLE" if code[3] in "DEF" else "MET"
        question.locator(f"input[type=radio][value={value}]").check()
        if value != "MET" or question.locator(".bo-question__prompts").count():
            comment = question.locator("textarea")
            expect(comment).to_be_visible()
            comment.fill("Looked at beside the record.")
    press(page, "Save and decide")
    page.wait_for_url(re.compile("/decide/$"))


def until(condition: Callable[[], object], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not come within {seconds:.0f} seconds"
        time.sleep(0.5)
