"""Cash is put right in every field: its counts, its steps and the Act under which it was seized. What was written first is kept, and pages,
papers and the past follow what stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from borderops.kit.clock import now
from examinations import actions
from examinations.actions.correcting import AlreadyCorrected
from examinations.cash import Pieces
from examinations.models import (
    CashCount,
    CashPower,
    CashSeizure,
    CashStep,
    Examination,
    Kind,
    TimelineEvent,
)
from examinations.papers.cash import cash_parts
from examinations.papers.frozen import content_of
from examinations.queries import as_it_stood, cash_of
from examinations.queries.cash import Held
from examinations.queries.past_things import things_then
from organisation.models import Notice
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.correcting import WHY, correct, corrected, day, detained, last, told
from tests.examinations.pages import Browser, stored, typed, visible_text
from tests.examinations.scenes import Scene, pressed
from tests.examinations.scenes import typed as typed_at


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return detained(cast)


def seize(scene: Scene, number: float = 30, power: str = CashPower.ATCSA) -> CashSeizure:
    given = {"examination": scene.examination, "power": power, "when": pressed(scene.minute(number))}
    seized: CashSeizure = scene.do("pc.stansted", actions.seize_cash, **given)
    return seized


def count(scene: Scene, seizure: CashSeizure, number: float = 40) -> CashCount:
    counters = (scene.cast["pc.stansted"], scene.cast["sgt.stansted"])
    given = {"seizure": seizure, "when": pressed(scene.minute(number)), "counters": counters, "pieces": [Pieces("GBP", Decimal(20), 70)]}
    made: CashCount = scene.do("pc.stansted", actions.count_cash, **given)
    return made


def step(scene: Scene, seizure: CashSeizure, kind: str, number: float = 50, **given: Any) -> CashStep:
    when = pressed(scene.minute(number))
    taken: CashStep = scene.do("pc.stansted", actions.take_cash_step, seizure=seizure, kind=kind, when=when, **given)
    return taken


def held(scene: Scene) -> Held:
    with acting_as(SYSTEM):
        [one] = cash_of(stored(scene), now())
    return one


def paper_of_cash(scene: Scene) -> str:
    with acting_as(SYSTEM):
        return str([part.rows for part in cash_parts(content_of(stored(scene), now()))])


def test_a_count_is_corrected_in_every_field_and_is_no_recount(scene: Scene) -> None:
    wrong = count(scene, seize(scene))
    corrected(scene, "correct_row", "count", wrong.pk, gbp_20="7", gbp_50="2", sealed_bag="B9", **typed("happened_at", scene.minute(35)))
    one = held(scene)
    assert one.count is not None
    assert (one.count.totals, one.bag, one.recounts) == ({"GBP": Decimal(240)}, "B9", 0)
    assert one.count.row.counted_at == scene.minute(35)
    [struck] = one.struck_counts
    assert (struck.counted.totals, struck.word, struck.struck_by.superseding_reason) == ({"GBP": Decimal(1400)}, "Corrected", WHY)
    page = visible_text(Browser(scene.cast, "pc.stansted").get("examinations:cash", scene.examination.pk))
    assert "GBP 240" in page
    assert WHY in page
    assert "240.00" in paper_of_cash(scene)
    assert "1,400.00" not in paper_of_cash(scene)
    told(scene, "cash_count_superseded")


def test_a_count_that_never_was_is_taken_back_and_owed_again(scene: Scene) -> None:
    wrong = count(scene, seize(scene))
    officer = Browser(scene.cast, "pc.stansted")
    assert officer.post("examinations:withdraw_row", scene.examination.pk, "count", wrong.pk, reason=WHY).status_code == 302
    one = held(scene)
    assert one.count is None
    assert "Have it counted by two people." in one.owed
    assert "to be counted by two people" in visible_text(officer.get("examinations:record", scene.examination.pk))
    with pytest.raises(AlreadyCorrected):
        scene.do("pc.stansted", actions.take_back_row, row=wrong, at=now(), reason=WHY)


def test_what_a_count_must_say_its_correction_must_say(scene: Scene) -> None:
    wrong = count(scene, seize(scene))
    same = correct(scene, "correct_row", "count", wrong.pk, second_counter=scene.cast["pc.stansted"].collar_number)
    assert same.status_code == 422
    assert "Cash is counted by two people" in visible_text(same)
    assert correct(scene, "correct_row", "count", wrong.pk, reason="").status_code == 422


def test_a_step_without_a_clock_is_corrected_and_taken_back(scene: Scene) -> None:
    seizure = seize(scene)
    wrong = step(scene, seizure, "ASSESSED", grounds_continue=True, words="They go on.")
    corrected(scene, "correct_row", "cash-step", wrong.pk, grounds_continue="no", words="They have gone.")
    first, second = held(scene).steps
    assert (first.is_struck, first.struck_word, first.row.grounds_continue) == (True, "Corrected", True)
    assert (second.is_struck, second.row.grounds_continue, second.row.words) == (False, False, "They have gone.")
    with acting_as(SYSTEM):
        assert second.row.supersedes == wrong
    scene.do("pc.stansted", actions.take_back_row, row=second.row, at=now(), reason=WHY)
    assert [one.struck_word for one in held(scene).steps if one.is_struck] == ["Corrected", "Taken back"]
    assert "The grounds" not in paper_of_cash(scene)


def test_an_order_is_corrected_with_its_court_and_its_last_day(scene: Scene) -> None:
    seizure = seize(scene)
    step(scene, seizure, "ORDERED", court="Chelmsford Magistrates' Court")
    until = date(now().year + 1, 1, 15)
    corrected(scene, "correct", last(scene, Kind.CASH_ORDER_MADE).pk, court="Harlow Magistrates' Court", **day("expires_on", until))
    stands = [one for one in held(scene).steps if not one.is_struck]
    assert [(one.row.court, one.row.expires_on) for one in stands] == [("Harlow Magistrates' Court", until)]
    event = last(scene, Kind.CASH_ORDER_MADE)
    assert event.words == "Harlow Magistrates' Court"
    assert event.detail["step"] == str(stands[0].row.pk)
    assert {"court", "expires_on"} <= set(told(scene)["fields"])
    assert "Chelmsford" not in paper_of_cash(scene)
    assert correct(scene, "correct", event.pk, court="").status_code == 422


def test_cash_was_seized_under_the_other_act(scene: Scene) -> None:
    seize(scene)
    corrected(scene, "correct", last(scene, Kind.CASH_SEIZED).pk, power="POCA")
    assert held(scene).seizure.power == CashPower.POCA
    assert last(scene, Kind.CASH_SEIZED).detail["cash_power"] == "POCA"


def test_after_submission_whoever_keeps_cash_corrects_it_and_the_assurer_is_told(scene: Scene) -> None:
    wrong = count(scene, seize(scene))
    scene.release(60)
    scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=now())
    scene.do("sgt.norwich", _claim, examination=scene.fresh())
    corrected(scene, "correct_row", "count", wrong.pk, gbp_20="71", who="sgt.stansted")
    with acting_as(SYSTEM):
        assert stored(scene).versions.count() == 2
        assert Notice.objects.filter(recipient=scene.cast["sgt.norwich"], text__contains="an entry has been corrected").count() == 1
    with pytest.raises((Forbidden, Examination.DoesNotExist)):
        scene.do("pc.luton", actions.take_back_row, row=wrong, at=now(), reason=WHY)


def _claim(*, examination: Examination, by: Any) -> object:
    from assurance.actions import claim_examination

    return claim_examination(examination=examination, by=by, at=now())


def test_the_past_shows_the_count_that_stood_then(scene: Scene) -> None:
    wrong = count(scene, seize(scene))
    details = actions.CountDetails((scene.cast["pc.stansted"], scene.cast["sgt.stansted"]), (Pieces("GBP", Decimal(20), 7),))
    when = typed_at(scene.minute(40), scene.minute(80))
    scene.do("pc.stansted", actions.correct_count, count=wrong, when=when, reason=WHY, details=details)
    with acting_as(SYSTEM):
        then, later = (things_then(as_it_stood(stored(scene), scene.minute(number))).cash[0] for number in (70, 90))
    assert then.count is not None
    assert later.count is not None
    assert (then.count.totals, then.struck_counts) == ({"GBP": Decimal(1400)}, ())
    assert (later.count.totals, len(later.struck_counts)) == ({"GBP": Decimal(140)}, 1)


def test_property_is_seized_as_cash_again_after_the_first_entry_was_taken_back(scene: Scene) -> None:
    kept = {"examination": scene.examination, "kind": "OTHER", "when": pressed(scene.minute(25))}
    item = scene.do("pc.stansted", actions.keep_item, **kept)
    given = {"examination": scene.examination, "held_as": str(item.pk)}
    first = scene.do("pc.stansted", actions.seize_cash, power=CashPower.ATCSA, when=pressed(scene.minute(30)), **given)
    with acting_as(SYSTEM):
        wrong = TimelineEvent.objects.select_related("examination").get(pk=first.event_id)
    scene.do("pc.stansted", actions.withdraw_event, event=wrong, at=scene.minute(35), reason=WHY)
    again = scene.do("pc.stansted", actions.seize_cash, power=CashPower.POCA, when=pressed(scene.minute(40)), **given)
    one = held(scene)
    assert (one.seizure.pk, one.seizure.power, one.seized_at) == (again.pk, CashPower.POCA, scene.minute(40))
    assert again.pk == first.pk
