"""The night on which summer time ends: browser, worker and database cross 02:00 BST together, and no limit moves."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.journeys.steps import press, seen, start_examination
from tests.plugins.browser import Person
from tests.plugins.live import ServiceAt

# 25 October 2026, 01:20 British Summer Time: the hour that follows happens twice.
BEFORE = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)


def test_limits_are_elapsed_time_across_the_repeated_hour(person: Person, service_at: ServiceAt) -> None:
    with service_at(BEFORE) as night:
        officer = person("pc.stansted", at=night)
        record = start_examination(officer)
        began = night.rows(
            f"SELECT extract(epoch FROM first_questioned_at)::bigint FROM examinations_examination WHERE id = '{record.id}'"
        )[0][0]
        due = officer.locator("[data-due]").first.get_attribute("data-due") or ""
        assert round(datetime.fromisoformat(due).timestamp()) - int(began) in {3600, 3601}
        expect(officer.locator("main")).to_contain_text(re.compile(r"01:2\d\s*GMT"))  # an hour after 01:2x BST the wall shows 01:2x again
        press(officer, "Detain")
        expect(officer.locator("main")).to_contain_text("First review")
        seen(officer, "dst-night")
        officer.goto(f"{record.path}acts/note/")
        officer.get_by_text("Not now: type the time").click()
        officer.locator("[name=words]").fill("A time that happens twice")
        officer.locator("input[name=typed_at_time]").fill("01:10")
        officer.locator("[name=reason]").fill("Entered from the pad.")
        press(officer, "Record")
        expect(officer.locator("main")).to_contain_text("BST")
        expect(officer.locator("main")).to_contain_text("GMT")
        assert night.rows(f"SELECT count(*) FROM examinations_timelineevent WHERE examination_id = '{record.id}' AND kind = 'NOTE'") == [
            ["0"]
        ]
