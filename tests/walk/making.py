"""A region at work: an examination in each state and place that the policy tells apart, and the people's own papers."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from assurance.models import Assessment, LearningPoint
from borderops.kit.clock import now
from examinations.models import Examination, TimelineEvent
from examinations.reminders import sweep
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import make_cast
from tests.walk.papers import add_papers
from tests.walk.records import add_examinations
from tests.walk.world import World


def make_world() -> World:
    """Everything, as of now."""
    world = World(make_cast(now()))
    add_examinations(world)
    add_papers(world)
    with acting_as(SYSTEM):
        for key, thing in world.of("examination").items():
            world.add_part("event_pk", key, TimelineEvent.objects.filter(examination=thing.pk).earliest("at"))
        sweep(world.cast.at)
        _read_again(world)
    return world


def _read_again(world: World) -> None:
    """As they stand at the end, with what the policy asks about them, so that asking it later needs no query."""
    with_parents: dict[str, QuerySet[Any]] = {
        "examination": Examination.objects.all(),
        "assessment": Assessment.objects.select_related("examination"),
        "learning": LearningPoint.objects.select_related("assessment__examination"),
    }
    for kind, rows in with_parents.items():
        found = rows.in_bulk([thing.pk for thing in world.of(kind).values()])
        world.things[kind] = {key: replace(thing, row=found[thing.pk]) for key, thing in world.of(kind).items()}
