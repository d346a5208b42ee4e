"""What a submitted record still owes and whether it is a repeat reach the assurer; neither costs the queue anything."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assurance import queries
from assurance.actions import CannotAssure, Given, claim_examination, decide_assessment, save_answers
from assurance.due import assurance_due
from assurance.models import Criterion
from examinations import actions
from examinations.models import Examination, Kind
from organisation.policy import SYSTEM, Actor
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed

pytestmark = pytest.mark.django_db
PERSON = {"family_name": "Ferngrove", "given_names": "Ilse", "born_on": date(1984, 5, 2), "document_number": "ZZ 445566"}
COMPLETE = {
    **PERSON,
    "direction": "INBOUND",
    "carrier": "Fictional Air",
    "service_number": "FA 101",
    "origin": "Oslo",
    "destination": "Cambridge",
    "considerations": ["behaviour", "means_of_travel_docs"],
    "selection_reason": "Two passports were shown one after the other at the desk.",
    "is_intelligence_led": False,
    "sex": "FEMALE",
    "nationality": "British",
    "ethnicity_stated": "W1",
    "ethnicity_observed": "1",
    "is_vulnerable": False,
    "outcome": ["NO_FURTHER_ACTION"],
    "account": "Asked about the journey; answered.",
}


def short(cast: Cast, *, days: float = 0, **particulars: Any) -> Scene:
    """Somebody examined for half an hour, so many days before the others, and submitted."""
    cast.at -= timedelta(days=days)
    scene = begin(cast)
    changes = {**COMPLETE, **particulars}
    scene.record(Kind.NOTICE_SERVED, 1)
    scene.record(Kind.RECORDING_STARTED, 1)
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(10), version=1, changes=changes)
    scene.record(Kind.COMPLAINT_INFORMATION_GIVEN, 29)
    scene.release(30)
    scene.submit(45)
    cast.at += timedelta(days=days)
    return scene


def told(scene: Scene, code: str, who: str = "sgt.norwich") -> tuple[str, ...]:
    def look(by: Actor) -> tuple[str, ...]:
        return queries.prompts_for(by, scene.fresh(), scene.minute(60)).get(code, ())

    return scene.do(who, look)


def test_a_missing_particular_is_said_beside_completeness(cast: Cast) -> None:
    said = " ".join(told(short(cast, carrier="", account=""), "QA-H1"))
    assert "Not recorded: Carrier; Account of the examination." in said
    assert "Not recorded" not in " ".join(told(short(cast), "QA-H1"))


def test_an_unexplained_breach_is_said_until_it_is_explained(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain()
    scene.review(90)
    scene.release(100)
    due = scene.minute(80)
    owed = "The breach of C3 has no explanation yet."
    before = told(scene, "QA-H1")
    explain = {"rule": "C3", "due_at": due, "words": "The sergeant was at the other terminal.", "at": scene.minute(110)}
    scene.do("pc.stansted", actions.explain_breach, examination=scene.examination, **explain)
    scene.submit(120)
    after = told(scene, "QA-H1")
    assert owed in before
    assert owed not in after


def test_a_thing_kept_without_a_receipt_bears_on_the_criterion_of_property(cast: Cast) -> None:
    scene = begin(cast)
    scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="DOCUMENT", when=pressed(scene.minute(5)))
    scene.release(30)
    scene.submit(45)
    assert told(scene, "QA-E2") == ("Item 1: what it is and the receipt given, or why there is none",)


def test_a_repeat_is_said_with_its_number_and_what_is_new_is_asked_for(cast: Cast) -> None:
    for days in (20, 21, 22):
        early = short(cast, days=days)
    with acting_as(SYSTEM):  # further back than anybody of the cast was posted
        Examination.objects.filter(pk=early.examination.pk).update(started_at=cast.at - timedelta(days=400))
    assert told(short(cast), "QA-A2") == (
        "The same person or document was examined 2 times in the twelve months before, and what is new this time is not said.",
    )
    justified = short(cast, document_number="YY 1", repeat_justification="Named in new reporting.")
    assert told(justified, "QA-A2")[0].endswith("see whether what is said to be new is new.")


def test_a_first_examination_is_no_repeat(cast: Cast) -> None:
    short(cast, days=20, family_name="Somebody", document_number="AA 1")
    assert told(short(cast), "QA-A2") == ()


def test_an_earlier_record_that_is_kept_from_the_assurer_leaves_no_trace(cast: Cast) -> None:
    cast.at -= timedelta(days=20)
    early, owner = begin(cast, who="pc.compartment", compartment=cast.compartment), "pc.compartment"
    early.do(owner, actions.update_particulars, examination=early.examination, at=early.minute(10), version=1, changes=PERSON)
    early.do(owner, actions.release, examination=early.examination, when=pressed(early.minute(20)))
    cast.at += timedelta(days=20)
    scene = short(cast)
    assert told(scene, "QA-A2") == ()
    assert len(told(scene, "QA-A2", who=owner)) == 1


def test_nothing_owed_is_accepted_as_met_without_a_word(cast: Cast) -> None:
    scene = short(cast, carrier="")
    assessment = scene.do("sgt.norwich", claim_examination, examination=scene.examination, at=scene.minute(60))
    given = {code: Given("MET") for code in Criterion.objects.values_list("code", flat=True)}
    scene.do("sgt.norwich", save_answers, assessment=assessment, version=assessment.version, answers=given)
    with pytest.raises(CannotAssure, match="QA-H1"):
        scene.do("sgt.norwich", decide_assessment, assessment=assessment, at=scene.minute(70), outcome="ACCEPT")


@pytest.mark.parametrize(
    ("particulars", "is_child"),
    [
        ({"born_on": date(2012, 1, 1)}, True),
        ({"born_on": None, "looks_under_18": True}, True),
        ({"looks_under_18": True}, False),
        ({}, False),
    ],
    ids=["by age", "by looks", "a date of birth settles it", "an adult"],
)
def test_a_child_is_due_in_seventy_two_hours(cast: Cast, particulars: dict[str, Any], is_child: bool) -> None:
    scene = short(cast, **particulars)

    def due(by: Actor) -> object:
        return queries.lines(list(queries.queue(by)), scene.minute(60))[0].due_at

    assert scene.do("sgt.norwich", due) == assurance_due(scene.minute(45), is_urgent=is_child, holidays=queries.bank_holidays())


def test_neither_children_nor_repeats_cost_the_queue_a_query_each(cast: Cast, client: Client) -> None:
    def cost() -> int:
        with counting() as made:
            assert client.get(reverse("assurance:queue")).status_code == 200
        return number_of(made)

    short(cast, born_on=date(2012, 1, 1))
    cast.sign_in(client, "sgt.norwich")
    cost()
    one = cost()
    for _ in range(3):
        short(cast, born_on=date(2012, 1, 1))
    assert cost() == one
