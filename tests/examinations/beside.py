"""Short ways to correct what stands beside the timeline through its page, as a browser does."""

from datetime import date, datetime
from typing import Any

from audit.models import Event
from examinations.models import TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.examinations.pages import Browser, typed, visible_text
from tests.examinations.scenes import Scene

WHY = "Copied from the wrong line"


def last(scene: Scene, kind: str) -> TimelineEvent:
    with acting_as(SYSTEM):
        rows = scene.examination.events.select_related("officer", "supersedes", "examination")
        return rows.get(kind=kind, superseded_by__isnull=True, is_withdrawn=False)


def offered(response: Any) -> dict[str, Any]:
    """What the form holds as its page is opened, as a browser sends it back."""
    sent: dict[str, Any] = {}
    for bound in response.context["form"]:
        value = bound.value()
        if isinstance(value, datetime):
            sent |= typed(bound.name, value)
        elif isinstance(value, date):
            sent |= day(bound.name, value)
        elif value not in (None, "", False) and bound.name != "submission_id":
            sent[bound.name] = "on" if value is True else value
    return sent


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def correct(scene: Scene, name: str, *keys: Any, who: str = "pc.stansted", **changes: Any) -> Any:
    """The correction as its page offers it, with these changes."""
    person, address = Browser(scene.cast, who), (f"examinations:{name}", scene.examination.pk, *keys)
    sent = {**offered(person.get(*address)), "reason": WHY, **changes}
    return person.post(*address, **{key: value for key, value in sent.items() if value is not None})


def corrected(scene: Scene, name: str, *keys: Any, **changes: Any) -> None:
    done = correct(scene, name, *keys, **changes)
    assert done.status_code == 302, visible_text(done)


def told(scene: Scene, verb: str) -> dict[str, Any]:
    with acting_as(SYSTEM):
        entry = Event.objects.filter(verb=f"examination.{verb}", thing_id=scene.examination.pk).latest("id")
    assert entry.reason == WHY
    return dict(entry.detail)
