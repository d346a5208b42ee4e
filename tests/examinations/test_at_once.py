"""Two people at the same record in the same second: one after the other, and never both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from borderops.kit.clock import now
from examinations import actions
from examinations.actions import StaleVersion
from examinations.actions.writing import Impossible
from examinations.models import Examiner, Kind, TimelineEvent
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.scenes import Scene, begin, pressed


def together(cast: Cast, *acts: Callable[[Actor], object]) -> list[object]:
    """What each act ended in, result or refusal, when two officers press at once."""
    start = Barrier(len(acts))

    def press(act: Callable[[Actor], object]) -> object:
        actor = cast.actor("pc.stansted")
        try:
            start.wait(timeout=30)
            with acting_as(actor):
                return act(actor)
        except (Impossible, StaleVersion) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(press, acts))


def scene_of_its_own() -> Scene:
    return begin(make_cast(now()))


def test_two_presses_make_one_detention(fresh_database: str) -> None:
    scene = scene_of_its_own()
    when = pressed(scene.minute(5))
    ended = together(scene.cast, *[lambda actor: actions.detain(examination=scene.examination, by=actor, when=when)] * 2)
    assert sorted(type(one).__name__ for one in ended) == ["Impossible", "TimelineEvent"]
    with acting_as(SYSTEM):
        assert TimelineEvent.objects.filter(kind=Kind.DETAINED).count() == 1


def test_two_pages_saved_at_once_leave_one_text_and_one_refusal(fresh_database: str) -> None:
    scene = scene_of_its_own()

    def save(carrier: str) -> Callable[[Actor], object]:
        changes = {"carrier": carrier}
        return lambda actor: actions.update_particulars(
            examination=scene.examination, by=actor, at=scene.minute(5), version=1, changes=changes
        )

    ended = together(scene.cast, save("Fictional Air"), save("Imaginary Ferries"))
    assert sorted(type(one).__name__ for one in ended) == ["Particulars", "StaleVersion"]


def test_two_questions_by_a_new_colleague_make_one_examiner(fresh_database: str) -> None:
    scene = scene_of_its_own()
    colleague, when = scene.cast["pc.stansted.second"], pressed(scene.minute(5))

    def ask(actor: Actor) -> object:
        return actions.record_event(examination=scene.examination, kind=Kind.QUESTION, by=actor, when=when, officer=colleague)

    assert all(isinstance(one, TimelineEvent) for one in together(scene.cast, ask, ask))
    with acting_as(SYSTEM):
        assert Examiner.objects.filter(officer=colleague).count() == 1
