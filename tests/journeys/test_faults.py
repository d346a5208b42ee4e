"""What a killed worker, a killed web process, an emptied Redis and a crashed PostgreSQL may not do: lose what was acknowledged, double a
notice, break the seals, or stop an officer from working."""

import json
import shutil
import threading
import time
from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import Error, Page, expect

from borderops.kit.clock import london, now
from borderops.launcher.say import Refusal
from tests.journeys.steps import Record, start_examination, until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService, service

DOUBLED = "SELECT recipient_id, key, count(*) FROM organisation_notice GROUP BY 1, 2 HAVING count(*) > 1"


@pytest.fixture(scope="module")
def faulty(django_db_setup: None) -> Generator[LiveService]:
    """A service of this module's own: what is killed in it disturbs nobody else."""
    with service("faults") as live:
        yield live


def notices_about(live: LiveService, record: Record) -> list[list[str]]:
    return live.rows(f"SELECT recipient_id, key, level FROM organisation_notice WHERE thing_id = '{record.id}' AND level <> 'INFORM'")


def start_minutes_ago(page: Page, minutes: int) -> Record:
    """An examination entered late, so that its hour is nearly over."""
    began = london(now() - timedelta(minutes=minutes))
    page.goto("/examinations/start/?power=TACT_S7")
    page.get_by_text("It began earlier: type the time").click()
    part = page.locator("details").filter(has_text="It began earlier")
    part.locator("input[name=typed_at_time]").fill(f"{began:%H:%M}")
    part.locator("input[name=typed_at_day]").fill(str(began.day))
    part.locator("input[name=typed_at_month]").fill(str(began.month))
    part.locator("input[name=typed_at_year]").fill(str(began.year))
    part.locator("[name=reason]").fill("The network was down at the gate.")
    page.get_by_role("button", name="First question now").click()
    page.wait_for_url("**/examinations/*-*/")
    return Record(page.url.rstrip("/").rsplit("/", 1)[1], page.locator("h1").inner_text())


def is_started(live: LiveService, name: str) -> bool:
    """Started, unless what the killed one left behind is still ending."""
    try:
        live.start(name)
    except Refusal:
        return False
    return True


def nothing_is_doubled_and_the_seals_hold(live: LiveService) -> None:
    assert live.rows(DOUBLED) == []
    verdict = json.loads(live.manage("verify_audit"))
    assert verdict["ok"], verdict


def test_a_killed_worker_delays_reminders_and_loses_none(person: Person, faulty: LiveService) -> None:
    officer = person("pc.stansted", at=faulty)
    faulty.kill("worker")
    record = start_minutes_ago(officer, 50)
    time.sleep(5)
    assert notices_about(faulty, record) == []
    faulty.start("worker")
    until(lambda: notices_about(faulty, record), "the reminder")
    faulty.wait()
    levels = {level for _, _, level in notices_about(faulty, record)}
    assert levels == {"SOON"}
    nothing_is_doubled_and_the_seals_hold(faulty)


def test_a_web_process_killed_in_the_middle_of_a_post_neither_loses_nor_doubles_it(person: Person, faulty: LiveService) -> None:
    officer = person("pc.luton", at=faulty)
    record = start_examination(officer)
    for attempt in range(3):
        words = f"Typed while the service died, attempt {attempt}"
        officer.goto(f"{record.path}acts/note/")
        officer.locator("[name=words]").fill(words)
        killer = threading.Timer(0.02 * attempt, faulty.kill, args=("web",))
        killer.start()
        try:
            officer.get_by_role("button", name="Record").click(timeout=5_000, no_wait_after=True)
            officer.wait_for_load_state(timeout=5_000)
        except Error:
            pass  # the connection broke, as it was meant to
        killer.join()
        faulty.start("web")
        faulty.wait()
        send_again(officer, record, words)
        count = faulty.rows(f"SELECT count(*) FROM examinations_timelineevent WHERE examination_id = '{record.id}' AND words = '{words}'")
        assert count == [["1"]]
    nothing_is_doubled_and_the_seals_hold(faulty)


def send_again(page: Page, record: Record, words: str) -> None:
    """The officer goes back to what they typed and presses once more; the form's one-time id is still the same."""
    try:
        page.go_back()
        page.wait_for_load_state()
    except Error:
        pass
    box = page.locator("[name=words]")
    if not box.count():
        page.goto(f"{record.path}acts/note/")
    elif box.input_value() == words:
        page.get_by_role("button", name="Record").click()
        page.wait_for_url(f"**{record.path}")
        return
    page.goto(record.path)
    if not page.get_by_text(words).count():
        page.goto(f"{record.path}acts/note/")
        page.locator("[name=words]").fill(words)
        page.get_by_role("button", name="Record").click()
        page.wait_for_url(f"**{record.path}")


def test_pages_and_sign_in_work_while_redis_is_away_and_reminders_catch_up_when_it_is_back_empty(
    person: Person, faulty: LiveService
) -> None:
    officer = person("pc.harwich", at=faulty)
    faulty.stop("redis")
    shutil.rmtree(faulty.tree.servers.redis.data, ignore_errors=True)
    record = start_minutes_ago(officer, 50)
    expect(officer.locator("main")).to_contain_text("Detain or stop questioning")
    colleague = person("sgt.stansted", at=faulty)
    colleague.goto("/examinations/board/")
    expect(colleague.locator("main")).to_contain_text(record.reference[-9:])
    assert notices_about(faulty, record) == []
    faulty.start("redis")
    until(lambda: notices_about(faulty, record), "the reminder", 300)
    nothing_is_doubled_and_the_seals_hold(faulty)


def test_a_crash_of_postgresql_loses_nothing_that_was_acknowledged(person: Person, faulty: LiveService) -> None:
    officer = person("pc.stansted", at=faulty)
    record = start_examination(officer)
    acknowledged = []
    for number in range(4):
        words = f"Acknowledged {number}"
        officer.goto(f"{record.path}acts/note/")
        officer.locator("[name=words]").fill(words)
        officer.get_by_role("button", name="Record").click()
        officer.wait_for_url(f"**{record.path}")
        acknowledged.append(words)
    faulty.kill("postgres")
    until(lambda: is_started(faulty, "postgres"), "PostgreSQL")
    faulty.wait(120)
    kept = {row[0] for row in faulty.rows(f"SELECT words FROM examinations_timelineevent WHERE examination_id = '{record.id}'")}
    assert set(acknowledged) <= kept
    officer.goto(record.path)
    expect(officer.locator("main")).to_contain_text("Acknowledged 3")
    nothing_is_doubled_and_the_seals_hold(faulty)


PACK = "SELECT state, attempts, percent, disclosure_id IS NOT NULL FROM examinations_pack WHERE id = '{}'"
DISCLOSED = "SELECT count(*) FROM examinations_disclosure WHERE examination_id = '{}' AND document = 'pack'"


@pytest.fixture
def undisturbed(django_db_setup: None) -> Generator[LiveService]:
    """A service in which nothing else was killed before: what a worker has to make up for from another fault is no part of this one."""
    with service("packs") as live:
        yield live


def test_a_worker_killed_while_it_makes_a_disclosure_pack_leaves_it_to_the_next_and_files_it_once(
    person: Person, undisturbed: LiveService
) -> None:
    faulty = undisturbed
    inspector = person("di.region", at=faulty)
    ((examination,), *_) = faulty.rows(
        "SELECT v.examination_id FROM examinations_submittedversion v JOIN examinations_examination e ON e.id = v.examination_id"
        " WHERE e.subject = 'PERSON' AND e.compartment_id IS NULL ORDER BY e.detained_at NULLS LAST LIMIT 1"
    )
    inspector.goto(f"/examinations/{examination}/documents/")
    inspector.get_by_label("Disclosure pack").check()
    inspector.locator("[name=recipients]").fill("Crown Prosecution Service")
    inspector.locator("[name=purpose]").fill("Request 26/118")
    inspector.get_by_role("button", name="File the disclosure").click()
    inspector.wait_for_url("**/packs/*/")
    pack = inspector.url.rstrip("/").rsplit("/", 1)[1]
    until(lambda: faulty.rows(PACK.format(pack))[0][0] == "MAKING", "the making of the pack")
    faulty.kill("worker")
    assert faulty.rows(PACK.format(pack))[0][:2] == ["MAKING", "1"], "it was finished before the worker was killed"
    assert faulty.rows(DISCLOSED.format(examination)) == [["0"]]
    inspector.reload()
    expect(inspector.locator("main")).to_contain_text("You can leave this page.")
    faulty.start("worker")
    expect(inspector.get_by_role("link", name="Download the pack")).to_be_visible(timeout=180_000)  # its lease of a minute runs out first
    state, attempts, _, is_filed = faulty.rows(PACK.format(pack))[0]
    assert (state, attempts, is_filed) == ("MADE", "2", "t")
    assert faulty.rows(DISCLOSED.format(examination)) == [["1"]]
    with inspector.expect_download() as begun:
        inspector.get_by_role("link", name="Download the pack").click()
    assert begun.value.path().read_bytes().startswith(b"%PDF-")
    faulty.wait()
    nothing_is_doubled_and_the_seals_hold(faulty)
