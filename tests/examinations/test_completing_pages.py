"""Particulars, drafts and version conflicts; explaining breaches; submitting; answering a return."""

from typing import Any
from uuid import uuid4

from examinations import actions
from examinations.models import Addendum, BreachExplanation, SubmittedVersion
from organisation.drafts import Typed, save_draft
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, ended, headings, returned, stored, submitted, text_of, title_of, visible_text
from tests.organisation.pages import boxes

FORM = "examinations.particulars"


def test_the_particulars_are_saved_as_they_were_typed(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    sent: dict[str, Any] = {
        "version": 1,
        "direction": "INBOUND",
        "carrier": "Fictional Air",
        "considerations": ["behaviour", "local_trends_patterns"],
        "selection_reason": "Left the queue twice.\nSaw the patrol.",
        "is_intelligence_led": "no",
        "family_name": "O’Example-Ñandú",
        "ethnicity_stated": "A2",
        "is_vulnerable": "yes",
        **boxes("born_on", 27, 3, 1987),
    }
    assert officer.post("examinations:particulars", scene.examination.pk, **sent).status_code == 302
    kept = stored(scene).particulars
    assert (kept.direction, kept.carrier, kept.considerations) == ("INBOUND", "Fictional Air", ["behaviour", "local_trends_patterns"])
    assert (kept.is_intelligence_led, kept.is_vulnerable, kept.looks_under_18) == (False, True, None)
    assert (kept.family_name, str(kept.born_on)) == ("O’Example-Ñandú", "1987-03-27")
    facts = visible_text(officer.get("examinations:facts", scene.examination.pk))
    assert "The person's observed behaviour; Emerging local trends or patterns of travel" in facts
    assert "Asian or Asian British: Pakistani" in facts


def test_the_form_opens_with_what_is_on_record(cast: Cast) -> None:
    scene = ended(cast)
    page = text_of(Browser(cast, "pc.stansted").get("examinations:particulars", scene.examination.pk))
    assert 'value="Fictional Air"' in page
    assert 'value="behaviour" checked' in page
    assert "Owed here" in page


def test_a_date_of_birth_to_come_is_refused_beside_the_field(cast: Cast) -> None:
    scene = begun(cast, 30)
    refused = Browser(cast, "pc.stansted").post(
        "examinations:particulars", scene.examination.pk, version=1, carrier="Kept", **boxes("born_on", 1, 1, 2099)
    )
    assert refused.status_code == 422
    assert "Date of birth must be in the past." in visible_text(refused)
    assert 'value="Kept"' in text_of(refused)


def test_a_second_writer_is_shown_both_texts_and_may_send_theirs_again(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    where = ("examinations:particulars", scene.examination.pk)
    officer.post(*where, version=1, carrier="First Air")
    conflict = officer.post(*where, version=1, carrier="Second Air", origin="Krakow")
    assert conflict.status_code == 409
    both = visible_text(conflict)
    assert "First Air" in both
    assert "Second Air" in both
    assert stored(scene).particulars.carrier == "First Air"
    assert 'name="version" value="2"' in text_of(conflict)
    officer.post(*where, version=2, carrier="Second Air", origin="Krakow")
    assert stored(scene).particulars.carrier == "Second Air"


def test_sending_again_undoes_nothing_that_the_other_wrote_elsewhere(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    where = ("examinations:particulars", scene.examination.pk)
    theirs: dict[str, Any] = {
        "carrier": "First Air",
        "considerations": ["behaviour"],
        "is_vulnerable": "yes",
        **boxes("born_on", 27, 3, 1987),
    }
    officer.post(*where, version=1, **theirs)
    conflict = officer.post(*where, version=1, origin="Krakow")
    assert conflict.status_code == 409
    page = text_of(conflict)
    assert 'value="First Air"' in page
    assert 'value="behaviour" checked' in page
    assert 'name="born_on_year" type="text" inputmode="numeric" autocomplete="off" value="1987"' in page
    assert 'value="Krakow"' in page
    assert "First Air" not in visible_text(conflict)  # nobody disputes the carrier


def test_unsaved_typing_is_put_back_over_the_version_that_it_was_typed_on(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    typed = Typed({"carrier": ["Half-typed Ai"], "considerations": ["behaviour"], "is_vulnerable": ["no"]}, version=7, based_on=1)
    with acting_as(cast.actor("pc.stansted")):
        save_draft(owner=cast["pc.stansted"], form=FORM, thing_id=scene.examination.pk, typed=typed, at=cast.at)
    scene.do(
        "pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes={"origin": "Oslo"}
    )
    page = text_of(officer.get("examinations:particulars", scene.examination.pk))
    assert 'value="Half-typed Ai"' in page
    assert 'data-draft-version="7"' in page
    assert 'name="version" value="1"' in page
    thrown = {"submission_id": str(uuid4()), "back": f"/examinations/{scene.examination.pk}/particulars/"}
    assert officer.client.post(f"/drafts/{FORM}/{scene.examination.pk}/discard/", thrown)["Location"] == thrown["back"]
    assert "Half-typed" not in text_of(officer.get("examinations:particulars", scene.examination.pk))


def test_a_saved_form_leaves_no_draft(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    with acting_as(cast.actor("pc.stansted")):
        save_draft(owner=cast["pc.stansted"], form=FORM, thing_id=scene.examination.pk, typed=Typed({"carrier": ["x"]}, 3, 1), at=cast.at)
    officer.post("examinations:particulars", scene.examination.pk, version=1, carrier="Fictional Air")
    assert "Your unsaved typing" not in text_of(officer.get("examinations:particulars", scene.examination.pk))


def test_a_breach_is_explained_in_the_officers_own_words(cast: Cast) -> None:
    scene, officer = ended(cast), Browser(cast, "pc.stansted")
    page = officer.get("examinations:breaches", scene.examination.pk)
    assert "The first review came" in visible_text(page)
    due_at = text_of(page).split('name="due_at" value="')[1].split('"')[0]
    where = ("examinations:breaches", scene.examination.pk)
    assert officer.post(*where, rule="C3", due_at=due_at, words="").status_code == 422
    assert officer.post(*where, rule="C3", due_at=due_at, words="The lift stuck.").status_code == 302
    with acting_as(SYSTEM):
        assert BreachExplanation.objects.get().words == "The lift stuck."
    assert "The lift stuck." in visible_text(officer.get(*where))
    assert "find no such breach" in visible_text(officer.post(*where, rule="C4", due_at=due_at, words="?"))


def test_the_submit_page_shows_what_quality_assurance_will_look_at_first(cast: Cast) -> None:
    scene, officer = ended(cast, outcome=[]), Browser(cast, "pc.stansted")
    page = officer.get("examinations:submit", scene.examination.pk)
    said = visible_text(page)
    assert "The first review came" in said
    assert "Not explained" in said
    assert "Give the outcome." in said
    assert headings(page) == 1


def test_submitting_twice_submits_once(cast: Cast) -> None:
    scene, officer = ended(cast), Browser(cast, "pc.stansted")
    sent = {"submission_id": str(uuid4())}
    for _ in range(2):
        assert officer.client.post(f"/examinations/{scene.examination.pk}/submit/", sent).status_code == 302
    with acting_as(SYSTEM):
        assert SubmittedVersion.objects.count() == 1
    assert "Awaiting quality assurance" in visible_text(officer.get("examinations:record", scene.examination.pk))
    assert officer.get("examinations:particulars", scene.examination.pk).status_code == 403


def test_a_live_record_cannot_be_submitted(cast: Cast) -> None:
    assert Browser(cast, "pc.stansted").get("examinations:submit", begun(cast, 10).examination.pk).status_code == 403


def test_the_returned_page_sets_the_sergeants_words_beside_the_very_field(cast: Cast) -> None:
    scene = returned(cast, selection_reason="What about the passports?", timeline="Why so late?")
    page = Browser(cast, "pc.stansted").get("examinations:returned", scene.examination.pk)
    said = visible_text(page)
    assert said.index("What about the passports?") < said.index("Two passports at the desk.") < said.index("Why so late?")
    assert "One thing to add." in said
    assert "Canarywood" not in title_of(page)


def test_a_return_is_answered_beside_the_field_and_sent_back_with_one_press(cast: Cast) -> None:
    scene, officer = returned(cast), Browser(cast, "pc.stansted")
    where = ("examinations:returned", scene.examination.pk)
    refused = officer.post(*where, field="selection_reason", addition="Both were genuine.", reason="")
    assert refused.status_code == 422
    assert "Both were genuine." in text_of(refused)
    assert officer.post(*where, field="selection_reason", addition="Both were genuine.", reason="Left out").status_code == 302
    assert officer.post(*where, field="carrier", addition="It was a charter.", reason="Noticed since").status_code == 302
    with acting_as(SYSTEM):
        assert [each.field for each in Addendum.objects.order_by("added_at")] == ["selection_reason", "carrier"]
    page = visible_text(officer.get(*where))
    assert "Both were genuine." in page
    assert "It was a charter." in page
    officer.post("examinations:resubmit", scene.examination.pk)
    assert stored(scene).state == "SUBMITTED"
    facts = visible_text(officer.get("examinations:facts", scene.examination.pk))
    assert facts.index("Two passports at the desk.") < facts.index("Both were genuine.")


def test_a_record_that_was_not_returned_has_nothing_to_answer(cast: Cast) -> None:
    scene = submitted(cast)
    officer = Browser(cast, "pc.stansted")
    assert officer.get("examinations:returned", scene.examination.pk).status_code == 403
    assert officer.post("examinations:resubmit", scene.examination.pk).status_code == 403


def test_a_reviewer_is_neither_offered_the_particulars_nor_let_type_into_them(cast: Cast) -> None:
    scene, reviewer = begun(cast, 70), Browser(cast, "sgt.stansted")
    scene.detain(20)
    scene.review(50)
    assert "Fill in particulars" not in visible_text(reviewer.get("examinations:record", scene.examination.pk))
    assert "Fill in particulars" not in visible_text(reviewer.get("examinations:facts", scene.examination.pk))
    assert reviewer.get("examinations:particulars", scene.examination.pk).status_code == 403
    assert reviewer.get("examinations:place", scene.examination.pk).status_code == 403
    assert "Fill in particulars" in visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
