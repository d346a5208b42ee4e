"""What the tests of the pages of a record share: a scene that began some time ago, a person at a browser, and what a page says."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

from borderops.kit.clock import london
from examinations import actions
from examinations.models import Examination
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin
from tests.organisation.pages import Browser, text_of

PERSON = {"family_name": "Canarywood", "given_names": "Ferdinand", "document_number": "ZZ998877"}
PARTICULARS = {
    **PERSON,
    "direction": "INBOUND",
    "carrier": "Fictional Air",
    "service_number": "FA 101",
    "selection_reason": "Two passports at the desk.",
    "selection_reason_sensitive": "WITHHELDCANARY",
    "considerations": ["behaviour", "means_of_travel_docs"],
    "outcome": ["NO_FURTHER_ACTION"],
    "account": "Asked about the journey.\nAnswered.",
}


def begun(cast: Cast, minutes: float, **values: Any) -> Scene:
    """An examination whose first question was so many minutes ago; the scene's minutes count from there."""
    cast.at -= timedelta(minutes=minutes)
    return begin(cast, **values)


def ended(cast: Cast, **particulars: Any) -> Scene:
    """A detained person, reviewed a little late, released and still to be written up. It began two and a half hours ago."""
    scene = begun(cast, 150)
    scene.detain(20)
    scene.review(81)
    scene.do(
        "pc.stansted",
        actions.update_particulars,
        examination=scene.examination,
        at=scene.minute(90),
        version=1,
        changes={**PARTICULARS, **particulars},
    )
    scene.release(100)
    return scene


def submitted(cast: Cast) -> Scene:
    scene = ended(cast)
    scene.submit(120)
    return scene


def returned(cast: Cast, **fields: str) -> Scene:
    scene = submitted(cast)
    scene.do(
        "sgt.norwich",
        actions.return_examination,
        examination=scene.examination,
        fields=fields or {"selection_reason": "What about the passports?"},
        words="One thing to add.",
        due_at=scene.minute(10_000),
        at=scene.minute(130),
    )
    return scene


def stored(scene: Scene) -> Examination:
    """The record as it stands, whoever may see it."""
    with acting_as(SYSTEM):
        return Examination.objects.select_related("particulars", "port").get(pk=scene.examination.pk)


def visible_text(response: Any) -> str:
    """What a page says, without its markup."""
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", text_of(response), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without)).split())


def title_of(response: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", text_of(response), flags=re.S)
    return " ".join(html.unescape(found.group(1)).split()) if found else ""


def headings(response: Any) -> int:
    return len(re.findall(r"<h1\b", text_of(response)))


def press(at: datetime) -> str:
    """An instant as the script sends it."""
    return at.isoformat().replace("+00:00", "Z") if at.microsecond else at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def typed(name: str, at: datetime) -> dict[str, str]:
    """A London time as the boxes send it."""
    local = london(at)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": f"{local:%H:%M:%S}",
    }


__all__ = [
    "Browser",
    "begun",
    "ended",
    "headings",
    "press",
    "returned",
    "stored",
    "submitted",
    "text_of",
    "title_of",
    "typed",
    "visible_text",
]
