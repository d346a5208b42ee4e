"""People at browsers: each signs in in a context of their own, and nobody's page may raise an error or break its own security policy."""

import shutil
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from borderops.launcher.places import MODULES, ROOT
from tests.plugins.live import LiveService

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A machine with two cores runs five processes of the service, several browsers and the other tests at once.
PATIENCE = 90_000
expect.set_options(timeout=20_000)
SCREENSHOTS = ROOT / "tests" / "screenshots"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium: no browser is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": program, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 1280, "height": 900}}


Person = Callable[..., Page]


@pytest.fixture
def person(live_service: LiveService, browser: Browser, browser_context_args: dict[str, Any]) -> Generator[Person]:
    """`person("sgt.stansted")` is that person's signed-in page, in a browser of their own.

    `at=` is another service than the shared one; other options go to the browser's context (`java_script_enabled=False`,
    `viewport=…`). The test fails when any of these pages raised an error or tried what its security policy forbids.
    """
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def sign_in(name: str, *, at: LiveService | None = None, password: str = "", **options: Any) -> Page:
        service = at or live_service
        context = browser.new_context(**{**browser_context_args, "base_url": service.url, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{name}: {error}"))
        page.on("console", lambda message: wrong.extend(policy_breaks(name, message)))
        page.goto("/account/login/")
        page.locator("input[name=login]").fill(name)
        page.locator("input[name=password]").fill(password or service.password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


def policy_breaks(name: str, message: ConsoleMessage) -> list[str]:
    return [f"{name}: {message.text}"] if message.type == "error" and "Content Security Policy" in message.text else []


@cache
def axe() -> str:
    return (MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, help and the first element, one line a rule. Empty when it is clean."""
    page.evaluate(axe())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(result => result.violations)", WCAG)
    return [f"{rule['id']}: {rule['help']} — {rule['nodes'][0]['html'][:200]}" for rule in found]


def photograph(page: Page, name: str) -> Path:
    """A picture of the whole page, kept in tests/screenshots (git-ignored) to be looked at."""
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
