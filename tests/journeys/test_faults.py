"""What a killed worker, a killed web process, an emptied Redis and a crashed PostgreSQL may not do: lose what was acknowledged, double a
notice, break the seals, or stop an officer from working."""

import json
import re
import shutil
import threading
from collections import Counter
from collections.abc import Generator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import requests
from playwright.sync_api import Error, Page, Route, expect

from borderops.kit.clock import now
from borderops.launcher.say import Refusal
from tests.journeys.steps import Record, start_examination, start_minutes_ago, until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService, service

# Who was told, and in how many messages about several notices each of them has been told anything; none where theirs went out alone.
MAILED = """
SELECT u.email,
       CASE WHEN n.mail_batch IS NULL THEN 0
            ELSE (SELECT count(DISTINCT o.mail_batch) FROM organisation_notice o WHERE o.recipient_id = u.id) END
  FROM organisation_notice n JOIN organisation_user u ON u.id = n.recipient_id
 WHERE n.thing_id = '{record}' AND n.level = 'SOON'
"""
# Two notices that say the same to one person are doubled, whatever their keys.
DOUBLED = (
    "SELECT recipient_id, thing_id, level, text, count(*) FROM organisation_notice WHERE voided_at IS NULL"
    " GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
)
SEALED_AGO = "SELECT extract(epoch FROM now() - max(sealed_at)) FROM audit_seal"
NEWEST_SEAL = 120  # seconds: beat seals each minute
NOTE = "SELECT words FROM examinations_timelineevent WHERE examination_id = '{}' AND kind = 'NOTE'"


@pytest.fixture(scope="module")
def faulty(django_db_setup: None) -> Generator[LiveService]:
    """A service of this module's own: what is killed in it disturbs nobody else. It writes through to the disk as a deployment does."""
    with service("faults", durable=True) as live:
        yield live


def notices_about(live: LiveService, record: Record) -> Counter[tuple[str, str]]:
    """How often each person was told of each step of the record's clocks."""
    found = live.rows(
        "SELECT u.username, n.level FROM organisation_notice n JOIN organisation_user u ON u.id = n.recipient_id"
        f" WHERE n.thing_id = '{record.id}' AND n.level <> 'INFORM' AND n.voided_at IS NULL"
    )
    return Counter((name, level) for name, level in found)


def told_once(live: LiveService, record: Record, level: str, *names: str) -> None:
    """Everybody who was told anything was told this and once; these people among them."""
    found = notices_about(live, record)
    assert set(found.values()) == {1}, found
    assert {step for _, step in found} == {level}, found
    assert set(names) <= {name for name, _ in found}, found


def due_of(page: Page) -> datetime:
    """When the first clock of the page is due."""
    return datetime.fromisoformat(page.locator("[data-due]").first.get_attribute("data-due") or "")


def is_started(live: LiveService, name: str) -> bool:
    """Started, unless what the killed one left behind is still ending."""
    try:
        live.start(name)
    except Refusal:
        return False
    return True


def nothing_is_doubled_and_the_seals_hold(live: LiveService) -> None:
    """And the seals go on: nobody but beat and worker has asked for one."""
    assert live.rows(DOUBLED) == []
    until(lambda: float(live.rows(SEALED_AGO)[0][0] or "inf") < NEWEST_SEAL, "a new seal", NEWEST_SEAL)
    verdict = json.loads(live.manage("verify_audit"))
    assert verdict["ok"], verdict
    assert verdict["seals"] > 0, verdict


# --- The worker -----------------------------------------------------------------------------------------------------------------


def test_a_killed_worker_delays_reminders_and_loses_none(person: Person, faulty: LiveService) -> None:
    officer = person("pc.stansted", at=faulty)
    faulty.kill("worker")
    record = start_minutes_ago(officer, 50)
    officer.wait_for_timeout(5_000)
    assert not notices_about(faulty, record)
    faulty.start("worker")
    until(lambda: notices_about(faulty, record), "the reminder")
    faulty.wait()
    told_once(faulty, record, "SOON", "pc.stansted")
    one_mail_each_says_nothing_but_where_to_look(faulty, record)
    officer.goto("/notices/")
    expect(officer.locator(".bo-notice").filter(has_text=record.reference)).to_have_count(1)
    nothing_is_doubled_and_the_seals_hold(faulty)


def one_mail_each_says_nothing_but_where_to_look(live: LiveService, record: Record) -> None:
    """One message for each notice, or one for several that went out together; each holds its link and nothing of the record."""
    told = f"FROM organisation_notice WHERE thing_id = '{record.id}' AND level = 'SOON'"
    until(lambda: live.rows(f"SELECT count(*) {told} AND mail_sent_at IS NULL") == [["0"]], "the e-mail")
    sent = [path.read_text(encoding="utf-8") for path in live.mail.iterdir()]
    names = {word for row in live.rows("SELECT name FROM organisation_user") for word in (row[0], row[0].split()[-1])}
    for address, batches in live.rows(MAILED.format(record=record.id)):
        link = "/notices/" if int(batches) else record.path
        mine = [text for text in sent if f"To: {address}" in text and f"{live.url}{link}\n" in text]
        assert len(mine) == max(1, int(batches)), address
        for mail in mine:
            assert record.reference not in mail
            body = mail.partition("\n\n")[2]
            assert not [name for name in names if name in body]


# --- The web process ------------------------------------------------------------------------------------------------------------


def test_a_web_process_killed_in_the_middle_of_a_post_neither_loses_nor_doubles_it(person: Person, faulty: LiveService) -> None:
    officer = person("pc.luton", at=faulty)
    record = start_examination(officer)
    typed = []
    for attempt in range(3):
        typed.append(f"Typed while the service died, attempt {attempt}")
        type_a_note(officer, record, typed[-1])
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
        go_on(officer, record, typed[-1])
        assert sorted(words for (words,) in faulty.rows(NOTE.format(record.id))) == sorted(typed)
    nothing_is_doubled_and_the_seals_hold(faulty)


def test_an_answer_that_is_lost_on_its_way_doubles_nothing(person: Person, faulty: LiveService) -> None:
    officer = person("pc.luton", at=faulty)
    record = start_examination(officer)
    type_a_note(officer, record, "Taken, but nobody heard of it")
    officer.route("**/acts/note/", taken_and_cut_off)
    with officer.expect_event("requestfailed"):
        officer.get_by_role("button", name="Record").click(no_wait_after=True)
    officer.unroute("**/acts/note/")
    go_on(officer, record, "Taken, but nobody heard of it")
    assert faulty.rows(NOTE.format(record.id)) == [["Taken, but nobody heard of it"]]


def taken_and_cut_off(route: Route) -> None:
    """The service takes the form; the connection dies before its answer arrives."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


def type_a_note(page: Page, record: Record, words: str) -> None:
    """Typed and left, as by somebody who looks up before they press; the page says that it is kept."""
    page.goto(f"{record.path}acts/note/")
    box = page.locator("[name=words]")
    box.fill(words)
    box.blur()
    expect(page.locator("[data-saved]").first).to_contain_text("Saved")


def go_on(page: Page, record: Record, words: str) -> None:
    """The officer goes back, sees what they typed on the record or in its form, and presses again only where it is not recorded yet."""
    try:
        page.go_back()
        page.wait_for_load_state()
    except Error:
        pass
    page.goto(record.path)
    if page.locator("main").get_by_text(words).count():
        return
    page.goto(f"{record.path}acts/note/")
    assert page.locator("[name=words]").input_value() == words, "what was typed is neither on the record nor in its form"
    page.get_by_role("button", name="Record").click()
    page.wait_for_url(f"**{record.path}")


# --- Redis ----------------------------------------------------------------------------------------------------------------------


def test_a_limit_that_passes_while_redis_is_away_and_emptied_is_told_once_when_it_is_back(person: Person, faulty: LiveService) -> None:
    officer = person("pc.harwich", at=faulty)
    faulty.stop("redis")
    shutil.rmtree(faulty.tree.servers.redis.data, ignore_errors=True)
    record = start_minutes_ago(officer, 59 if now().second < 35 else 58)
    due = due_of(officer)
    assert due > now(), "the hour was over before Redis was away"
    expect(officer.locator("main")).to_contain_text("Detain or stop questioning")
    colleague = person("insp.region", at=faulty)
    colleague.goto("/examinations/board/")
    expect(colleague.locator("main")).to_contain_text(record.reference)
    five_wrong_passwords_lock_out(faulty, "admin.second")
    until(lambda: now() > due + timedelta(seconds=1), "the end of the hour", 120)
    officer.goto(record.path)
    expect(officer.locator("main")).to_contain_text("Overdue")
    assert not notices_about(faulty, record)
    faulty.start("redis")
    until(lambda: notices_about(faulty, record), "the reminder", 300)
    faulty.wait(120)
    told_once(faulty, record, "OVERDUE", "pc.harwich", "di.region")
    nothing_is_doubled_and_the_seals_hold(faulty)


def five_wrong_passwords_lock_out(live: LiveService, name: str) -> None:
    """And the right one does not help any more."""
    where, answers = f"{live.url}/account/login/", []
    with requests.Session() as visitor:
        for password in [*["wrong"] * 5, live.password]:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(where, timeout=30).text)
            assert token is not None
            sent = {"login": name, "password": password, "csrfmiddlewaretoken": token[1]}
            answers.append(visitor.post(where, data=sent, headers={"Origin": live.url}, timeout=30).status_code)
    assert 429 not in answers[:4]
    assert answers[4:] == [429, 429]


def test_reminders_go_on_after_redis_was_killed(person: Person, faulty: LiveService) -> None:
    officer = person("pc.stansted", at=faulty)
    faulty.kill("redis")
    record = start_minutes_ago(officer, 50)
    until(lambda: is_started(faulty, "redis"), "Redis")
    until(lambda: notices_about(faulty, record), "the reminder", 300)
    faulty.wait(120)
    told_once(faulty, record, "SOON", "pc.stansted")
    nothing_is_doubled_and_the_seals_hold(faulty)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------------------

# Each with a one-time id of its own, as from as many windows; true for each that was answered with where it led.
PRESS_ALL = """every => Promise.all(every.map(async ([id, words]) => {
  const body = new URLSearchParams(new FormData(document.querySelector("form[data-draft-url]")));
  body.set("submission_id", id);
  body.set("words", words);
  try {
    return (await fetch(location.href, { method: "POST", body, redirect: "manual" })).type === "opaqueredirect";
  } catch {
    return false;
  }
}))"""


def test_a_crash_of_postgresql_among_presses_loses_and_doubles_nothing_that_was_acknowledged(person: Person, faulty: LiveService) -> None:
    officer = person("pc.stansted", at=faulty)
    record = start_examination(officer)
    officer.goto(f"{record.path}acts/note/")
    presses = [[str(uuid4()), f"Press {number:02}"] for number in range(60)]
    killer = threading.Thread(target=kill_after, args=(faulty, record, 5))
    killer.start()
    answers = officer.evaluate(PRESS_ALL, presses)
    killer.join()
    acknowledged = {words for (_, words), is_taken in zip(presses, answers, strict=True) if is_taken}
    assert 0 < len(acknowledged) < len(presses), "the crash came before or after the presses"
    until(lambda: is_started(faulty, "postgres"), "PostgreSQL")
    faulty.wait(120)
    assert acknowledged <= {words for (words,) in faulty.rows(NOTE.format(record.id))}
    assert all(officer.evaluate(PRESS_ALL, presses)), "what was pressed again was not taken"
    assert sorted(words for (words,) in faulty.rows(NOTE.format(record.id))) == [words for _, words in presses]
    officer.goto(record.path)
    expect(officer.locator("main")).to_contain_text("Press 59")
    nothing_is_doubled_and_the_seals_hold(faulty)


def kill_after(live: LiveService, record: Record, notes: int) -> None:
    """Crash the database while the rest of the presses are under way."""
    until(lambda: len(live.rows(NOTE.format(record.id))) >= notes, "the first notes")
    live.kill("postgres")


# --- A pack ---------------------------------------------------------------------------------------------------------------------

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
