"""The editions of the Codes of Practice as a list of the law: which one a record was made under, corrected and added to by two people."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.evidence import evidence_of
from assurance.queries import material_for
from borderops.kit.clock import now
from borderops.kit.localtime import london_date, midnight
from examinations import actions
from examinations.actions import NewEntry
from examinations.law.in_force import live_law
from examinations.law.lists import CODE, committed
from examinations.law.words import SCOPES
from examinations.models import Correction, LegalEntry, Power
from examinations.papers.frozen import content_of
from examinations.papers.record import opening
from examinations.reference import code_of_practice, code_said
from examinations.refusals import Refusal
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, stored, submitted, visible_text
from tests.examinations.scenes import pressed
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today
from tests.organisation.pages import boxes

CASH = "ATCSA"
DAY = timedelta(days=1)
COMMENCED = {
    "TACT_S7": ["2001-02-19", "2009-07-02", "2014-07-31", "2015-03-25", "2020-08-13", "2022-07-08", "2025-10-01"],
    "CTBSA_S3": ["2020-08-13", "2023-12-20", "2025-10-01"],
}
NEXT = NewEntry("CODE", "TACT_S7", "Schedule 7 Code of Practice, a fictional edition", citation="A fictional instrument")


def editions(power: str) -> list[date]:
    return [date.fromisoformat(one.terms["commenced_on"]) for one in committed() if one.kind == CODE and one.power == power]


@pytest.mark.parametrize("power", Power.values)
def test_each_edition_has_its_day_its_instrument_and_a_name_of_its_own(power: str) -> None:
    found = [one for one in committed() if one.kind == CODE and one.power == power]
    assert [one.terms["commenced_on"] for one in found] == COMMENCED[power]
    assert len({one.words for one in found}) == len({one.key for one in found}) == len(found)
    assert all(one.citation and one.in_force_from.isoformat() == one.terms["commenced_on"] for one in found)
    assert [one.verified for one in found] == [True] * (len(found) - 1) + [False], "the day of the revision of 2025 is not known"


@given(st.sampled_from([(power, day) for power in Power.values for day in editions(power)]))
def test_an_edition_holds_for_records_from_the_london_midnight_of_its_day(edition: tuple[str, date]) -> None:
    power, day = edition
    first = code_of_practice(power, midnight(day))
    assert first is not None
    assert first.terms["commenced_on"] == day.isoformat()
    before = code_of_practice(power, midnight(day) - timedelta(seconds=1))
    assert before is None or before.terms["commenced_on"] < day.isoformat()


def test_what_is_said_names_the_day_and_what_is_not_verified() -> None:
    assert code_said("TACT_S7", datetime(2023, 1, 9, tzinfo=UTC)) == "Schedule 7 Code of Practice, sixth edition, in force from 8 July 2022"
    latest = code_said("CTBSA_S3", datetime(2026, 1, 9, tzinfo=UTC))
    assert latest == "Schedule 3 Code of Practice, revision of 2025, in force from 1 October 2025 (not verified)"
    assert code_said("CTBSA_S3", datetime(2019, 1, 9, tzinfo=UTC)) == "None was in force when the record began"


def test_terrorist_cash_has_the_code_of_2018_and_no_earlier_one_is_known_here() -> None:
    [found] = [one for one in committed() if one.kind == CODE and one.power == CASH]
    assert (found.in_force_from, found.verified) == (date(2018, 1, 31), True)
    assert found.citation.startswith("SI 2018/81; its text was not read")
    first = midnight(found.in_force_from)
    assert code_said(CASH, first).endswith("edition of 2018, in force from 31 January 2018")
    assert code_said(CASH, first - timedelta(seconds=1)) == "The edition in force when the record began is not known here"


def correct(cast: Cast, **changes: Any) -> Correction:
    row = LegalEntry.objects.get(kind="CODE", power="TACT_S7", key="revision_of_2025", correction=None)
    day = london_date(cast.at)
    made: Correction = do(
        cast, "admin.vetting", actions.propose_entry, entry=row, changes=changes, in_force_from=day, reason="Its instrument.", at=cast.at
    )
    return made


def add(cast: Cast, commenced_on: str, **changes: Any) -> Correction:
    new = NewEntry(**{**{name: getattr(NEXT, name) for name in NEXT.__slots__}, "terms": {"commenced_on": commenced_on}, **changes})
    day = london_date(cast.at)
    made: Correction = do(cast, "admin.vetting", actions.propose_new_entry, new=new, in_force_from=day, reason="Revised.", at=cast.at)
    return made


def test_the_day_of_an_edition_is_corrected_for_records_begun_after_it_alone(cast: Cast) -> None:
    approve(cast, correct(cast, commenced_on="2025-10-09", verified=True), cast.at + timedelta(minutes=5))
    live_law()
    before, after = (code_said("TACT_S7", cast.at + timedelta(minutes=each)) for each in (4, 5))
    assert before.endswith("in force from 1 October 2025 (not verified)")
    assert after.endswith("in force from 9 October 2025")


def test_a_new_edition_holds_from_its_day_and_not_from_its_approval(cast: Cast) -> None:
    later = london_date(cast.at) + 10 * DAY
    approve(cast, add(cast, later.isoformat()), cast.at + timedelta(minutes=5))
    live_law()
    assert "revision of 2025" in code_said("TACT_S7", midnight(later) - timedelta(seconds=1))
    assert "a fictional edition" in code_said("TACT_S7", midnight(later))
    assert "revision of 2025" in code_said("CTBSA_S3", midnight(later)), "the other code keeps its own"


def test_an_edition_without_its_day_is_refused_beside_the_field(cast: Cast) -> None:
    with pytest.raises(Refusal, match="on which day") as refused:
        add(cast, "")
    assert refused.value.field == "commenced_on"


def test_editions_stand_on_the_page_of_the_law_and_are_corrected_and_added_there(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    law = visible_text(admin.get("law:law"))
    assert "Editions of the Codes of Practice" in law
    assert "Schedule 7 Code of Practice, third edition, in force from 31 July 2014 SI 2014/1838" in law
    assert f"{SCOPES[CASH]} Code of Practice for officers acting under Schedule 1" in law
    row = LegalEntry.objects.get(kind="CODE", power="CTBSA_S3", key="revision_of_2025", correction=None)
    assert 'value="2025"' in admin.get("law:correct_entry", row.pk).content.decode()
    day = boxes("commenced_on", 9, 10, 2025)
    sent = {"words": row.words, "citation": row.citation, "is_used": "on", "reason": "Its instrument.", **today(cast)}
    assert admin.post("law:correct_entry", row.pk, **sent).status_code == 422
    assert admin.post("law:correct_entry", row.pk, **sent, **day).status_code == 302
    assert "Came into force 9 October 2025" in visible_text(admin.get("law:correction", Correction.objects.get().pk))
    assert admin.get("law:add_entry", "code", CASH).status_code == 200
    new = {"words": NEXT.words, "reason": "Revised.", **today(cast), **day}
    assert admin.post("law:add_entry", "code", "TACT_S7", **new).status_code == 302
    assert LegalEntry.objects.get(words=NEXT.words).terms == {"commenced_on": "2025-10-09"}


def test_the_record_says_under_which_edition_it_was_made_on_its_page_and_on_paper(cast: Cast) -> None:
    scene = submitted(cast)
    said = code_said("TACT_S7", scene.minute(0))
    assert said.startswith("Schedule 7 Code of Practice, revision of 2025")
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:breaches", scene.examination.pk))
    assert f"Code of Practice {said}." in page
    with acting_as(SYSTEM):
        assert ("Code of Practice", said) in opening(content_of(stored(scene), scene.minute(130))).rows


@pytest.mark.parametrize(("power", "is_named"), [(CASH, True), ("POCA", False)])
def test_a_record_with_terrorist_cash_says_under_which_edition_of_its_code_as_well(cast: Cast, power: str, is_named: bool) -> None:
    scene = begun(cast, 100)
    label, said = "Code of Practice, terrorist cash", code_said(CASH, scene.minute(0))
    seizure = scene.do("pc.stansted", actions.seize_cash, examination=scene.examination, power=power, when=pressed(scene.minute(30)))

    def places() -> dict[str, bool]:
        officer, by = Browser(cast, "pc.stansted"), cast.actor("sgt.stansted")
        with acting_as(by):
            evidence = evidence_of(by, material_for(by, stored(scene), now()), now())
            paper = opening(content_of(stored(scene), now())).rows
        parts = [part for group in evidence.groups for one in group.sections for part in one.parts]
        return {
            "cash": f"Edition of its code: {said}" in visible_text(officer.get("examinations:cash", scene.examination.pk)),
            "breaches": f"{said}." in visible_text(officer.get("examinations:breaches", scene.examination.pk)),
            "paper": (label, said) in paper,
            "quality assurance": (label, said) in [(fact.label, fact.value) for part in parts for fact in part.facts],
        }

    assert places() == dict.fromkeys(("cash", "breaches", "paper", "quality assurance"), is_named)
    scene.do("pc.stansted", actions.withdraw_event, event=seizure.event, at=now(), reason="Nothing was seized.")
    assert not any(found for name, found in places().items() if name != "cash")
