"""The interface's parts in a real browser: clean to a screen reader, readable at 400%, whole without JavaScript, and honest about time."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from borderops.kit.dates import left, length
from tests.kit.gallery import Open, gallery, opened
from tests.plugins.browser import accessibility_faults, photograph

__all__ = ["gallery", "opened"]

PAGES = ("", "record/?gone=48", "record/?gone=64", "record/?gone=10&compact&late", "board/", "board/?compact", "form/", "../accessibility/")
WORDS = """async ([due, at, span]) => {
    const time = await import("/static/js/time.js");
    return [time.left(due, at), time.left(at, due), time.words(span)];
}"""


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


def test_a_turn_to_red_on_a_board_raises_one_banner(opened: Open) -> None:
    page = opened("board/?gone=45.95")
    expect(page.locator(".bo-alarm")).to_have_count(0)
    expect(page.locator(".bo-alarm")).to_contain_text("Overdue: Undetained questioning", timeout=8000)
    page.get_by_role("button", name="Seen").click()
    page.wait_for_timeout(1500)
    expect(page.locator(".bo-alarm")).to_be_hidden()


HEARING = """
window.tones = [];
window.AudioContext = class {
    constructor() { this.currentTime = 0; this.destination = {}; }
    resume() { return Promise.resolve(); }
    createGain() { return { gain: {}, connect: (next) => next }; }
    createOscillator() {
        const tone = { frequency: {}, connect: (next) => next, start() { window.tones.push(tone.frequency.value); }, stop() {} };
        return tone;
    }
};"""


def listening(page: Page) -> None:
    """In place of the sound card stands one that writes down each tone's pitch when it starts."""
    page.add_init_script(HEARING)


@pytest.mark.parametrize(
    ("gone", "said", "tones"),
    [("30.95", "Due soon: Undetained questioning", [660]), ("45.95", "Overdue: Undetained questioning", [880, 660, 880])],
    ids=["amber", "red"],
)
def test_a_board_sounds_once_when_a_clock_turns(opened: Open, gone: str, said: str, tones: list[int]) -> None:
    """One tone when it is due soon and three when it is overdue, never at each tick; a board that opens with clocks amber is silent."""
    page = opened(f"board/?gone={gone}", before=listening)
    page.locator("h1").click()  # a browser allows sound only after the first press
    assert page.evaluate("window.tones") == []
    expect(page.locator(".bo-alarm")).to_contain_text(said, timeout=8000)
    assert page.evaluate("window.tones") == tones
    page.wait_for_timeout(1500)
    assert page.evaluate("window.tones") == tones


def test_a_board_that_nobody_has_pressed_is_silent_and_shows_its_banner(opened: Open) -> None:
    page = opened("board/?gone=45.95", before=listening)
    expect(page.locator(".bo-alarm")).to_contain_text("Overdue", timeout=8000)
    assert page.evaluate("window.tones") == []


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
