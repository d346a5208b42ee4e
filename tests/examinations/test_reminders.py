"""Reminders: each due notice once, to the people whom it concerns, whatever was missed, doubled or corrected in between."""

from audit.models import Heartbeat
from audit.queries import REMINDERS
from borderops.kit import clock
from examinations import actions
from examinations.models import Kind, Review, TimelineEvent
from examinations.reminders import sweep
from examinations.tasks import raise_reminders
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, counting, number_of, typed


def run(scene: Scene, *numbers: float) -> None:
    """The sweep, at these minutes."""
    for number in numbers:
        with acting_as(SYSTEM):
            sweep(scene.minute(number))


def told(scene: Scene, who: str) -> list[tuple[str, str]]:
    """The rule and the step of each notice that this person has, in the order in which they were raised."""
    found = Notice.objects.filter(recipient=scene.cast[who], voided_at__isnull=True).order_by("raised_at", "key")
    return [(notice.key.split(":")[1], notice.level) for notice in found.filter(key__startswith=f"{scene.examination.pk}:")]


def test_nothing_is_said_before_it_is_soon(cast: Cast) -> None:
    scene = begin(cast)
    run(scene, 1, 44)
    assert not Notice.objects.exists()


def test_soon_and_overdue_are_each_said_once(cast: Cast) -> None:
    scene = begin(cast)
    run(scene, 45, 45.3, 46, 60, 61, 61.3, 62)
    assert told(scene, "pc.stansted") == [("C1", "SOON"), ("C1", "OVERDUE")]


def test_the_eligible_reviewers_at_the_port_are_told_and_those_on_call_are_not(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    run(scene, 61)
    assert told(scene, "sgt.stansted") == [("C3", "SOON")]
    assert told(scene, "insp.region") == []
    assert told(scene, "sgt.norwich") == []


def test_a_sergeant_who_could_not_lawfully_review_is_not_told(cast: Cast) -> None:
    scene = begin(cast, who="sgt.norwich")
    scene.do("sgt.norwich", actions.detain, examination=scene.examination, when=typed(scene.minute(5), scene.minute(6)))
    run(scene, 60)
    assert told(scene, "sgt.stansted") == []
    assert told(scene, "sgt.norwich") == [("C3", "SOON")]


def test_the_detective_inspector_hears_only_what_is_overdue(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    run(scene, 61)
    assert told(scene, "di.region") == []
    run(scene, 80)
    assert told(scene, "di.region") == [("C3", "OVERDUE")]


def test_after_an_outage_what_is_overdue_is_said_once_and_nobody_is_told_that_it_is_due_soon(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    run(scene, 95, 96)
    assert told(scene, "pc.stansted") == [("C3", "OVERDUE")]


def test_a_review_voids_what_nobody_has_read_about_it(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    run(scene, 61)
    scene.review(65)
    assert told(scene, "pc.stansted") == []
    run(scene, 66, 155)
    assert told(scene, "pc.stansted") == [("C4", "SOON")]


def test_a_corrected_detention_voids_the_notice_and_the_new_instant_has_its_own(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    run(scene, 61)
    when = typed(scene.minute(40), scene.minute(62))
    scene.do("pc.stansted", actions.supersede_event, event=wrong, when=when, reason="Pressed too early.")
    assert told(scene, "pc.stansted") == []
    run(scene, 63, 81)
    assert told(scene, "pc.stansted") == [("C3", "SOON")]
    assert Notice.objects.filter(recipient=cast["pc.stansted"], voided_at__isnull=False).count() == 1


def test_a_clock_that_comes_back_to_its_first_instant_is_said_again(cast: Cast) -> None:
    scene = begin(cast)
    wrong = scene.detain(20)
    run(scene, 61)
    mistaken = scene.do(
        "pc.stansted", actions.supersede_event, event=wrong, when=typed(scene.minute(50), scene.minute(62)), reason="Pressed too early."
    )
    assert told(scene, "sgt.stansted") == []
    again = typed(scene.minute(20), scene.minute(63))
    scene.do("pc.stansted", actions.supersede_event, event=mistaken, when=again, reason="It was right at first.")
    run(scene, 64)
    assert told(scene, "sgt.stansted") == [("C3", "SOON")]


def test_the_alarm_of_a_refused_detention_is_not_doubled_by_the_sweep(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.review(60, outcome=Review.Outcome.RELEASE, is_necessary=False)
    run(scene, 61, 62)
    assert told(scene, "pc.stansted") == [("RELEASE", "OVERDUE")]
    assert told(scene, "di.region") == [("RELEASE", "OVERDUE")]


def test_an_officer_who_has_left_is_told_nothing_more(cast: Cast) -> None:
    scene = begin(cast)
    offered = {"to": cast["pc.stansted.second"], "at": scene.minute(5)}
    offer = scene.do("pc.stansted", actions.offer_handover, examination=scene.examination, **offered)
    scene.do("pc.stansted.second", actions.accept_handover, handover=offer, at=scene.minute(6))
    run(scene, 46)
    assert ("C1", "SOON") in told(scene, "pc.stansted.second")
    assert ("C1", "SOON") not in told(scene, "pc.stansted")


def test_a_text_names_the_record_and_the_rule_and_never_a_person(cast: Cast) -> None:
    scene = begin(cast)
    changes = {"family_name": "Canary", "given_names": "Yellow"}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(1), version=1, changes=changes)
    scene.detain(20)
    run(scene, 61, 81)
    for notice in Notice.objects.all():
        assert notice.text.startswith(f"{scene.examination.reference}: First review")
        assert "Sch 8 para 20K(2)" in notice.text
        assert "Canary" not in notice.text + notice.link + notice.key
        assert notice.is_mailed


def test_a_sweep_with_nothing_to_say_costs_the_same_for_ten_records_as_for_one(cast: Cast) -> None:
    scene = begin(cast)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            begin(cast)
        with acting_as(SYSTEM), counting() as made:
            assert sweep(scene.minute(1)).looked_at == more + 1
        counts.append(number_of(made))
    assert counts == [9, 9]


def test_one_record_at_fault_silences_no_other_and_the_job_does_not_pass_for_done(cast: Cast) -> None:
    at_fault, sound = begin(cast), begin(cast)
    row = {"detail": {"outcome": "NONSENSE"}, "at": at_fault.minute(1), "received_at": at_fault.minute(1)}
    with acting_as(SYSTEM):
        TimelineEvent.objects.create(examination=at_fault.examination, kind=Kind.REVIEW, entered_by=cast["pc.stansted"], **row)
        swept = sweep(sound.minute(46))
    assert swept.failed == (at_fault.examination.pk,)
    assert told(sound, "pc.stansted") == [("C1", "SOON")]
    raise_reminders()
    assert not Heartbeat.objects.filter(job=REMINDERS).exists()


def test_the_job_notes_that_it_was_done(cast: Cast) -> None:
    begin(cast)
    before = clock.now()
    raise_reminders()
    assert Heartbeat.objects.get(job=REMINDERS).ok_at >= before


def test_a_detective_inspector_outside_the_compartment_is_told_nothing_of_what_is_in_it(cast: Cast) -> None:
    scene = begin(cast, "pc.compartment", compartment=cast.compartment)
    run(scene, 61)
    assert told(scene, "pc.compartment") == [("C1", "OVERDUE")]
    assert told(scene, "di.region") == []
