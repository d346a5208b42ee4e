"""A recording against the first question: one that begins after it, or that there is none, is asked why and looked at afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.queries import prompts_for
from examinations.models import Kind
from examinations.owed.rights import Treated, rights_owed
from examinations.queries.rights import rights_findings
from examinations.rights.exercised import Fact
from examinations.rights.findings import findings
from examinations.rights.recording import SOON, late_recording
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, visible_text

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
QUESTION = Fact("FIRST_QUESTION", BEGAN, id="q")


def at(seconds: float, kind: str = "RECORDING_STARTED", **given: Any) -> Fact:
    return Fact(kind, BEGAN + timedelta(seconds=seconds), {"recording": "BODY_WORN", "reference": "1", **given}, id=f"{kind}{seconds}")


def held(*facts: Fact, ended: bool = False) -> Treated:
    return Treated("TACT_S7", sorted((QUESTION, *facts), key=lambda one: one.at), is_ended=ended)


def owed(*facts: Fact) -> dict[str, str]:
    return {one.code: one.sentence for one in rights_owed(held(*facts)) if one.code.startswith("recording")}


def looked_at(*facts: Fact) -> list[str]:
    return [one.text for one in findings(held(*facts, ended=True)) if "recording" in one.text.lower()]


@given(st.integers(-3600, 3600))
def test_it_is_late_from_the_second_after_two_minutes_on(seconds: int) -> None:
    assert bool(late_recording(held(at(seconds)).facts)) is (seconds > SOON.total_seconds())


def test_a_late_one_is_owed_its_reason_at_its_own_details_and_is_looked_at() -> None:
    assert owed(at(600)) == {"recording-late": "The recording began at 10:10, after the first question at 10:00. Say why."}
    found = next(one for one in rights_owed(held(at(600))) if one.code == "recording-late")
    assert (found.where, found.event) == ("details", "RECORDING_STARTED600")
    assert looked_at(at(600)) == [
        "The recording began at 10:10, after the first question at 10:00. No reason is given.",
    ]


@pytest.mark.parametrize(
    "facts",
    [
        [at(600, why_late="Camera on charge.")],
        [at(60, "NOT_RECORDED", why="Camera on charge."), at(600)],
        [Fact("NOT_RECORDED", BEGAN + timedelta(seconds=60), words="Camera on charge."), at(600)],
    ],
    ids=["beside it", "filled in before", "said at the press"],
)
def test_a_reason_ends_what_is_owed_and_is_still_read(facts: list[Fact]) -> None:
    assert owed(*facts) == {}
    assert looked_at(*facts) == ["The recording began at 10:10, after the first question at 10:00. Reason given: Camera on charge."]


def test_none_and_no_reason_is_owed_and_looked_at_once_the_person_has_gone() -> None:
    assert owed() == {"recording": "Start a recording, or say why there is none."}
    assert looked_at() == ["Start a recording, or say why there is none."]
    assert owed(at(60, "NOT_RECORDED", why="Camera on charge.")) == {}


def test_one_that_stopped_before_the_first_question_is_none() -> None:
    assert "recording" in owed(at(-600), at(-60, "RECORDING_STOPPED"))
    assert owed(at(-600), at(60, "RECORDING_STOPPED")) == {}
    assert "recording-late" in owed(at(-600), at(-60, "RECORDING_STOPPED"), at(600))


def test_it_is_asked_on_the_record_answered_at_its_details_and_prompts_assurance(cast: Cast) -> None:
    scene, officer = begun(cast, 40), Browser(cast, "pc.stansted")
    event = scene.record(Kind.RECORDING_STARTED, 10, detail={"recording": "BODY_WORN", "reference": "BWV 1"})
    assert "after the first question" in visible_text(officer.get("examinations:record", scene.examination.pk))
    page = officer.get("examinations:details", scene.examination.pk, event.pk)
    assert "If it began after the first question: why" in visible_text(page)
    sent = {"recording": "BODY_WORN", "reference": "BWV 1", "why_late": "It had no charge.", "version": "0"}
    assert officer.post("examinations:details", scene.examination.pk, event.pk, **sent).status_code == 302
    with acting_as(SYSTEM):
        assert "It had no charge" in " ".join(one.text for one in rights_findings(stored(scene)))
        prompts = prompts_for(SYSTEM, stored(scene), scene.minute(41))["QA-H2"]
    assert any("after the first question" in each and "It had no charge" in each for each in prompts)


def test_assurance_is_told_of_a_late_one_once(cast: Cast) -> None:
    scene = begun(cast, 40)
    scene.record(Kind.RECORDING_STARTED, 10, detail={"recording": "BODY_WORN", "reference": "BWV 1"})
    with acting_as(SYSTEM):
        prompts = prompts_for(SYSTEM, stored(scene), scene.minute(41))
    assert [code for code, said in prompts.items() for each in said if "after the first question" in each] == ["QA-H2"]
