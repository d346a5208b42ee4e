"""What only a superintendent may authorise: asked for, given aloud and confirmed, refused; and one given by too low a rank."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from examinations import actions
from examinations.actions import Sought
from examinations.actions.authorising import NotSuperintendent
from examinations.actions.writing import NotNow
from examinations.forms.rights import FORMS
from examinations.models import Authority, Kind
from examinations.queries.rights import authorities_of, seniors
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed

pytestmark = pytest.mark.django_db
REASON = "The friend is thought to hold the phone."


@pytest.fixture
def scene(cast: Cast) -> Scene:
    scene = begin(cast)
    scene.detain(20)
    return scene


def sought(scene: Scene, who: str = "supt.oncall", **values: Any) -> Sought:
    return Sought(**{"what": "DELAY_SOLICITOR", "ground": "ALERTING", "reason": REASON, "authoriser": scene.cast[who], **values})


def recorded(scene: Scene, who: str = "supt.oncall", *, is_oral: bool = True, number: float = 30, **values: Any) -> Authority:
    when = pressed(scene.minute(number))
    wanted = sought(scene, who, **values)
    return scene.do("pc.stansted", actions.record_authority, examination=scene.examination, sought=wanted, is_oral=is_oral, when=when)


def asked(scene: Scene, who: str = "supt.oncall", **values: Any) -> Authority:
    wanted = sought(scene, who, **values)
    return scene.do("pc.stansted", actions.ask_superintendent, examination=scene.examination, sought=wanted, at=scene.minute(25))


def answered(scene: Scene, authority: Authority, *, is_given: bool = True, answer: str = "", who: str = "supt.oncall") -> Authority:
    values = {"is_given": is_given, "answer": answer, "at": scene.minute(40)}
    return scene.do(who, actions.answer_authority, authority=authority, **values)


def rules(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return [breach.rule for breach in assess(scene.fresh(), scene.minute(45)).breaches]


def test_e_36_an_inspector_is_refused_when_asked_and_the_sentence_names_the_superintendent(scene: Scene) -> None:
    with pytest.raises(NotSuperintendent, match="Only a superintendent or above") as refused:
        asked(scene, "insp.region")
    assert refused.value.field == "authoriser"
    assert "Ask the superintendent on call" in str(refused.value)
    assert not Authority.objects.exists()


def test_e_36_a_delay_that_an_inspector_has_given_is_recorded_and_is_a_breach(scene: Scene) -> None:
    authority = recorded(scene, "insp.region")
    assert (authority.authoriser_rank, authority.state) == ("INSPECTOR", Authority.State.WAITING)
    assert rules(scene) == ["R4"]


def test_a_delay_that_a_superintendent_has_given_is_no_breach(scene: Scene) -> None:
    recorded(scene)
    assert rules(scene) == []


def test_one_given_aloud_waits_for_the_superintendent_who_is_told_and_confirms_it(scene: Scene) -> None:
    authority = recorded(scene)
    with acting_as(SYSTEM):
        told = Notice.objects.get(recipient=scene.cast["supt.oncall"], thing_id=scene.examination.pk)
    assert "confirmation in writing" in told.text
    confirmed = answered(scene, authority)
    assert (confirmed.state, confirmed.answered_at) == (Authority.State.CONFIRMED, scene.minute(40))
    with pytest.raises(NotNow, match="answered already"):
        answered(scene, authority)


def test_one_given_in_writing_waits_for_nobody(scene: Scene) -> None:
    authority = recorded(scene, is_oral=False)
    assert authority.manner == Authority.Manner.WRITTEN
    with acting_as(SYSTEM):
        assert not Notice.objects.filter(recipient=scene.cast["supt.oncall"], thing_id=scene.examination.pk).exists()


def test_a_superintendent_who_is_asked_puts_it_on_the_timeline_by_their_answer(scene: Scene) -> None:
    authority = asked(scene)
    assert authority.event is None
    given = answered(scene, authority)
    assert given.event is not None
    assert (given.event.kind, given.event.at, given.event.detail["right"]) == (Kind.RIGHT_DELAYED, scene.minute(40), "SOLICITOR")
    assert given.event.officer_rank == "SUPERINTENDENT"
    assert rules(scene) == []


def test_one_that_is_refused_says_why_and_delays_nothing(scene: Scene) -> None:
    authority = asked(scene)
    with pytest.raises(Refusal, match="Say why not"):
        answered(scene, authority, is_given=False)
    refused = answered(scene, authority, is_given=False, answer="No ground is made out.")
    assert (refused.state, refused.event) == (Authority.State.REFUSED, None)


def test_nobody_answers_for_another(scene: Scene) -> None:
    authority = recorded(scene)
    for who in ("insp.region", "pc.stansted", "di.region"):
        with pytest.raises(Forbidden):
            answered(scene, authority, who=who)


def test_only_a_detained_person_has_a_right_to_delay(cast: Cast) -> None:
    undetained = begin(cast)
    with pytest.raises(NotNow, match="Only a detained person"):
        asked(undetained)
    assert recorded(undetained).event is not None  # but what was done is always taken


def test_each_right_is_asked_for_once_and_on_its_own(scene: Scene) -> None:
    asked(scene)
    with pytest.raises(NotNow, match="asked for already"):
        asked(scene)
    assert asked(scene, what="DELAY_NAMED_PERSON").state == Authority.State.WAITING


@pytest.mark.parametrize("ground", ["PREVENTION", "APPREHENSION", "BENEFIT", ""])
def test_a_ground_of_the_other_power_is_none_of_this_one(cast: Cast, ground: str) -> None:
    """A24: the list of Schedule 3 is shorter, and benefit from crime is only for a different solicitor."""
    scene = begin(cast, power="CTBSA_S3")
    scene.detain(20)
    with pytest.raises(Refusal, match="grounds of this power"):
        asked(scene, ground=ground)


def test_benefit_from_crime_is_a_ground_for_a_different_solicitor_under_schedule_3(cast: Cast) -> None:
    scene = begin(cast, power="CTBSA_S3")
    scene.detain(20)
    authority = recorded(scene, what="DIFFERENT_SOLICITOR", ground="BENEFIT")
    assert authority.event is not None
    assert authority.event.kind == Kind.DIFFERENT_SOLICITOR_DIRECTED


def test_e_37_nothing_keeps_a_solicitor_within_sight_and_hearing() -> None:
    assert [one.value for one in Authority.What] == ["DELAY_NAMED_PERSON", "DELAY_SOLICITOR", "DIFFERENT_SOLICITOR"]
    assert [slug for slug in FORMS if "solicitor" in slug] == ["different-solicitor"]


def test_e_37_a_direction_is_asked_of_a_superintendent_alone(scene: Scene) -> None:
    with pytest.raises(NotSuperintendent):
        asked(scene, "insp.region", what="DIFFERENT_SOLICITOR")


def test_the_person_is_told_once(scene: Scene) -> None:
    authority = recorded(scene)
    told = scene.do("pc.stansted", actions.tell_person, authority=authority, at=scene.minute(33))
    assert told.told_at == scene.minute(33)
    with pytest.raises(NotNow, match="on record already"):
        scene.do("pc.stansted", actions.tell_person, authority=authority, at=scene.minute(34))


def test_a_corrected_delay_keeps_its_authority_and_one_taken_back_loses_it(scene: Scene) -> None:
    authority = recorded(scene)
    assert authority.event is not None
    values = {"when": pressed(scene.minute(31)), "reason": "Wrong minute"}
    corrected = scene.do("pc.stansted", actions.supersede_event, event=authority.event, **values)
    with acting_as(SYSTEM):
        assert [row.event_id for row in authorities_of(scene.fresh())] == [corrected.pk]
    scene.do("pc.stansted", actions.withdraw_event, event=corrected, at=scene.minute(35), reason="Never given")
    with acting_as(SYSTEM):
        assert authorities_of(scene.fresh()) == []


def test_the_superintendent_on_call_is_offered_with_their_number(scene: Scene) -> None:
    with acting_as(SYSTEM):
        offered = seniors(scene.fresh(), scene.cast.at)
    assert [(one.officer.username, one.is_on_call, bool(one.ring)) for one in offered] == [("supt.oncall", True, True)]


def test_the_database_holds_that_what_is_given_is_on_the_timeline(scene: Scene) -> None:
    authority = asked(scene)
    for change in ({"state": "CONFIRMED", "answered_at": scene.minute(40)}, {"manner": "ORAL"}, {"reason": ""}, {"state": "REFUSED"}):
        with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
            Authority.objects.filter(pk=authority.pk).update(**change)
