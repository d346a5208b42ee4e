"""Searches: the fact is always taken with what speaks against it; an authority is asked only of whoever can lawfully give it."""

from typing import Any

import pytest

from examinations import actions
from examinations.actions.searching import AnotherSex, CannotAuthorise, answer_request, ask_authority
from examinations.actions.writing import NotNow
from examinations.forms.acts import TransferForm
from examinations.models import AuthorityAnswer, AuthorityRequest, Kind, Power
from examinations.queries import property_page
from examinations.refusals import Refusal
from organisation.models import Notice, Port
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed
from tests.examinations.searches import against, breaches, search, stored, strip


def test_bags_are_one_press_by_whoever_searched(cast: Cast) -> None:
    scene = begin(cast)
    made = search(scene, Kind.BAGS_SEARCHED, 5)
    assert (made.searcher, made.searcher_rank) == (cast["pc.stansted"], "CONSTABLE")
    assert against(scene) == []


def test_a_search_by_somebody_of_another_sex_is_asked_why_and_then_taken_as_a_finding(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(AnotherSex, match="same sex") as refused:
        search(scene, Kind.PERSON_SEARCHED, 5, searcher_sex="MALE", person_sex="FEMALE")
    assert refused.value.field == "mismatch_reason"
    made = search(scene, Kind.PERSON_SEARCHED, 5, searcher_sex="MALE", person_sex="FEMALE", mismatch_reason="Nobody else was there.")
    assert made.mismatch_reason == "Nobody else was there."
    assert against(scene) == ["The person was searched by somebody of another sex."]


@pytest.mark.parametrize(("searcher", "person"), [("MALE", "MALE"), ("FEMALE", "FEMALE"), ("UNSPECIFIED", "MALE"), ("", "FEMALE")])
def test_only_a_known_difference_is_a_mismatch(cast: Cast, searcher: str, person: str) -> None:
    scene = begin(cast)
    search(scene, Kind.PERSON_SEARCHED, 5, searcher_sex=searcher, person_sex=person)
    assert against(scene) == []
    assert breaches(scene) == []


def test_a_searcher_who_is_no_officer_of_ours_needs_somebody_who_authorised_them(cast: Cast) -> None:
    scene = begin(cast)
    search(scene, Kind.BAGS_SEARCHED, 5, searcher_other="Search officer 88, airport security")
    assert len(against(scene)) == 1
    assert "nobody is recorded as having authorised them" in against(scene)[0]
    other = begin(cast, when=pressed(scene.minute(1)))
    search(other, Kind.BAGS_SEARCHED, 6, searcher_other="Search officer 88", searcher_allowed_by=cast["pc.stansted"])
    assert against(other) == []


def test_a_lawful_strip_search_says_nothing_against_itself(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    strip(scene)
    assert (breaches(scene, 50), against(scene)) == ([], [])


@pytest.mark.parametrize(
    ("detained", "authoriser", "text"),
    [
        (False, "sgt.stansted", "while the person was not detained"),
        (True, "pc.stansted.second", "not of a higher rank"),
        (True, "sgt.stansted", "had questioned the person"),
    ],
)
def test_e_32_each_precondition_of_a_strip_search_that_fails_is_a_breach(cast: Cast, detained: bool, authoriser: str, text: str) -> None:
    scene = begin(cast)
    if detained:
        scene.detain(20)
    if "questioned" in text:
        scene.record(Kind.QUESTION, 22, officer=cast["sgt.stansted"])
    strip(scene, authorised_by=cast[authoriser])
    found = [sentence for rule, sentence in breaches(scene, 50) if rule == "R5"]
    assert any(text in sentence for sentence in found), found


def test_a_strip_search_without_authority_or_grounds_is_taken_and_found(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    strip(scene, grounds="", authorised_by=None)
    assert [sentence.split(" ")[0:3] for sentence in against(scene)] == [["No", "senior", "officer"], ["No", "grounds", "are"]]


def test_a_strip_search_by_another_sex_is_a_breach_with_its_reason_kept(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    made = strip(scene, searcher_sex="FEMALE", mismatch_reason="He asked for her.")
    assert made.mismatch_reason
    assert ("R5", "The person was strip searched by an officer of another sex.") in breaches(scene, 50)


def ask(scene: Scene, who: str, what: str = "STRIP_SEARCH", number: float = 30, **values: Any) -> object:
    return scene.do(
        "pc.stansted",
        ask_authority,
        examination=scene.examination,
        what=what,
        officer=scene.cast[who],
        grounds=values.pop("grounds", "A flat thing under the shirt."),
        at=scene.minute(number),
        **values,
    )


def test_an_authority_is_asked_of_an_officer_who_can_give_it_and_who_is_told(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    ask(scene, "sgt.stansted")
    with acting_as(SYSTEM):
        told = Notice.objects.get(recipient=cast["sgt.stansted"])
        assert cast["sgt.stansted"].pk in stored(scene).participants
    assert scene.examination.reference in told.text
    assert "a strip search" in told.text


@pytest.mark.parametrize(
    ("who", "what", "text"),
    [
        ("pc.stansted.second", "STRIP_SEARCH", "higher rank"),
        ("insp.region", "BIOMETRICS", "superintendent"),
        ("supt.oncall", "BIOMETRICS", "police station"),
        ("supt.oncall", "URGENT_USE", "Schedule 7 has no urgent route"),
        ("admin.vetting", "STRIP_SEARCH", "some rank"),
        ("pc.stansted", "STRIP_SEARCH", "their own request"),
    ],
)
def test_e_32_nobody_is_asked_for_an_authority_that_they_cannot_give(cast: Cast, who: str, what: str, text: str) -> None:
    scene = begin(cast)
    scene.detain(20)
    with pytest.raises(CannotAuthorise, match=text):
        ask(scene, who, what)


def test_e_32_nobody_is_asked_while_the_person_is_not_detained_or_after_asking_questions(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(CannotAuthorise, match="Only a detained person"):
        ask(scene, "sgt.stansted", number=5)
    scene.record(Kind.QUESTION, 10, officer=cast["sgt.stansted"])
    scene.detain(20)
    with pytest.raises(CannotAuthorise, match="questioned the person"):
        ask(scene, "sgt.stansted")


def test_an_authority_for_prints_is_asked_once_the_person_was_moved_to_a_police_station_by_the_form(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    form = TransferForm({"moved_to": "Fictional custody suite", "is_police_station": "on"}, at=scene.minute(25))
    form.full_clean()
    scene.record(Kind.TRANSFERRED, 25, words=form.said(), detail=form.detail())
    assert ask(scene, "supt.oncall", "BIOMETRICS", number=30)
    scene.record(Kind.TRANSFERRED, 35, words="To Gate 12.")
    with pytest.raises(CannotAuthorise, match="police station"):
        ask(scene, "supt.oncall", "BIOMETRICS", number=40)


def test_which_rooms_count_as_a_police_station_differs_by_power(cast: Cast) -> None:
    with acting_as(SYSTEM):
        port = Port.objects.get(pk=cast.ports["Stansted"].pk)
        port.designations = [{"place": "Examination room", "designations": ["S7_DETENTION"], "verified": True}]
        port.save()
    for power, expected in ((Power.TACT_S7, "refused"), (Power.CTBSA_S3, "asked")):
        scene = begin(cast, power=power, place="Examination room")
        scene.detain(20)
        try:
            ask(scene, "supt.oncall", "BIOMETRICS")
            found = "asked"
        except CannotAuthorise:
            found = "refused"
        assert found == expected


def test_a_search_is_not_entered_after_submission(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(30)
    scene.submit(40)
    with pytest.raises(NotNow):
        search(scene, Kind.BAGS_SEARCHED, 50)


def test_a_corrected_search_keeps_what_was_recorded_of_it_and_one_taken_back_is_gone(cast: Cast) -> None:
    scene = begin(cast)
    made = search(scene, Kind.BAGS_SEARCHED, 5)
    correction = {"when": pressed(scene.minute(4)), "reason": "A minute earlier."}
    corrected = scene.do("pc.stansted", actions.supersede_event, event=made.event, **correction)
    with acting_as(SYSTEM):
        [line] = property_page(stored(scene), scene.minute(10)).searches
        assert (line.search, line.fact.at) == (made, scene.minute(4))
    scene.do("pc.stansted", actions.withdraw_event, event=corrected, at=scene.minute(6), reason="It was another traveller's bag.")
    with acting_as(SYSTEM):
        assert property_page(stored(scene), scene.minute(10)).searches == ()


def test_the_property_page_costs_the_same_whatever_it_holds(cast: Cast) -> None:
    def cost(scene: Scene) -> int:
        with acting_as(SYSTEM), counting() as made:
            property_page(stored(scene), scene.minute(60))
        return number_of(made)

    def fill(scene: Scene, times: int) -> None:
        for number in range(times):
            when = pressed(scene.minute(20 + number))
            item = scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="DEVICE", when=when)
            scene.do("pc.stansted", actions.copy_device, item=item, when=when, details=actions.CopyDetails())
            search(scene, Kind.BAGS_SEARCHED, 21 + number)
            details = actions.BiometricDetails(what="FINGERPRINTS", basis="CONSENT", was_told_of_use=True)
            scene.do("pc.stansted", actions.take_biometrics, examination=scene.examination, when=when, details=details)

    one, many = begin(cast), begin(cast)
    fill(one, 1)
    fill(many, 5)
    assert cost(one) == cost(many) <= 12


def answer(scene: Scene, who: str, *, is_given: bool = True, words: str = "", number: float = 40) -> AuthorityAnswer:
    with acting_as(SYSTEM):
        request = AuthorityRequest.objects.select_related("examination", "item").get(examination=scene.examination)
    given = {"request": request, "is_given": is_given, "words": words, "at": scene.minute(number)}
    made: AuthorityAnswer = scene.do(who, answer_request, **given)
    return made


def test_the_officer_who_was_asked_answers_once_and_whoever_asked_is_told(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    ask(scene, "sgt.stansted")
    assert answer(scene, "sgt.stansted").is_given
    with acting_as(SYSTEM):
        assert Notice.objects.filter(recipient=cast["pc.stansted"], text__contains="is authorised").count() == 1
    with pytest.raises(Refusal, match="already"):
        answer(scene, "sgt.stansted", number=41)


def test_nobody_answers_for_the_officer_who_was_asked(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    ask(scene, "sgt.stansted")
    for who in ("pc.stansted", "di.region"):
        with pytest.raises(Forbidden):
            answer(scene, who)


def test_a_refusal_says_why(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    ask(scene, "sgt.stansted")
    with pytest.raises(Refusal, match="Say why"):
        answer(scene, "sgt.stansted", is_given=False)
    assert not answer(scene, "sgt.stansted", is_given=False, words="A pat down will do.").is_given


def test_what_can_no_longer_lawfully_be_given_is_not(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    ask(scene, "sgt.stansted")
    scene.record(Kind.QUESTION, 35, officer=cast["sgt.stansted"])
    with pytest.raises(CannotAuthorise, match="questioned the person"):
        answer(scene, "sgt.stansted")
    scene.release(45)
    with pytest.raises(CannotAuthorise, match="Only a detained person"):
        answer(scene, "sgt.stansted", number=50)


def test_urgent_use_is_asked_of_one_item(cast: Cast) -> None:
    scene = begin(cast, power="CTBSA_S3")
    with pytest.raises(Refusal, match="Choose the item"):
        ask(scene, "supt.oncall", "URGENT_USE")
    kept = {"examination": scene.examination, "kind": "DEVICE", "when": pressed(scene.minute(10)), "ground": "NATIONAL_SECURITY"}
    item = scene.do("pc.stansted", actions.keep_item, **kept)
    ask(scene, "supt.oncall", "URGENT_USE", item=item)
    with acting_as(SYSTEM):
        assert AuthorityRequest.objects.get().item == item


def test_the_page_asks_the_officer_and_shows_the_answer_on_the_property_tab(cast: Cast) -> None:
    scene = begun(cast, 60)
    scene.detain(20)
    ask(scene, "sgt.stansted", number=30)
    with acting_as(SYSTEM):
        request = AuthorityRequest.objects.get()
    path, key = "examinations:answer_request", scene.examination.pk
    assert Browser(cast, "pc.stansted").get(path, key, request.pk).status_code == 403
    sergeant = Browser(cast, "sgt.stansted")
    assert "Answer A strip search" in visible_text(sergeant.get("examinations:property", key))
    assert "A flat thing under the shirt." in visible_text(sergeant.get(path, key, request.pk))
    assert sergeant.post(path, key, request.pk, is_given="no", words="").status_code == 422
    assert sergeant.post(path, key, request.pk, is_given="yes", words="").status_code == 302
    assert "You have answered this" in visible_text(sergeant.get(path, key, request.pk))
    assert "A strip search: Authorised" in visible_text(Browser(cast, "pc.stansted").get("examinations:property", key))
