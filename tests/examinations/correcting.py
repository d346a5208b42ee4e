"""Short ways to correct an entry, or what stands beside the timeline, through its page, as a browser does; and the records on which it is
done."""

from datetime import date, datetime, timedelta
from typing import Any

from audit.models import Event
from borderops.kit.clock import now
from examinations.models import Item, TimelineEvent
from examinations.offers import BY_SLUG
from examinations.papers.frozen import content_of
from examinations.papers.property import parts as property_parts
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.keeping import schedule_3
from tests.examinations.pages import Browser, begun, stored, typed, visible_text
from tests.examinations.scenes import Scene

WHY = "Copied from the wrong line"


def detained(cast: Cast) -> Scene:
    """A person detained, of whom it is a hundred minutes since the first question."""
    cast.at = cast.at.replace(microsecond=0)
    made = begun(cast, 100)
    made.detain(20)
    return made


def kept_for_security(cast: Cast) -> tuple[Scene, Item]:
    """Kept under Schedule 3 on a ground that concerns the Commissioner; the first question was as long ago."""
    cast.at = cast.at.replace(microsecond=0) - timedelta(minutes=100)
    return schedule_3(cast)


def last(scene: Scene, kind: str) -> TimelineEvent:
    """The latest entry of this kind that stands."""
    with acting_as(SYSTEM):
        rows = scene.examination.events.select_related("officer", "supersedes", "examination")
        return rows.filter(kind=kind, superseded_by__isnull=True, is_withdrawn=False).latest("received_at")


def act(scene: Scene, slug: str, **sent: Any) -> TimelineEvent:
    """The act through its own form."""
    done = Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, **sent)
    assert done.status_code == 302, visible_text(done)
    return last(scene, BY_SLUG[slug].kind)


def delay(scene: Scene, what: str = "DELAY_SOLICITOR", basis: str = "WRITTEN") -> TimelineEvent:
    """A right delayed on a superintendent's authority."""
    return act(scene, "delay", **asked_for(scene, basis, what))


def asked_for(scene: Scene, basis: str, what: str = "DELAY_SOLICITOR") -> dict[str, str]:
    form = Browser(scene.cast, "pc.stansted").get("examinations:act", scene.examination.pk, "delay").context["form"]
    ground = form.fields["ground"].choices[0][0]
    number = scene.cast["supt.oncall"].collar_number
    return {"what": what, "basis": basis, "number": number, "ground": ground, "because": "Others would be warned."}


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


def correct_entry(scene: Scene, event: TimelineEvent, where: str = "correct", **changes: Any) -> Any:
    return correct(scene, where, event.pk, **changes)


def put_right(scene: Scene, event: TimelineEvent, where: str = "correct", **changes: Any) -> TimelineEvent:
    """The entry that stands in the place of this one."""
    corrected(scene, where, event.pk, **changes)
    return last(scene, event.kind)


def told(scene: Scene, verb: str = "event_superseded") -> dict[str, Any]:
    """What the ledger says of the last correction."""
    with acting_as(SYSTEM):
        entry = Event.objects.filter(verb=f"examination.{verb}", thing_id=scene.examination.pk).latest("id")
    assert entry.reason == WHY
    return {**entry.detail, "digests": set(entry.digests)}


def versions(model: Any, **which: Any) -> list[Any]:
    return list(model.history.filter(**which).order_by("history_date", "history_id"))


def rules(scene: Scene) -> set[str]:
    """The rules that are broken."""
    with acting_as(SYSTEM):
        return {breach.rule for breach in assess(scene.fresh(), scene.minute(100)).breaches}


def paper_of_property(scene: Scene) -> str:
    with acting_as(SYSTEM):
        return str([(part.title, part.rows) for part in property_parts(content_of(stored(scene), now()))])
