"""A record that nobody can finish: its only examiner's account is closed, the sergeant finds it on their list and gives it to a colleague,
who is told, writes it up and sends it in."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import Record, press, seen, start_examination
from tests.journeys.test_administration import close
from tests.plugins.browser import Person
from tests.plugins.live import LiveService

LEAVING, STAYING = "rosa.tamworth", "soren.blyth"


def test_a_record_whose_examiner_has_gone_is_found_given_and_finished(person: Person, live_service: LiveService) -> None:
    leaving, sergeant = person(LEAVING), person("sgt.norwich")
    record = start_examination(leaving)
    press(leaving, "Release")
    close(person("admin.vetting"), f"/people/{key_of(LEAVING, live_service)}/")
    sergeant.goto("/examinations/unfinished/")
    row = sergeant.locator("main tbody tr").filter(has_text=record.reference)
    expect(row).to_contain_text("Completed")
    seen(sergeant, "unfinished")
    row.get_by_role("link", name=record.reference).click()
    sergeant.get_by_role("link", name="Give to another officer").click()
    expect(sergeant.get_by_label(re.compile("Rosa Tamworth"))).to_have_count(0)
    press(sergeant, "Give it")
    expect(sergeant.locator(".govuk-error-summary")).to_contain_text("Choose an officer.")
    expect(sergeant.locator(".govuk-error-summary")).to_contain_text("Enter why its examiners cannot finish it")
    sergeant.get_by_label(re.compile("Soren Blyth")).check()
    sergeant.get_by_label("Why its examiners cannot finish it").fill("They have left the force.")
    seen(sergeant, "give")
    press(sergeant, "Give it")
    sergeant.wait_for_url(re.compile(re.escape(record.path) + "$"))
    expect(sergeant.locator("main")).to_contain_text("who has been told")
    it_is_finished_by_whoever_it_was_given_to(person, record)


def key_of(username: str, live: LiveService) -> str:
    return live.rows(f"SELECT id FROM organisation_user WHERE username = '{username}'")[0][0]


def it_is_finished_by_whoever_it_was_given_to(person: Person, record: Record) -> None:
    page = person(STAYING)
    page.goto("/notices/")
    page.get_by_role("button", name=re.compile(f"{record.reference}.*gives you this record to finish")).click()
    page.wait_for_url(re.compile(re.escape(record.path)))
    expect(page.locator("main")).to_contain_text("completes the record, asked nobody")
    page.goto(f"{record.path}submit/")
    press(page, "Submit to quality assurance")
    page.wait_for_url(re.compile(re.escape(record.path) + "$"))
    expect(page.locator("main")).to_contain_text("Awaiting quality assurance")
