"""Short ways to correct an entry, or what stands beside the timeline, through its page, as a browser does; and the records on which it is
done."""

from datetime import date, datetime
from typing import Any

from audit.models import Event
from borderops.kit.clock import now
from examinations import actions
from examinations.models import Item, Power, TimelineEvent
from examinations.papers.frozen import content_of
from examinations.papers.property import parts as property_parts
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, typed, visible_text
from tests.examinations.scenes import Scene, pressed

WHY = "Copied from the wrong line"


def detained(cast: Cast) -> Scene:
    """A person detained, of whom it is a hundred minutes since the first question."""
    cast.at = cast.at.replace(microsecond=0)
    made = begun(cast, 100)
    made.detain(20)
    return made


def watched(cast: Cast) -> tuple[Scene, Item]:
    """Kept under Schedule 3 on a ground that concerns the Commissioner."""
    cast.at = cast.at.replace(microsecond=0)
    scene = begun(cast, 100, power=Power.CTBSA_S3)
    given = {"examination": scene.examination, "kind": "DEVICE", "ground": "NATIONAL_SECURITY", "when": pressed(scene.minute(10))}
    item: Item = scene.do("pc.stansted", actions.keep_item, **given)
    return scene, item


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


def paper_of_property(scene: Scene) -> str:
    with acting_as(SYSTEM):
        return str([(part.title, part.rows) for part in property_parts(content_of(stored(scene), now()))])
