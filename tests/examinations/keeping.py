"""Short ways to keep, copy and give back things, and to ask where one of them stands."""

from datetime import UTC, datetime
from typing import Any

from examinations import actions, clocks
from examinations.actions import CopyDetails, StepDetails
from examinations.models import Custody, DeviceCopy, Examination, Item, Power
from examinations.queries import ItemLine, one_item, record_findings
from examinations.timeline import assess
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed

MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
DAY = 24 * 60


def keep(scene: Scene, number: float = 10, kind: str = "DEVICE", **values: Any) -> Item:
    return scene.do(
        "pc.stansted", actions.keep_item, examination=scene.examination, kind=kind, when=pressed(scene.minute(number)), **values
    )


def line_of(scene: Scene, item: Item, number: float) -> ItemLine:
    with acting_as(SYSTEM):
        examination = Examination.objects.select_related("port").get(pk=scene.examination.pk)
        found = one_item(examination, item.pk, scene.minute(number))
    assert found is not None
    return found


def clock_of(scene: Scene, item: Item, number: float, rule: str = "C6") -> clocks.Clock:
    return next(clock for clock in line_of(scene, item, number).clocks if clock.rule == rule)


def breaches(scene: Scene, number: float) -> list[str]:
    with acting_as(SYSTEM):
        return [breach.rule for breach in assess(Examination.objects.get(pk=scene.examination.pk), scene.minute(number)).breaches]


def against(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [one.sentence for one in record_findings(Examination.objects.get(pk=scene.examination.pk))]


def convert(scene: Scene, item: Item, number: float, ground: str = "EVIDENCE", who: str = "pc.stansted", **values: Any) -> Item:
    when = values.pop("when", pressed(scene.minute(number)))
    reason = values.pop("reason", "Messages may be evidence.")
    return scene.do(who, actions.keep_on_ground, item=item, ground=ground, reason=reason, when=when)


def give_back(scene: Scene, item: Item, number: float, who: str = "pc.stansted", **values: Any) -> Custody:
    given = {"returned_to": "The person", "signature": "SIGNED", **values}
    return scene.do(who, actions.return_item, item=item, when=pressed(scene.minute(number)), **given)


def step(scene: Scene, item: Item, act: str, number: float, copy: DeviceCopy | None = None, **details: Any) -> Any:
    when = pressed(scene.minute(number))
    return scene.do("pc.stansted", actions.record_step, item=item, copy=copy, act=act, when=when, details=StepDetails(**details))


def copy_of(scene: Scene, item: Item, number: float = 20, **details: Any) -> DeviceCopy:
    when = pressed(scene.minute(number))
    return scene.do("pc.stansted", actions.copy_device, item=item, when=when, details=CopyDetails(**details))


def schedule_3(cast: Cast) -> tuple[Scene, Item]:
    scene = begin(cast, power=Power.CTBSA_S3)
    return scene, keep(scene, ground="NATIONAL_SECURITY")
