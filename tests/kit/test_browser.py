"""The interface's parts in a real browser: clean to a screen reader, readable at 400%, whole without JavaScript, and honest about time."""

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route, expect
from pypdf import PdfReader

from borderops.kit.clock import london
from borderops.kit.dates import left, length
from borderops.launcher.places import ROOT
from borderops.launcher.tree import free_port
from tests.plugins.browser import accessibility_faults, photograph

PAGES = ("", "record/?gone=48", "record/?gone=64", "record/?gone=10&compact&late", "board/", "board/?compact", "form/", "../accessibility/")
WORDS = """async ([due, at, span]) => {
    const time = await import("/static/js/time.js");
    return [time.left(due, at), time.left(at, due), time.words(span)];
}"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def gallery() -> Generator[str]:
    """The gallery's address, served by a process of its own."""
    port = free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.kit.settings"}
    words = [sys.executable, "-m", "gunicorn", "--threads", "4", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with subprocess.Popen([*words, "django.core.wsgi:get_wsgi_application()"], cwd=ROOT, env=environment, stderr=subprocess.PIPE) as server:
        address = f"http://localhost:{port}"
        try:
            wait_for(f"{address}/kit/", server)
            yield address
        finally:
            server.terminate()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, "the gallery's server ended"
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer.")


@pytest.fixture
def opened(gallery: str, browser: Browser, browser_context_args: dict[str, Any]) -> Generator[Open]:
    """`opened("record/?gone=48")` is that page; the test fails on any error in its console."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text and "ERR_" not in message.text:
            wrong.append(message.text)

    def go(path: str, *, before: Callable[[Page], None] | None = None, **options: Any) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, "base_url": gallery, **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", hear)
        if before:
            before(page)
        page.goto(f"/kit/{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_clean_to_axe_and_has_one_heading(opened: Open, path: str) -> None:
    page = opened(path)
    page.wait_for_function("document.body.classList.contains('js-enabled')")
    assert accessibility_faults(page) == []
    assert page.locator("h1").count() == 1
    photograph(page, f"kit-{re.sub(r'[^a-z0-9]+', '-', path) or 'parts'}")


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_off_the_side_of_a_narrow_screen(opened: Open, path: str, width: int) -> None:
    page = opened(path, viewport={"width": width, "height": 256 if width == 320 else 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    photograph(page, f"kit-{re.sub(r'[^a-z0-9]+', '-', path) or 'parts'}-{width}")


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_can_be_pressed_is_at_least_24_pixels_high_and_wide(opened: Open, path: str) -> None:
    small = opened(path, viewport={"width": 390, "height": 844}).evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
            .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline")
            .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.width < 23.5 || box.height < 23.5)).map(([html]) => html)"""
    )
    assert small == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_without_javascript(opened: Open, path: str) -> None:
    page = opened(path, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[hidden]:visible")).to_have_count(0)
    if path.startswith("form"):
        expect(page.get_by_label("What was it")).to_be_visible()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        assert page.title().startswith("Error: ")
    if path.startswith("record"):
        assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "60"


def test_a_reader_with_a_keyboard_gets_to_the_record_past_the_menu(opened: Open) -> None:
    page = opened("record/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#record")).to_be_focused()


def test_the_words_of_time_are_the_same_in_the_browser_and_on_the_server(opened: Open) -> None:
    page = opened("")
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    for seconds in (0, 1, 59, 60, 61, 719, 3599, 3600, 86399, 172799, 172800, 273600, 864000):
        span = timedelta(seconds=seconds)
        milliseconds = [(now + span).timestamp() * 1000, now.timestamp() * 1000, seconds * 1000]
        assert page.evaluate(WORDS, milliseconds) == [left(now + span, now), left(now, now + span), length(span)]


def shifted(minutes: int) -> Callable[[Page], None]:
    """A device whose clock is wrong by so many minutes."""

    def set_wrong(page: Page) -> None:
        page.add_init_script(f"{{ const real = Date.now; Date.now = () => real() + {minutes * 60000}; }}")

    return set_wrong


@pytest.mark.parametrize("minutes", [-47, 47])
def test_a_wrong_clock_on_the_device_changes_neither_the_countdown_nor_the_moment_of_pressing(opened: Open, minutes: int) -> None:
    page = opened("record/?gone=48", before=shifted(minutes))
    page.wait_for_timeout(1300)
    expect(page.locator(".bo-clock--next [data-left]")).to_have_text("11 min left")
    page.evaluate("document.querySelector('form[data-act]').addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("button", name="Detain").click()
    pressed = datetime.fromisoformat(page.locator("[data-pressed]").first.input_value())
    assert abs((datetime.now(UTC) - pressed).total_seconds()) < 2


def test_a_clock_that_jumps_while_the_page_is_open_is_found_out_and_the_service_is_asked_at_once(opened: Open) -> None:
    page = opened("record/?gone=48")
    page.wait_for_timeout(1200)
    with page.expect_request("**/kit/clocks/**"):
        page.evaluate("{ const real = Date.now; Date.now = () => real() + 3600000; }")
    expect(page.locator(".bo-clock--next [data-left]")).to_have_text("11 min left")


def test_a_clock_turns_red_at_its_instant_and_says_so_once(opened: Open) -> None:
    page = opened("record/?gone=59.95")
    page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => window.heard.push(document.getElementById("bo-announcer").textContent))
            .observe(document.getElementById("bo-announcer"), { childList: true, characterData: true, subtree: true }); }"""
    )
    expect(page.locator(".bo-clock--next")).to_have_attribute("data-state", "OVERDUE", timeout=8000)
    expect(page.locator(".bo-clock--next [data-state-word]")).to_have_text("Overdue")
    page.wait_for_timeout(2500)
    heard = [text for text in page.evaluate("window.heard") if "Detain" in text]
    assert len(heard) == 1, heard
    assert "Overdue" in heard[0]


def test_the_page_says_since_when_the_clock_is_not_confirmed_and_recovers_by_itself(opened: Open) -> None:
    page = opened("record/?gone=48")
    page.route("**/kit/clocks/**", lambda route: route.abort())
    page.evaluate("window.dispatchEvent(new Event('online'))")
    line = page.locator("[data-confirmed]")
    expect(line).to_contain_text(re.compile(r"Clock not confirmed since \d\d:\d\d"))
    expect(page.locator("#bo-announcer")).to_contain_text("not confirmed")
    page.unroute("**/kit/clocks/**")
    expect(line).to_contain_text("Clock confirmed at", timeout=9000)
    expect(line).not_to_contain_text("not confirmed")


def test_a_page_that_wakes_while_it_is_being_answered_asks_once_more(opened: Open) -> None:
    page = opened("record/?gone=48")
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/kit/clocks/**", hold)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, lambda: len(asked) == 1)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    assert len(asked) == 1, "asked again before it was answered"
    asked[0].continue_()
    until(page, lambda: len(asked) == 2)
    page.unroute_all(behavior="ignoreErrors")


def until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the page go on until the condition holds; fails after twenty seconds."""
    for _ in range(400):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come within twenty seconds")


def test_a_sign_in_that_ended_is_not_mistaken_for_a_clock(opened: Open) -> None:
    page = opened("record/?gone=48")
    page.route("**/kit/clocks/**", lambda route: route.continue_(url=route.request.url.split("/kit/")[0] + "/signed-out/"))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-confirmed]")).to_contain_text("You are no longer signed in")
    expect(page.locator(".bo-clock--next [data-left]")).to_have_text("11 min left")


def test_what_was_unfolded_and_focused_stays_so_when_the_panel_is_drawn_again(opened: Open) -> None:
    page = opened("record/?gone=48")
    reason = page.locator(".bo-clock--next .bo-why summary")
    reason.click()
    with page.expect_response("**/kit/clocks/**"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".bo-clock--next .bo-why")).to_have_attribute("open", "")
    expect(reason).to_be_focused()


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


def test_a_turn_to_red_on_a_board_raises_one_banner(opened: Open) -> None:
    page = opened("board/?gone=45.95")
    expect(page.locator(".bo-alarm")).to_have_count(0)
    expect(page.locator(".bo-alarm")).to_contain_text("Overdue: Undetained questioning", timeout=8000)
    page.get_by_role("button", name="Seen").click()
    page.wait_for_timeout(1500)
    expect(page.locator(".bo-alarm")).to_be_hidden()


def test_the_strip_comes_when_the_large_clock_has_gone(opened: Open) -> None:
    page = opened("record/?gone=48", viewport={"width": 1280, "height": 600})
    strip = page.locator("[data-strip]")
    expect(strip).to_be_hidden()
    page.locator("#record").scroll_into_view_if_needed()
    page.mouse.wheel(0, 2000)
    expect(strip).to_be_visible()
    expect(strip).to_contain_text("11 min left")


def test_every_printed_sheet_carries_the_marking_above_and_below_and_no_address(opened: Open) -> None:
    page = opened("record/?gone=48")
    page.locator("main").evaluate(
        "main => { for (let n = 0; n < 3; n++) main.append(...[...main.children].map(part => part.cloneNode(true))) }"
    )
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    marking = page.locator(".bo-marking--top").inner_text()
    words = [sheet.extract_text() for sheet in sheets]
    assert len(words) > 1
    assert [text.count(marking) for text in words] == [2] * len(words)
    assert not re.search(r"\(/\w", "".join(words))
