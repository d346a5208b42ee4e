"""The night on which summer time ends: browser, web, worker and database cross 02:00 BST together. No limit moves, a page that slept or was
cut off is right again, and an hour that happens twice is asked about."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from borderops.kit.clock import london
from tests.journeys.hands import Hands
from tests.journeys.shift import Shift
from tests.journeys.steps import Record, answer_all, choose, claim, press, seen, sign_review, start_examination, until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService, ServiceAt

# 25 October 2026, 01:20 British Summer Time: the hour that follows happens twice.
BEFORE = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)
ACROSS = 45.0  # minutes later it is 01:05 again, Greenwich Mean Time
# The device's own counters stand still while it sleeps, as these do: the service's present moves on by three quarters of an hour meanwhile.
SLEEP = "Object.defineProperty(document, 'hidden', { value: true, configurable: true })"
WAKE = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))"
EVENT = "SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI') FROM examinations_timelineevent WHERE examination_id = '{}' AND kind = '{}'"


def test_an_examination_crosses_the_repeated_hour_without_a_breach(person: Person, service_at: ServiceAt) -> None:
    with service_at(BEFORE) as night:
        shift = Shift(night, person, Hands(), BEFORE)
        shift.until_minute(0)
        officer = shift.of("pc.stansted")
        record = start_examination(officer)
        an_hour_later_the_wall_shows_the_same(night, officer, record)
        press(officer, "Detain")
        due = review_due(officer)
        left_open = a_page_falls_asleep(officer, record)
        shift.until_minute(ACROSS)
        shift.let_the_others_catch_up()
        it_is_right_when_it_wakes(left_open, due)
        it_is_right_after_the_service_was_gone(night, left_open, due)
        sergeant = shift.of("sgt.stansted")
        sign_review(sergeant, record)
        the_repeated_hour_is_asked_about(night, officer, record)
        officer.goto(record.path)
        press(officer, "Release")
        nothing_was_late(night, officer, record)
        it_is_submitted_and_accepted(shift, officer, record)


def an_hour_later_the_wall_shows_the_same(live: LiveService, page: Page, record: Record) -> None:
    began = live.rows(f"SELECT extract(epoch FROM first_questioned_at)::bigint FROM examinations_examination WHERE id = '{record.id}'")[0][
        0
    ]
    due = page.locator("[data-due]").first.get_attribute("data-due") or ""
    assert round(datetime.fromisoformat(due).timestamp()) - int(began) in {3600, 3601}
    wall = f"{datetime.fromtimestamp(int(began), UTC):%H:%M}"
    expect(page.locator("main")).to_contain_text(re.compile(rf"0{int(wall[:2]) + 1}:{wall[3:]}\s*GMT"))


def review_due(page: Page) -> datetime:
    """When the first review is due, an hour of elapsed time after the detention."""
    clock = page.locator("[data-clock][data-rule=C3]").first
    return datetime.fromisoformat(clock.get_attribute("data-due") or "")


def a_page_falls_asleep(officer: Page, record: Record) -> Page:
    page = officer.context.new_page()
    page.goto(record.path)
    expect(page.locator("main")).to_contain_text("First review")
    page.evaluate(SLEEP)
    return page


def says_what_is_left(page: Page, due: datetime) -> None:
    """The due time with its zone, and what is left of it by the service's clock, give or take the minute that this takes."""
    clock = page.locator("[data-clock][data-rule=C3]").first
    expect(clock).to_contain_text(re.compile(rf"{london(due):%H:%M}\s*GMT"))
    left = round((due - (BEFORE + timedelta(minutes=ACROSS))).total_seconds() // 60)
    expect(clock.locator("[data-left]")).to_have_text(re.compile("|".join(f"^{left - gone} min left$" for gone in range(4))))


def it_is_right_when_it_wakes(page: Page, due: datetime) -> None:
    page.evaluate(WAKE)
    expect(page.locator("[data-confirmed-text]").first).to_have_text(re.compile(r"^Clock confirmed at 01:0\d"))
    says_what_is_left(page, due)
    seen(page, "dst-night")


def it_is_right_after_the_service_was_gone(live: LiveService, page: Page, due: datetime) -> None:
    """The panel says that nobody confirms it, goes on counting, and is confirmed again by itself."""
    live.kill("web")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said = page.locator("[data-confirmed-text]").first
    expect(said).to_contain_text("Clock not confirmed since 01:0")
    says_what_is_left(page, due)
    live.start("web")
    expect(said).to_have_text(re.compile(r"^Clock confirmed at 01:\d\d"), timeout=90_000)
    says_what_is_left(page, due)


def the_repeated_hour_is_asked_about(live: LiveService, page: Page, record: Record) -> None:
    page.goto(f"{record.path}acts/note/?typed")
    page.locator("[name=words]").fill("A time that happens twice")
    page.locator("input[name=typed_at_time]").fill("01:03")
    page.locator("[name=reason]").fill("Entered from the pad.")
    press(page, "Record")
    which = page.get_by_role("group", name="Which one?")
    expect(which.get_by_label("BST, the first")).to_be_visible()
    assert live.rows(EVENT.format(record.id, "NOTE")) == [], "it was recorded without being asked about"
    which.get_by_label("GMT, the second").check()
    press(page, "Record")
    until(lambda: live.rows(EVENT.format(record.id, "NOTE")), "the note")
    assert live.rows(EVENT.format(record.id, "NOTE")) == [["01:03"]]


def nothing_was_late(live: LiveService, page: Page, record: Record) -> None:
    page.goto(f"{record.path}breaches/")
    expect(page.locator("#breaches")).to_contain_text("None found")
    assert live.rows(f"SELECT count(*) FROM organisation_notice WHERE thing_id = '{record.id}' AND level = 'OVERDUE'") == [["0"]]


def it_is_submitted_and_accepted(shift: Shift, officer: Page, record: Record) -> None:
    officer.goto(f"{record.path}submit/")
    press(officer, "Submit to quality assurance")
    expect(officer.locator("main")).to_contain_text("Awaiting quality assurance")
    assurer = shift.of("sgt.norwich")
    claim(assurer, record)
    answer_all(assurer)
    choose(assurer, "^Outcome", "Accept")
    press(assurer, "Record the decision")
    assurer.wait_for_url(re.compile("/quality-assurance/$"))
    officer.goto(record.path)
    expect(officer.locator("main")).to_contain_text("Accepted")
