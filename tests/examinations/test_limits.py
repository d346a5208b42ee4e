"""What outlasts an examination: one list of every open limit, kept as the timeline says, and reminders about it long after the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from borderops.kit.localtime import LONDON, midnight
from examinations import actions, queries
from examinations.models import Examination, Kind, OpenLimit
from examinations.queries.limits import Line
from examinations.reminders import sweep
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from rostering.models import Duty
from tests.cast import Cast, make_cast
from tests.examinations.pages import Browser, begun, headings, text_of, visible_text
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed
from tests.factories import DutyFactory

pytestmark = pytest.mark.django_db

FOR_EXAMINATION = {"ground": "EXAMINATION"}
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def retain(scene: Scene, number: float, ref: str = "phone", ground: str = "EXAMINATION", **values: Any) -> None:
    scene.record(Kind.PROPERTY_RETAINED, number, detail={"ground": ground, "ref": ref}, **values)


def lines(cast: Cast, who: str, when: datetime, group: str = "") -> list[Line]:
    actor = cast.actor(who)
    with acting_as(actor):
        return queries.limit_lines(list(queries.open_limits(actor, group).order_by("due_at", "pk")), when)


def rules(scene: Scene) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        return list(OpenLimit.objects.filter(examination=scene.examination).order_by("due_at").values_list("rule", "ref"))


def test_what_is_kept_opens_a_limit_and_what_goes_back_closes_it(cast: Cast) -> None:
    scene = begin(cast)
    retain(scene, 5)
    retain(scene, 6, ref="laptop")
    scene.release(50)
    assert rules(scene) == [("C6", "phone"), ("C6", "laptop")] or rules(scene) == [("C6", "laptop"), ("C6", "phone")]
    scene.record(Kind.PROPERTY_RETURNED, 60, detail={"ref": "phone"})
    assert rules(scene) == [("C6", "laptop")]
    retain(scene, 70, ref="laptop", ground="EVIDENCE")
    assert rules(scene) == []


def test_a_wrong_press_that_is_taken_back_or_corrected_takes_its_limit_with_it(cast: Cast) -> None:
    scene = begin(cast)
    event = scene.record(Kind.PROPERTY_RETAINED, 5, detail={**FOR_EXAMINATION, "ref": "phone"})
    scene.do("pc.stansted", actions.withdraw_event, event=event, at=scene.minute(6), reason="Never kept.")
    assert rules(scene) == []
    seizure = scene.do("pc.stansted", actions.seize_cash, examination=scene.examination, power="POCA", when=pressed(scene.minute(30)))
    with acting_as(SYSTEM):
        before = OpenLimit.objects.get(examination=scene.examination).due_at
    scene.do("pc.stansted", actions.supersede_event, event=seizure.event, when=pressed(scene.minute(20)), reason="Ten minutes sooner.")
    with acting_as(SYSTEM):
        after = OpenLimit.objects.get(examination=scene.examination).due_at
    assert after <= before


def test_all_kinds_stand_in_one_list_nearest_first_whatever_the_state(cast: Cast) -> None:
    scene = begin(cast, power="CTBSA_S3")
    scene.detain(10)
    scene.record(Kind.BIOMETRICS_TAKEN, 20, detail={"what": "FINGERPRINTS", "consent": "WRITTEN", "ref": "prints"})
    retain(scene, 30, ref="file", ground="NATIONAL_SECURITY")
    scene.do("pc.stansted", actions.seize_cash, examination=scene.examination, power="POCA", when=pressed(scene.minute(31)))
    scene.record(Kind.URGENT_IPC_GRANTED, 40, detail={"ref": "file"})
    scene.release(50)
    scene.submit(60)
    other = begin(cast)
    retain(other, 10)
    found = lines(cast, "sgt.stansted", scene.minute(70))
    clocks = [line.clock for line in found if line.clock]
    assert {clock.rule for clock in clocks} == {"C6", "C7", "C8", "C9", "C12", "C14"}
    assert [clock.due_at for clock in clocks] == sorted(clock.due_at for clock in clocks)
    of_commissioner = lines(cast, "sgt.stansted", scene.minute(70), "commissioner")
    assert [line.clock.rule for line in of_commissioner if line.clock] == ["C8", "C14", "C7"]
    assert {line.examination for line in lines(cast, "sgt.stansted", scene.minute(70), "property")} == {other.examination}


@pytest.mark.parametrize(
    ("who", "number"),
    [("pc.stansted", 1), ("sgt.stansted", 1), ("sgt.norwich", 1), ("di.region", 1), ("pc.luton", 0), ("sgt.luton", 0), ("insp.region", 0)],
)
def test_the_list_is_of_the_readers_own_scope(cast: Cast, who: str, number: int) -> None:
    scene = begin(cast)
    retain(scene, 5)
    scene.release(50)
    assert len(lines(cast, who, scene.minute(60))) == number


def test_a_restricted_records_limits_are_not_there_for_those_outside(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    retain(scene, 5, who="pc.compartment")
    assert lines(cast, "sgt.stansted", scene.minute(60)) == []
    assert len(lines(cast, "pc.compartment", scene.minute(60))) == 1


def test_a_page_of_many_costs_as_many_queries_as_one_and_reads_its_index(cast: Cast) -> None:
    actor = cast.actor("sgt.stansted")
    scene = begin(cast)
    counts = []
    for more in (1, 12):
        for number in range(more):
            retain(scene, 5, ref=f"{more}-{number}")
        with acting_as(actor), counting() as made:
            queries.limit_lines(list(queries.open_limits(actor).order_by("due_at", "pk")[:26]), scene.minute(60))
        counts.append(number_of(made))
    assert counts == [2, 2]
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = OpenLimit.objects.order_by("due_at", "pk")[:26].explain()
    assert "open_limit_by_due" in plan


def test_the_page_shows_them_with_their_records_and_counts_the_look(cast: Cast) -> None:
    scene = begun(cast, 90)
    retain(scene, 5)
    scene.release(50)
    scene.submit(60)
    sergeant = Browser(cast, "sgt.stansted")
    with counting() as made:
        page = sergeant.get("examinations:limits")
    assert (page.status_code, headings(page)) == (200, 1)
    assert scene.examination.reference in text_of(page)
    assert "Property retained" in visible_text(page)
    assert "Awaiting quality assurance" in visible_text(page)
    assert sum(query["sql"].startswith("SELECT") for query in made.captured_queries) <= 8
    assert "No limit is open for this filter" in visible_text(sergeant.get("examinations:limits", about="cash"))
    assert sergeant.get("examinations:limits", about="nonsense").status_code == 200
    assert "/examinations/limits/" in text_of(sergeant.get("workbench:home"))
    assert Browser(cast, "psd.auditor").get("examinations:limits").status_code == 403


def test_twenty_five_stand_on_a_page_and_the_rest_on_the_next(cast: Cast) -> None:
    scene = begun(cast, 90)
    for number in range(27):
        retain(scene, 5, ref=f"item-{number}")
    sergeant = Browser(cast, "sgt.stansted")
    first = text_of(sergeant.get("examinations:limits"))
    assert first.count('data-label="Due"') == 25
    onward = next(part for part in first.split('"') if part.startswith("?after="))
    assert text_of(sergeant.client.get("/examinations/limits/" + onward.replace("&amp;", "&"))).count('data-label="Due"') == 2


# Reminders


def told(scene: Scene, who: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(recipient=scene.cast[who], voided_at__isnull=True, key__startswith=f"{scene.examination.pk}:")
    return [(notice.key.split(":")[1], notice.level) for notice in found.order_by("raised_at", "key")]


def run(*moments: datetime) -> None:
    for moment in moments:
        with acting_as(SYSTEM):
            assert sweep(moment).failed == ()


def keep_on_duty(cast: Cast, who: str, port: str, until: datetime) -> None:
    DutyFactory.make(officer=cast[who], port=cast.ports[port], kind=Duty.Kind.AT_PORT, duty_from=cast.at + DAY, duty_until=until)


def gone(power: str = "TACT_S7") -> Scene:
    """Somebody examined on Monday 23 November 2026 from ten o'clock on; their record awaits quality assurance an hour and a half later."""
    return begin(make_cast(at("2026-11-23 10:00")), power=power)


def end(scene: Scene) -> None:
    scene.release(50)
    scene.submit(90)


SOONS: list[Any] = [
    pytest.param("TACT_S7", "C6", "2026-11-28 00:00", "2026-11-30 00:00", id="C6 two days before the end of the seventh"),
    pytest.param("TACT_S7", "C9", "2027-04-23 00:00", "2027-05-23 00:00", id="C9 thirty days before"),
    pytest.param("CTBSA_S3", "C7", "2026-11-26 00:00", "2026-11-27 00:00", id="C7 one working day before"),
    pytest.param("CTBSA_S3", "C14", "2026-11-24 06:40", "2026-11-24 10:40", id="C14 four hours before"),
    pytest.param("CTBSA_S3", "C8", "2026-11-23 14:30", "2026-11-24 10:30", id="C8 after four hours"),
    pytest.param("TACT_S7", "C12", "2026-11-25 04:31", "2026-11-25 10:31", id="C12 six counted hours before"),
]


def happen(scene: Scene, rule: str) -> None:
    scene.detain(10)
    if rule == "C6":
        retain(scene, 30)
    elif rule == "C9":
        scene.record(Kind.BIOMETRICS_TAKEN, 30, detail={"what": "FINGERPRINTS", "consent": "WRITTEN", "ref": "prints"})
    elif rule == "C8":
        retain(scene, 30, ground="NATIONAL_SECURITY")
    elif rule == "C12":
        scene.do("pc.stansted", actions.seize_cash, examination=scene.examination, power="ATCSA", when=pressed(scene.minute(31)))
    else:
        scene.record(Kind.URGENT_IPC_GRANTED, 40, detail={"ref": "file"})


@pytest.mark.parametrize(("power", "rule", "soon", "due"), SOONS)
def test_each_limit_is_told_when_it_is_soon_and_when_it_is_overdue_and_no_more(power: str, rule: str, soon: str, due: str) -> None:
    scene = gone(power)
    happen(scene, rule)
    end(scene)
    soon_at, due_at = at(soon), at(due)
    second = timedelta(seconds=1)
    keep_on_duty(scene.cast, "sgt.stansted", "Stansted", due_at + 2 * DAY)

    def of_rule(who: str) -> list[str]:
        return [level for its_rule, level in told(scene, who) if its_rule == rule]

    run(soon_at - second)
    assert of_rule("pc.stansted") == []
    run(soon_at, soon_at + second, soon_at + 20 * second)
    assert of_rule("pc.stansted") == ["SOON"]
    on_duty = "sgt.stansted" if soon_at > scene.cast.at + DAY or soon_at < scene.cast.at + timedelta(hours=8) else ""
    assert not on_duty or of_rule(on_duty) == ["SOON"]
    assert of_rule("di.region") == []
    run(due_at + second, due_at + 2 * second)
    assert of_rule("pc.stansted") == ["SOON", "OVERDUE"]
    assert of_rule("di.region") == ["OVERDUE"]
    assert of_rule("sgt.luton") == []
    assert of_rule("pc.stansted.second") == []


def test_two_things_kept_at_one_instant_are_told_of_one_by_one_and_by_name() -> None:
    scene = gone()
    for number, ref in enumerate(("phone", "laptop"), start=1):
        scene.record(Kind.PROPERTY_RETAINED, 30, detail={**FOR_EXAMINATION, "ref": ref, "item": number})
    end(scene)
    run(at("2026-11-29 09:00"), at("2026-11-29 09:01"))
    with acting_as(SYSTEM):
        texts = Notice.objects.filter(thing_id=scene.examination.pk, recipient=scene.cast["pc.stansted"], level="SOON").values_list(
            "text", flat=True
        )
    assert sorted(text.split("(")[1].split(")")[0] for text in texts) == ["item 1", "item 2"]
    returned = {"kind": Kind.PROPERTY_RETURNED, "when": pressed(at("2026-11-29 10:00")), "detail": {"ref": "phone"}}
    scene.do("sgt.stansted", actions.record_event, examination=scene.examination, **returned)
    assert told(scene, "pc.stansted") == [("C6", "SOON")]  # the laptop's


def test_what_was_put_right_voids_what_was_not_read() -> None:
    scene = gone()
    retain(scene, 30)
    end(scene)
    run(at("2026-11-29 09:00"))
    assert told(scene, "pc.stansted") == [("C6", "SOON")]
    scene.do(
        "sgt.stansted",
        actions.record_event,
        examination=scene.examination,
        kind=Kind.PROPERTY_RETURNED,
        when=pressed(at("2026-11-29 10:00")),
        detail={"ref": "phone"},
    )
    assert told(scene, "pc.stansted") == []
    run(at("2026-11-30 00:00:01"))
    assert told(scene, "di.region") == []


def test_nobody_outside_hears_of_a_restricted_record(cast: Cast) -> None:
    scene = begin(cast, who="pc.compartment", compartment=cast.compartment)
    retain(scene, 30, who="pc.compartment")
    scene.do("pc.compartment", actions.release, examination=scene.examination, when=pressed(scene.minute(50)))
    run(midnight((cast.at + 8 * DAY).date()) + DAY)
    assert told(scene, "pc.compartment") == [("C6", "OVERDUE")]
    assert told(scene, "di.region") == []
    assert told(scene, "sgt.stansted") == []


def test_a_sweep_over_what_has_been_told_costs_the_same_for_ten_as_for_one(cast: Cast) -> None:
    scene, counts = begin(cast), []
    later = cast.at + 10 * DAY
    for more in (1, 9):
        for _ in range(more):
            scene = begin(cast)
            retain(scene, 5)
            scene.release(50)
        with acting_as(SYSTEM):
            sweep(later)
        Notice.objects.update(read_at=later)
        with acting_as(SYSTEM), counting() as made:
            sweep(later)
        counts.append(number_of(made))
    assert counts[0] == counts[1]


def test_a_live_records_limits_are_told_once_by_the_sweep_of_live_records(cast: Cast) -> None:
    scene = begin(cast)
    retain(scene, 5)
    with acting_as(SYSTEM):
        assert Examination.objects.get(pk=scene.examination.pk).state == "LIVE"
    run(cast.at + 6 * DAY)
    assert told(scene, "pc.stansted").count(("C6", "SOON")) == 1
