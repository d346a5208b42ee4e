"""The live record: its acts, its timeline and the clocks asked for again each minute."""

from datetime import timedelta

import pytest

from audit.models import Reading
from borderops.kit.clock import london, now
from examinations import actions
from examinations.models import Kind, TimelineEvent
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import PERSON, Browser, begun, headings, press, text_of, title_of, typed, visible_text
from tests.examinations.scenes import Scene
from tests.examinations.scenes import typed as entered_late


def kinds(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return list(scene.examination.events.order_by("received_at", "id").values_list("kind", flat=True))


def last(scene: Scene) -> TimelineEvent:
    with acting_as(SYSTEM):
        return scene.examination.events.select_related("officer").latest("received_at")


def ago(seconds: int) -> str:
    """A press so many seconds ago, as the script sends it."""
    return press((now() - timedelta(seconds=seconds)).replace(microsecond=0))


def test_the_live_page_shows_the_next_legal_instant_large_and_never_the_name(cast: Cast) -> None:
    scene = begun(cast, 50)
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes=PERSON)
    page = Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk)
    said = visible_text(page)
    assert "Detain or stop questioning by" in said
    assert "Sch 7 para 6A" in said
    assert headings(page) == 1
    assert scene.examination.reference in title_of(page)
    assert not any(word in text_of(page) for word in PERSON.values())


@pytest.mark.parametrize(
    ("slug", "kind"),
    [("detain", "DETAINED"), ("notice", "NOTICE_SERVED"), ("solicitor-asked", "SOLICITOR_REQUESTED"), ("question", "QUESTION")],
)
def test_one_press_records_the_act_at_the_time_of_the_press(cast: Cast, slug: str, kind: str) -> None:
    scene, pressed_at = begun(cast, 10), now().replace(microsecond=0)
    done = Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, pressed_at=press(pressed_at))
    assert done.url == f"/examinations/{scene.examination.pk}/"
    assert (last(scene).kind, last(scene).at) == (kind, pressed_at)


def test_without_scripts_the_time_is_that_of_receipt(cast: Cast) -> None:
    scene, before = begun(cast, 10), now()
    Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, "detain")
    assert before <= last(scene).at <= now()


def test_a_press_that_was_held_up_for_long_asks_why_and_keeps_its_time(cast: Cast) -> None:
    scene, officer, pressed_at = begun(cast, 40), Browser(cast, "pc.stansted"), ago(12 * 60)
    asked = officer.post("examinations:act", scene.examination.pk, "detain", pressed_at=pressed_at)
    assert asked.status_code == 422
    assert "more than ten minutes" in visible_text(asked)
    assert pressed_at.removesuffix(".000Z") in text_of(asked).replace(" ", "T")
    assert kinds(scene) == ["FIRST_QUESTION"]
    officer.post("examinations:act", scene.examination.pk, "detain", pressed_at=pressed_at, reason="Dead spot at the gate")
    assert last(scene).late_reason == "Dead spot at the gate"
    assert "Dead spot at the gate" in visible_text(officer.get("examinations:record", scene.examination.pk))


def test_a_difference_between_press_and_receipt_is_shown(cast: Cast) -> None:
    scene, officer = begun(cast, 40), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "detain", pressed_at=ago(90))
    assert "after it was pressed" in visible_text(officer.get("examinations:record", scene.examination.pk))


def test_a_double_click_is_one_fact(cast: Cast) -> None:
    scene, officer = begun(cast, 10), Browser(cast, "pc.stansted")
    sent = {"submission_id": "6f1cb90e-2a01-4a6e-8f0c-1de7f3a4b002"}
    for _ in range(2):
        officer.client.post(f"/examinations/{scene.examination.pk}/acts/notice/", sent)
    assert kinds(scene) == ["FIRST_QUESTION", "NOTICE_SERVED"]


def test_what_cannot_have_happened_is_refused_in_words_and_nothing_is_lost(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    scene.detain(20)
    refused = officer.post("examinations:act", scene.examination.pk, "detain", words="Second thoughts")
    assert refused.status_code == 422
    assert "second of its kind" in visible_text(refused)
    assert "Second thoughts" in text_of(refused)


def test_an_act_that_does_not_exist_has_no_page(cast: Cast) -> None:
    scene = begun(cast, 10)
    assert Browser(cast, "pc.stansted").get("examinations:act", scene.examination.pk, "teleport").status_code == 404


WORDS = [
    ("note", {"words": "Bag at belt 3"}, "Bag at belt 3"),
    ("transfer", {"moved_to": "Police station"}, "To Police station."),
    ("welfare", {"given": ["REST", "PHONE"], "words": "Offered a chair"}, "Rest, Telephone call. Offered a chair"),
    ("before-solicitor", {"words": "Flight leaves in 20 minutes"}, "Flight leaves in 20 minutes"),
]


@pytest.mark.parametrize(("slug", "sent", "said"), WORDS)
def test_an_act_with_words_keeps_them(cast: Cast, slug: str, sent: dict[str, object], said: str) -> None:
    scene = begun(cast, 30)
    scene.record(Kind.SOLICITOR_REQUESTED, 5)
    assert Browser(cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, **sent).status_code == 302
    assert last(scene).words == said


@pytest.mark.parametrize(
    ("slug", "owed"),
    [
        ("welfare", "what was given or checked"),
        ("not-recorded", "why there is no recording"),
        ("before-solicitor", "why the questions could not wait"),
    ],
)
def test_an_act_pressed_without_words_is_recorded_and_owes_them(cast: Cast, slug: str, owed: str) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    scene.record(Kind.SOLICITOR_REQUESTED, 5)
    assert officer.post("examinations:act", scene.examination.pk, slug).status_code == 302
    page = officer.get("examinations:record", scene.examination.pk)
    assert owed in visible_text(page)
    assert f"/timeline/{last(scene).pk}/details/" in text_of(page)


def test_a_justification_by_whoever_put_no_question_is_taken_and_said_to_lift_nothing(cast: Cast) -> None:
    """R3: TACT Sch 8 para 7A(3); CTBSA Sch 3 para 30."""
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted.second")
    scene.detain(2)
    scene.record(Kind.SOLICITOR_REQUESTED, 5)
    scene.do("pc.stansted.second", actions.join_examination, examination=scene.examination, at=scene.minute(6))
    assert "You have put no question" in visible_text(officer.get("examinations:act", scene.examination.pk, "before-solicitor"))
    assert officer.post("examinations:act", scene.examination.pk, "before-solicitor").status_code == 302
    assert last(scene).kind == "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED"
    page = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "has put no question on this record, so this does not lift the bar" in page
    assert "It does not lift the bar on questions." in page

    own, number = Browser(cast, "pc.stansted"), cast["pc.stansted"].collar_number
    assert "You have put no question" not in visible_text(own.get("examinations:act", scene.examination.pk, "before-solicitor"))
    wrong = last(scene)
    corrected = {**typed("happened_at", wrong.at), "officer": number, "reason": "Not mine."}
    assert officer.post("examinations:correct", scene.examination.pk, wrong.pk, **corrected).status_code == 302
    assert last(scene).officer == cast["pc.stansted"]
    assert "It does not lift the bar" not in visible_text(officer.get("examinations:record", scene.examination.pk))


def test_an_arrest_names_its_power_and_ends_the_examination(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    assert officer.post("examinations:act", scene.examination.pk, "arrest").status_code == 422
    officer.post("examinations:act", scene.examination.pk, "arrest", arrest_power="NSA_27")
    assert (last(scene).kind, last(scene).detail) == ("ARRESTED", {"arrest_power": "NSA_27"})
    page = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "Arrested: Section 27, National Security Act 2023" in page
    assert "To be completed" in page


@pytest.mark.parametrize(("power", "runs_from"), [("TACT_41", 0), ("NSA_27", 20)])
def test_c13_an_arrested_record_gives_custody_both_instants_to_the_second(cast: Cast, power: str, runs_from: float) -> None:
    """E-43 and E-43b: under section 41 from the first question, under section 27 from the detention."""
    scene, officer = begun(cast, 120), Browser(cast, "pc.stansted")
    scene.detain(20)
    officer.post("examinations:act", scene.examination.pk, "arrest", arrest_power=power)
    page = visible_text(officer.get("examinations:record", scene.examination.pk))
    said = page[page.index("Times for custody") :]

    def spoken(minute: float, days: int = 0) -> str:
        return f"{london(scene.minute(minute) + timedelta(days=days)):%H:%M:%S}"

    assert f"First question {spoken(0)}" in said
    assert f"Detained {spoken(20)}" in said
    assert f"C13 Arrest clock: from {spoken(runs_from)}" in said
    assert f", ends {spoken(runs_from, days=2)}" in said
    assert "Time in hospital is not worked out here: custody decides. Not verified" in said
    breaches = visible_text(officer.get("examinations:breaches", scene.examination.pk))
    assert "Time in hospital is not worked out here: custody decides" in breaches


def test_an_arrest_under_another_power_has_both_instants_and_no_clock(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    officer.post("examinations:act", scene.examination.pk, "arrest", arrest_power="PACE")
    page = visible_text(officer.get("examinations:record", scene.examination.pk))
    said = page[page.index("Times for custody") :]
    assert f"First question {london(scene.minute(0)):%H:%M:%S}" in said
    assert "Detained not before the arrest" in said
    assert "C13" not in said
    assert "Time in hospital" not in said


def test_who_was_released_has_no_times_for_custody(cast: Cast) -> None:
    scene = begun(cast, 30)
    scene.release(20)
    assert "Times for custody" not in visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))


def test_the_record_of_another_port_does_not_exist_for_an_officer(cast: Cast) -> None:
    scene, stranger = begun(cast, 10), Browser(cast, "pc.luton")
    for where in ("record", "clocks", "facts", "breaches", "reviews", "versions", "particulars"):
        assert stranger.get(f"examinations:{where}", scene.examination.pk).status_code == 404
    assert stranger.post("examinations:act", scene.examination.pk, "detain").status_code == 404


def test_a_sergeant_who_does_not_examine_sees_the_record_and_may_not_act(cast: Cast) -> None:
    scene, sergeant = begun(cast, 30), Browser(cast, "sgt.norwich")
    scene.detain(20)
    page = text_of(sergeant.get("examinations:record", scene.examination.pk))
    assert "/acts/release/" not in page
    assert "Record a review" in page
    assert sergeant.post("examinations:act", scene.examination.pk, "release").status_code == 403


def test_opening_the_record_is_entered_and_asking_for_the_clocks_again_is_not(cast: Cast) -> None:
    scene, officer = begun(cast, 30), Browser(cast, "pc.stansted")
    officer.get("examinations:record", scene.examination.pk)
    seen = Reading.objects.filter(thing_id=scene.examination.pk)
    before = seen.count()
    fragment = text_of(officer.get("examinations:clocks", scene.examination.pk))
    assert fragment.strip().startswith("<section")
    assert 'data-rule="C1"' in fragment
    assert (before, seen.count()) == (1, 1)


def test_the_timeline_comes_fifty_at_a_time(cast: Cast) -> None:
    scene, officer = begun(cast, 100), Browser(cast, "pc.stansted")
    for number in range(60):
        scene.record(Kind.NOTE, 1 + number, words=f"Note number {number:02}")
    first = text_of(officer.get("examinations:record", scene.examination.pk))
    assert first.count("Note number") == 50
    address = first.split('href="?after=')[1].split('"')[0]
    rest = text_of(officer.client.get(f"/examinations/{scene.examination.pk}/?after={address}"))
    assert rest.count("Note number") == 10
    assert "Newest entries" in rest


def test_a_late_entry_is_marked_on_the_timeline(cast: Cast) -> None:
    scene = begun(cast, 60)
    when = entered_late(scene.minute(20), scene.minute(50))
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.NOTE, when=when, words="Seen at the desk")
    page = visible_text(Browser(cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert "Late entry" in page
    assert "The network was down" in page


def test_an_examiner_records_that_another_officer_asked_who_so_becomes_an_examiner(cast: Cast) -> None:
    scene, officer = begun(cast, 10), Browser(cast, "pc.stansted")
    asked_by = cast["sgt.stansted"]
    assert officer.post("examinations:act", scene.examination.pk, "question", officer=asked_by.collar_number).status_code == 302
    with acting_as(SYSTEM):
        question = scene.examination.events.get(kind="QUESTION")
        assert (question.officer, question.entered_by) == (asked_by, cast["pc.stansted"])
        assert scene.examination.examiners.filter(officer=asked_by).exists()
    refused = officer.post("examinations:act", scene.examination.pk, "question", officer="0000")
    assert refused.status_code == 422
    assert "No officer with the number 0000 is known here." in visible_text(refused)
