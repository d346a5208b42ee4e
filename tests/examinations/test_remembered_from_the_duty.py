"""What the duty says need not be typed: the start form is sent as it was drawn, and nothing in the test fills it in."""

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from examinations.models import Examination
from organisation.models import Role
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from rostering.models import Duty
from tests.cast import Cast
from tests.examinations.pages import Browser, text_of
from tests.factories import DutyFactory, PostingFactory

START = "/examinations/start/"


class Drawn(HTMLParser):
    """What a browser would send of the page's form: its boxes, its marked choices and the first press of its button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.chosen_of = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "select":
            self.chosen_of = name
        elif tag == "option" and "selected" in found:
            self.sent[self.chosen_of] = value
        elif tag == "textarea" and name:
            self.sent[name] = ""
        elif tag == "input" and name and (found.get("type") not in {"radio", "checkbox", "submit"} or "checked" in found):
            self.sent[name] = value


def started(officer: Any) -> Examination:
    page = officer.client.get(START, {"power": "TACT_S7"})
    answer = officer.client.post(START, {**Drawn(text_of(page)).sent, "first": "FIRST_QUESTION"})
    assert answer.status_code == 302
    with acting_as(SYSTEM):
        return Examination.objects.select_related("port").get()


@pytest.mark.parametrize("port", ["Luton", "Stansted"])
def test_power_port_and_place_are_those_of_the_press_and_of_the_duty(cast: Cast, port: str) -> None:
    with acting_as(SYSTEM):
        duty = Duty.objects.select_related("port").get(officer=cast[f"pc.{port.lower()}"])
        Duty.objects.filter(pk=duty.pk).update(place="Terminal 2, arrivals")
    record = started(Browser(cast, f"pc.{port.lower()}"))
    assert (record.power, record.port.name, record.place) == ("TACT_S7", port, "Terminal 2, arrivals")


def test_of_two_ports_it_is_the_one_on_duty(cast: Cast) -> None:
    """Whoever covers another port might start at either: it is the duty that says which."""
    officer, at = cast["pc.compartment"], cast.at
    cover = {"posted_from": at - timedelta(days=1), "posted_until": at + timedelta(days=1)}
    PostingFactory.make(user=officer, unit=cast.units["Luton"], role=Role.CONSTABLE, **cover)
    DutyFactory.make(officer=officer, port=cast.ports["Luton"], duty_from=at, place="Gate 7")
    record = started(Browser(cast, "pc.compartment"))
    assert (record.port.name, record.place) == ("Luton", "Gate 7")
