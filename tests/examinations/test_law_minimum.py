"""The smallest sum of cash that may be seized as an entry of the law: corrected by two people, and as it stood when the record began."""

from datetime import timedelta
from decimal import Decimal

import pytest

from borderops.kit.localtime import london_date
from examinations import actions, cash
from examinations.law.in_force import live_law
from examinations.models import Correction, LegalEntry
from examinations.refusals import Refusal
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today


def minimum() -> LegalEntry:
    return LegalEntry.objects.get(kind="MINIMUM", correction=None)


def propose(cast: Cast, **changes: object) -> Correction:
    made: Correction = do(
        cast,
        "admin.vetting",
        actions.propose_entry,
        entry=minimum(),
        changes=changes,
        in_force_from=london_date(cast.at),
        reason="A fictional order.",
        at=cast.at,
    )
    return made


def test_another_sum_holds_for_records_begun_after_it_alone(cast: Cast) -> None:
    approve(cast, propose(cast, pence=500_050, verified=True), cast.at + timedelta(minutes=5))
    live_law()
    before, later, held = cast.at, cast.at + timedelta(minutes=6), Decimal("4999.99")
    assert cash.below_minimum("POCA", held, before) == ""
    sentence = "£4,999.99 is less than £5,000.50, the smallest sum that may be seized (POCA s.294(3))."
    assert cash.below_minimum("POCA", held, later) == sentence
    assert cash.below_minimum("POCA", Decimal("5000.50"), later) == ""
    assert cash.below_minimum("ATCSA", held, later) == "", "its Act knows no such sum"


@pytest.mark.parametrize(("changes", "said"), [({"pence": 0}, "a penny at least"), ({"is_used": False}, "Correct the sum instead")])
def test_a_sum_that_makes_no_sense_is_refused(cast: Cast, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        propose(cast, **changes)


def test_the_sum_is_corrected_in_pounds_on_the_pages(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), minimum()
    assert 'value="1000"' in admin.get("law:correct_entry", row.pk).content.decode()
    sent = {"words": row.words, "authority": row.authority, "citation": row.citation, "is_used": "on", "reason": "An order.", **today(cast)}
    faulty = admin.post("law:correct_entry", row.pk, **sent, pence="0")
    assert faulty.status_code == 422
    assert admin.post("law:correct_entry", row.pk, **sent, pence="2000.50").status_code == 302
    correction = Correction.objects.get()
    assert correction.entry.terms == {"pence": 200_050}
    di = Browser(cast, "di.region")
    assert "Sum £2,000.50" in visible_text(di.get("law:correction", correction.pk))
    di.post("law:decide", correction.pk, decision="APPROVE")
    said = visible_text(di.get("law:law"))
    assert "The smallest sum of cash that may be seized: £2,000.50 Not verified" in said
    assert "Before: The smallest sum of cash that may be seized: £1,000." in said
