"""Which acts about an item, a copy or a biometric make sense as it stands, as the buttons of its page."""

from collections.abc import Iterable

from django.urls import reverse

from borderops.kit.parts import Act
from examinations.clocks import Clock
from examinations.models import Examination, Kind, State
from examinations.property import commissioner
from examinations.property.decided import FURTHER
from examinations.queries import BiometricLine, CopyLine, ItemLine, Route
from examinations.views.property_acts import BIOMETRIC_ACTS, COPY_ACTS, ITEM_ACTS, ThingAct


def _row(acts: dict[str, ThingAct], slugs: list[str], where: str, *args: object) -> list[Act]:
    """An act that opens a form says so by its dots."""
    chosen = [(slug, acts[slug]) for slug in slugs]
    return [Act(f"{act.label}…" if act.asks else act.label, reverse(where, args=[*args, slug]), post=not act.asks) for slug, act in chosen]


def steps_open(route: Route, power: str, *, of_copy: bool = False) -> list[str]:
    """The steps of the Commissioner's route that may follow where a thing stands."""
    left_out = commissioner.OF_ARTICLES if of_copy else frozenset()
    return [act for act in commissioner.ACTS if act not in left_out and route.allows(act)] if power == "CTBSA_S3" else []


def still_open(about: Iterable[Clock], route: Route) -> list[str]:
    """What may still be recorded of a thing that is gone: the notice of an urgent grant (C14), owed all the same, and what follows from a
    decision."""
    notices = list(commissioner.NOTICES) if any(clock.rule == "C14" and clock.live for clock in about) else []
    return [*notices, *(act for act in commissioner.ACTS if act in FURTHER and route.allows(act))]


def acts_for_item(line: ItemLine, examination: Examination) -> list[Act]:
    """What may be done with an item as it stands."""
    slugs = ["describe"]
    if line.is_kept:
        if line.item.kind == "DEVICE" and examination.state in {State.LIVE, State.ENDED}:
            slugs += ["passcode-demanded", "passcode-given", "passcode-refused"]
        slugs += ["copy", "filter", "move", "ground", "return"]
        slugs += steps_open(line.route, examination.power)
    else:
        slugs += still_open(line.clocks, line.route)
    slugs.append("lift-hold" if line.item.hold_since else "hold")
    if line.is_kept and not line.item.hold_since:
        slugs.append("destroy")
    return _row(ITEM_ACTS, slugs, "examinations:item_act", examination.pk, line.item.pk)


def acts_for_copy(copy: CopyLine, line: ItemLine, examination: Examination) -> list[Act]:
    authority = ["business-authority"] if copy.copy.is_business else []
    slugs = [
        "keep",
        *authority,
        *steps_open(copy.route, examination.power, of_copy=True),
        *([] if line.item.hold_since else ["destroy"]),
    ]
    if copy.copy.destroyed_at is not None:
        slugs = still_open(copy.clocks, copy.route)
    return _row(COPY_ACTS, slugs, "examinations:copy_act", examination.pk, line.item.pk, copy.copy.pk)


def acts_for_biometric(line: BiometricLine) -> list[Act]:
    slugs = []
    if line.is_sample and not line.has(Kind.SAMPLE_DESTROYED):
        slugs.append("sample-destroyed")
    if not line.has(Kind.BIOMETRIC_DATA_DESTROYED):
        slugs += ["data-destroyed", "determination"]
        slugs += [] if line.is_sample else ["further-prints"]
    return _row(BIOMETRIC_ACTS, slugs, "examinations:biometric_act", line.taken.examination_id, line.taken.pk)
