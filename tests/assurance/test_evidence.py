"""The evidence beside the questions: everything that the record holds, in words, grouped, each part with the record's own page, at a cost
that does not grow."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assurance import queries
from assurance.actions import claim_examination
from assurance.evidence import Evidence, evidence_of
from assurance.evidence.shapes import Part, Section
from assurance.models import Assessment, Criterion
from examinations import actions
from examinations.actions import BiometricDetails, CopyDetails, SearchDetails
from examinations.cash import Pieces
from examinations.models import CashPower, Kind, Power, Review
from examinations.views.record import TABS
from organisation.policy import Actor
from tests.cast import Cast
from tests.examinations.pages import visible_text
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed

pytestmark = pytest.mark.django_db
SELECTED = {
    "considerations": ["behaviour", "means_of_travel_docs"],
    "selection_reason": "Two passports were shown one after the other at the desk.",
    "premises": "PORT",
    "ethnicity_stated": "W1",
    "family_name": "Ferngrove",
    "given_names": "Ilse",
    "document_number": "ZZ445566",
}


def everything(cast: Cast, power: str = Power.TACT_S7, times: int = 1) -> Scene:
    """Somebody searched, whose telephone was copied, whose prints were taken and whose cash was seized, so many times over."""
    scene = begin(cast, power=power)
    scene.detain(10)
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(11), version=1, changes=SELECTED)
    for number in range(times):
        _things(scene, 12 + number)
    return scene


def _things(scene: Scene, minute: float) -> None:
    def on(act: Any, **values: Any) -> Any:
        return scene.do("pc.stansted", act, examination=scene.examination, when=pressed(scene.minute(minute)), **values)

    search = SearchDetails(searcher_sex="FEMALE", person_sex="FEMALE", words="Coat and both bags.")
    on(actions.record_search, kind=Kind.PERSON_SEARCHED, details=search)
    item = on(actions.keep_item, kind="DEVICE", words="A black telephone")
    when = pressed(scene.minute(minute))
    scene.do("pc.stansted", actions.record_passcode, item=item, kind=Kind.PASSCODE_DEMANDED, when=when)
    scene.do("pc.stansted", actions.copy_device, item=item, when=when, details=CopyDetails(method="Logical", reference="LAB-77"))
    on(actions.keep_item, kind="DOCUMENT", words="A notebook")
    prints = BiometricDetails(what="FINGERPRINTS", basis="CONSENT", reason="Identity is doubted.", was_told_of_use=True)
    on(actions.take_biometrics, details=prints)
    cash = on(actions.seize_cash, power=CashPower.ATCSA, details={"grounds": "Bundled by denomination."})
    counters = (scene.cast["pc.stansted"], scene.cast["sgt.stansted"])
    scene.do("pc.stansted", actions.count_cash, seizure=cash, when=when, counters=counters, pieces=[Pieces("GBP", Decimal(20), 70)])


def finish(scene: Scene) -> Scene:
    scene.release(100)
    scene.submit(110)
    return scene


def evidence(scene: Scene, who: str = "sgt.norwich") -> Evidence:
    def look(by: Actor) -> Evidence:
        at = scene.minute(120)
        return evidence_of(by, queries.material_for(by, scene.fresh(), at), at)

    return scene.do(who, look)


def section(found: Evidence, key: str) -> Section:
    return next(one for group in found.groups for one in group.sections if one.key == key)


def rows(part: Part) -> dict[str, str]:
    return {fact.label: str(fact.value) for fact in part.facts}


def all_sections(found: Evidence) -> Iterator[Section]:
    return (one for group in found.groups for one in group.sections)


def claimed(scene: Scene) -> Assessment:
    return scene.do("sgt.norwich", claim_examination, examination=scene.examination, at=scene.minute(120))


def test_considerations_are_told_in_the_words_of_the_list_and_the_place_beside_them(cast: Cast) -> None:
    found = evidence(finish(everything(cast)))
    [selection] = section(found, "selection").parts
    said = rows(selection)["Considerations in the selection"]
    assert said == "The person&#x27;s observed behaviour<br>Means of travel and documents that might be used"
    where = rows(section(found, "examination").parts[0])
    assert (where["Place"], where["Examining officers, with rank then"]) == ("Gate 12", "PC 4201")
    assert rows(section(found, "journey").parts[0])["Where examined"].startswith("At the port")
    assert rows(section(found, "person").parts[0])["Ethnicity as stated"] == "White: British"


def test_searches_devices_copies_prints_and_cash_are_told(cast: Cast) -> None:
    found = evidence(finish(everything(cast)))
    [search] = section(found, "searches").parts
    assert rows(search)["What, how far, what was found"] == "Coat and both bags."
    device, copy, passcodes = section(found, "devices").parts
    assert rows(device)["How it stands"] == "Kept for examination"
    assert "PC 4201" in rows(device)["Who has had it"]
    assert rows(copy)["Reference"] == "LAB-77"
    assert any(label.startswith("Passcode demanded") for label in rows(passcodes))
    assert len(section(found, "property").parts) == 1
    assert rows(section(found, "biometrics").parts[0])["Rests on"] == "The person's consent in writing"
    [cash] = section(found, "cash").parts
    assert rows(cash)["Amount"].startswith("GBP 1,400.00")
    assert rows(cash)["Counted"].endswith("by PC 4201 and PS 3201")
    assert rows(cash)["Grounds of the suspicion"] == "Bundled by denomination."


def test_an_earlier_examination_is_told_with_its_number_in_the_year_and_its_record(cast: Cast) -> None:
    cast.at -= timedelta(days=30)
    early = finish(everything(cast))
    cast.at += timedelta(days=30)
    [part] = section(evidence(finish(everything(cast))), "before").parts
    said = rows(part)
    assert said["In the twelve months before"] == "1"
    assert "Why examined again" in said
    assert early.examination.reference in " ".join(said.values())


REQUIRED = (
    "Review officer, with rank then",
    "Examining officers, with rank then",
    "Due",
    "Started",
    "Decided",
    "Carried out",
    "Place",
    "Representations offered to",
    "Representations",
    "Outcome",
    "Grounds",
    "Satisfied that detention is necessary to exercise the power to question",
    "Reminded of rights not yet exercised",
    "Conclusion on delayed rights",
    "Person informed of the decision",
    "Record made in the person’s presence (good practice)",
    "Interpreter present",
    "Appropriate adult present",
    "Signed",
)


def reviewed(cast: Cast, **details: Any) -> dict[str, str]:
    scene = begin(cast)
    scene.detain(10)
    scene.review(60, **details)
    [part] = section(evidence(finish(scene)), "reviews").parts
    return rows(part)


def test_a_review_shows_every_field_that_the_law_asks_for_even_where_it_is_empty(cast: Cast) -> None:
    said = reviewed(cast)
    assert tuple(label for label in REQUIRED if label not in said) == ()
    assert said["Review officer, with rank then"] == "PS 3201"
    assert said["Examining officers, with rank then"] == "PC 4201"
    assert said["Grounds"] == ""
    assert "Why not in person" not in said


def test_what_makes_a_reason_due_makes_its_row_appear_though_nobody_gave_it(cast: Cast) -> None:
    said = reviewed(
        cast,
        manner=Review.Manner.TELEPHONE,
        remote_reason="The road was closed.",
        representations=Review.Representations.REFUSED_UNFIT,
        representations_text="Shouting throughout.",
        was_informed=False,
        not_informed_reason=Review.NotInformed.VIOLENT,
    )
    assert said["Why not in person"] == "The road was closed."
    assert said["Why refused"] == "Shouting throughout."
    assert said["Why not informed"] == "Violent or likely to become violent"


def test_each_section_names_a_page_that_such_a_record_has(cast: Cast) -> None:
    known = {name for name, _, _ in TABS}
    found = list(all_sections(evidence(finish(everything(cast)))))
    assert len(found) == 15
    assert {one.tab for one in found} <= known
    assert len({one.key for one in found}) == len(found)


def test_each_criterion_points_to_a_section_that_is_there(cast: Cast) -> None:
    found = evidence(finish(begin(cast)))
    points = {criterion.code: found.section_for(criterion) for criterion in Criterion.objects.all()}
    assert set(points.values()) <= found.keys()
    assert (points["QA-D2"], points["QA-E1"], points["QA-E2"], points["QA-G3"]) == ("devices", "searches", "property", "reviews")


def test_the_page_draws_all_of_it_and_links_to_the_tabs(cast: Cast, client: Client) -> None:
    scene = everything(cast)
    scene.review(50)
    assessment = claimed(finish(scene))
    cast.sign_in(client, "sgt.norwich")
    answer = client.get(reverse("assurance:assess", args=[assessment.pk]))
    said = visible_text(answer)
    for words in ("Coat and both bags.", "A black telephone", "LAB-77", "Bundled by denomination.", "GBP 1,400.00", "Gate 12", "PS 3201"):
        assert words in said, words
    assert "means_of_travel_docs" not in said
    for tab in ("facts", "previous", "rights", "breaches", "reviews", "cash", "property"):
        assert f'href="{reverse(f"examinations:{tab}", args=[scene.examination.pk])}"' in answer.content.decode(), tab


def test_twelve_of_everything_cost_no_more_queries_than_one(cast: Cast, client: Client) -> None:
    cast.sign_in(client, "sgt.norwich")

    def cost(scene: Scene) -> int:
        address = reverse("assurance:assess", args=[claimed(finish(scene)).pk])
        client.get(address)
        with counting() as made:
            assert client.get(address).status_code == 200
        return number_of(made)

    few, many = everything(cast), everything(cast, times=12)
    few.review(50)
    for minute in (40, 45, 50, 55):
        many.review(minute)
    assert cost(many) == cost(few)


def test_why_somebody_was_examined_again_stands_beside_the_earlier_examinations_alone(cast: Cast) -> None:
    scene = begin(cast)
    given = {"repeat_justification": "Named in new reporting."}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes=given)
    found = evidence(finish(scene))
    assert "Why examined again" not in rows(section(found, "selection").parts[0])
    assert rows(section(found, "before").parts[0]) == {"In the twelve months before": "0", "Why examined again": "Named in new reporting."}
