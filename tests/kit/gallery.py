"""The gallery of the interface's parts, served by a process of its own and opened in a real browser."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from borderops.launcher.places import ROOT
from borderops.launcher.tree import free_port

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
