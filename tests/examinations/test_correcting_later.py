"""After submission: what became of property, cash and prints is still put right, beside the version that was submitted; nothing else is."""

import pytest

from assurance.actions import claim_examination
from examinations import actions
from examinations.actions.writing import NotNow
from examinations.models import CashPower, CashSeizure, Examination, Item, Kind, State, TimelineEvent
from examinations.queries import record_findings
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import Scene, begin, pressed, typed


def submitted_with_things(cast: Cast) -> tuple[Scene, Item, CashSeizure]:
    scene = begin(cast)
    scene.detain(20)
    item: Item = scene.do("pc.stansted", actions.keep_item, examination=scene.examination, kind="DEVICE", when=pressed(scene.minute(30)))
    seized = {"power": CashPower.ATCSA, "when": pressed(scene.minute(35))}
    seizure: CashSeizure = scene.do("pc.stansted", actions.seize_cash, examination=scene.examination, **seized)
    scene.release(50)
    scene.submit(60)
    return scene, item, seizure


def returned(scene: Scene, item: Item, number: float) -> TimelineEvent:
    values = {"returned_to": "The person", "signature": "SIGNED", "when": pressed(scene.minute(number))}
    scene.do("pc.stansted", actions.return_item, item=item, **values)
    return fact(scene, Kind.PROPERTY_RETURNED)


def fact(scene: Scene, kind: Kind) -> TimelineEvent:
    with acting_as(SYSTEM):
        return TimelineEvent.objects.select_related("examination").get(
            examination=scene.examination, kind=kind, superseded_by__isnull=True, is_withdrawn=False
        )


def correct(scene: Scene, event: TimelineEvent, to: float, received: float, who: str = "pc.stansted") -> TimelineEvent:
    when = typed(scene.minute(to), scene.minute(received))
    made: TimelineEvent = scene.do(who, actions.supersede_event, event=event, when=when, reason="Read off the wrong watch.")
    return made


def due_of(scene: Scene, rule: str) -> str:
    with acting_as(SYSTEM):
        return next(each.due_at.isoformat() for each in assess(scene.fresh(), scene.minute(300)).clocks if each.rule == rule)


def test_the_instant_of_a_seizure_is_corrected_and_its_clock_moves(cast: Cast) -> None:
    scene, _, _ = submitted_with_things(cast)
    before = due_of(scene, "C12")
    right = correct(scene, fact(scene, Kind.CASH_SEIZED), 25, 90)
    assert due_of(scene, "C12") < before
    assert scene.fresh().state == State.SUBMITTED
    with acting_as(SYSTEM):
        assert right.supersedes is not None
        assert right.supersedes.at == scene.minute(35)


def test_the_submitted_version_stays_and_the_correction_is_frozen_as_the_next(cast: Cast) -> None:
    scene, _, _ = submitted_with_things(cast)
    with acting_as(SYSTEM):
        first = scene.fresh().versions.get()
        content, hashed = first.content, first.content_hash
    correct(scene, fact(scene, Kind.CASH_SEIZED), 25, 90)
    with acting_as(SYSTEM):
        versions = list(scene.fresh().versions.order_by("number"))
    assert [one.number for one in versions] == [1, 2]
    assert (versions[0].content, versions[0].content_hash) == (content, hashed)
    assert versions[1].content_hash != hashed


def test_a_return_that_never_happened_is_taken_back_by_whoever_supervises_the_port(cast: Cast) -> None:
    scene, item, _ = submitted_with_things(cast)
    wrong = returned(scene, item, 70)
    scene.do("sgt.stansted", actions.withdraw_event, event=wrong, at=scene.minute(80), reason="The wrong item.")
    with acting_as(SYSTEM):
        assert any(each.rule == "C6" and each.live for each in assess(scene.fresh(), scene.minute(90)).clocks)


def test_whoever_assures_the_record_is_told(cast: Cast) -> None:
    scene, _, _ = submitted_with_things(cast)
    scene.do("sgt.norwich", claim_examination, examination=scene.fresh(), at=scene.minute(70))
    correct(scene, fact(scene, Kind.CASH_SEIZED), 25, 90)
    with acting_as(SYSTEM):
        told = Notice.objects.filter(recipient=cast["sgt.norwich"], text__contains="an entry has been corrected")
        assert told.count() == 1


@pytest.mark.parametrize("kind", [Kind.DETAINED, Kind.RELEASED, Kind.FIRST_QUESTION])
def test_what_happened_to_the_person_is_not_corrected_so(cast: Cast, kind: Kind) -> None:
    scene, _, _ = submitted_with_things(cast)
    with pytest.raises(NotNow):
        correct(scene, fact(scene, kind), 18, 90)


def test_whoever_had_no_part_in_it_and_no_port_corrects_nothing(cast: Cast) -> None:
    scene, _, _ = submitted_with_things(cast)
    for who in ("pc.luton", "di.region", "sgt.luton"):
        with pytest.raises((Forbidden, Examination.DoesNotExist)):
            correct(scene, fact(scene, Kind.CASH_SEIZED), 25, 90, who)


def test_what_was_submitted_of_a_thing_is_added_to_and_not_replaced(cast: Cast) -> None:
    scene, item, _ = submitted_with_things(cast)
    filled = scene.do("pc.stansted", actions.describe_item, item=item, version=1, changes={"description": "A telephone"})
    assert filled.description == "A telephone", "what was blank may be filled in"
    with pytest.raises(Refusal, match="stays as it is"):
        scene.do("pc.stansted", actions.describe_item, item=filled, version=2, changes={"description": "A tablet"})
    added = {"field": "property", "addition": "Item 1 is a tablet.", "reason": "Described wrongly.", "at": scene.minute(100)}
    scene.do("pc.stansted", actions.add_addendum, examination=scene.examination, **added)


def test_the_pages_offer_it_on_the_lasting_entries_alone(cast: Cast) -> None:
    cast.at = cast.at.replace(microsecond=0)
    scene, _, _ = submitted_with_things(cast)
    officer, wrong = Browser(cast, "pc.stansted"), fact(scene, Kind.CASH_SEIZED)
    said = visible_text(officer.get("examinations:record", scene.examination.pk))
    assert "Correct Cash seized" in said
    assert "Correct Detained" not in said
    assert "has been submitted" in visible_text(officer.get("examinations:amend", scene.examination.pk, wrong.pk))
    assert officer.get("examinations:amend", scene.examination.pk, fact(scene, Kind.DETAINED).pk).status_code == 404
    assert officer.get("examinations:correct", scene.examination.pk, wrong.pk).status_code in {403, 404}
    answer = officer.post("examinations:amend_back", scene.examination.pk, wrong.pk, reason="")
    assert answer.status_code == 422


def searched_for_cash(cast: Cast, approval: str = "INSPECTOR") -> tuple[Scene, TimelineEvent]:
    """Submitted before anybody knew what would become of the cash."""
    scene = begin(cast)
    details = actions.SearchDetails(for_cash=True, cash_approval=approval, cash_reason="No court was sitting.")
    search = {"kind": Kind.BAGS_SEARCHED, "when": pressed(scene.minute(20)), "details": details}
    scene.do("pc.stansted", actions.record_search, examination=scene.examination, **search)
    scene.release(50)
    scene.submit(60)
    return scene, fact(scene, Kind.BAGS_SEARCHED)


def owed_to_the_appointed_person(scene: Scene) -> bool:
    with acting_as(SYSTEM):
        return any("appointed person" in one.sentence for one in record_findings(scene.fresh()))


def test_the_report_to_the_appointed_person_is_recorded_after_submission_as_the_next_version(cast: Cast) -> None:
    scene, event = searched_for_cash(cast)
    scene.do("sgt.norwich", claim_examination, examination=scene.fresh(), at=scene.minute(70))
    assert owed_to_the_appointed_person(scene)
    given = {"event": event, "report": "By e-mail at noon.", "at": scene.minute(90)}
    scene.do("sgt.stansted", actions.report_cash_search, **given)
    assert not owed_to_the_appointed_person(scene)
    with acting_as(SYSTEM):
        first, second = scene.fresh().versions.order_by("number")
        assert "By e-mail at noon." not in str(first.content)
        assert "By e-mail at noon." in str(second.content)
        assert not any("appointed person" in one["sentence"] for one in second.content["findings"])
        assert Notice.objects.filter(recipient=cast["sgt.norwich"], text__contains="an entry has been corrected").count() == 1
    with pytest.raises(Refusal, match="stays as it is"):
        scene.do("pc.stansted", actions.report_cash_search, **{**given, "report": "By post."})


def test_no_report_is_recorded_of_a_search_that_a_justice_approved_or_by_somebody_else(cast: Cast) -> None:
    scene, event = searched_for_cash(cast, "JUSTICE")
    with pytest.raises(Refusal, match="No report is due"):
        scene.do("pc.stansted", actions.report_cash_search, event=event, report="By e-mail.", at=scene.minute(90))
    scene, event = searched_for_cash(cast)
    with pytest.raises(Refusal, match="Say when the report was given"):
        scene.do("pc.stansted", actions.report_cash_search, event=event, report=" ", at=scene.minute(90))
    with pytest.raises((Forbidden, Examination.DoesNotExist)):
        scene.do("pc.luton", actions.report_cash_search, event=event, report="By e-mail.", at=scene.minute(90))


def test_the_page_of_cash_says_that_the_report_is_owed_and_takes_it(cast: Cast) -> None:
    cast.at = cast.at.replace(microsecond=0)
    scene, event = searched_for_cash(cast)
    officer, key = Browser(cast, "pc.stansted"), scene.examination.pk
    assert "A report to the appointed person is owed" in visible_text(officer.get("examinations:cash", key))
    assert officer.post("examinations:cash_report", key, event.pk, report="").status_code == 422
    assert officer.post("examinations:cash_report", key, event.pk, report="By e-mail at noon.").status_code == 302
    assert "A report to the appointed person is owed" not in visible_text(officer.get("examinations:cash", key))
