"""A press and its receipt more than five seconds apart reach whoever assures the record, and whoever is handed it on paper, with both
instants; a smaller difference is noise and is said nowhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assurance.actions import claim_examination
from borderops.kit.dates import spoken
from examinations import actions
from examinations.instants import legal_instant
from examinations.models import Kind, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.assurance.test_owed_and_repeats import told
from tests.cast import Cast
from tests.examinations.keeping import convert, keep
from tests.examinations.pages import begun, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.test_since_submission import pack, record, section

pytestmark = pytest.mark.django_db


def note(scene: Scene, minute: float, seconds: float, words: str = "Tea was offered.", reason: str = "") -> TimelineEvent:
    """An entry received at the minute, pressed so many seconds before; after it, by a device whose clock runs ahead, where less than
    nothing."""
    received_at = scene.minute(minute)
    when = legal_instant(received_at=received_at, pressed_at=received_at - timedelta(seconds=seconds), reason=reason)
    return scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.WELFARE, when=when, words=words)


def noted(cast: Cast, seconds: float, reason: str = "") -> Scene:
    scene = begun(cast, 60)
    note(scene, 10, seconds, reason=reason)
    scene.release(30)
    scene.submit(45)
    return scene


def both(scene: Scene) -> tuple[str, str]:
    """How the two instants of the entry read."""
    with acting_as(SYSTEM):
        event = scene.examination.events.get(kind=Kind.WELFARE)
    assert event.pressed_at
    return spoken(event.pressed_at, seconds=True), spoken(event.received_at, seconds=True)


@pytest.mark.parametrize("seconds", [6, 90, -6, -90])
def test_the_assurer_is_told_with_both_instants(cast: Cast, seconds: float) -> None:
    scene = noted(cast, seconds)
    pressed_at, received_at = both(scene)
    said = [one for one in told(scene, "QA-A2") if "Welfare" in one]
    assert said == [f"Welfare: Pressed {pressed_at} by the device's clock, received {received_at}."]


@pytest.mark.parametrize("seconds", [0, 5, -5])
def test_a_difference_that_is_noise_is_said_nowhere(cast: Cast, seconds: float) -> None:
    scene = noted(cast, seconds)
    assert not [one for one in told(scene, "QA-A2") if "Welfare" in one or "late" in one]
    assert "by the device's clock" not in record(scene, scene.minute(60))


def test_a_late_press_is_both_late_and_told_with_its_instants(cast: Cast) -> None:
    scene = noted(cast, 11 * 60, reason="No signal in the jetty.")
    said = told(scene, "QA-A2")
    assert "1 entry was made late." in said
    assert len([one for one in said if "by the device's clock" in one]) == 1


def test_a_device_far_ahead_shows_its_difference_beside_the_reason(cast: Cast, client: Client) -> None:
    scene = noted(cast, -11 * 60, reason="The telephone's clock was wrong.")
    cast.sign_in(client, "sgt.stansted")
    said = visible_text(client.get(reverse("examinations:record", args=[scene.examination.pk])))
    assert "The telephone's clock was wrong." in said
    assert "Received 11 min before it was pressed" in said


def test_the_evidence_beside_the_questions_shows_both_instants(cast: Cast, client: Client) -> None:
    scene = noted(cast, 90)
    opened = scene.do("sgt.norwich", claim_examination, examination=scene.examination, at=scene.minute(50))
    cast.sign_in(client, "sgt.norwich")
    page = client.get(reverse("assurance:assess", args=[opened.pk])).content.decode()
    timeline = page.split('id="evidence-timeline"', 1)[1]
    pressed_at, received_at = both(scene)
    for words in ("1 min apart", f"Pressed {pressed_at}", f"received {received_at}", "Tea was offered."):
        assert words in timeline.replace("&#x27;", "'"), words


def test_the_document_and_the_pack_say_it_beside_the_entry(cast: Cast) -> None:
    scene = noted(cast, 90)
    pressed_at, received_at = both(scene)
    html, enclosed = pack(scene, scene.minute(60))
    for paper in (record(scene, scene.minute(60)), html):
        assert f"Pressed {pressed_at} by the device&#x27;s clock, received {received_at}" in paper
    event = next(one for one in enclosed["record"]["events"] if one["kind"] == Kind.WELFARE)
    assert {"pressed_at", "received_at"} <= {name for name, value in event.items() if value}
    assert event["pressed_at"] != event["received_at"]


def test_what_came_since_the_version_says_it_too(cast: Cast) -> None:
    scene = begun(cast, 300)
    item = keep(scene, 10, description="A telephone")
    scene.release(50)
    scene.submit(90)
    before = section(record(scene, scene.minute(100)))
    held_up = legal_instant(received_at=scene.minute(110), pressed_at=scene.minute(110) - timedelta(seconds=90))
    convert(scene, item, 110, when=held_up)
    assert "by the device&#x27;s clock" not in before
    assert "by the device&#x27;s clock, received" in section(record(scene, scene.minute(120)))
