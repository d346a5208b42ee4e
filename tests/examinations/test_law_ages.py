"""The age from which a child's own consent counts, and whose consent a prosecution needs, as entries of the law: corrected by two people,
and as they stood when the record began."""

from datetime import timedelta

import pytest

from borderops.kit.localtime import london_date
from examinations import actions
from examinations.law.in_force import live_law
from examinations.models import Correction, LegalEntry, Power
from examinations.reference import own_consent_age
from examinations.refusals import Refusal
from examinations.wording import written
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today


def entry(kind: str, power: str = "TACT_S7", **more: str) -> LegalEntry:
    return LegalEntry.objects.get(kind=kind, power=power, correction=None, **more)


def propose(cast: Cast, row: LegalEntry, **changes: object) -> Correction:
    made: Correction = do(
        cast,
        "admin.vetting",
        actions.propose_entry,
        entry=row,
        changes=changes,
        in_force_from=london_date(cast.at),
        reason="A fictional reading.",
        at=cast.at,
    )
    return made


@pytest.mark.parametrize("power", Power.values)
def test_the_age_is_a_row_of_each_power_that_nobody_has_verified(cast: Cast, power: str) -> None:
    row = entry("AGE", power)
    assert (row.terms, row.verified) == ({"years": 14}, False)
    assert own_consent_age(power, cast.at) == 14


def test_another_age_holds_for_records_begun_after_it_under_its_power_alone(cast: Cast) -> None:
    approve(cast, propose(cast, entry("AGE"), years=16), cast.at + timedelta(minutes=5))
    live_law()
    later = cast.at + timedelta(minutes=6)
    assert own_consent_age("TACT_S7", cast.at) == 14
    assert own_consent_age("TACT_S7", later) == 16
    assert own_consent_age("CTBSA_S3", later) == 14


@pytest.mark.parametrize(
    ("changes", "said"), [({"years": 0}, "1 to 17"), ({"years": 18}, "1 to 17"), ({"is_used": False}, "Correct it instead")]
)
def test_an_age_that_makes_no_sense_is_refused(cast: Cast, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        propose(cast, entry("AGE"), **changes)


def test_the_age_is_corrected_on_the_pages(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), entry("AGE")
    assert 'value="14"' in admin.get("law:correct_entry", row.pk).content.decode()
    sent = {"words": row.words, "authority": row.authority, "citation": row.citation, "is_used": "on", "reason": "Read.", **today(cast)}
    for wrong in ("18", "fourteen", ""):
        assert admin.post("law:correct_entry", row.pk, **sent, years=wrong).status_code == 422
    assert admin.post("law:correct_entry", row.pk, **sent, years="13", verified="on").status_code == 302
    correction = Correction.objects.get()
    di = Browser(cast, "di.region")
    assert "Age 13 years" in visible_text(di.get("law:correction", correction.pk))
    di.post("law:decide", correction.pk, decision="APPROVE")
    said = visible_text(di.get("law:law"))
    assert f"{row.words}: 13" in said
    assert f"Before: {row.words}: 14." in said


def test_whose_consent_a_prosecution_needs_is_corrected_too_and_never_for_a_record_begun_before(cast: Cast) -> None:
    row = entry("PENALTY", key="PARAGRAPH_18")
    approve(cast, propose(cast, row, prosecution="Ask the Crown Prosecution Service."), cast.at + timedelta(minutes=5))
    live_law()
    before = written("outcome", ["OFFENCE"], "TACT_S7", cast.at)
    after = written("outcome", ["OFFENCE"], "TACT_S7", cast.at + timedelta(minutes=6))
    assert "No consent of the Director" in before
    assert "Ask the Crown Prosecution Service." in after
    assert "No consent of the Director" not in after
