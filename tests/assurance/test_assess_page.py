"""Beside the questions of quality assurance stand the clocks and the breaches of the record, drawn on the page itself."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assurance.actions import claim_examination
from examinations import actions
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin

pytestmark = pytest.mark.django_db
CLOCK = re.compile(r'data-clock\s+data-rule="(\w+)"\s+data-state="(\w+)"\s+data-due="([^"]+)"')


def page_of(scene: Scene, client: Client) -> str:
    """The page on which sgt.norwich answers the questions about this record."""
    assessment = scene.do("sgt.norwich", claim_examination, examination=scene.examination, at=scene.minute(130))
    scene.cast.sign_in(client, "sgt.norwich")
    return client.get(reverse("assurance:assess", args=[assessment.pk])).content.decode()


def drawn(page: str) -> str:
    """The part of the page that says which clocks ran and what was breached."""
    found = re.search(r'<section[^>]* id="evidence-clocks">.*?</section>', page, flags=re.S)
    assert found is not None
    return found.group(0)


def detained(cast: Cast, reviewed: float) -> Scene:
    """Detained at twenty minutes past, reviewed so many minutes past, released at a hundred past, and submitted."""
    scene = begin(cast)
    scene.detain(20)
    scene.review(reviewed)
    scene.release(100)
    scene.submit(120)
    return scene


def test_a_breach_is_drawn_with_its_rule_when_it_was_due_and_when_it_was_done(cast: Cast, client: Client) -> None:
    scene = detained(cast, reviewed=91)
    page = page_of(scene, client)
    [breach] = re.findall(r'<p class="bo-breach">.*?</p>', drawn(page), flags=re.S)
    due, done = scene.minute(80), scene.minute(91)
    assert "C3" in breach
    assert re.findall(r'datetime="([^"]+)"', breach) == [due.isoformat(), done.isoformat()]
    assert "No breach was computed." not in page
    assert 'id="question-QA-G3"' in page, "the questions stand on the same page"


def test_an_officers_explanation_stands_under_the_breach(cast: Cast, client: Client) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.review(91)
    said = {"rule": "C3", "due_at": scene.minute(80), "words": "The road was closed.", "at": scene.minute(95)}
    scene.do("pc.stansted", actions.explain_breach, examination=scene.examination, **said)
    scene.release(100)
    scene.submit(120)
    assert "C3: The road was closed." in drawn(page_of(scene, client))


def test_each_clock_of_the_record_is_drawn_with_its_state_and_its_due_instant(cast: Cast, client: Client) -> None:
    scene = detained(cast, reviewed=91)
    found = {rule: (state, due) for rule, state, due in CLOCK.findall(drawn(page_of(scene, client)))}
    assert found["C1"] == ("MET", scene.minute(60).isoformat())
    assert found["C2"] == ("MET", scene.minute(360).isoformat())
    assert found["C3"] == ("BREACHED", scene.minute(80).isoformat())


def test_a_record_without_a_breach_says_so(cast: Cast, client: Client) -> None:
    part = drawn(page_of(detained(cast, reviewed=60), client))
    assert "No breach was computed." in part
    assert "bo-breach" not in part
    assert ("C3", "MET") in [found[:2] for found in CLOCK.findall(part)]
