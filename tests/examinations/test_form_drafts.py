"""What is typed into a form with a page of its own - a correction, a thing kept, cash, the place - is kept on the server, put back after a
broken connection, and gone once it is sent."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from examinations.actions import keep_item, seize_cash
from examinations.models import Item, Kind
from organisation.models import Draft
from tests.cast import Cast
from tests.examinations.pages import begun
from tests.examinations.scenes import Scene, pressed
from tests.organisation.pages import Browser, text_of

PUT_BACK = "Your unsaved typing has been put back"
KEPT_AT = re.compile(r'data-draft-url="([^"]+)" data-draft-version="(\d+)"')


def correcting(scene: Scene) -> str:
    return reverse("examinations:correct", args=[scene.examination.pk, scene.record(Kind.NOTE, 10, words="By the gate").pk])


def taking_back(scene: Scene) -> str:
    return reverse("examinations:withdraw", args=[scene.examination.pk, scene.record(Kind.NOTE, 10, words="By the gate").pk])


def handing_on(scene: Scene) -> str:
    kept = {"examination": scene.examination, "kind": Item.Kind.DEVICE, "when": pressed(scene.minute(10))}
    item = scene.do("pc.stansted", keep_item, **kept)
    return reverse("examinations:item_act", args=[scene.examination.pk, item.pk, "move"])


def describing_cash(scene: Scene) -> str:
    given = {"examination": scene.examination, "power": "ATCSA", "when": pressed(scene.minute(10)), "details": {}}
    seizure = scene.do("pc.stansted", seize_cash, **given)
    return reverse("examinations:describe_cash", args=[scene.examination.pk, seizure.pk])


def placing(scene: Scene) -> str:
    return reverse("examinations:place", args=[scene.examination.pk])


CASES: dict[str, tuple[Callable[[Scene], str], str, dict[str, str]]] = {
    "correction": (correcting, "reason", {"words": "By the desk"}),
    "take-back": (taking_back, "reason", {}),
    "property": (handing_on, "reason", {"holder_other": "Store 2", "place": "Store 2"}),
    "cash": (describing_cash, "grounds", {}),
    "place": (placing, "reason", {"place": "Gate 9"}),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_put_back_for_its_writer_alone_and_gone_once_it_is_sent(cast: Cast, case: str) -> None:
    where, field, more = CASES[case]
    scene = begun(cast, 30)
    path, officer = where(scene), Browser(cast, "pc.stansted")
    keep_typing(officer, path, {field: "The lamp was broken.", **more})
    page = officer.client.get(path)
    assert PUT_BACK in text_of(page)
    assert "The lamp was broken." in text_of(page)
    form = page.context["form"]
    sent = {box.html_name: box.value() for box in form if box.value() is not None} | {field: "The lamp was broken.", **more}
    answer = officer.client.post(path, {**sent_boxes(form), **sent, "submission_id": "6f1f6a5e-0000-4000-8000-000000000007"})
    assert answer.status_code == 302, text_of(answer)
    assert not Draft.objects.exclude(fields={}).exists()


def test_a_refused_form_keeps_its_draft(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    path = placing(scene)
    keep_typing(officer, path, {"place": "Gate 9"})
    refused = officer.client.post(path, {"place": "", "reason": "", "submission_id": "6f1f6a5e-0000-4000-8000-000000000008"})
    assert refused.status_code == 422
    assert "Gate 9" in text_of(officer.client.get(path))


def keep_typing(officer: Browser, path: str, fields: dict[str, str]) -> None:
    """As the page's own script does while somebody types."""
    found = KEPT_AT.search(text_of(officer.client.get(path)))
    assert found, "the form is not kept"
    answer = officer.client.post(found[1], {**fields, "draft_version": int(found[2]) + 1})
    assert answer.status_code == 200, text_of(answer)


def sent_boxes(form: Any) -> dict[str, str]:
    """What a browser sends of the boxes for a date and a time, of which each field has several."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", "".join(str(box) for box in form)):
        name, value = re.search(r'name="([a-z_]+_(?:day|month|year|time))"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = value[1] if value else ""
    return found
