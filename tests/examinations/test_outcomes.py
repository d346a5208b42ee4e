"""What an examination came to: several things at once, or no further action alone; and every place that says so."""

import importlib
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from assurance.evidence import evidence_of
from assurance.queries import material_for
from audit.models import Event
from borderops.kit.records import digest
from examinations import actions, outcomes
from examinations.actions.writing import NotNow
from examinations.models import DeviceCopy, Particulars, Power, SubmittedVersion
from examinations.papers.record import particulars as on_paper
from examinations.refusals import Refusal
from examinations.wording import written
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.keeping import copy_of, keep
from tests.examinations.pages import PERSON, Browser, begun, ended, returned, stored, text_of, visible_text
from tests.examinations.scenes import Scene, begin, pressed
from tests.plugins.databases import as_owner

SEVERAL = ["CASH", "INTELLIGENCE"]
IN_WORDS = "Intelligence report; Cash seized"  # in the order of the form, whatever order they were ticked in


def update(scene: Scene, version: int, *chosen: str) -> Particulars:
    given = {"version": version, "changes": {"outcome": list(chosen)}}
    return scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(5), **given)


# --- Which stand together -----------------------------------------------------------------------------------------------------


@given(st.sets(st.sampled_from(sorted(outcomes.LABELS))))
def test_everything_goes_together_but_no_further_action_which_stands_alone(chosen: set[str]) -> None:
    assert bool(outcomes.fault(chosen)) == (outcomes.NO_FURTHER_ACTION in chosen and len(chosen) > 1)


@given(st.lists(st.sampled_from(sorted(outcomes.LABELS)), unique=True), st.sampled_from(["TACT_S7", "CTBSA_S3"]))
def test_what_is_said_has_each_of_them_once_in_the_order_of_the_form(chosen: list[str], power: str) -> None:
    words = outcomes.labels(power)
    assert outcomes.said(chosen, power).split("; ") == ([words[code] for code in words if code in chosen] or [""])


def test_one_code_of_an_older_frozen_version_and_one_that_is_not_known_are_said_too() -> None:
    assert outcomes.said("CASH") == "Cash seized"
    assert outcomes.said("") == ""
    assert outcomes.said(["CASH", "SOMETHING"]) == "Cash seized; SOMETHING"


def test_the_offence_is_that_of_the_power_and_says_whose_consent_it_needs() -> None:
    seventh = written("outcome", ["OFFENCE"], Power.TACT_S7)
    assert seventh.startswith("Offence under Schedule 7, paragraph 18\nNo consent of the Director of Public Prosecutions is needed")
    assert "section 117(1)(c)" in seventh
    third = written("outcome", ["CASH", "OFFENCE"], Power.CTBSA_S3)
    assert third.startswith(
        "Offence under Schedule 3, paragraph 23; Cash seized\nThe consent of the Director of Public Prosecutions is needed"
    )
    assert "paragraph 23)" in third
    assert written("outcome", ["CASH"], Power.CTBSA_S3) == "Cash seized"


# --- Kept ---------------------------------------------------------------------------------------------------------------------


def test_several_are_kept_and_no_further_action_with_another_is_refused_beside_the_field(cast: Cast) -> None:
    scene = begin(cast)
    assert update(scene, 1, *SEVERAL).outcome == SEVERAL
    with pytest.raises(Refusal, match="No further action stands alone") as refused:
        update(scene, 2, "CASH", "NO_FURTHER_ACTION")
    assert refused.value.field == "outcome"
    assert update(scene, 2, "NO_FURTHER_ACTION").outcome == ["NO_FURTHER_ACTION"]
    assert update(scene, 3).outcome == []


@pytest.mark.django_db
def test_the_database_holds_it_too(cast: Cast) -> None:
    row = begin(cast).examination.particulars
    row.outcome = ["NO_FURTHER_ACTION", "CASH"]
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="no_further_action_stands_alone"), transaction.atomic():
        row.save()


def test_an_arrest_stays_what_ends_the_examination_whatever_else_it_came_to(cast: Cast) -> None:
    scene = begin(cast)
    scene.do("pc.stansted", actions.arrest, examination=scene.examination, arrest_power="TACT_41", when=pressed(scene.minute(40)))
    update(scene, 1, "ARREST_TERRORISM", "CASH")
    record = stored(scene)
    assert (record.ended_at, record.state) == (scene.minute(40), "ENDED")
    assert record.particulars.outcome == ["ARREST_TERRORISM", "CASH"]


# --- The form -----------------------------------------------------------------------------------------------------------------


def test_several_are_ticked_and_are_ticked_again_when_the_form_is_opened(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    where = ("examinations:particulars", scene.examination.pk)
    form = visible_text(officer.get(*where))
    assert "Choose all that apply. No further action stands alone" in form
    assert "Offence under Schedule 7, paragraph 18 No consent of the Director of Public Prosecutions is needed" in form
    assert officer.post(*where, version=1, outcome=["INTELLIGENCE", "CASH"]).status_code == 302
    assert stored(scene).particulars.outcome == ["INTELLIGENCE", "CASH"]
    page = text_of(officer.get(*where))
    assert 'value="CASH" checked' in page
    assert 'value="INTELLIGENCE" checked' in page
    assert 'value="PASSPORT" checked' not in page
    assert IN_WORDS in visible_text(officer.get("examinations:facts", scene.examination.pk))


def test_no_further_action_and_another_come_back_with_the_sentence_and_both_ticks(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    refused = officer.post(
        "examinations:particulars", scene.examination.pk, version=1, outcome=["NO_FURTHER_ACTION", "CASH"], carrier="Kept"
    )
    assert refused.status_code == 422
    page = text_of(refused)
    assert 'id="id_outcome_error"' in page
    assert outcomes.STANDS_ALONE in visible_text(refused)
    assert 'value="CASH" checked' in page
    assert 'value="NO_FURTHER_ACTION" checked' in page
    assert 'value="Kept"' in page
    assert stored(scene).particulars.outcome == []


def test_schedule_3_offers_its_own_offence(cast: Cast) -> None:
    scene = begun(cast, 30, power=Power.CTBSA_S3)
    form = visible_text(Browser(cast, "pc.stansted").get("examinations:particulars", scene.examination.pk))
    assert "Offence under Schedule 3, paragraph 23 The consent of the Director of Public Prosecutions is needed" in form
    assert "paragraph 18" not in form


def test_a_second_writer_is_shown_both_lists_in_words(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    where = ("examinations:particulars", scene.examination.pk)
    officer.post(*where, version=1, outcome=["INTELLIGENCE", "CASH"])
    both = officer.post(*where, version=1, outcome=["PASSPORT"])
    assert both.status_code == 409
    assert IN_WORDS in visible_text(both)
    assert "Passport seized" in visible_text(both)


# --- Where else it is said ----------------------------------------------------------------------------------------------------


def test_an_earlier_examination_says_all_that_it_came_to(cast: Cast) -> None:
    first = ended(cast, outcome=SEVERAL)
    cast.at = first.minute(140)
    second = begin(cast)
    scene_changes = {"version": 1, "changes": dict(PERSON)}
    second.do("pc.stansted", actions.update_particulars, examination=second.examination, at=second.minute(1), **scene_changes)
    assert f": {IN_WORDS}" in visible_text(Browser(cast, "pc.stansted").get("examinations:previous", second.examination.pk))


def test_the_frozen_version_the_paper_and_quality_assurance_have_all_of_them(cast: Cast) -> None:
    scene = ended(cast, outcome=[*SEVERAL, "OFFENCE"])
    scene.submit(120)
    with acting_as(SYSTEM):
        content = SubmittedVersion.objects.get(examination=scene.examination).content
    assert content["particulars"]["outcome"] == [*SEVERAL, "OFFENCE"]
    assert "Offence under Schedule 7, paragraph 18; Cash seized" in _on_paper(content)

    def look(by: Actor) -> Any:
        return evidence_of(by, material_for(by, scene.fresh(), scene.minute(130)), scene.minute(130))

    found = scene.do("sgt.norwich", look)
    [report] = [one for group in found.groups for one in group.sections if one.key == "report"]
    said = {fact.label: str(fact.value) for part in report.parts for fact in part.facts}["Outcome"]
    assert "Intelligence report; Offence under Schedule 7, paragraph 18; Cash seized" in said
    assert "section 117(1)(c)" in said


def _on_paper(content: dict[str, Any]) -> str:
    return next(value for part in on_paper(content) for label, value in part.rows if label == "Outcome")


def test_a_version_frozen_while_a_record_had_one_outcome_prints_as_it_did(cast: Cast) -> None:
    scene = ended(cast, outcome=["CASH"])
    content = scene.submit(120).content
    assert _on_paper({**content, "particulars": {**content["particulars"], "outcome": "CASH"}}) == "Cash seized" == _on_paper(content)


def test_the_outcome_of_a_submitted_record_is_added_to_beside_what_stands(cast: Cast) -> None:
    scene, officer = returned(cast, outcome="And the cash?"), Browser(cast, "pc.stansted")
    where = ("examinations:returned", scene.examination.pk)
    said = visible_text(officer.get(*where))
    assert said.index("And the cash?") < said.index("No further action")
    assert officer.post(*where, field="outcome", addition="Cash was seized as well.", reason="Overlooked").status_code == 302
    with acting_as(SYSTEM):
        addendum = stored(scene).addenda.get()
    assert (addendum.field, addendum.original, addendum.addition) == ("outcome", "No further action", "Cash was seized as well.")
    with pytest.raises(NotNow):
        update(scene, 2, "CASH")


# --- What was on record before ------------------------------------------------------------------------------------------------


MIGRATION: Any = importlib.import_module("examinations.migrations.0021_outcomes")


def test_what_was_one_outcome_becomes_a_list_of_one_and_goes_back(fresh_database: str) -> None:
    def run(statement: str) -> list[tuple[object, ...]]:
        return as_owner(statement.replace("{", "{{").replace("}", "}}"), database=fresh_database)

    run("CREATE TABLE was (id int, outcome varchar(20) NOT NULL)")
    run("INSERT INTO was VALUES (1, 'CASH'), (2, '')")
    run(MIGRATION.as_lists("was"))
    assert run("SELECT outcome FROM was ORDER BY id") == [(["CASH"],), ([],)]
    run(MIGRATION.as_one("was"))
    assert run("SELECT outcome FROM was ORDER BY id") == [("CASH",), ("",)]
    assert (Particulars._meta.db_table, Particulars.history.model._meta.db_table) == MIGRATION.TABLES  # type: ignore[attr-defined]


def test_what_the_ledger_vouched_for_is_vouched_for_as_it_reads_now_and_nothing_else(cast: Cast) -> None:
    scene, other = begin(cast), begin(cast)
    copied = copy_of(scene, keep(scene))
    update(scene, 1, "CASH")

    class Editor:
        pass

    Editor.connection = connection  # type: ignore[attr-defined]
    with acting_as(SYSTEM):
        known = Particulars.objects.get(examination=scene.examination)
        unknown = Particulars.objects.get(examination=other.examination)
        copy = DeviceCopy.objects.get(pk=copied.pk)
        before = {name: MIGRATION.as_it_was(row) for name, row in _named(known, copy).items()}
        assert all(before[name] != digest(row) for name, row in _named(known, copy).items())
        Event.objects.create(verb="made.up", actor_label="SYSTEM", digests=before)
        MIGRATION.vouch_again(apps, Editor)
        vouched: dict[str, str] = {}
        for one in Event.objects.filter(verb="outcomes.listed"):
            vouched |= one.digests
    assert vouched == {name: digest(row) for name, row in _named(known, copy).items()}
    assert f"examinations.particulars:{unknown.pk}" not in vouched


def _named(*rows: Any) -> dict[str, Any]:
    return {f"{row._meta.label_lower}:{row.pk}": row for row in rows}
