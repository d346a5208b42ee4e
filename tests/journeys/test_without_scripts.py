"""The main job in browsers that run no scripts, entered late, with a review that came too late: everything goes by forms and links, and the
breach is there for the detective inspector to read."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from borderops.kit.clock import london, now
from tests.journeys.steps import Record, answer_all, choose, claim, press, sign_review, start_minutes_ago, type_time
from tests.plugins.browser import Person

RULE = "C3"  # the first review of detention


def test_a_late_entry_with_a_late_review_goes_to_acceptance_without_scripts(person: Person) -> None:
    constable, sergeant, assurer, inspector = (
        person(name, java_script_enabled=False) for name in ("pc.stansted", "sgt.stansted", "sgt.norwich", "di.region")
    )
    before = breaches_of_stansted(inspector)
    record = start_minutes_ago(constable, 110)
    constable.goto(f"{record.path}acts/detain/?typed")
    type_time(constable.locator("main"), london(now() - timedelta(minutes=100)))
    press(constable, "Record")
    expect(constable.locator("main")).to_contain_text("First review")
    sign_review(sergeant, record)
    constable.goto(record.path)
    press(constable, "Release")
    constable.goto(f"{record.path}particulars/")
    choose(constable, "[Dd]irection", "Arriving")
    constable.locator("[name=carrier]").fill("Fictional Air")
    press(constable, "Save particulars")
    constable.goto(f"{record.path}submit/")
    expect(constable.locator("main")).to_contain_text(RULE)
    press(constable, "Submit to quality assurance")
    expect(constable.locator("main")).to_contain_text("Awaiting quality assurance")
    assert breaches_of_stansted(inspector) == before + 1
    it_is_accepted(assurer, record)
    constable.goto(record.path)
    expect(constable.locator("main")).to_contain_text("Accepted")


def breaches_of_stansted(inspector: Page) -> int:
    """How many late first reviews the region's page counts at this port."""
    inspector.goto("/region/")
    row = inspector.locator("main tr").filter(has=inspector.get_by_role("rowheader", name="Stansted"))
    found = re.search(rf"\b{RULE}: (\d+)", row.locator("[data-label=Breaches]").inner_text())
    return int(found.group(1)) if found else 0


def it_is_accepted(page: Page, record: Record) -> None:
    claim(page, record)
    answer_all(page)
    choose(page, "^Outcome", "Accept with learning")
    page.get_by_label("Learning points").fill("Ask for the review before the hour is over.")
    press(page, "Record the decision")
    page.wait_for_url(re.compile("/quality-assurance/$"))
