"""A record that waits to be finished when its examiners have gone: handed over, or given by a supervisor; and who keeps it until then."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assurance.independence import objection_to
from audit.models import Event
from examinations import actions
from examinations.actions.handing_over import CannotBeGiven, CannotTakeOver
from examinations.actions.writing import NotNow
from examinations.clocks import evaluate, reviewer_objections
from examinations.models import Examination, Examiner, Handover, Kind, Particulars, State, TimelineEvent
from examinations.papers.record import opening
from examinations.refusals import Refusal
from examinations.reviewers import standing_against
from examinations.timeline import law_for, officer, timeline_of
from organisation.models import Notice, Role, User
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, pressed, typed, withdraw_awards
from tests.examinations.test_submitting import send_back
from tests.factories import PostingFactory

PC, SECOND, SGT, DI = "pc.stansted", "pc.stansted.second", "sgt.stansted", "di.region"
WHY = "Posted to another region."


def ended(cast: Cast, **values: Any) -> Scene:
    """Questioned, detained, reviewed late by the sergeant who covers the port, and released."""
    scene = begin(cast, **values)
    scene.detain(20)
    scene.review(91, who="sgt.norwich")
    scene.release(100)
    return scene


def returned(cast: Cast) -> Scene:
    scene = ended(cast)
    scene.submit(120)
    send_back(scene, who=SGT)
    return scene


def leave(cast: Cast, who: str = PC) -> None:
    """Their posting ended yesterday."""
    with acting_as(SYSTEM):
        for posting in cast[who].postings.all():
            posting.posted_until = cast.at - timedelta(days=1)
            posting.save()


def move(cast: Cast, role: str, unit: str = "office", who: str = PC) -> None:
    """Their posting ended yesterday, and they hold another role since."""
    leave(cast, who)
    PostingFactory.make(user=cast[who], unit=cast.units[unit], role=role, posted_from=cast.at - timedelta(days=1))


def close_account(cast: Cast, who: str = PC) -> None:
    User.objects.filter(pk=cast[who].pk).update(is_active=False)


def give(scene: Scene, to: str = SECOND, by: str = SGT, number: float = 300, reason: str = WHY) -> Handover:
    values = {"to": scene.cast[to], "at": scene.minute(number), "reason": reason}
    return scene.do(by, actions.give_examination, examination=scene.examination, **values)


def offer(scene: Scene, to: str = SECOND, by: str = PC, number: float = 300) -> Handover:
    return scene.do(by, actions.offer_handover, examination=scene.examination, to=scene.cast[to], at=scene.minute(number))


def sees(scene: Scene, who: str) -> bool:
    """Whether the database itself shows the record to this person."""
    with acting_as(scene.cast.actor(who)):
        return Examination.objects.filter(pk=scene.examination.pk).exists()


def entry_of(scene: Scene, who: str) -> Examiner:
    with acting_as(SYSTEM):
        return Examiner.objects.get(examination=scene.examination, officer=scene.cast[who])


def submit(scene: Scene, who: str, number: float = 400) -> Any:
    return scene.do(who, actions.submit_examination, examination=scene.examination, at=scene.minute(number))


# --- Whoever examines keeps it, whatever their posting ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DI, Role.ADMIN, Role.SUPERINTENDENT, Role.AUDITOR])
def test_an_examiner_who_changes_role_keeps_the_live_record_and_hands_it_over(cast: Cast, role: str) -> None:
    scene = begin(cast)
    move(cast, role)
    assert sees(scene, PC)
    scene.record(Kind.WELFARE, 6)
    handover = offer(scene, number=10)
    scene.do(SECOND, actions.accept_handover, handover=handover, at=scene.minute(11))
    assert entry_of(scene, PC).left_at == scene.minute(11)
    with pytest.raises((Forbidden, Examination.DoesNotExist)):
        scene.record(Kind.WELFARE, 12)
    assert sees(scene, PC) is (role not in {Role.ADMIN, Role.AUDITOR})


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.DI, Role.ADMIN])
def test_an_examiner_who_changes_role_still_writes_up_and_submits_the_record(cast: Cast, role: str) -> None:
    scene = ended(cast)
    move(cast, role)
    values = {"at": scene.minute(110), "version": 1, "changes": {"carrier": "F. Air"}}
    scene.do(PC, actions.update_particulars, examination=scene.examination, **values)
    assert submit(scene, PC).number == 1
    assert scene.fresh().state == State.SUBMITTED


def test_an_administrator_who_examined_sees_the_record_while_it_is_unfinished_and_not_while_it_is_sent_in(
    cast: Cast,
) -> None:
    scene = ended(cast)
    move(cast, Role.ADMIN)
    submit(scene, PC, 120)
    assert not sees(scene, PC)
    send_back(scene, who=SGT)
    assert sees(scene, PC)
    values = {"field": "carrier", "addition": "Fictional Air", "reason": "Overlooked.", "at": scene.minute(210)}
    scene.do(PC, actions.add_addendum, examination=scene.examination, **values)
    again = scene.do(PC, actions.resubmit_examination, examination=scene.examination, at=scene.minute(220))
    assert (again.number, scene.fresh().state, sees(scene, PC)) == (2, State.SUBMITTED, False)


def test_whoever_only_took_part_does_not_keep_it(cast: Cast) -> None:
    """A reviewer who becomes an administrator sees nothing of it any more: they do not write it up."""
    scene = begin(cast)
    scene.detain(5)
    scene.review(30)
    assert sees(scene, SGT)
    move(cast, Role.ADMIN, who=SGT)
    assert not sees(scene, SGT)


def test_an_officer_whom_only_a_wrong_entry_named_does_not_keep_it(cast: Cast) -> None:
    scene = begin(cast)
    question = scene.record(Kind.QUESTION, 5, officer=cast["pc.luton"])
    assert sees(scene, "pc.luton")
    scene.do(PC, actions.withdraw_event, event=question, at=scene.minute(6), reason="It was not them.")
    assert not sees(scene, "pc.luton")
    assert cast["pc.luton"].pk not in scene.fresh().authors


# --- Handed over -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "state"), [(ended, State.ENDED), (returned, State.RETURNED)])
def test_an_unfinished_record_is_offered_and_accepted(cast: Cast, make: Any, state: str) -> None:
    scene = make(cast)
    withdraw_awards(cast, SECOND)  # whoever asks nobody anything needs none
    handover = offer(scene)
    assert sees(scene, SECOND)
    scene.do(SECOND, actions.accept_handover, handover=handover, at=scene.minute(310))
    taken, left = entry_of(scene, SECOND), entry_of(scene, PC)
    assert (taken.completes, taken.is_accredited, taken.joined_at, left.completes, left.left_at) == (
        True,
        True,
        scene.minute(310),
        False,
        scene.minute(310),
    )
    assert scene.fresh().state == state
    if state == State.ENDED:
        assert submit(scene, SECOND).number == 1
    else:
        values = {"field": "carrier", "addition": "Fictional Air", "reason": "Overlooked.", "at": scene.minute(320)}
        scene.do(SECOND, actions.add_addendum, examination=scene.examination, **values)
        assert scene.do(SECOND, actions.resubmit_examination, examination=scene.examination, at=scene.minute(330)).number == 2


def test_only_an_examiner_offers_it(cast: Cast) -> None:
    scene = returned(cast)
    for who in ("sgt.norwich", SGT):  # the reviewer and the assurer take part in it too
        with pytest.raises(Forbidden):
            offer(scene, by=who)


@pytest.mark.parametrize("to", ["sgt.norwich", SGT])
def test_it_is_not_offered_to_whoever_reviewed_or_returned_it(cast: Cast, to: str) -> None:
    with pytest.raises(CannotTakeOver, match="reviewed the detention or sent the record back"):
        offer(returned(cast), to=to)


def test_what_still_waits_for_an_answer_lapses_when_the_record_is_sent_in(cast: Cast) -> None:
    scene = ended(cast)
    handover = offer(scene)
    submit(scene, PC)
    with acting_as(SYSTEM):
        handover.refresh_from_db()
    assert (handover.answer, handover.answer_reason) == (Handover.Answer.WITHDRAWN, "The record was sent in.")
    assert not sees(scene, SECOND)


def test_a_record_that_is_sent_in_is_not_offered(cast: Cast) -> None:
    scene = ended(cast)
    submit(scene, PC)
    with pytest.raises(NotNow):
        offer(scene)


# --- Given -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [ended, returned])
@pytest.mark.parametrize(
    "go", [leave, close_account, lambda cast: move(cast, Role.ADMIN), lambda cast: move(cast, Role.CONSTABLE, "Newcastle")]
)
def test_a_supervisor_gives_what_its_examiners_cannot_finish_to_an_officer_of_the_port(cast: Cast, make: Any, go: Any) -> None:
    scene = make(cast)
    go(cast)
    given = give(scene, by=DI)
    assert (given.answer, given.words, given.offered_by, given.answered_at) == (Handover.Answer.GIVEN, WHY, cast[DI], scene.minute(300))
    assert entry_of(scene, SECOND).completes
    assert entry_of(scene, PC).left_at == scene.minute(300)
    assert scene.fresh().authors == [cast[SECOND].pk]
    event = Event.objects.get(verb="examination.given")
    assert (event.actor_id, event.reason) == (cast[DI].pk, WHY)
    notice = Notice.objects.get(recipient=cast[SECOND])
    assert (notice.text, notice.is_mailed) == (f"{scene.examination.reference}: 2002 gives you this record to finish.", True)
    if make is ended:
        assert submit(scene, SECOND).submitted_by == cast[SECOND]


def test_a_sergeant_of_the_port_gives_it_too_and_one_of_another_port_does_not(cast: Cast) -> None:
    scene = ended(cast)
    leave(cast)
    with acting_as(SYSTEM):
        row = Examination.objects.get(pk=scene.examination.pk)
    for who in ("sgt.luton", "insp.region", SECOND, "admin.vetting"):
        with acting_as(SYSTEM), pytest.raises(Forbidden):
            actions.give_examination(examination=row, to=cast[SECOND], by=cast.actor(who), at=scene.minute(300), reason=WHY)
    assert give(scene).offered_by == cast[SGT]


def test_it_is_not_given_while_an_examiner_can_finish_it(cast: Cast) -> None:
    scene = ended(cast)
    with pytest.raises(CannotBeGiven, match="4201 can still finish it"):
        give(scene)


def test_it_is_given_with_a_reason(cast: Cast) -> None:
    scene = ended(cast)
    leave(cast)
    with pytest.raises(CannotBeGiven, match="Say why"):
        give(scene, reason=" ")
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="given_with_a_reason"), transaction.atomic():
        Handover.objects.create(
            examination=scene.examination, offered_by=cast[SGT], offered_to=cast[SECOND], offered_at=cast.at, answer=Handover.Answer.GIVEN
        )


def test_nobody_gives_their_own_record_nor_takes_one_by_giving_it(cast: Cast) -> None:
    scene = begin(cast, who=SGT)
    scene.record(Kind.RELEASED, 30, who=SGT)
    with pytest.raises(CannotBeGiven, match="You are an examiner"):
        give(scene)
    other = ended(cast)
    leave(cast)
    with pytest.raises(CannotBeGiven, match="to yourself"):
        give(other, to=SGT)


@pytest.mark.parametrize(("to", "why"), [("pc.luton", "not posted"), ("insp.region", "not posted"), ("sgt.norwich", "reviewed")])
def test_it_is_given_to_somebody_who_can_and_may_finish_it(cast: Cast, to: str, why: str) -> None:
    scene = ended(cast)
    leave(cast)
    with pytest.raises(CannotTakeOver, match=why):
        give(scene, to=to)


def test_a_live_record_is_not_given_nor_one_that_is_sent_in(cast: Cast) -> None:
    scene = begin(cast)
    with pytest.raises(NotNow):
        give(scene)
    scene.release(30)
    scene.submit(40)
    with pytest.raises(NotNow):
        give(scene)


def test_a_restricted_record_is_given_only_inside_its_compartment(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    scene.do("pc.compartment", actions.release, examination=scene.examination, when=pressed(scene.minute(20)))
    leave(cast, "pc.compartment")
    with acting_as(SYSTEM), pytest.raises(Forbidden):
        actions.give_examination(examination=scene.examination, to=cast[SECOND], by=cast.actor(SGT), at=scene.minute(300), reason=WHY)


# --- What it makes of the officer --------------------------------------------------------------------------------------------------


def given_to(scene: Scene, who: str) -> Scene:
    leave(scene.cast)
    give(scene, to=who, by=DI)
    return scene


def test_whoever_completes_it_examined_nobody_and_changes_nothing_about_who_could_review(cast: Cast) -> None:
    """A sergeant who completes it has the rank of the sergeant who reviewed: R1 and R2 look at who asked, and find nothing."""
    scene = ended(cast)
    before = [breach.rule for breach in _evaluation(scene).breaches]
    given_to(scene, SGT)
    assert [breach.rule for breach in _evaluation(scene).breaches] == before == ["C3"]
    with acting_as(SYSTEM):
        row = Examination.objects.get(pk=scene.examination.pk)
        examiners = list(row.examiners.all())
        assert {one.officer_id: one.completes for one in examiners} == {cast[PC].pk: False, cast[SGT].pk: True}
        reviewer = officer(cast["sgt.norwich"].pk, "SERGEANT")
        assert reviewer is not None
        assert not reviewer_objections(timeline_of(row, scene.minute(300)), reviewer)
        assert standing_against(row, examiners, cast["sgt.norwich"], "SERGEANT", scene.minute(300)) == []
        assert "is an examiner" in standing_against(row, examiners, cast[SGT], "SERGEANT", scene.minute(300))[0]


def _evaluation(scene: Scene) -> Any:
    with acting_as(SYSTEM):
        row = Examination.objects.get(pk=scene.examination.pk)
        return evaluate(timeline_of(row, scene.minute(300)), law_for(row))


def test_whoever_completes_it_does_not_assure_it(cast: Cast) -> None:
    scene = given_to(ended(cast), SGT)
    submit(scene, SGT)
    with acting_as(SYSTEM):
        assert objection_to(cast.actor(SGT), scene.examination, scene.minute(500)).startswith("You wrote this record up")
    with acting_as(cast.actor(SGT)), pytest.raises(Refusal):
        actions.admit_assurer(examination=scene.examination, by=cast.actor(SGT), at=scene.minute(500))


def test_the_frozen_record_names_them_as_the_one_who_completed_it(cast: Cast) -> None:
    content = submit(given_to(ended(cast), SECOND), SECOND).content
    rows = dict(opening(content).rows)
    assert rows["Examining officers"] == "PC 4201"
    assert rows["Completed by, without having examined"] == "PC 4202"


def test_what_they_enter_of_the_questioning_names_who_asked(cast: Cast) -> None:
    scene = given_to(ended(cast), SECOND)
    when = typed(scene.minute(30), scene.minute(310))
    late = {"examination": scene.examination, "kind": Kind.QUESTION, "when": when}
    with pytest.raises(Refusal, match="number of the officer who asked"):
        scene.do(SECOND, actions.record_event, **late)
    event = scene.do(SECOND, actions.record_event, officer=cast[PC], **late)
    with acting_as(SYSTEM):
        assert TimelineEvent.objects.get(pk=event.pk).officer == cast[PC]
    # Who had left before is not brought back by what they did before they left.
    assert entry_of(scene, PC).left_at == scene.minute(300)
    assert entry_of(scene, SECOND).completes


def test_one_who_completes_it_and_is_then_said_to_have_asked_examines_like_any_other(cast: Cast) -> None:
    scene = given_to(ended(cast), SECOND)
    when = typed(scene.minute(30), scene.minute(310))
    scene.do(SECOND, actions.record_event, examination=scene.examination, kind=Kind.QUESTION, when=when, officer=cast[SECOND])
    assert (entry_of(scene, SECOND).completes, entry_of(scene, SECOND).joined_at) == (False, scene.minute(30))


def test_what_is_breached_is_kept_with_the_record_from_its_end_until_it_is_sent_in(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.review(91)
    assert scene.fresh().open_breaches is None
    scene.release(100)
    assert scene.fresh().open_breaches == ["C3"]
    values = {"at": scene.minute(105), "version": 1, "changes": {"direction": Particulars.Direction.DOMESTIC_SEA, "premises": "ELSEWHERE"}}
    scene.do(PC, actions.update_particulars, examination=scene.examination, **values)
    assert scene.fresh().open_breaches == ["C3", "R7"]
    scene.submit(120)
    assert scene.fresh().open_breaches is None
