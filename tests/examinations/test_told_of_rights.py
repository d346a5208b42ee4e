"""That a detained person was told, on first being detained, of the right to have somebody informed and of the right to consult a solicitor
(TACT Sch 8 paras 6, 7; CTBSA Sch 3 paras 29, 30): owed until it is recorded, and on everything that shows the record."""

import re
from datetime import timedelta
from typing import Any

import pytest

from assurance.queries import prompts_for
from borderops.kit.clock import now
from examinations.models import Examination, Kind
from examinations.owed.one import ACT
from examinations.owed.rights import Treated, rights_owed
from examinations.queries import as_it_stood, records
from examinations.rights.exercised import Fact
from examinations.rights.findings import findings
from examinations.rights.told import TOLD_UNDER
from examinations.views.rights import parts_of
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.test_owed_rights import BEGAN, facts
from tests.examinations.test_start_pages import pad

CODE = "rights-told"
NAMED, SOLICITOR = {"RIGHTS_TOLD": {"told_of": "NAMED_PERSON"}}, {"RIGHTS_TOLD": {"told_of": "SOLICITOR"}}


def said(*kinds: str, power: str = "TACT_S7", ended: bool = False, filled: Any = None) -> list[str]:
    held = Treated(power, facts(*kinds, filled=filled), is_ended=ended)
    return [each.sentence for each in rights_owed(held) if each.code == CODE]


# --- What is owed ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("power", TOLD_UNDER)
def test_from_detention_on_it_cannot_wait_and_one_telling_is_of_both(power: str) -> None:
    assert said("FIRST_QUESTION", power=power) == []
    (sentence,) = said("FIRST_QUESTION", "DETAINED", power=power)
    assert "the right to have somebody informed and of the right to consult a solicitor" in sentence
    assert sentence.endswith(f"({TOLD_UNDER[power]}).")
    assert said("FIRST_QUESTION", "DETAINED", "RIGHTS_TOLD", power=power) == []
    for ended in (False, True):
        owed = [each for each in rights_owed(Treated(power, facts("DETAINED"), is_ended=ended)) if each.code == CODE]
        assert [(each.where, each.is_urgent) for each in owed] == [(ACT, not ended)]


def test_no_notice_and_no_answer_stands_in_for_telling() -> None:
    notice = {"NOTICE_SERVED": {"notice": "DETENTION/code of 2025"}}
    assert said("DETAINED", "NOTICE_SERVED", "SOLICITOR_REQUESTED", "NAMED_PERSON_DECLINED", filled=notice) != []


def test_what_was_told_before_the_detention_is_told_again_on_it() -> None:
    assert said("FIRST_QUESTION", "RIGHTS_TOLD", "DETAINED") != []
    at_once = [Fact("DETAINED", BEGAN), Fact("RIGHTS_TOLD", BEGAN)]
    assert not [each for each in rights_owed(Treated("TACT_S7", at_once)) if each.code == CODE]


def test_whoever_was_told_of_one_right_is_owed_the_other() -> None:
    (sentence,) = said("DETAINED", "RIGHTS_TOLD", filled=NAMED)
    assert "the right to consult a solicitor" in sentence
    assert "somebody informed" not in sentence
    (sentence,) = said("DETAINED", "RIGHTS_TOLD", filled=SOLICITOR)
    assert "solicitor" not in sentence


def test_after_a_move_it_is_asked_that_the_person_is_told_again() -> None:
    """A22: the right to have somebody informed arises again at each place (TACT Sch 8 para 6(3); CTBSA Sch 3 para 29(3))."""
    told = ("DETAINED", "RIGHTS_TOLD", "NAMED_PERSON_INFORMED")
    (sentence,) = said(*told, "TRANSFERRED")
    assert "told that the right to have somebody informed arises again at this place" in sentence
    assert "not verified" in sentence
    assert said(*told, "TRANSFERRED", "RIGHTS_TOLD") == []
    assert said(*told, "TRANSFERRED", "NAMED_PERSON_DECLINED") == []  # whoever answers has been asked
    assert said(*told, "TRANSFERRED", "TRANSFERRED") == [sentence]
    assert said("TRANSFERRED", "DETAINED", "RIGHTS_TOLD") == []  # moved before anybody was detained


def test_whoever_was_never_told_is_owed_the_telling_once_after_a_move_too() -> None:
    assert len(said("DETAINED", "TRANSFERRED")) == 1
    assert said("DETAINED", "TRANSFERRED", "RIGHTS_TOLD") == []


# --- Quality assurance ------------------------------------------------------------------------------------------------------------


def found(*kinds: str, ended: bool = True) -> list[str]:
    return [one.text for one in findings(Treated("TACT_S7", facts(*kinds), is_ended=ended)) if "told of" in one.text]


def test_what_was_done_before_the_person_was_told_is_looked_at() -> None:
    kinds = ("FIRST_QUESTION", "DETAINED", "QUESTION", "REVIEW", "RIGHTS_TOLD", "QUESTION")
    assert found(*kinds) == [
        "Before the detained person had been told of both rights: a question at 10:02; a review at 10:03 (Sch 8 paras 6 and 7)."
    ]
    assert found("FIRST_QUESTION", "DETAINED", "RIGHTS_TOLD", "QUESTION") == []


def test_what_was_never_recorded_is_found_once_the_person_has_gone() -> None:
    assert len(found("DETAINED", "QUESTION", "RELEASED")) == 1
    assert found("DETAINED", "QUESTION", ended=False) == []


def test_quality_assurance_reads_it_beside_the_criterion_about_rights_and_on_its_left(cast: Cast) -> None:
    def prompted(scene: Scene) -> str:
        return scene.do("sgt.norwich", lambda by: " ".join(prompts_for(by, scene.fresh(), scene.minute(60)).get("QA-G4", ())))

    untold = detained(cast)
    untold.release(35)
    untold.submit(38)
    assert "It is not recorded that the person was told of the right to have somebody informed" in prompted(untold)
    told = detained(cast)
    told.record(Kind.RIGHTS_TOLD, 21, detail={"language": "Turkish"})
    told.release(35)
    told.submit(38)
    assert "told of the right" not in prompted(told)
    page = Browser(cast, "sgt.norwich").get("examinations:rights", told.examination.pk)
    assert "Told of rights" in visible_text(page)


# --- Pages and papers -------------------------------------------------------------------------------------------------------------


def detained(cast: Cast) -> Scene:
    scene = begun(cast, 40)
    scene.detain(20)
    return scene


def kinds(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [str(event.kind) for event in scene.examination.events.order_by("at", "id")]


def test_one_press_records_it_from_the_live_page_and_from_the_tab(cast: Cast) -> None:
    officer, press = Browser(cast, "pc.stansted"), re.compile(r'<form method="post" action="[^"]*/acts/rights-told/"')
    for address in ("examinations:record", "examinations:rights"):
        scene = detained(cast)
        page = officer.get(address, scene.examination.pk)
        assert press.search(text_of(page))
        assert "It is not recorded that the person was told of the right to have somebody informed" in visible_text(page)
        assert officer.post("examinations:act", scene.examination.pk, CODE).status_code == 302
        assert kinds(scene)[-1] == Kind.RIGHTS_TOLD
        assert "It is not recorded that the person was told" not in visible_text(officer.get(address, scene.examination.pk))
    assert not press.search(text_of(officer.get("examinations:rights", scene.examination.pk)))


def test_before_detention_the_press_is_shut_and_on_the_tab_nobody_else_has_it(cast: Cast) -> None:
    scene = begun(cast, 10)
    assert "Told of rights Not detained" in visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    scene.detain(5)
    assert "acts/rights-told/" not in text_of(Browser(cast, "sgt.stansted").get("examinations:rights", scene.examination.pk))


def test_once_the_person_has_gone_it_can_still_be_recorded_with_its_time(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    scene.release(30)
    address = f"/examinations/{scene.examination.pk}/acts/rights-told/?typed"
    for page in ("examinations:record", "examinations:rights", "examinations:submit"):
        assert f'href="{address}"' in text_of(officer.get(page, scene.examination.pk)), page
    sent = {**typed("typed_at", scene.minute(21)), "reason": "Told aloud; pressed late."}
    assert officer.post("examinations:act", scene.examination.pk, CODE, **sent).status_code == 302
    assert kinds(scene) == ["FIRST_QUESTION", "DETAINED", "RIGHTS_TOLD", "RELEASED"]


def test_of_which_right_and_in_which_language_is_filled_in_afterwards(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    event = scene.record(Kind.RIGHTS_TOLD, 21)
    filled = {"version": "0", "told_of": "SOLICITOR", "information": "SPOKEN", "language": "Turkish"}
    assert officer.post("examinations:details", scene.examination.pk, event.pk, **filled).status_code == 302
    page = visible_text(officer.get("examinations:rights", scene.examination.pk))
    assert "Of which right, if not of both To consult a solicitor" in page
    assert "In which language Turkish" in page
    assert "told of the right to have somebody informed, as is due" in page


def test_the_past_shows_it_from_when_it_was_recorded(cast: Cast) -> None:
    scene = detained(cast)
    scene.record(Kind.RIGHTS_TOLD, 22)
    for minute, count in ((21, 0), (22, 1)):
        with acting_as(cast.actor("di.region")):
            past = as_it_stood(records().get(pk=scene.examination.pk), scene.minute(minute))
        assert [event.kind for event in past.events].count("RIGHTS_TOLD") == count
    with acting_as(SYSTEM):
        headed = {part.heading.slug: len(part.entries) for part in parts_of(scene.fresh())}
    assert headed["told"] == 1


def test_from_the_pad_it_is_entered_with_its_own_time(cast: Cast) -> None:
    written = pad(cast, first_questioned_at=90, detained_at=60, rights_told_at=60, notice_served_at=55, released_at=10)
    assert Browser(cast, "pc.stansted").post("examinations:late_entry", **written).status_code == 302
    with acting_as(SYSTEM):
        examination = Examination.objects.get()
        at = {str(event.kind): event.at for event in examination.events.all()}
    assert at["RIGHTS_TOLD"] - at["DETAINED"] < timedelta(minutes=1)
    assert timedelta(minutes=59) < now() - at["RIGHTS_TOLD"] < timedelta(minutes=62)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:record", examination.pk))
    assert "It is not recorded that the person was told of" not in page
