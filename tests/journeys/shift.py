"""A service whose present is moved on by the minute, and the people who work through the shift on it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.journeys.hands import Hands
from tests.journeys.steps import until
from tests.plugins.browser import Person
from tests.plugins.live import LiveService

LONG = str(12 * 3600)  # nobody is signed out while hours pass in a minute
OTHERS = ("worker", "beat")


@dataclass
class Shift:
    """`began` is the instant from which minutes are counted."""

    live: LiveService
    person: Person
    hands: Hands
    began: datetime

    def of(self, name: str) -> Page:
        """That person's signed-in page, as wide as these hands need it."""
        return self.person(name, at=self.live, viewport=self.hands.viewport)

    def until_minute(self, minute: float) -> None:
        """Let the present be so many minutes after the beginning. Only the web moves; see `let_the_others_catch_up`."""
        moved = round((self.began + timedelta(minutes=minute) - datetime.now(UTC)).total_seconds())
        extra = self.live.tree.extra
        assert isinstance(extra, dict)
        extra.update({"BORDEROPS_TIME_OFFSET": str(moved), "BORDEROPS_IDLE_SECONDS": LONG})
        self.live.kill("web")
        self.live.start("web")
        until(lambda: self.live.tree.readiness()[0] > 0, "the web process")

    def let_the_others_catch_up(self) -> None:
        """Worker and beat live in the same present from now on."""
        for name in OTHERS:
            self.live.kill(name)
        for name in OTHERS:
            self.live.start(name)
        self.live.wait(300)
