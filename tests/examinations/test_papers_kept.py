"""What is kept and is no device: it may hold protected material, and it may be copied. A journalist's notebook, from the flag through the
sift and the copy to the Commissioner."""

from typing import Any

import pytest

from borderops.kit.clock import written_at
from examinations import actions
from examinations.models import DeviceCopy, Item, Power
from examinations.papers.frozen import content_of
from examinations.papers.property import parts
from examinations.papers.record import timeline
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.assurance.test_evidence import evidence, finish, rows, section
from tests.cast import Cast
from tests.examinations.keeping import against, clock_of, copy_of, keep, line_of
from tests.examinations.pages import Browser, begun, text_of, typed, visible_text
from tests.examinations.scenes import Scene, begin

REASONS = "Names of sources on every page"
SIFTED = {"is_journalistic": True, "filter_reasons": REASONS}
FLAGGED = {
    "version": "1",
    "lpp_claimed": "no",
    "is_journalistic": "yes",
    "filter_reasons": REASONS,
    "independent_counsel": "Fictional Chambers 12",
    "sift_status": "UNDER_WAY",
    "held_separate_until": "Counsel's report",
}
COPIED = {
    "is_by_constable": "yes",
    "method": "Photocopies",
    "ground": "NATIONAL_SECURITY",
    "ground_reason": "Named places",
    "is_confidential": "yes",
}


def notebook(cast: Cast) -> tuple[Scene, Item, Browser]:
    scene = begun(cast, 30, power=Power.CTBSA_S3)
    return scene, keep(scene, 10, kind="DOCUMENT", description="A notebook"), Browser(cast, "pc.stansted")


def do(officer: Browser, scene: Scene, item: Item, slug: str, **fields: Any) -> Any:
    return officer.post("examinations:item_act", scene.examination.pk, item.pk, slug, **fields)


def test_a_journalists_notebook_is_flagged_sifted_and_copied_and_the_commissioner_hears_of_the_copy(cast: Cast) -> None:
    scene, item, officer = notebook(cast)
    assert do(officer, scene, item, "filter", **FLAGGED).status_code == 302
    assert do(officer, scene, item, "copy", **COPIED).status_code == 302
    page = visible_text(officer.get("examinations:item", scene.examination.pk, item.pk))
    for words in (
        "Protected material",
        REASONS,
        "Fictional Chambers 12",
        "Under way",
        "Copy 1",
        "Photocopies",
        "Commissioner to be informed",
    ):
        assert words in page, words
    assert "Kept, and neither examined nor used." in page
    whole = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "Copied: item 1, copy 1" in whole
    assert "Device copied" not in whole
    copy = copy_made(item)
    [line] = line_of(scene, item, 40).copies
    assert line.route.is_concerned
    assert not line.route.may_be_used
    assert "C8" in {clock.rule for clock in line.clocks}
    told = officer.post("examinations:copy_act", scene.examination.pk, item.pk, copy.pk, "inform")
    assert told.status_code == 302
    [line] = line_of(scene, item, 40).copies
    assert line.route.label == "Commissioner informed"


def copy_made(item: Item) -> DeviceCopy:
    with acting_as(SYSTEM):
        return DeviceCopy.objects.get(item=item)


@pytest.mark.parametrize(("kind", "asks_for_passcodes"), [("DEVICE", True), ("DOCUMENT", False), ("OTHER", False)])
def test_copying_and_protected_material_are_offered_for_everything_kept_and_passcodes_for_devices(
    cast: Cast, kind: str, asks_for_passcodes: bool
) -> None:
    scene = begun(cast, 30)
    item = keep(scene, 10, kind=kind)
    page = text_of(Browser(cast, "pc.stansted").get("examinations:item", scene.examination.pk, item.pk))
    for slug in ("copy", "filter"):
        assert f"/{slug}/" in page
    assert ("/passcode-demanded/" in page) is asks_for_passcodes
    form = text_of(Browser(cast, "pc.stansted").get("examinations:item_act", scene.examination.pk, item.pk, "copy"))
    assert ("Photocopies, scans" in form) is not asks_for_passcodes
    assert ("file system" in form) is asks_for_passcodes


def test_the_paper_and_the_past_show_it_as_they_show_a_device(cast: Cast) -> None:
    scene, item, officer = notebook(cast)
    with written_at(scene.minute(12)):
        scene.do("pc.stansted", actions.describe_item, item=item, version=1, changes=SIFTED)
        copy_of(scene, item, 12, method="Photocopies", ground="NATIONAL_SECURITY", is_confidential=True)
    with acting_as(SYSTEM):
        content = content_of(scene.fresh(), scene.minute(40))
    told = dict(next(part for part in parts(content) if part.title == "Item 1").rows)
    assert told["Journalistic material"] == "Yes"
    assert "Photocopies" in told["Copy 1"]
    assert "Copied: item 1, copy 1" in [entry.title for entry in timeline(content)]
    then = officer.get("examinations:as_it_stood", scene.examination.pk, **typed("then", scene.minute(25)))
    for words in (REASONS, "Photocopies", "Copied: item 1, copy 1"):
        assert words in visible_text(then), words


def test_quality_assurance_is_shown_the_sift_and_the_copy(cast: Cast) -> None:
    scene = begin(cast, power=Power.CTBSA_S3)
    scene.detain(5)
    item = keep(scene, 10, kind="DOCUMENT", description="A notebook")
    scene.do("pc.stansted", actions.describe_item, item=item, version=1, changes=SIFTED)
    copy_of(scene, item, 12, method="Photocopies", ground="NATIONAL_SECURITY", is_confidential=True)
    found = evidence(finish(scene))
    kept, copy = section(found, "property").parts
    assert (rows(kept)["Journalistic material"], rows(kept)["Reasons"]) == ("Yes", REASONS)
    assert rows(copy)["Kind of copy"] == "Photocopies"
    assert "Commissioner to be informed" in rows(copy)["Commissioner"]
    assert not section(found, "devices").parts


def test_a_copy_of_papers_by_somebody_who_is_no_constable_is_found_in_its_own_words(cast: Cast) -> None:
    scene = begin(cast)
    copy_of(scene, keep(scene, kind="DOCUMENT"), is_by_constable=False)
    assert "Something kept was copied, and not by a constable. Only an examining officer who is a constable may copy." in against(scene)
    copy_of(scene, keep(scene, 12), 22, is_by_constable=False)
    assert "A device was copied, and not by a constable. Only an examining officer who is a constable may copy." in against(scene)


def test_a_notebook_itself_kept_for_national_security_goes_the_same_way(cast: Cast) -> None:
    scene = begun(cast, 30, power=Power.CTBSA_S3)
    item = keep(scene, 10, kind="DOCUMENT", ground="NATIONAL_SECURITY")
    assert clock_of(scene, item, 11, "C8").live
    assert line_of(scene, item, 11).route.is_concerned
