"""Particulars: filled in as they become known, by several people at once, and nothing typed is lost."""

from typing import Any

import pytest

from audit.models import Event
from examinations import actions
from examinations.actions import StaleVersion
from examinations.actions.writing import NotNow
from examinations.models import Particulars
from organisation.policy import Forbidden
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin


def update(scene: Scene, version: int, who: str = "pc.stansted", number: float = 5, **changes: Any) -> Particulars:
    values = {"at": scene.minute(number), "version": version, "changes": changes}
    return scene.do(who, actions.update_particulars, examination=scene.examination, **values)


def test_only_what_is_named_changes(cast: Cast) -> None:
    scene = begin(cast)
    update(scene, 1, carrier="Fictional Air", considerations=["behaviour"])
    saved = update(scene, 2, service_number="FA 12")
    assert (saved.carrier, saved.considerations, saved.service_number, saved.version) == ("Fictional Air", ["behaviour"], "FA 12", 3)


def test_saving_what_stands_already_is_no_new_version(cast: Cast) -> None:
    scene = begin(cast)
    update(scene, 1, carrier="Fictional Air")
    assert update(scene, 2, carrier="Fictional Air").version == 2
    assert update(scene, 1, carrier="Fictional Air").version == 2


def test_an_older_page_is_shown_both_texts_and_overwrites_nothing(cast: Cast) -> None:
    scene = begin(cast)
    update(scene, 1, carrier="Fictional Air")
    with pytest.raises(StaleVersion) as stale:
        update(scene, 1, carrier="Imaginary Ferries", origin="Nowhere")
    assert stale.value.theirs.carrier == "Fictional Air"
    assert stale.value.mine == {"carrier": "Imaginary Ferries", "origin": "Nowhere"}
    assert stale.value.fields == ["carrier", "origin"]
    assert scene.fresh().particulars.carrier == "Fictional Air"


def test_the_ledger_names_the_fields_and_never_their_content(cast: Cast) -> None:
    scene = begin(cast)
    update(scene, 1, family_name="Canary", given_names="Yellow")
    entry = Event.objects.get(verb="examination.particulars_updated", thing_id=scene.examination.pk)
    assert entry.detail == {"fields": ["family_name", "given_names"]}
    assert "Canary" not in str(entry.detail) + entry.reason


def test_they_can_be_completed_after_the_release_and_not_after_submission(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    update(scene, 1, number=40, outcome=["NO_FURTHER_ACTION"])
    scene.submit(50)
    with pytest.raises(NotNow):
        update(scene, 2, number=60, outcome=["CASH"])


def test_nobody_else_fills_them_in(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        update(begin(cast), 1, who="sgt.stansted", carrier="Fictional Air")


def test_a_name_that_is_no_field_is_a_mistake_of_the_caller(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(ValueError, match="version_of_mine"):
        update(scene, 1, version_of_mine=1)
