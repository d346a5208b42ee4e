"""From the completed record to the accepted one: what was submitted is frozen, and after it there are only addenda."""

from datetime import timedelta
from typing import Any

import pytest

from audit.models import Event
from examinations import actions
from examinations.actions.amending import NotIndependent
from examinations.actions.submitting import NoSuchBreach
from examinations.actions.writing import NotNow
from examinations.models import Addendum, Disclosure, FrozenBreach, Return, State, SubmittedVersion
from examinations.papers.frozen import hash_of
from examinations.refusals import Refusal
from organisation.models import Notice
from organisation.policy import Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin

PC, SGT = "pc.stansted", "sgt.norwich"  # the assurer neither examined nor reviewed


def completed(cast: Cast, review_at: float = 60) -> Scene:
    scene = begin(cast)
    scene.detain(20)
    scene.review(review_at)
    scene.release(100)
    return scene


def submitted(cast: Cast, review_at: float = 60) -> Scene:
    scene = completed(cast, review_at)
    scene.submit(120)
    return scene


def send_back(scene: Scene, who: str = SGT, number: float = 200) -> Return:
    values = {"fields": {"carrier": "Which airline?"}, "words": "Nearly there.", "due_at": scene.minute(number) + timedelta(days=7)}
    return scene.do(who, actions.return_examination, examination=scene.examination, at=scene.minute(number), **values)


def add(scene: Scene, number: float = 210, **changes: Any) -> Addendum:
    values = {"field": "carrier", "addition": "Fictional Air", "reason": "Overlooked.", **changes}
    return scene.do(PC, actions.add_addendum, examination=scene.examination, at=scene.minute(number), **values)


def send_again(scene: Scene, number: float = 220) -> SubmittedVersion:
    return scene.do(PC, actions.resubmit_examination, examination=scene.examination, at=scene.minute(number))


def test_submission_freezes_the_whole_record_and_its_hash(cast: Cast) -> None:
    scene = completed(cast)
    version = scene.submit(120)
    with acting_as(cast.actor(PC)):
        kept = SubmittedVersion.objects.get(pk=version.pk)
    assert (kept.number, kept.submitted_at, scene.fresh().state) == (1, scene.minute(120), State.SUBMITTED)
    assert hash_of(kept.content) == kept.content_hash
    assert kept.content["reference"] == scene.examination.reference
    assert [event["kind"] for event in kept.content["events"]] == ["FIRST_QUESTION", "DETAINED", "REVIEW", "RELEASED"]
    assert kept.content["reviews"][0]["reviewer"] == "3201"


def test_the_frozen_record_names_no_officer(cast: Cast) -> None:
    content = str(completed(cast).submit(120).content)
    assert cast[PC].name not in content
    assert cast["sgt.stansted"].name not in content


def test_any_change_to_the_content_changes_the_hash(cast: Cast) -> None:
    version = completed(cast).submit(120)
    assert hash_of({**version.content, "place": "Gate 13"}) != version.content_hash


def test_breaches_are_frozen_as_computed(cast: Cast) -> None:
    scene = submitted(cast, review_at=91)
    with acting_as(cast.actor(PC)):
        breach = FrozenBreach.objects.get(examination=scene.examination)
    assert (breach.rule, breach.basis, breach.due_at, breach.actual_at) == ("C3", "STATUTE", scene.minute(80), scene.minute(91))
    assert (breach.late_seconds, breach.port_id, breach.found_at, breach.is_repeat) == (
        660,
        scene.examination.port_id,
        scene.minute(120),
        False,
    )


def test_a_record_that_owes_everything_can_be_submitted(cast: Cast) -> None:
    scene = begin(cast)
    scene.release(10)
    assert scene.submit(11).number == 1


def test_a_live_record_cannot_be_submitted(cast: Cast) -> None:
    with pytest.raises(NotNow, match="still live"):
        begin(cast).submit(10)


def test_a_record_is_submitted_once(cast: Cast) -> None:
    scene = submitted(cast)
    with pytest.raises(NotNow):
        scene.submit(121)


def test_only_an_examiner_submits(cast: Cast) -> None:
    scene = completed(cast)
    with pytest.raises(Forbidden):
        scene.do(SGT, actions.submit_examination, examination=scene.examination, at=scene.minute(120))


def test_an_explanation_stands_beside_the_breach_and_changes_nothing(cast: Cast) -> None:
    scene = completed(cast, review_at=91)
    values = {"rule": "C3", "due_at": scene.minute(80), "at": scene.minute(110)}
    scene.do(PC, actions.explain_breach, examination=scene.examination, words="The lift was stuck.", **values)
    content = scene.submit(120).content
    assert [breach["rule"] for breach in content["computed"]["breaches"]] == ["C3"]
    assert content["explanations"][0]["words"] == "The lift was stuck."


def test_a_breach_that_is_not_there_cannot_be_explained(cast: Cast) -> None:
    scene = completed(cast)
    values = {"rule": "C3", "due_at": scene.minute(80), "at": scene.minute(110)}
    with pytest.raises(NoSuchBreach):
        scene.do(PC, actions.explain_breach, examination=scene.examination, words="The lift was stuck.", **values)


def test_a_returned_record_is_added_to_and_its_original_stays(cast: Cast) -> None:
    scene = completed(cast)
    values = {"at": scene.minute(105), "version": 1, "changes": {"carrier": "F. Air"}}
    scene.do(PC, actions.update_particulars, examination=scene.examination, **values)
    scene.submit(120)
    sent_back = send_back(scene)
    addendum = add(scene)
    assert (addendum.original, addendum.addition, addendum.answers_id) == ("F. Air", "Fictional Air", sent_back.pk)
    assert scene.fresh().particulars.carrier == "F. Air"
    version = send_again(scene)
    assert (version.number, version.content["addenda"][0]["addition"]) == (2, "Fictional Air")
    assert scene.fresh().state == State.SUBMITTED


def test_a_breach_frozen_again_is_marked_so_that_it_is_counted_once(cast: Cast) -> None:
    scene = submitted(cast, review_at=91)
    send_back(scene)
    add(scene)
    send_again(scene)
    with acting_as(cast.actor(PC)):
        assert list(FrozenBreach.objects.order_by("version__number").values_list("is_repeat", flat=True)) == [False, True]


def test_the_examiner_is_told_of_the_return_and_the_assurer_of_the_answer(cast: Cast) -> None:
    scene = submitted(cast)
    send_back(scene)
    add(scene)
    send_again(scene)
    assert "returned for amendment" in Notice.objects.get(recipient=cast[PC]).text
    assert "sent in again" in Notice.objects.get(recipient=cast[SGT]).text


def test_a_return_names_fields_that_exist(cast: Cast) -> None:
    scene = submitted(cast)
    for fields in ({}, {"colour of the sky": "Which?"}):
        values = {"fields": fields, "words": "", "due_at": scene.minute(999), "at": scene.minute(200)}
        with pytest.raises(Refusal, match="Name the parts"):
            scene.do(SGT, actions.return_examination, examination=scene.examination, **values)


@pytest.mark.parametrize("changes", [{"addition": " "}, {"reason": " "}, {"field": "nothing"}])
def test_an_addendum_needs_its_part_its_words_and_its_reason(cast: Cast, changes: dict[str, Any]) -> None:
    scene = submitted(cast)
    send_back(scene)
    with pytest.raises(Refusal):
        add(scene, **changes)


def test_nothing_is_added_beside_a_record_that_was_not_submitted(cast: Cast) -> None:
    with pytest.raises(NotNow, match="Change it where it stands"):
        add(completed(cast))


def test_whoever_examined_or_reviewed_does_not_assure(cast: Cast) -> None:
    scene = submitted(cast)
    with pytest.raises(NotIndependent):
        send_back(scene, who="sgt.stansted")
    with pytest.raises(NotIndependent):
        scene.do("sgt.stansted", actions.accept_examination, examination=scene.examination, at=scene.minute(200))


def test_the_assurer_takes_part_from_the_claim_on(cast: Cast) -> None:
    scene = submitted(cast)
    row = scene.do(SGT, actions.admit_assurer, examination=scene.examination, at=scene.minute(190))
    assert cast[SGT].pk in row.participants
    with pytest.raises(NotIndependent):
        scene.do("sgt.stansted", actions.admit_assurer, examination=scene.examination, at=scene.minute(191))


def test_an_accepted_record_is_locked(cast: Cast) -> None:
    scene = submitted(cast)
    scene.do(SGT, actions.accept_examination, examination=scene.examination, at=scene.minute(200))
    fresh = scene.fresh()
    assert (fresh.state, fresh.accepted_at) == (State.ACCEPTED, scene.minute(200))
    with pytest.raises(NotNow, match="locked"):
        send_back(scene)
    add(scene)  # what is added later stands beside it, and reopens nothing
    assert scene.fresh().state == State.ACCEPTED


def test_every_step_is_in_the_ledger(cast: Cast) -> None:
    scene = submitted(cast)
    send_back(scene)
    add(scene)
    send_again(scene)
    scene.do(SGT, actions.accept_examination, examination=scene.examination, at=scene.minute(300))
    verbs = list(Event.objects.filter(thing_id=scene.examination.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "examination.started",
        "examination.detained",
        "examination.reviewed",
        "examination.released",
        "examination.submitted",
        "examination.returned",
        "examination.addendum_added",
        "examination.resubmitted",
        "examination.accepted",
    ]


def disclose(scene: Scene, who: str = SGT, **changes: Any) -> Disclosure:
    with acting_as(scene.cast.actor("di.region")):
        content_hash = SubmittedVersion.objects.filter(examination=scene.examination).values_list("content_hash", flat=True).first() or ""
    values = {"recipients": ["Fictional court"], "purpose": "Appeal", "content_hash": content_hash, "file_hash": "f" * 64, **changes}
    return scene.do(who, actions.disclose, examination=scene.examination, at=scene.minute(400), **values)


def test_a_document_that_leaves_is_filed_with_its_hashes_and_recipients(cast: Cast) -> None:
    scene = submitted(cast)
    disclose(scene)
    entry = Event.objects.get(verb="examination.disclosed", thing_id=scene.examination.pk)
    assert entry.recipients == ["Fictional court"]
    assert entry.detail["file_hash"] == "f" * 64


@pytest.mark.parametrize("changes", [{"recipients": [" "]}, {"purpose": ""}, {"content_hash": "0" * 64}])
def test_a_disclosure_says_who_why_and_exactly_what(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        disclose(submitted(cast), **changes)


def test_a_constable_discloses_nothing(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        disclose(submitted(cast), who=PC)
