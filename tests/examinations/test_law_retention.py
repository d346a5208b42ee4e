"""The grounds for keeping property and copies as lists of the law: corrected by two people, read as they stood when the record began, and
never what the clocks do with them."""

from datetime import timedelta
from typing import Any

import pytest

from borderops.kit.localtime import london_date
from examinations import actions
from examinations.clocks import Ground
from examinations.instants import Instant
from examinations.law import lists
from examinations.law.in_force import live_law
from examinations.models import Correction, Item, LegalEntry
from examinations.property.things import about_property
from examinations.reference import kept_on, kept_short, kept_words
from examinations.refusals import Refusal
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import Scene, begin
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today


def ground(key: str, power: str = "TACT_S7", kind: str = "RETENTION") -> LegalEntry:
    return LegalEntry.objects.get(kind=kind, key=key, power=power, correction=None)


def correct(cast: Cast, row: LegalEntry, after: float, **changes: Any) -> None:
    """Approve it so many minutes after the present of the cast, and let this process know."""
    day = london_date(cast.at)
    made: Correction = do(
        cast, "admin.vetting", actions.propose_entry, entry=row, changes=changes, in_force_from=day, reason="Amended.", at=cast.at
    )
    approve(cast, made, cast.at + timedelta(minutes=after))
    live_law()


def keep(scene: Scene, at: float, key: str = "EVIDENCE") -> Item:
    when = Instant(scene.minute(at), scene.minute(at))
    kept: Item = scene.do(
        "pc.stansted", actions.keep_item, examination=scene.examination, kind=Item.Kind.OTHER, ground=key, description="A bag", when=when
    )
    return kept


@pytest.mark.parametrize("kind", ["RETENTION", "COPY"])
def test_schedule_3_has_the_grounds_that_the_clocks_know_and_schedule_7_three_of_them(kind: str) -> None:
    known = [ground.name for ground in Ground]
    assert list(kept_on("CTBSA_S3", kind=kind)) == known
    assert list(kept_on("TACT_S7", kind=kind)) == known[:3]


def test_every_ground_says_where_it_stands_and_what_is_read() -> None:
    found = [one for one in lists.committed() if one.kind in {"RETENTION", "COPY"}]
    assert len(found) == 16
    assert all(one.authority and one.citation and one.terms["short"] for one in found)


def test_other_words_reach_records_begun_after_them_alone(cast: Cast) -> None:
    before = begin(cast).fresh().started_at
    correct(cast, ground("EVIDENCE"), 5, words="As evidence, in fiction", short="in fiction", verified=False)
    later = cast.at + timedelta(minutes=6)
    assert kept_on("TACT_S7", before)["EVIDENCE"] == "May be needed as evidence in criminal proceedings"
    assert kept_on("TACT_S7", later)["EVIDENCE"] == "As evidence, in fiction (not verified)"
    assert kept_on("CTBSA_S3", later)["EVIDENCE"] == "May be needed as evidence in criminal proceedings"
    assert kept_on("TACT_S7", later, kind="COPY")["EVIDENCE"] == "May be needed as evidence in criminal proceedings"
    detail = {"item": 2, "ground": "EVIDENCE"}
    assert about_property("PROPERTY_RETAINED", detail, "TACT_S7", before) == "item 2, as evidence"
    assert about_property("PROPERTY_RETAINED", detail, "TACT_S7", later) == "item 2, in fiction"


def test_a_ground_out_of_use_is_refused_to_later_records_and_taken_for_earlier_ones(cast: Cast) -> None:
    scene = begin(cast)
    correct(cast, ground("DEPORTATION"), 1, is_used=False)
    assert keep(scene, 2, "DEPORTATION").number == 1
    cast.at += timedelta(minutes=2)
    later = begin(cast)
    with pytest.raises(Refusal, match="Choose the ground on which it is kept"):
        keep(later, 1, "DEPORTATION")
    assert kept_short("TACT_S7", "DEPORTATION", later.fresh().started_at) == "for a deportation decision"


def test_a_ground_that_only_schedule_3_has_is_refused_under_schedule_7_and_still_read_there(cast: Cast) -> None:
    with pytest.raises(Refusal, match="only Schedule 3 has"):
        keep(begin(cast), 1, "NATIONAL_SECURITY")
    assert kept_words("TACT_S7", "NATIONAL_SECURITY", cast.at) == "Could be used in connection with a hostile act"


@pytest.mark.parametrize(
    ("key", "kind", "changes", "said"),
    [
        ("EXAMINATION", "RETENTION", {"is_used": False}, "cannot be left out"),
        ("EXAMINATION", "COPY", {"is_used": False}, "cannot be left out"),
        ("EVIDENCE", "RETENTION", {"short": " "}, "in a few words"),
    ],
)
def test_a_correction_of_a_ground_that_makes_no_sense_is_refused(
    cast: Cast, key: str, kind: str, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        correct(cast, ground(key, kind=kind), 0, **changes)


def test_what_the_service_does_with_a_ground_cannot_be_corrected(cast: Cast) -> None:
    with pytest.raises(ValueError, match="clock"):
        correct(cast, ground("EVIDENCE"), 0, clock="C6")


def test_the_pages_of_a_record_read_the_grounds_as_it_began_with_them(cast: Cast) -> None:
    scene = begin(cast)
    item = keep(scene, 1)
    cast.at += timedelta(minutes=2)
    correct(cast, ground("EVIDENCE"), 0, words="In fiction", short="in fiction")
    cast.at += timedelta(minutes=1)
    later = begin(cast)
    other = keep(later, 1)
    for each, thing, said in ((scene, item, "as evidence"), (later, other, "in fiction")):
        browser = Browser(cast, "pc.stansted")
        record = visible_text(browser.get("examinations:record", each.examination.pk))
        assert f"Property retained: item 1, {said}" in record
        page = visible_text(browser.get("examinations:item", each.examination.pk, thing.pk))
        assert f"Kept: {said}" in page
    assert "In fiction" in visible_text(Browser(cast, "pc.stansted").get("examinations:item_act", later.examination.pk, other.pk, "ground"))


def test_a_ground_is_corrected_on_the_pages(cast: Cast) -> None:
    admin, row = Browser(cast, "admin.vetting"), ground("EVIDENCE")
    form = visible_text(admin.get("law:correct_entry", row.pk))
    assert "In a few words" in form
    assert "Languages" not in form
    sent = {"words": row.words, "short": "in fiction", "authority": row.authority, "citation": row.citation, "is_used": "on"}
    assert admin.post("law:correct_entry", row.pk, **sent, verified="on", reason="Amended.", **today(cast)).status_code == 302
    said = visible_text(admin.get("law:correction", Correction.objects.get().pk))
    assert "Grounds for keeping property: May be needed as evidence" in said
    assert "In a few words in fiction" in said
