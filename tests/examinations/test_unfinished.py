"""Records that have ended and are not with quality assurance: listed for those who answer for the port, counted, and reminded of."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from audit.models import Heartbeat, Reading
from borderops.kit import clock
from examinations import actions, queries, reminding
from examinations.models import Examination
from examinations.queries import Unfinished
from examinations.tasks import remind_to_finish
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, begun, headings, returned, text_of, visible_text
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed
from tests.examinations.test_finishing import close_account, leave
from tests.examinations.test_finishing import ended as released
from tests.examinations.test_finishing import returned as sent_back

PC, SGT, DI = "pc.stansted", "sgt.stansted", "di.region"
DAY = timedelta(days=1)


def lines(cast: Cast, who: str, at: datetime, **narrowed: Any) -> list[Unfinished]:
    actor = cast.actor(who)
    with acting_as(actor):
        rows = list(queries.unfinished_records(actor, **narrowed).order_by("ended_at", "pk"))
        return queries.unfinished_lines(rows, at)


# --- The list ------------------------------------------------------------------------------------------------------------------


def test_it_lists_what_waits_oldest_first_with_its_breaches_and_examiners(cast: Cast) -> None:
    later = begin(cast)
    later.release(50)
    late = begin(cast)
    late.detain(5)
    late.review(70)
    late.release(80)
    live = begin(cast)
    submitted = begin(cast)
    submitted.release(10)
    submitted.submit(20)
    found = lines(cast, SGT, later.minute(100))
    assert [line.examination.pk for line in found] == [later.examination.pk, late.examination.pk]
    assert [[breach.rule for breach in line.breaches] for line in found] == [[], ["C3"]]
    assert [[one.officer for one in line.examiners] for line in found] == [[cast[PC]], [cast[PC]]]
    assert live.examination.pk not in {line.examination.pk for line in found}


@pytest.mark.parametrize(
    ("who", "count"), [(SGT, 1), ("sgt.norwich", 1), (DI, 1), ("sgt.luton", 0), ("insp.region", 0), (PC, 0), ("admin.vetting", 0)]
)
def test_it_is_for_those_who_answer_for_the_port(cast: Cast, who: str, count: int) -> None:
    scene = released(cast)
    assert len(lines(cast, who, scene.minute(200))) == count


def test_a_restricted_record_is_not_on_it(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    scene.do("pc.compartment", actions.release, examination=scene.examination, when=pressed(scene.minute(20)))
    assert lines(cast, SGT, scene.minute(100)) == []


def test_it_says_which_are_late_by_the_policys_days(cast: Cast) -> None:
    scene = released(cast)
    ended_at = scene.minute(100)
    steps = [lines(cast, SGT, ended_at + after)[0].step.name for after in (DAY - timedelta(seconds=1), DAY, 3 * DAY)]
    assert steps == ["NONE", "REMIND", "ESCALATE"]


def test_of_a_returned_record_the_day_counts_until_which_it_was_to_be_amended(cast: Cast) -> None:
    scene = sent_back(cast)
    due = scene.minute(200) + 7 * DAY
    found = [lines(cast, SGT, due + after)[0] for after in (-timedelta(seconds=1), timedelta(), DAY)]
    assert [line.step.name for line in found] == ["NONE", "REMIND", "ESCALATE"]
    assert found[0].due_at == due


def test_twelve_rows_cost_as_many_queries_as_one(cast: Cast) -> None:
    counts = []
    for more in (1, 11):
        for _ in range(more):
            released(cast)
        actor = cast.actor(DI)
        with acting_as(actor), counting() as made:
            rows = list(queries.unfinished_records(actor).order_by("ended_at", "pk")[:25])
            found = queries.unfinished_lines(rows, cast.at + DAY)
        counts.append(number_of(made))
    assert len(found) == 12
    assert counts == [4, 4]


def test_the_page_narrows_by_port_and_state_and_is_entered_as_read(cast: Cast) -> None:
    away = begun(cast, 200, who="pc.luton", port="Luton")
    away.do("pc.luton", actions.release, examination=away.examination, when=pressed(away.minute(20)))
    cast.at += timedelta(minutes=200)
    scene = returned(cast)
    page = Browser(cast, DI).get("examinations:unfinished")
    both = visible_text(page)
    assert both.index(away.examination.reference) < both.index(scene.examination.reference)
    assert headings(page) == 1
    assert "due by" in both
    assert "4201" in both
    assert "C3" in both
    assert Reading.objects.filter(verb="unfinished.view").exists()
    query = {"port": str(cast.ports["Luton"].pk), "state": "ENDED", "about": "PERSON"}
    narrowed = visible_text(Browser(cast, DI).get("examinations:unfinished", **query))
    assert away.examination.reference in narrowed
    assert scene.examination.reference not in narrowed
    assert Browser(cast, PC).get("examinations:unfinished").status_code == 403


# --- The region ----------------------------------------------------------------------------------------------------------------


def region(cast: Cast, at: datetime) -> dict[str, queries.PortPicture]:
    actor = cast.actor(DI)
    with acting_as(actor):
        return {port.port_name: port for port in queries.region_picture(actor, at).ports}


def test_the_region_counts_what_waits_and_its_breaches_do_not_vanish_at_the_release(cast: Cast) -> None:
    first = released(cast)
    released(cast)
    sent_back(cast)
    port = region(cast, first.minute(300))["Stansted"]
    assert (port.to_complete, port.returned, port.awaiting_assurance, port.breaches) == (2, 1, 0, {"C3": 3})
    first.submit(310)
    port = region(cast, first.minute(320))["Stansted"]
    assert (port.to_complete, port.awaiting_assurance, port.breaches) == (1, 1, {"C3": 3})


def test_the_region_leads_to_the_list(cast: Cast) -> None:
    begun(cast, 60).release(20)
    page = text_of(Browser(cast, DI).get("workbench:dashboard"))
    assert f"/examinations/unfinished/?port={cast.ports['Stansted'].pk}&amp;state=ENDED&amp;about=PERSON" in page
    assert f"/examinations/unfinished/?port={cast.ports['Luton'].pk}&amp;state=RETURNED&amp;about=PERSON" in page


def test_what_was_breached_before_it_was_kept_is_worked_out_by_the_task(cast: Cast) -> None:
    scene = released(cast)
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=scene.examination.pk).update(open_breaches=None)
        assert reminding.work_out_breaches() == 1
        assert reminding.work_out_breaches() == 0
    assert scene.fresh().open_breaches == ["C3"]


# --- Reminders -----------------------------------------------------------------------------------------------------------------


def remind(at: datetime) -> int:
    with acting_as(SYSTEM):
        return reminding.remind(at)


def told(scene: Scene, who: str) -> list[str]:
    rows = Notice.objects.filter(recipient=scene.cast[who], key__contains="/unfinished/", voided_at__isnull=True)
    return list(rows.order_by("raised_at").values_list("text", flat=True))


def test_the_examiner_is_reminded_once_and_then_those_who_answer_for_the_port(cast: Cast) -> None:
    scene = released(cast)
    ended_at = scene.minute(100)
    remind(ended_at + DAY - timedelta(seconds=1))
    assert told(scene, PC) == []
    for _ in range(2):
        assert remind(ended_at + DAY) == 1
    assert len(told(scene, PC)) == 1
    assert "has not been submitted" in told(scene, PC)[0]
    assert told(scene, SGT) == told(scene, DI) == []
    for _ in range(2):
        remind(ended_at + 3 * DAY)
    assert [len(told(scene, who)) for who in (PC, SGT, "sgt.norwich", DI, "sgt.luton", "insp.region")] == [1, 1, 1, 1, 0, 0]
    assert "have been reminded" in told(scene, SGT)[0]


def test_they_are_told_when_nobody_can_finish_it(cast: Cast) -> None:
    scene = released(cast)
    close_account(cast)
    remind(scene.minute(100) + 3 * DAY)
    assert told(scene, PC) == []
    assert "None of its examiners can finish it" in told(scene, DI)[0]


def test_whoever_it_is_given_to_is_reminded_and_who_left_is_not(cast: Cast) -> None:
    scene = released(cast)
    leave(cast)
    values = {"to": cast["pc.stansted.second"], "at": scene.minute(200), "reason": "Posted away."}
    scene.do(SGT, actions.give_examination, examination=scene.examination, **values)
    remind(scene.minute(100) + DAY)
    assert (len(told(scene, PC)), len(told(scene, "pc.stansted.second"))) == (0, 1)


def test_a_returned_record_is_reminded_of_on_its_own_day(cast: Cast) -> None:
    scene = sent_back(cast)
    due = scene.minute(200) + 7 * DAY
    remind(due - timedelta(seconds=1))
    assert told(scene, PC) == []
    remind(due)
    assert "amendment was due" in told(scene, PC)[0]
    remind(due + DAY)
    assert len(told(scene, SGT)) == 1


def test_nobody_outside_the_compartment_is_told(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    scene.do("pc.compartment", actions.release, examination=scene.examination, when=pressed(scene.minute(20)))
    remind(scene.minute(20) + 4 * DAY)
    assert (len(told(scene, "pc.compartment")), told(scene, SGT), told(scene, DI)) == (1, [], [])


def test_what_nobody_has_read_is_taken_back_when_the_record_is_sent_in(cast: Cast) -> None:
    scene = released(cast)
    remind(scene.minute(100) + 3 * DAY)
    scene.submit(5000)
    assert told(scene, PC) == told(scene, SGT) == []


def test_the_task_is_heard_of(cast: Cast) -> None:
    scene = begun(cast, 5 * 24 * 60)
    scene.release(30)
    remind_to_finish()
    assert len(told(scene, PC)) == len(told(scene, DI)) == 1
    assert Heartbeat.objects.get(job="examinations.tasks.remind_to_finish").ok_at <= clock.now()


def test_many_waiting_records_cost_no_more_than_their_untold_people(cast: Cast) -> None:
    scenes = [released(cast) for _ in range(3)]
    at = scenes[0].minute(100) + 3 * DAY
    remind(at)
    with acting_as(SYSTEM), counting() as made:
        reminding.remind(at)
    assert number_of(made) <= 7 + len(scenes)
