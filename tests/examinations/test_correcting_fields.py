"""An entry put right in whatever its own form asked for: the clocks follow at once, and timeline, history and ledger keep both."""

from typing import Any

import pytest

from audit.models import Event
from borderops.kit.clock import now
from examinations import actions
from examinations.models import Authority, Biometric, Examiner, Kind, Search, TimelineEvent
from examinations.offers import BY_SLUG
from examinations.queries import as_it_stood, property_page
from examinations.queries.rights import authorities_of, facts_of
from examinations.reviewers import standing_against
from examinations.rights.exercised import delay_of
from examinations.rights.recording import AT_STATION
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations import beside
from tests.examinations.pages import Browser, stored, text_of, typed, visible_text
from tests.examinations.scenes import Scene, pressed
from tests.examinations.scenes import typed as typed_at

WHY = "Wrong choice at the desk"


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return beside.detained(cast)


def last(scene: Scene, kind: str) -> TimelineEvent:
    with acting_as(SYSTEM):
        rows = scene.examination.events.select_related("officer", "supersedes")
        return rows.get(kind=kind, superseded_by__isnull=True, is_withdrawn=False)


def act(scene: Scene, slug: str, **sent: Any) -> TimelineEvent:
    """The act through its own form."""
    done = Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, **sent)
    assert done.status_code == 302, visible_text(done)
    return last(scene, BY_SLUG[slug].kind)


def offered(response: Any) -> dict[str, Any]:
    """What the correction's form holds as its page is opened, as a browser sends it back."""
    form = response.context["form"]
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.name in {"happened_at", "until"}:
            sent |= typed(bound.name, value)
        elif value not in (None, "", False) and bound.name != "submission_id":
            sent[bound.name] = "on" if value is True else value
    return sent


def correct(scene: Scene, event: TimelineEvent, where: str = "correct", **changes: Any) -> Any:
    """The correction as its page offers it, with these changes."""
    officer, address = Browser(scene.cast, "pc.stansted"), (f"examinations:{where}", scene.examination.pk, event.pk)
    sent = {**offered(officer.get(*address)), "reason": WHY, **changes}
    return officer.post(*address, **{name: value for name, value in sent.items() if value is not None})


def corrected(scene: Scene, event: TimelineEvent, where: str = "correct", **changes: Any) -> TimelineEvent:
    done = correct(scene, event, where, **changes)
    assert done.status_code == 302, visible_text(done)
    return last(scene, event.kind)


def told(scene: Scene) -> dict[str, Any]:
    """What the ledger says of the last correction."""
    with acting_as(SYSTEM):
        entry = Event.objects.filter(verb="examination.event_superseded", thing_id=scene.examination.pk).latest("id")
        return {"reason": entry.reason, **entry.detail, "digests": set(entry.digests)}


def versions(model: Any, **which: Any) -> list[Any]:
    return list(model.history.filter(**which).order_by("history_date", "history_id"))


def is_examiner(scene: Scene, who: str) -> bool:
    with acting_as(SYSTEM):
        return Examiner.objects.filter(examination=scene.examination, officer=scene.cast[who]).exists()


def rules(scene: Scene) -> set[str]:
    with acting_as(SYSTEM):
        return {breach.rule for breach in assess(scene.fresh(), scene.minute(100)).breaches}


# --- The fields of each kind --------------------------------------------------------------------------------------------------


def test_another_power_of_arrest_and_timeline_history_and_ledger_keep_both(scene: Scene) -> None:
    wrong = act(scene, "arrest", arrest_power="PACE", words="At the desk")
    right = corrected(scene, wrong, arrest_power="TACT_41")
    assert (right.detail["arrest_power"], right.at, right.words) == ("TACT_41", wrong.at, "At the desk")
    with acting_as(SYSTEM):
        wrong.refresh_from_db()
        assert wrong.detail["arrest_power"] == "PACE"
        kept = {row.detail["arrest_power"] for row in versions(TimelineEvent, examination_id=scene.examination.pk, kind="ARRESTED")}
    assert kept == {"PACE", "TACT_41"}
    entry = told(scene)
    assert (entry["reason"], entry["kind"], entry["fields"]) == (WHY, "ARRESTED", ["arrest_power"])
    assert f"examinations.timelineevent:{right.pk}" in entry["digests"]
    page = text_of(Browser(scene.cast, "pc.stansted").get("examinations:record", scene.examination.pk))
    assert page.count("bo-timeline__item--struck") == 1
    assert WHY in page


def is_at_station(scene: Scene) -> bool:
    moves = [fact for fact in facts_of(scene.fresh()) if fact.kind == Kind.TRANSFERRED]
    return bool(moves[-1].given.get(AT_STATION))


def test_a_move_was_to_a_police_station_after_all(scene: Scene) -> None:
    wrong = act(scene, "transfer", moved_to="Fictional Road", words="By van")
    with acting_as(SYSTEM):
        assert not is_at_station(scene)
    right = corrected(scene, wrong, is_police_station="on")
    assert (right.detail, right.words) == ({"moved_to": "Fictional Road", "is_police_station": True}, "To Fictional Road. By van")
    with acting_as(SYSTEM):
        assert is_at_station(scene)
    again = corrected(scene, right, is_police_station=None, moved_to="Another Road")
    assert (again.detail, again.words) == ({"moved_to": "Another Road"}, "To Another Road. By van")
    with acting_as(SYSTEM):
        assert not is_at_station(scene)


def test_a_move_that_names_its_place_in_words_alone_is_offered_with_it(scene: Scene) -> None:
    old = scene.record(Kind.TRANSFERRED, 30, words="To Fictional Road. By van")
    right = corrected(scene, old, moved_to="Other Road")
    assert right.words == "To Other Road. By van"


def test_what_was_given_is_put_right(scene: Scene) -> None:
    wrong = act(scene, "welfare", given=["REST", "PHONE"], words="Offered a chair")
    right = corrected(scene, wrong, given=["REST"])
    assert right.words == "Rest. Offered a chair"
    old = scene.record(Kind.WELFARE, 35, words="Rest, Telephone call. A chair")
    assert offered(Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, old.pk))["given"] == [
        "REST",
        "PHONE",
    ]


def test_the_right_whose_delay_ended(scene: Scene) -> None:
    for what in ("DELAY_SOLICITOR", "DELAY_NAMED_PERSON"):
        delay(scene, what=what)
    wrong = act_of(scene, "delay-ended", right="SOLICITOR")
    corrected(scene, wrong, right="NAMED_PERSON")
    with acting_as(SYSTEM):
        facts = facts_of(scene.fresh())
    assert delay_of("SOLICITOR", facts) is not None
    assert delay_of("NAMED_PERSON", facts) is None


def act_of(scene: Scene, slug: str, **sent: Any) -> TimelineEvent:
    Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, slug, **sent)
    with acting_as(SYSTEM):
        return scene.examination.events.filter(kind=BY_SLUG[slug].kind).latest("received_at")


def test_a_span_gets_another_end_or_none(scene: Scene) -> None:
    span = {"when": typed_at(scene.minute(30), now()), "until": scene.minute(40)}
    wrong = scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind=Kind.QUESTION, **span)
    right = corrected(scene, wrong, **typed("until", scene.minute(45)))
    assert right.until == scene.minute(45)
    early = correct(scene, right, **typed("until", scene.minute(29)))
    assert early.status_code == 422
    assert "It cannot end before it began." in visible_text(early)
    open_again = corrected(scene, right, **dict.fromkeys(typed("until", scene.minute(45)), ""))
    assert open_again.until is None


def test_an_order_that_cannot_have_happened_is_refused_beside_what_was_typed(scene: Scene) -> None:
    scene.review(60)
    wrong = scene.record(Kind.RELEASED, 80)
    refused = correct(scene, wrong, **typed("happened_at", scene.minute(50)))
    assert refused.status_code == 422
    assert WHY in text_of(refused)


# --- Who asked ----------------------------------------------------------------------------------------------------------------


def test_another_officer_asked_and_r1_and_r2_follow(scene: Scene) -> None:
    scene.review(60)
    wrong = act(scene, "question", officer=scene.cast["sgt.stansted"].collar_number)
    assert is_examiner(scene, "sgt.stansted")
    assert {"R1", "R2"}.isdisjoint(rules(scene)), "it was asked after the review"
    earlier = corrected(scene, wrong, **typed("happened_at", scene.minute(50)))
    assert "R2" in rules(scene)
    higher = corrected(scene, earlier, officer=scene.cast["insp.region"].collar_number)
    assert rules(scene) & {"R1", "R2"} == {"R1"}
    right = corrected(scene, higher, officer=scene.cast["pc.stansted.second"].collar_number)
    assert right.officer == scene.cast["pc.stansted.second"]
    assert {"R1", "R2"}.isdisjoint(rules(scene))
    assert is_examiner(scene, "pc.stansted.second")
    assert not is_examiner(scene, "sgt.stansted")
    with acting_as(SYSTEM):
        former = Examiner.every.get(examination=scene.examination, officer=scene.cast["insp.region"])
        assert former.named_wrongly_at is not None
        assert [row.named_wrongly_at is None for row in versions(Examiner, id=former.pk)] == [True, False]
    assert f"examinations.examiner:{former.pk}" in told(scene)["digests"]
    assert told(scene)["fields"] == ["officer_id"]


def test_whom_only_the_wrong_entry_named_may_review_again_and_sees_no_more(scene: Scene) -> None:
    stranger = scene.cast["insp.region"]
    wrong = act(scene, "question", officer=stranger.collar_number)
    with acting_as(SYSTEM):
        assert standing_against(stored(scene), list(scene.examination.examiners.all()), stranger, scene.minute(95))
        assert stranger.pk in stored(scene).participants
    corrected(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    with acting_as(SYSTEM):
        assert not standing_against(stored(scene), list(scene.examination.examiners.all()), stranger, scene.minute(95))
        assert stranger.pk not in stored(scene).participants


def test_the_past_names_the_examiners_that_were_known_then(scene: Scene) -> None:
    second = scene.cast["pc.stansted.second"]
    wrong = act(scene, "question", officer=second.collar_number)
    before = now()
    corrected(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    with acting_as(SYSTEM):
        named = [{one.officer_id for one in as_it_stood(stored(scene), at).examiners} for at in (before, now())]
    assert [second.pk in each for each in named] == [True, False]


def test_whoever_asked_another_question_or_wrote_an_entry_stays_an_examiner(scene: Scene) -> None:
    second = scene.cast["pc.stansted.second"]
    first = act(scene, "question", officer=second.collar_number)
    when = pressed(now())
    scene.do("pc.stansted", actions.record_event, examination=scene.examination, kind="QUESTION", when=when, officer=second)
    instead = actions.Instead(officer=scene.cast["pc.stansted"])
    when = typed_at(first.at, now())
    scene.do("pc.stansted", actions.supersede_event, event=first, when=when, reason=WHY, instead=instead)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_wrote_an_entry_of_the_record_stays_an_examiner(scene: Scene) -> None:
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    scene.do("pc.stansted.second", actions.record_event, examination=scene.examination, kind=Kind.BREAK, when=pressed(now()))
    corrected(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_joined_by_themselves_stays_an_examiner(scene: Scene) -> None:
    scene.do("pc.stansted.second", actions.join_examination, examination=scene.examination, at=scene.minute(30))
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    corrected(scene, wrong, officer=scene.cast["pc.stansted"].collar_number)
    assert is_examiner(scene, "pc.stansted.second")


def test_whoever_was_named_wrongly_may_still_become_an_examiner(scene: Scene) -> None:
    number, own = scene.cast["pc.stansted.second"].collar_number, scene.cast["pc.stansted"].collar_number
    wrong = act(scene, "question", officer=number)
    right = corrected(scene, wrong, officer=own)
    corrected(scene, right, officer=number)
    assert is_examiner(scene, "pc.stansted.second")


def test_a_question_that_is_taken_back_names_nobody(scene: Scene) -> None:
    wrong = act(scene, "question", officer=scene.cast["pc.stansted.second"].collar_number)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=now(), reason=WHY)
    assert not is_examiner(scene, "pc.stansted.second")


def test_who_asked_cannot_be_left_open(scene: Scene) -> None:
    wrong = act(scene, "question")
    assert correct(scene, wrong, officer=None).status_code == 422


# --- Authorities, searches, property, prints ----------------------------------------------------------------------------------


def delay(scene: Scene, what: str = "DELAY_SOLICITOR", basis: str = "WRITTEN") -> TimelineEvent:
    return act_of(scene, "delay", **asked_for(scene, basis, what))


def asked_for(scene: Scene, basis: str, what: str = "DELAY_SOLICITOR") -> dict[str, str]:
    form = Browser(scene.cast, "pc.stansted").get("examinations:act", scene.examination.pk, "delay").context["form"]
    ground = form.fields["ground"].choices[0][0]
    number = scene.cast["supt.oncall"].collar_number
    return {"what": what, "basis": basis, "number": number, "ground": ground, "because": "Others would be warned."}


def test_another_right_was_delayed_on_another_ground(scene: Scene) -> None:
    wrong = delay(scene, "DELAY_NAMED_PERSON")
    grounds = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, wrong.pk).context["form"]
    other = grounds.fields["ground"].choices[1][0]
    right = corrected(scene, wrong, what="DELAY_SOLICITOR", ground=other)
    with acting_as(SYSTEM):
        facts = facts_of(scene.fresh())
        [authority] = authorities_of(scene.fresh())
        assert [row.what for row in versions(Authority, id=authority.pk)] == ["DELAY_NAMED_PERSON", "DELAY_SOLICITOR"]
    assert delay_of("SOLICITOR", facts) is not None
    assert delay_of("NAMED_PERSON", facts) is None
    assert (authority.what, authority.ground, authority.event_id) == ("DELAY_SOLICITOR", other, right.pk)
    assert told(scene)["fields"] == ["ground", "right"]


def test_a_word_given_to_the_wrong_entry_is_asked_for_again(scene: Scene) -> None:
    wrong = delay(scene, basis="ORAL")
    with acting_as(SYSTEM):
        authority = Authority.objects.get(event=wrong)
    scene.do("supt.oncall", actions.answer_authority, authority=authority, is_given=True, answer="", at=now())
    same = corrected(scene, wrong, words="By telephone")
    with acting_as(SYSTEM):
        assert Authority.objects.get(event=same).state == "CONFIRMED"
    right = corrected(scene, same, because="A search elsewhere was under way.")
    with acting_as(SYSTEM):
        waits = Authority.objects.get(event=right)
        assert (waits.state, waits.answered_at, waits.reason) == ("WAITING", None, "A search elsewhere was under way.")
        asked = Notice.objects.filter(recipient=scene.cast["supt.oncall"], voided_at__isnull=True, text__contains="confirmation in writing")
        assert asked.count() == 1


def test_another_officer_authorised_it_whose_rank_is_too_low(scene: Scene) -> None:
    wrong = delay(scene)
    assert "R4" not in rules(scene)
    corrected(scene, wrong, number=scene.cast["insp.region"].collar_number)
    assert "R4" in rules(scene)
    with acting_as(SYSTEM):
        assert scene.cast["supt.oncall"].pk not in stored(scene).participants


def test_what_a_superintendent_gave_here_is_changed_by_nobody_else(scene: Scene) -> None:
    Browser(scene.cast, "pc.stansted").post("examinations:act", scene.examination.pk, "delay", **asked_for(scene, "ASK"))
    with acting_as(SYSTEM):
        asked = Authority.objects.get(examination=scene.examination)
    scene.do("supt.oncall", actions.answer_authority, authority=asked, is_given=True, answer="", at=now())
    page = Browser(scene.cast, "pc.stansted").get("examinations:correct", scene.examination.pk, last(scene, "RIGHT_DELAYED").pk)
    assert set(page.context["form"].fields) == {"submission_id", "happened_at", "words", "reason"}


def test_another_officer_searched_and_both_searches_are_kept(scene: Scene) -> None:
    sexes = {"searcher_sex": "FEMALE", "person_sex": "FEMALE"}
    wrong = act(scene, "search-person", **sexes)
    right = corrected(scene, wrong, searcher=scene.cast["pc.stansted.second"].collar_number)
    assert right.officer == scene.cast["pc.stansted.second"]
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(100)).searches
        assert (line.search.searcher, line.fact) == (scene.cast["pc.stansted.second"], right)
        assert Search.objects.get(event=wrong).searcher == scene.cast["pc.stansted"]
    refused = correct(scene, right, searcher_sex="MALE")
    assert refused.status_code == 422
    assert "A person may be searched only by somebody of the same sex." in visible_text(refused)
    assert correct(scene, right, searcher=None).status_code == 422
    same = corrected(scene, right, **typed("happened_at", scene.minute(40)))
    assert same.detail["ref"] == right.detail["ref"], "another time is no other search"


def test_an_item_was_kept_on_another_ground_and_its_seven_days_go(scene: Scene) -> None:
    wrong = act(scene, "keep-property")
    assert open_clock(scene, "C6")
    right = corrected(scene, wrong, ground="EVIDENCE")
    assert not open_clock(scene, "C6")
    assert right.detail["ref"] == wrong.detail["ref"]


def test_after_submission_the_ground_of_an_item_is_put_right_as_its_time_is(scene: Scene) -> None:
    wrong = act(scene, "keep-property")
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(now()))
    scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=now())
    corrected(scene, wrong, "amend", ground="EVIDENCE")
    assert not open_clock(scene, "C6")
    with acting_as(SYSTEM):
        assert stored(scene).versions.count() == 2


def open_clock(scene: Scene, rule: str) -> bool:
    with acting_as(SYSTEM):
        return any(clock.live for clock in assess(scene.fresh(), scene.minute(100)).clocks if clock.rule == rule)


def test_prints_rested_on_something_else(scene: Scene) -> None:
    sent = {"what": "FINGERPRINTS", "basis": "NONE", "place_kind": "ROOM", "was_told_of_use": "yes"}
    wrong = act(scene, "biometrics", **sent)
    assert "R6" in rules(scene)
    right = corrected(scene, wrong, basis="CONSENT")
    assert "R6" not in rules(scene)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(100)).biometrics
        assert (line.taken.basis, line.fact) == ("CONSENT", right)
        assert Biometric.objects.get(event=wrong).basis == "NONE"
        taken = line.taken
    fate = {"kind": "BIOMETRIC_DATA_DESTROYED", "when": pressed(now())}
    scene.do("pc.stansted", actions.record_fate, biometric=taken, **fate)
    refused = correct(scene, right, basis="NONE")
    assert "What became of it is on record already." in visible_text(refused)
    assert corrected(scene, right, words="As told").detail["ref"] == right.detail["ref"]


def test_nothing_of_what_was_pressed_is_lost_by_a_correction_that_changes_the_words_alone(scene: Scene) -> None:
    event = scene.record(Kind.NOTE, 30.0051, words="Seen at the desk")
    right = corrected(scene, event, words="Seen at the gate")
    assert right.at == event.at, "the fraction of a second that no box shows stays"
