"""Whether a child was unaccompanied: asked on the form, owed until it is said, and read wherever the other particulars are."""

from datetime import timedelta

import pytest

from assurance import queries as assuring
from assurance.evidence import evidence_of
from examinations import actions, queries
from examinations.papers.record import particulars
from organisation.policy import Actor
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, ended, stored, text_of, visible_text
from tests.examinations.scenes import Scene

LABEL = "Unaccompanied child"


def of_a_child(cast: Cast) -> Scene:
    return ended(cast, born_on=(cast.at - timedelta(days=16 * 366)).date())


def save(scene: Scene, number: float, **changes: object) -> None:
    version = scene.fresh().particulars.version
    values = {"at": scene.minute(number), "version": version, "changes": changes}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.fresh(), **values)


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False)])
def test_it_is_owed_on_the_record_until_the_form_has_an_answer(cast: Cast, answer: str, kept: bool) -> None:
    scene, officer = of_a_child(cast), Browser(cast, "pc.stansted")
    pk = scene.examination.pk
    assert "Say whether the child was unaccompanied" in text_of(officer.get("examinations:submit", pk))
    page = text_of(officer.get("examinations:particulars", pk))
    assert 'id="id_is_unaccompanied' in page
    sent = {"version": scene.fresh().particulars.version, "is_unaccompanied": answer, "looks_under_18": "yes"}
    assert officer.post("examinations:particulars", pk, **sent).status_code == 302
    assert stored(scene).particulars.is_unaccompanied is kept
    assert "Say whether the child was unaccompanied" not in text_of(officer.get("examinations:submit", pk))
    assert f"{LABEL} {answer.capitalize()}" in visible_text(officer.get("examinations:facts", pk))


def test_it_is_printed_kept_in_the_past_and_shown_to_the_assurer(cast: Cast) -> None:
    scene = of_a_child(cast)
    save(scene, 105, is_unaccompanied=True)
    frozen = scene.submit(110).content
    printed = dict(row for part in particulars(frozen) for row in part.rows)
    assert printed[LABEL] == "Yes"
    for minute, value in ((104, None), (105, True)):
        with acting_as(cast.actor("di.region")):
            then = queries.as_it_stood(queries.records().get(pk=scene.examination.pk), scene.minute(minute))
        assert then.particulars.is_unaccompanied is value

    def look(by: Actor) -> dict[str, str]:
        found = evidence_of(by, assuring.material_for(by, scene.fresh(), scene.minute(120)), scene.minute(120))
        parts = [part for group in found.groups for one in group.sections for part in one.parts]
        return {fact.label: str(fact.value) for part in parts for fact in part.facts}

    assert scene.do("sgt.norwich", look)[LABEL] == "Yes"


def test_what_is_not_said_of_a_child_is_told_to_the_assurer(cast: Cast) -> None:
    scene = of_a_child(cast)
    scene.submit(110)
    told = scene.do("sgt.norwich", lambda by: assuring.prompts_for(by, scene.fresh(), scene.minute(120)))
    assert any(text.startswith("Not recorded: ") and LABEL in text for text in told["QA-H1"])


def test_a_version_frozen_before_it_was_asked_is_printed_all_the_same(cast: Cast) -> None:
    frozen = of_a_child(cast).submit(110).content
    del frozen["particulars"]["is_unaccompanied"]
    assert dict(row for part in particulars(frozen) for row in part.rows)[LABEL] == ""
