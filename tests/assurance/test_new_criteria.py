"""Adding a criterion of quality assurance: proposed and decided by two people, asked of records begun after it alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from assurance import proposing, queries
from assurance.evidence import evidence_of
from assurance.models import Criterion
from assurance.proposing import EVIDENCE, NewCriterion
from borderops.kit.localtime import london_date
from examinations.actions import approve_correction, refuse_correction
from examinations.models import Correction, Examination
from examinations.refusals import Refusal
from organisation.policy import SYSTEM, Forbidden
from organisation.reconciling import reconcile
from organisation.scopes import acting_as
from tests.assurance.test_law_criteria import approve, asked, criterion, propose
from tests.cast import Cast
from tests.examinations.pages import Browser, submitted, visible_text
from tests.examinations.test_law import do
from tests.examinations.test_law_pages import today

SECTION = "Proportionate and justified use"
NEW = NewCriterion(section=SECTION, text="Body-worn video covers the first question.", weight=2, prompt="timeline", basis="Local policy.")


def propose_new(cast: Cast, *, on: date | None = None, who: str = "admin.vetting", **changes: Any) -> Correction:
    made: Correction = do(
        cast,
        who,
        proposing.propose_new_criterion,
        new=replace(NEW, **changes),
        in_force_from=on or london_date(cast.at),
        reason="The region decided so.",
        at=cast.at,
    )
    return made


def test_a_new_criterion_is_asked_of_records_begun_after_it_alone(cast: Cast) -> None:
    correction = propose_new(cast)
    assert "QA-A4" not in asked(cast, 10), "a proposal changes nothing"
    approve(cast, correction, 5)
    assert "QA-A4" not in asked(cast, 4)
    later = asked(cast, 5)
    assert [*later][:5] == ["QA-A1", "QA-A2", "QA-A3", "QA-A4", "QA-B1"], "it stands last in its section"
    assert (later["QA-A4"].text, later["QA-A4"].basis, later["QA-A4"].correction) == (NEW.text, NEW.basis, correction)


def test_a_record_begun_before_every_criterion_is_never_asked_a_new_one(cast: Cast) -> None:
    approve(cast, propose_new(cast))
    found = queries.criteria_on(Examination(started_at=cast.at - timedelta(days=3000)))
    assert "QA-A4" not in [one.code for one in found]
    assert len(found) == Criterion.objects.filter(correction=None).count()


def test_it_takes_two_people_and_a_day_that_is_not_past(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        propose_new(cast, who="di.region")
    with pytest.raises(Forbidden):
        approve(cast, propose_new(cast), who="admin.vetting")
    with pytest.raises(Refusal, match="never reaches back"):
        propose_new(cast, on=london_date(cast.at) - timedelta(days=1), text="Another question?")


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({"text": " "}, "Write what", "text"),
        ({"weight": 0}, "1, 2 or 3", "weight"),
        ({"section": "Nowhere"}, "section that there is", "section"),
        ({"prompt": "nothing"}, "part of the record", "prompt"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_beside_its_field(cast: Cast, changes: dict[str, Any], said: str, field: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        propose_new(cast, **changes)
    assert refused.value.field == field


def test_what_is_asked_or_waits_is_not_proposed_again(cast: Cast) -> None:
    with pytest.raises(Refusal, match="Criterion A1 asks it already"):
        propose_new(cast, text=criterion().text.upper())
    waiting = propose_new(cast)
    with pytest.raises(Refusal, match="waits for a decision"):
        propose_new(cast)
    do(cast, "di.region", refuse_correction, correction=waiting, at=cast.at, reason="No.")
    assert Criterion.objects.get(correction=propose_new(cast)).code == "QA-A4", "what was refused leaves its code free"


def test_what_is_no_longer_asked_is_corrected_and_not_added_anew(cast: Cast) -> None:
    approve(cast, propose(cast, is_used=False))
    with pytest.raises(Refusal, match="It was criterion A1, no longer asked"):
        propose_new(cast, text=criterion().text)


def test_two_that_wait_have_codes_of_their_own_and_ten_stands_behind_nine(cast: Cast) -> None:
    for number in range(4, 12):
        approve(cast, propose_new(cast, text=f"Question {number}?"))
    codes = [code for code in asked(cast, 1) if code.startswith("QA-A")]
    assert codes == [f"QA-A{number}" for number in range(1, 12)]


def test_a_new_criterion_can_be_corrected_and_left_out(cast: Cast) -> None:
    approve(cast, propose_new(cast), 1)
    added = Criterion.objects.get(code="QA-A4")
    made = do(
        cast,
        "admin.vetting",
        proposing.propose_criterion,
        criterion=added,
        changes={"is_used": False},
        in_force_from=london_date(cast.at),
        reason="No longer.",
        at=cast.at + timedelta(minutes=2),
    )
    do(cast, "di.region", approve_correction, correction=made, at=cast.at + timedelta(minutes=5))
    assert "QA-A4" in asked(cast, 4)
    assert "QA-A4" not in asked(cast, 5)


def test_the_nightly_comparison_finds_nothing_wrong_with_a_new_criterion(cast: Cast) -> None:
    approve(cast, propose_new(cast))
    with acting_as(SYSTEM):
        found = reconcile(cast.at)
    assert not [one for one in found.differences if one.kind == "assurance.criterion"]


def test_each_part_that_can_be_chosen_stands_on_the_page_of_an_assessment(cast: Cast) -> None:
    scene = submitted(cast)
    with acting_as(SYSTEM):
        material = queries.material_for(SYSTEM, scene.fresh(), scene.minute(90))
        shown = evidence_of(SYSTEM, material, scene.minute(90))
    titles = {section.key: section.title for group in shown.groups for section in group.sections}
    assert set(EVIDENCE) <= shown.keys()
    assert {key: title for key, title in EVIDENCE.items() if key in titles} == {key: titles[key] for key in EVIDENCE if key in titles}


def test_a_criterion_is_added_on_the_pages(cast: Cast) -> None:
    admin, di = Browser(cast, "admin.vetting"), Browser(cast, "di.region")
    assert "Add a criterion" in visible_text(admin.get("assurance:criteria"))
    assert f"A1, {SECTION}" in visible_text(admin.get("assurance:add_criterion"))
    sent = {"section": SECTION, "text": NEW.text, "weight": "2", "prompt": "timeline", "reason": "The region decided so.", **today(cast)}
    faulty = admin.post("assurance:add_criterion", **{**sent, "text": criterion().text})
    assert (faulty.status_code, Correction.objects.count()) == (422, 0)
    assert "Criterion A1 asks it already" in visible_text(faulty)
    assert admin.post("assurance:add_criterion", **sent).status_code == 302
    correction = Correction.objects.get()
    said = visible_text(di.get("law:correction", correction.pk))
    assert f"Criterion A4: {NEW.text}" in said
    assert "What stood before" not in said
    assert di.post("law:decide", correction.pk, decision="APPROVE").status_code == 302
    constable = Browser(cast, "pc.stansted")
    page = visible_text(constable.get("assurance:criteria"))
    assert f"A4 {NEW.text} Not verified Weight 2." in page
    assert "Add a criterion" not in page
