"""What is typed and sent in a real browser: once, kept while it goes on, never in the browser's own storage, nor lost with the sign-in."""

import re
import time
from datetime import UTC, datetime

from playwright.sync_api import Dialog, Route, expect

from borderops.kit.clock import london
from tests.kit.gallery import Open, gallery, opened

__all__ = ["gallery", "opened"]


def test_a_double_press_sends_the_form_once(opened: Open) -> None:
    page = opened("record/?gone=48")
    sent: list[str] = []

    def slow(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            time.sleep(0.5)
        route.continue_()

    page.route("**/kit/record/", slow)
    with page.expect_navigation():
        page.get_by_role("button", name="Detain").dblclick()
    assert len(sent) == 1
    assert "submission_id=" in sent[0]
    assert re.search(r"pressed_at=20\d\d-", sent[0])


def test_typing_is_kept_on_leaving_a_field_and_the_page_says_when(opened: Open) -> None:
    page = opened("form/")
    with page.expect_request("**/kit/draft/") as caught:
        page.get_by_label("Account").fill("The bag was theirs.")
        page.get_by_label("Bags").focus()
    body = caught.value.post_data or ""
    assert "The bag was theirs." in body
    assert re.search(r'name="draft_version"\s+1', body)
    assert "x-background" not in caught.value.headers
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_typing_is_kept_while_it_goes_on_without_leaving_the_field(opened: Open) -> None:
    page = opened("form/")
    with page.expect_request("**/kit/draft/", timeout=9000):
        page.get_by_label("Account").press_sequentially("The bag")


def test_a_failed_save_says_so_tries_again_and_does_not_count_as_activity(opened: Open) -> None:
    page = opened("form/")
    page.route("**/kit/draft/", lambda route: route.abort())
    page.get_by_label("Account").fill("The bag was theirs.")
    page.get_by_label("Bags").focus()
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Not saved since \d\d:\d\d"))
    page.unroute("**/kit/draft/")
    with page.expect_request("**/kit/draft/", timeout=9000) as again:
        pass
    assert again.value.headers["x-background"] == "1"
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved"))


def test_an_older_window_stops_saving_when_a_newer_draft_exists(opened: Open) -> None:
    page = opened("form/")
    page.route("**/kit/draft/", lambda route: route.fulfill(status=409))
    page.get_by_label("Account").fill("The bag was theirs.")
    page.get_by_label("Bags").focus()
    expect(page.locator("[data-saved]")).to_contain_text("A newer draft")
    expect(page.get_by_label("Account")).to_have_value("The bag was theirs.")


def test_leaving_is_held_up_only_while_something_could_not_be_saved(opened: Open) -> None:
    page = opened("form/")
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_label("Account").fill("Kept")
    with page.expect_response("**/kit/draft/"):
        page.get_by_label("Bags").focus()
    page.goto("/kit/")
    assert asked == []
    page.goto("/kit/form/")
    page.route("**/kit/draft/", lambda route: route.abort())
    page.get_by_label("Account").fill("Not kept")
    page.get_by_label("Bags").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Not saved since")
    page.goto("/kit/")
    assert asked == ["beforeunload"]


def test_nothing_is_put_into_the_browsers_own_storage(opened: Open) -> None:
    page = opened("form/")
    page.get_by_label("Account").fill("The bag was theirs.")
    with page.expect_response("**/kit/draft/"):
        page.get_by_label("Bags").focus()
    kept = page.evaluate("async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]")
    assert kept == [0, 0, 0]


def test_single_keys_press_acts_but_not_while_something_is_typed(opened: Open) -> None:
    page = opened("record/?gone=48")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Find by reference")).to_be_focused()
    page.keyboard.type("s?")
    assert page.url.endswith("gone=48")
    expect(page.locator("#bo-keys")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Solicitor")
    page.keyboard.press("Escape")
    with page.expect_navigation(url="**/kit/form/"):
        page.keyboard.press("s")


def test_the_now_button_gives_london_time_whatever_the_device_thinks(opened: Open) -> None:
    page = opened("form/", timezone_id="America/New_York")
    page.get_by_role("button", name="Now").click()
    typed = page.locator("#id_began_at_time").input_value()
    wanted = london(datetime.now(UTC))
    assert abs(int(typed[3:5]) - wanted.minute) <= 1
    assert int(typed[:2]) == wanted.hour
    assert page.locator("#id_began_at_day").input_value() == str(wanted.day)


def test_the_warning_comes_before_the_sign_in_ends_and_staying_is_one_press(opened: Open) -> None:
    page = opened("form/?idle=121")
    dialog = page.locator("#bo-idle")
    expect(dialog).to_be_visible(timeout=4000)
    expect(dialog).to_contain_text(re.compile(r"signed out in \d s"))
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()


def test_a_sign_in_that_has_ended_says_so_and_leaves_the_typing(opened: Open) -> None:
    page = opened("form/?idle=121")
    page.get_by_label("Account").fill("The bag was theirs.")
    expect(page.locator("#bo-idle h2")).to_have_text("You have been signed out", timeout=9000)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_label("Account")).to_have_value("The bag was theirs.")
