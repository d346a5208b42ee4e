"""The record of a review in the browser: asked beside the field, taken whoever made it, and loud when it says release."""

import re
from datetime import timedelta
from typing import Any

import pytest

from borderops.kit.clock import now
from examinations.models import Review
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, headings, text_of, typed, visible_text
from tests.examinations.scenes import Scene


def detained(cast: Cast) -> Scene:
    scene = begun(cast, 50)
    scene.detain(10)
    return scene


def answers(**changes: Any) -> dict[str, Any]:
    """A review as an officer fills it in."""
    given: dict[str, Any] = {
        **typed("started_at", now() - timedelta(minutes=2)),
        "manner": "IN_PERSON",
        "place": "Interview room 2",
        "representations_offered_to": "BOTH",
        "representations": "NONE",
        "outcome": "AUTHORISED",
        "is_necessary": "on",
        "rights_reminded": ["SOLICITOR"],
        "is_right_delayed": "no",
        "was_informed": "yes",
        "was_made_in_presence": "yes",
        "signed": "on",
    }
    return {**given, **changes}


def send(cast: Cast, scene: Scene, who: str = "sgt.stansted", **changes: Any) -> Any:
    return Browser(cast, who).post("examinations:review", scene.examination.pk, **answers(**changes))


def the_only() -> Review:
    with acting_as(SYSTEM):
        return Review.objects.select_related("reviewer", "event").get()


def test_a_sergeant_records_a_review_with_every_field_of_the_law(cast: Cast) -> None:
    scene = detained(cast)
    delayed = {"is_right_delayed": "yes", "delayed_rights_conclusion": "The reasons still hold.", "delay_reasons_hold": "yes"}
    assert send(cast, scene, **delayed).status_code == 302
    review = the_only()
    assert (review.outcome, review.is_necessary, review.rights_reminded) == ("AUTHORISED", True, ["SOLICITOR"])
    assert (review.was_informed, review.was_made_in_presence, review.interpreter_present) == (True, True, None)
    assert (review.delayed_rights_conclusion, review.delay_reasons_hold) == ("The reasons still hold.", True)
    page = visible_text(Browser(cast, "di.region").get("examinations:reviews", scene.examination.pk))
    assert "Reminded of" in page
    assert "To consult a solicitor privately" in page


def test_the_words_are_in_the_order_in_which_they_are_spoken(cast: Cast) -> None:
    page = Browser(cast, "sgt.stansted").get("examinations:review", detained(cast).examination.pk)
    said = visible_text(page)
    spoken = ("What is known", "I am sergeant 3201", "Before I decide", "I authorise your continued detention", "You still have the right")
    assert [said.index(words) for words in spoken] == sorted(said.index(words) for words in spoken)
    assert headings(page) == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"manner": "TELEPHONE"}, "Say why the review was not carried out in person."),
    ({"representations": ""}, "Choose what came of it."),
    ({"representations": "MADE"}, "Write down what was said."),
    ({"representations": "REFUSED_UNFIT"}, "Say what condition or behaviour made the person unfit."),
    (
        {"representations_offered_to": "SOLICITOR", "representations": "REFUSED_UNFIT", "representations_text": "Loud"},
        "Only the person's own oral representations may be refused",
    ),
    ({"representations_offered_to": "NOT_OFFERED"}, "Say why no opportunity was offered."),
    ({"is_necessary": None}, "Detention can be authorised only if you are satisfied of this."),
    ({"rights_reminded": []}, "Choose the rights that you reminded the person of"),
    ({"rights_reminded": ["SOLICITOR", "NONE_LEFT"]}, "but not both answers"),
    ({"is_right_delayed": "yes"}, "Write down your conclusion about the delay."),
    ({"is_right_delayed": "yes", "delayed_rights_conclusion": "Found."}, "Say whether the reasons for the delay still hold."),
    ({"was_informed": "no"}, "Choose why the person was not told."),
    ({"outcome": "RELEASE"}, "leave it unticked and release the person"),
    ({"signed": None}, "Tick to sign the review."),
    ({"manner": None}, "Choose how the review is carried out."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(cast: Cast, changes: dict[str, Any], sentence: str) -> None:
    refused = send(cast, detained(cast), **changes)
    assert refused.status_code == 422
    assert visible_text(refused).count(sentence) == 2  # in the summary and beside the field
    assert 'value="Interview room 2"' in text_of(refused)
    with acting_as(SYSTEM):
        assert not Review.objects.exists()


def test_when_the_reasons_for_a_delay_no_longer_hold_it_is_kept_when_the_authoriser_was_told(cast: Cast) -> None:
    scene, told_at = detained(cast), (now() - timedelta(minutes=1)).replace(microsecond=0)
    delayed = {"is_right_delayed": "yes", "delayed_rights_conclusion": "The device is found.", "delay_reasons_hold": "no"}
    assert send(cast, scene, **delayed, **typed("authoriser_told_at", told_at)).status_code == 302
    assert (the_only().delay_reasons_hold, the_only().authoriser_told_at) == (False, told_at)
    page = visible_text(Browser(cast, "di.region").get("examinations:reviews", scene.examination.pk))
    assert "Reasons for the delay still hold No" in page
    assert "Authorising officer told" in page


def test_rights_are_not_asked_for_when_the_person_is_released(cast: Cast) -> None:
    scene = detained(cast)
    done = send(cast, scene, outcome="RELEASE", is_necessary=None, rights_reminded=[], is_right_delayed="")
    assert done.url == f"/examinations/{scene.examination.pk}/release-now/"
    assert the_only().rights_reminded == []


def test_a_refusal_sounds_the_alarm_on_every_page_of_the_record(cast: Cast) -> None:
    scene = detained(cast)
    send(cast, scene, outcome="RELEASE", is_necessary=None, rights_reminded=[])
    officer = Browser(cast, "pc.stansted")
    alarm = visible_text(officer.get("examinations:release_now", scene.examination.pk))
    assert "Release now" in alarm
    assert "was not authorised" in alarm
    assert "Release now." in visible_text(officer.get("examinations:record", scene.examination.pk))
    officer.post("examinations:act", scene.examination.pk, "release")
    assert officer.get("examinations:release_now", scene.examination.pk).url == f"/examinations/{scene.examination.pk}/"


def test_a_reviewer_of_the_wrong_rank_is_warned_and_recorded_all_the_same(cast: Cast) -> None:
    scene = begun(cast, 50, who="sgt.stansted")
    scene.record("DETAINED", 10, who="sgt.stansted")
    page = visible_text(Browser(cast, "sgt.norwich").get("examinations:review", scene.examination.pk))
    assert "You may not lawfully review this detention" in page
    assert send(cast, scene, who="sgt.norwich").status_code == 302
    breaches = visible_text(Browser(cast, "di.region").get("examinations:breaches", scene.examination.pk))
    assert "R1" in breaches


def test_nobody_is_reviewed_who_was_not_detained(cast: Cast) -> None:
    refused = send(cast, begun(cast, 30))
    assert refused.status_code == 422
    assert "detention" in visible_text(refused)


def test_a_review_that_was_decided_before_it_began_is_refused_beside_the_time(cast: Cast) -> None:
    scene = detained(cast)
    late = {
        **typed("started_at", now() - timedelta(minutes=5)),
        **typed("typed_at", now() - timedelta(minutes=9)),
        "reason": "Written down first",
    }
    refused = send(cast, scene, **late)
    assert refused.status_code == 422
    assert "id_started_at_error" in text_of(refused)


def test_a_constable_does_not_review(cast: Cast) -> None:
    scene = detained(cast)
    assert Browser(cast, "pc.stansted").get("examinations:review", scene.examination.pk).status_code == 403
    assert Browser(cast, "sgt.elsewhere").get("examinations:review", scene.examination.pk).status_code == 404


# --- From the blank pad ---------------------------------------------------------------------------------------------------------


def from_pad(cast: Cast, scene: Scene, **changes: Any) -> Any:
    decided = {**typed("typed_at", scene.minute(40)), **typed("started_at", scene.minute(35))}
    given = {**answers(), **decided, "reviewer": cast["sgt.stansted"].collar_number, "reason": "The network was down.", **changes}
    return Browser(cast, "pc.stansted").post("examinations:pad_review", scene.examination.pk, **given)


def test_an_examiner_enters_a_review_from_the_pad_for_the_officer_who_made_it(cast: Cast) -> None:
    scene = detained(cast)
    assert from_pad(cast, scene).status_code == 302
    review = the_only()
    assert (review.reviewer, review.event.entered_by) == (cast["sgt.stansted"], cast["pc.stansted"])
    assert review.decided_at == scene.minute(40).replace(microsecond=0)
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert re.search(rf"Entered by \w+ {cast['pc.stansted'].collar_number}", page)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reviewer": ""}, "Enter number of the officer who reviewed"),
        ({"reviewer": "9999"}, "No officer with the number 9999 is known here."),
        (
            typed("typed_at", now()) | {"typed_at_day": "", "typed_at_month": "", "typed_at_year": "", "typed_at_time": ""},
            "as it stands on the pad",
        ),
        ({"signed": None}, "Tick once you have compared it with the signed pad."),
    ],
)
def test_a_review_from_the_pad_says_who_when_and_that_it_was_signed(cast: Cast, changes: dict[str, Any], sentence: str) -> None:
    refused = from_pad(cast, detained(cast), **changes)
    assert refused.status_code == 422
    assert sentence in visible_text(refused)
    with acting_as(SYSTEM):
        assert not Review.objects.exists()


def test_the_pad_is_offered_to_examiners_of_a_detained_person(cast: Cast) -> None:
    scene = begun(cast, 50)
    officer = Browser(cast, "pc.stansted")
    assert "from the blank pad" not in visible_text(officer.get("examinations:reviews", scene.examination.pk))
    scene.detain(10)
    assert "from the blank pad" in visible_text(officer.get("examinations:reviews", scene.examination.pk))
    page = officer.get("examinations:pad_review", scene.examination.pk)
    assert headings(page) == 1
    assert "I have had no part in questioning you" not in visible_text(page)
