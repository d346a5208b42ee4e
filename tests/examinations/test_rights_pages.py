"""Rights and welfare at a browser: one press each, details afterwards, what is owed, and the superintendent's own page."""

import re
from datetime import timedelta
from typing import Any

import pytest

from assurance.queries import made_critical_for, prompts_for
from examinations import actions
from examinations.models import Authority, Kind, Supplement, TimelineEvent
from examinations.offers import RIGHTS, WELFARE
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, headings, stored, text_of, visible_text
from tests.examinations.scenes import Scene

pytestmark = pytest.mark.django_db
ONE_PRESS = [offer for offer in (*RIGHTS, *WELFARE) if not offer.asks]


def detained(cast: Cast, minutes: float = 40) -> Scene:
    scene = begun(cast, minutes)
    scene.detain(20)
    return scene


def know(scene: Scene, **changes: Any) -> None:
    version = stored(scene).particulars.version
    values = {"examination": scene.examination, "at": scene.minute(21), "version": version, "changes": changes}
    scene.do("pc.stansted", actions.update_particulars, **values)


def a_child(cast: Cast) -> Scene:
    scene = detained(cast)
    know(scene, born_on=(scene.cast.at - timedelta(days=16 * 365 + 30)).date())
    return scene


def last(scene: Scene, kind: str) -> TimelineEvent:
    with acting_as(SYSTEM):
        return scene.examination.events.filter(kind=kind).latest("received_at")


@pytest.mark.parametrize("offer", ONE_PRESS, ids=lambda offer: offer.slug)
def test_each_right_is_one_press(cast: Cast, offer: Any) -> None:
    scene = detained(cast)
    if offer.kind == Kind.DELAY_ENDED:
        scene.record(Kind.RIGHT_DELAYED, 25, detail={"right": "SOLICITOR"})
    done = Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, offer.slug)
    assert done.status_code == 302
    assert last(scene, offer.kind).officer == cast["pc.stansted"]


def test_the_row_holds_the_main_acts_and_then_every_group_with_nothing_to_unfold(cast: Cast) -> None:
    page = text_of(Browser(cast, "pc.stansted").get("examinations:record", detained(cast).examination.pk))
    where = [page.index(part) for part in ("acts/release/", 'id="acts-rights"', 'id="acts-welfare"', 'id="acts-searches"')]
    assert where == sorted(where)
    acts = page[page.index('<section class="ex-acts"') : page.index('class="ex-acts__foot"')]
    assert "<details" not in acts
    for offer in ONE_PRESS:
        is_pressed = re.search(rf'<form method="post" action="[^"]*/acts/{offer.slug}/"', acts)
        assert is_pressed or f">{offer.label}</span>" in acts, f"{offer.slug} is neither one press nor shut"


def test_cash_is_one_press_away_on_the_live_page(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    page = text_of(officer.get("examinations:record", scene.examination.pk))
    assert re.search(rf'href="/examinations/{scene.examination.pk}/cash/seize/"\s+data-key="8"', page)
    assert officer.get("examinations:seize_cash", scene.examination.pk).status_code == 200
    assert officer.post("examinations:act", scene.examination.pk, "cash").status_code == 404


def test_the_end_of_the_one_delay_is_one_press_and_of_two_says_which(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    for number, key in enumerate(("SOLICITOR", "NAMED_PERSON"), start=25):
        scene.record(Kind.RIGHT_DELAYED, number, detail={"right": key})
    asked = officer.post("examinations:act", scene.examination.pk, "delay-ended")
    assert asked.status_code == 422
    assert "Which right may be exercised now" in visible_text(asked)
    assert officer.post("examinations:act", scene.examination.pk, "delay-ended", right="SOLICITOR").status_code == 302
    assert officer.post("examinations:act", scene.examination.pk, "delay-ended").status_code == 302
    assert last(scene, "DELAY_ENDED").detail == {"right": "NAMED_PERSON"}
    assert officer.post("examinations:act", scene.examination.pk, "delay-ended").status_code == 422


def test_the_tab_shows_what_was_done_and_what_is_owed(cast: Cast) -> None:
    scene = detained(cast)
    scene.record(Kind.SOLICITOR_REQUESTED, 25)
    page = Browser(cast, "pc.stansted").get("examinations:rights", scene.examination.pk)
    said = visible_text(page)
    assert headings(page) == 1
    assert "Solicitor Asked for" in said
    assert "Not filled in yet: Solicitor or firm asked for" in said
    assert "The notice of detention has not been served and explained." in said
    assert "It is not recorded whether the person wants somebody told that they are detained." in said


def test_details_are_filled_in_after_the_press_and_shown(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    event = scene.record(Kind.NOTICE_SERVED, 21)
    form = text_of(officer.get("examinations:details", scene.examination.pk, event.pk))
    assert "Notice of detention, code of 2025 (not verified)" in form
    sent = {"version": "0", "notice": "DETENTION/code of 2025", "language": "Turkish", "read_over": "INTERPRETER", "copy": "REFUSED"}
    assert officer.post("examinations:details", scene.examination.pk, event.pk, **sent).status_code == 302
    said = visible_text(officer.get("examinations:rights", scene.examination.pk))
    assert "In which language Turkish" in said
    assert "Read over By the interpreter" in said
    assert "Not filled in yet: Signature" in said


def test_a_second_writer_is_told_and_loses_nothing(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    event = scene.record(Kind.MEDICAL, 21)
    officer.post("examinations:details", scene.examination.pk, event.pk, version="0", by_whom="A paramedic")
    late = officer.post("examinations:details", scene.examination.pk, event.pk, version="0", what="A plaster")
    assert late.status_code == 422
    assert "Somebody else has filled this in" in visible_text(late)
    assert "A plaster" in text_of(late)
    with acting_as(SYSTEM):
        assert Supplement.objects.get(event=event).given == {"by_whom": "A paramedic"}


def test_a_consultation_cannot_end_before_it_began(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    event = scene.record(Kind.SOLICITOR_CONSULTED, 30)
    asked = officer.post(
        "examinations:details",
        scene.examination.pk,
        event.pk,
        version="0",
        until_time="00:00",
        until_day="1",
        until_month="1",
        until_year="2020",
    )
    assert asked.status_code == 422
    assert "cannot end before it began" in visible_text(asked)


def test_a_question_about_which_nothing_can_be_filled_in_has_no_page(cast: Cast) -> None:
    scene = detained(cast)
    event = scene.record(Kind.NOTE, 21, words="Belt 3")
    assert Browser(cast, "pc.stansted").get("examinations:details", scene.examination.pk, event.pk).status_code == 404


def test_no_choice_links_force_to_an_answer(cast: Cast) -> None:
    """A28."""
    scene = detained(cast)
    event = scene.record(Kind.FORCE_USED, 21)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:details", scene.examination.pk, event.pk))
    assert "Never to make a person answer" in page
    assert "question" not in page.lower().split("what it was used for")[1].split("what was done")[0].replace(
        "never to make a person answer", ""
    )


def test_e_35_a_question_to_a_child_without_an_adult_is_warned_of_and_never_blocked(cast: Cast) -> None:
    scene, officer = a_child(cast), Browser(cast, "pc.stansted")
    live = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "An appropriate adult is needed: call one, because the person is 16" in live
    warned = officer.post("examinations:act", scene.examination.pk, "question")
    assert warned.status_code == 422
    assert "Do not ask this person anything until one is" in visible_text(warned)
    taken = officer.post("examinations:act", scene.examination.pk, "question", without_adult_reason="")
    assert taken.status_code == 302
    assert last(scene, "QUESTION").detail == {}


def test_e_35_assurance_treats_it_as_critical_and_a_reason_lifts_that(cast: Cast) -> None:
    scene, officer = a_child(cast), Browser(cast, "pc.stansted")
    with acting_as(SYSTEM):
        assert made_critical_for(stored(scene)) == {"QA-G5"}
        assert any("without an appropriate adult" in text for text in prompts_for(SYSTEM, stored(scene), scene.minute(30))["QA-G5"])
    first = last(scene, "FIRST_QUESTION")
    sent = {"version": "0", "without_adult_reason": "A device was spoken of."}
    assert officer.post("examinations:details", scene.examination.pk, first.pk, **sent).status_code == 302
    with acting_as(SYSTEM):
        assert made_critical_for(stored(scene)) == frozenset()


def test_with_the_adult_there_a_question_is_one_press_again(cast: Cast) -> None:
    scene, officer = a_child(cast), Browser(cast, "pc.stansted")
    scene.record(Kind.APPROPRIATE_ADULT_ARRIVED, 25)
    assert officer.post("examinations:act", scene.examination.pk, "question").status_code == 302


ORAL = {"what": "DELAY_SOLICITOR", "basis": "ORAL", "ground": "ALERTING", "because": "A friend holds the phone."}


def test_a_request_for_a_solicitor_ends_by_its_own_withdrawal_and_not_by_wanting_none(cast: Cast) -> None:
    """From the form to the owed list and the engine: a page that was open before the request still sends what it offers."""
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    before = text_of(officer.get("examinations:record", scene.examination.pk))
    assert "/acts/solicitor-declined/" in before
    assert officer.post("examinations:act", scene.examination.pk, "solicitor-asked").status_code == 302
    asked = officer.get("examinations:record", scene.examination.pk)
    assert "/acts/solicitor-declined/" not in text_of(asked)
    assert "/acts/solicitor-withdrawn/" in text_of(asked)
    assert officer.post("examinations:act", scene.examination.pk, "solicitor-declined").status_code == 302
    still = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "A solicitor has been asked for and not yet consulted" in still
    assert "record that the request is withdrawn" in still
    assert "Solicitor Asked for" in visible_text(officer.get("examinations:rights", scene.examination.pk))
    officer.post("examinations:act", scene.examination.pk, "question")
    assert "R3" in visible_text(officer.get("examinations:breaches", scene.examination.pk))
    officer.post("examinations:act", scene.examination.pk, "solicitor-withdrawn")
    after = officer.get("examinations:record", scene.examination.pk)
    assert "has been asked for and not yet consulted" not in visible_text(after)
    assert "/acts/solicitor-declined/" in text_of(after)


def test_e_36_an_inspector_asked_for_an_authority_is_refused_beside_the_field(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    sent = {**ORAL, "basis": "ASK", "number": cast["insp.region"].collar_number}
    refused = officer.post("examinations:act", scene.examination.pk, "delay", **sent)
    assert refused.status_code == 422
    assert "Only a superintendent or above" in visible_text(refused)
    assert "A friend holds the phone." in text_of(refused)


def test_e_36_an_inspectors_authority_once_given_is_recorded_with_its_breach(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    sent = {**ORAL, "number": cast["insp.region"].collar_number}
    assert officer.post("examinations:act", scene.examination.pk, "delay", **sent).status_code == 302
    live = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "R4" in live
    assert "lacks a superintendent's authority" in live


def test_an_inspectors_direction_of_a_different_solicitor_is_owed_and_critical_for_assurance(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    scene.record(Kind.SOLICITOR_REQUESTED, 22)
    sent = {**ORAL, "what": "DIFFERENT_SOLICITOR", "number": cast["insp.region"].collar_number}
    assert officer.post("examinations:act", scene.examination.pk, "different-solicitor", **sent).status_code == 302
    live = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "The direction of a different solicitor lacks a superintendent's authority" in live
    assert "Tell the person why they are to consult a different solicitor." in live
    with acting_as(SYSTEM):
        assert "QA-G4" in made_critical_for(stored(scene))
        assert any("rank of inspector" in text for text in prompts_for(SYSTEM, stored(scene), scene.minute(30))["QA-G4"])
        authority = Authority.objects.get()
    officer.post("examinations:told", scene.examination.pk, authority.pk)
    assert "Tell the person why" not in visible_text(officer.get("examinations:record", scene.examination.pk))


def test_an_unknown_collar_number_is_asked_again(cast: Cast) -> None:
    refused = Browser(cast, "pc.stansted").post("examinations:act", detained(cast).examination.pk, "delay", **ORAL, number="0000")
    assert "Nobody here has this collar number" in visible_text(refused)


def test_the_superintendent_confirms_what_they_gave_aloud(cast: Cast) -> None:
    scene, officer, superintendent = detained(cast), Browser(cast, "pc.stansted"), Browser(cast, "supt.oncall")
    assert "Nothing waits for you" in visible_text(superintendent.get("examinations:authorities"))
    officer.post("examinations:act", scene.examination.pk, "delay", **ORAL, authoriser=str(cast["supt.oncall"].pk))
    waiting = visible_text(superintendent.get("examinations:authorities"))
    assert scene.examination.reference in waiting
    with acting_as(SYSTEM):
        authority = Authority.objects.get()
    assert superintendent.get("examinations:answer_authority", scene.examination.pk, authority.pk).status_code == 200
    sent = {"is_given": "yes", "answer": "Given at 22:10 by telephone."}
    assert superintendent.post("examinations:answer_authority", scene.examination.pk, authority.pk, **sent).status_code == 302
    assert "confirmed in writing" in visible_text(superintendent.get("examinations:authorities")).lower()
    assert "Confirmed in writing" in visible_text(officer.get("examinations:rights", scene.examination.pk))


def test_the_person_is_told_by_one_press(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "delay", **ORAL, authoriser=str(cast["supt.oncall"].pk))
    with acting_as(SYSTEM):
        authority = Authority.objects.get()
    officer.post("examinations:told", scene.examination.pk, authority.pk)
    assert "The person was told" in visible_text(officer.get("examinations:rights", scene.examination.pk))


def test_an_authority_is_shown_to_nobody_but_its_superintendent(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "delay", **ORAL, authoriser=str(cast["supt.oncall"].pk))
    with acting_as(SYSTEM):
        authority = Authority.objects.get()
    for who in ("pc.stansted", "insp.region"):
        page = Browser(cast, who).get("examinations:answer_authority", scene.examination.pk, authority.pk)
        assert page.status_code == 403


def test_a_review_reminds_of_exactly_the_rights_that_are_not_exercised(cast: Cast) -> None:
    scene, sergeant = detained(cast), Browser(cast, "sgt.stansted")
    both = text_of(sergeant.get("examinations:review", scene.examination.pk))
    assert 'value="SOLICITOR"' in both
    assert 'value="NAMED_PERSON"' in both
    assert 'value="NONE_LEFT"' not in both
    scene.record(Kind.SOLICITOR_CONSULTED, 30)
    one = sergeant.get("examinations:review", scene.examination.pk)
    assert 'name="rights_reminded" value="SOLICITOR"' not in text_of(one)
    assert "to consult a solicitor in private at any time" not in visible_text(one)
    scene.record(Kind.NAMED_PERSON_INFORMED, 31)
    none = text_of(sergeant.get("examinations:review", scene.examination.pk))
    assert 'value="NONE_LEFT"' in none


def test_a_review_speaks_of_a_delay_that_stands(cast: Cast) -> None:
    scene, officer = detained(cast), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "delay", **ORAL, authoriser=str(cast["supt.oncall"].pk))
    page = visible_text(Browser(cast, "sgt.stansted").get("examinations:review", scene.examination.pk))
    assert "It is being delayed" in page
    assert "not raised yet, delayed" in page
