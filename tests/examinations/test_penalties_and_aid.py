"""Offences with their penalties, and legal aid: rows of the law with their standing, said on its page and where they are needed."""

from typing import Any

import pytest

from examinations.models import LegalEntry, Power
from examinations.reference import legal_aid, penalty_of, permitted_uses
from examinations.wording import written
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, ended, visible_text
from tests.examinations.test_papers import fetch, said

CONSENTS = {
    "TACT_S7": "No consent of the Director of Public Prosecutions is needed",
    "CTBSA_S3": "The consent of the Director of Public Prosecutions is needed, and the Attorney General's permission",
}
LIMITS = {"TACT_S7": "at most three months", "CTBSA_S3": "at most 51 weeks (three months for an offence before section 281(5)"}


def test_the_penalties_are_rows_of_the_law_with_their_paragraphs_and_all_were_read(cast: Cast) -> None:
    with acting_as(SYSTEM):
        rows = LegalEntry.objects.filter(kind="PENALTY", correction=None)
        found = {(row.power, row.authority, row.verified) for row in rows}
    assert found == {
        ("TACT_S7", "Sch 7 para 18", True),
        ("TACT_S7", "s.116(3)-(4)", True),
        ("CTBSA_S3", "Sch 3 para 23", True),
    }


def test_the_page_of_the_law_says_the_penalty_and_whose_consent_a_prosecution_needs(cast: Cast) -> None:
    shown = visible_text(Browser(cast, "di.region").get("law:law"))
    penalties = shown.partition("Failing to stop a vehicle")[2]
    assert penalties.startswith(": imprisonment of at most six months, a fine of at most level 5 on the standard scale")
    assert "tried summarily only. No consent of the Director of Public Prosecutions is needed" in shown
    assert "the Attorney General's permission where it is for a purpose connected with another country's affairs" in shown


@pytest.mark.parametrize("power", Power.values)
def test_beside_the_outcome_stand_consent_and_penalty_of_that_power_alone(cast: Cast, power: str) -> None:
    lines = written("outcome", ["OFFENCE"], power).splitlines()
    assert lines[1].startswith(CONSENTS[power])
    assert LIMITS[power] in lines[2]
    assert len(lines) == 3
    assert written("outcome", ["CASH"], power) == "Cash seized"
    penalty = penalty_of(power, "OFFENCE")
    assert penalty is not None
    assert lines[2].endswith(f"({penalty.authority}).")


def test_the_form_of_the_outcome_says_the_penalty(cast: Cast) -> None:
    scene = ended(cast)
    form = visible_text(Browser(cast, "pc.stansted").get("examinations:particulars", scene.examination.pk))
    assert LIMITS["TACT_S7"] in form
    assert "level 5" not in form


@pytest.mark.parametrize(("power", "letter"), [("TACT_S7", "(k)"), ("CTBSA_S3", "(l)")])
def test_a_detained_person_comes_within_the_condition_and_the_means_test_stays_open(cast: Cast, power: str, letter: str) -> None:
    condition, means = legal_aid(power)
    assert (condition.authority, condition.verified) == (f"SI 2013/9 reg 12(2){letter}", True)
    assert (means.authority, means.verified) == ("", False)
    assert means.label.endswith("ask the solicitor (not verified)")
    assert [one.key for one in permitted_uses(power)] == ["NATIONAL_SECURITY", "TERRORIST_INVESTIGATION", "CRIME", "IDENTIFICATION"]


def asked_for(cast: Cast) -> Any:
    scene = begun(cast, 60)
    scene.detain(20)
    return scene, scene.record("SOLICITOR_REQUESTED", 25)


def test_it_is_said_where_the_request_for_a_solicitor_is_recorded_and_filled_in(cast: Cast) -> None:
    scene, event = asked_for(cast)
    officer, key = Browser(cast, "pc.stansted"), scene.examination.pk
    for shown in (
        officer.get("examinations:rights", key),
        officer.get("examinations:details", key, event.pk),
        officer.get("examinations:act", key, "solicitor-asked"),
    ):
        text = visible_text(shown)
        assert "Legal aid for advice and assistance covers a person who is detained under Schedule 7" in text
        assert "is an open question: ask the solicitor" in text
        assert "not verified" in text.lower()


def test_it_is_not_said_about_what_is_no_request(cast: Cast) -> None:
    scene, _ = asked_for(cast)
    event = scene.record("COMPLAINT_INFORMATION_GIVEN", 30)
    assert "Legal aid" not in visible_text(Browser(cast, "pc.stansted").get("examinations:details", scene.examination.pk, event.pk))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_notice_of_detention_says_it_with_its_standing_and_in_which_language(cast: Cast, language: str) -> None:
    scene, _ = asked_for(cast)
    text = said(fetch(cast, scene.examination.pk, "detention-notice", language).content)
    assert "Legal aid for advice and assistance covers a person who is detained under Schedule 7. SI 2013/9 reg 12(2)(k)" in text
    assert "ask the solicitor (not verified)." in text
    assert ("This part is in English" in text) == (language != "en")


def test_the_notice_of_examination_does_not_say_it(cast: Cast) -> None:
    scene, _ = asked_for(cast)
    assert "Legal aid" not in said(fetch(cast, scene.examination.pk, "examination-notice").content)
