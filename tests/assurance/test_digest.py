"""The digest of quality assurance: one notice a day to each supervisor at whose ports something waits, by e-mail too, never a second."""

from datetime import timedelta

import pytest
from celery.schedules import crontab
from django.urls import reverse
from time_machine import TimeMachineFixture

from assurance import tasks
from audit.models import Heartbeat
from borderops.kit.clock import now
from borderops.schedule import SCHEDULE
from examinations.models import Examination, State
from organisation.models import Notice, Role
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.factories import ExaminationFactory, PostingFactory

DAY = timedelta(days=1)


def waits(cast: Cast, who: str = "pc.stansted", port: str = "Stansted", **values: object) -> Examination:
    """A record of this officer that was submitted yesterday."""
    began = cast.at - DAY
    ended, submitted = began + timedelta(minutes=30), began + timedelta(hours=1)
    given = {"ended_at": ended, "submitted_at": submitted, "state": State.SUBMITTED, **values}
    return ExaminationFactory.make(created_by=cast[who], port=cast.ports[port], started_at=began, **given)


def told(cast: Cast) -> dict[str, list[str]]:
    """What each person has been told by a digest."""
    with acting_as(SYSTEM):
        rows = Notice.objects.filter(key__startswith="assurance:").order_by("raised_at").values_list("recipient", "text")
    names = {person.pk: name for name, person in cast.people.items()}
    found: dict[str, list[str]] = {}
    for recipient, text in rows:
        found.setdefault(names[recipient], []).append(text)
    return found


def test_each_sergeant_and_di_is_told_how_many_wait_at_their_ports_and_nobody_else_is(cast: Cast) -> None:
    waits(cast)
    waits(cast)
    waits(cast, "pc.luton", "Luton")
    assert tasks.send_digest() == 4
    assert told(cast) == {
        "sgt.stansted": ["2 records waiting for quality assurance."],
        "sgt.norwich": ["2 records waiting for quality assurance."],  # on cover at Stansted
        "sgt.luton": ["1 record waiting for quality assurance."],
        "di.region": ["3 records waiting for quality assurance."],
    }


def test_it_leads_to_the_queue_goes_by_mail_too_and_names_no_record(cast: Cast) -> None:
    record = waits(cast, "pc.luton", "Luton")
    tasks.send_digest()
    notice = Notice.objects.get(recipient=cast["sgt.luton"])
    assert (notice.link, notice.level, notice.is_mailed, notice.thing_id) == (reverse("assurance:queue"), "INFORM", True, None)
    assert record.reference not in notice.text


def test_a_second_run_tells_nobody_twice_though_more_waits_by_then_and_the_next_day_tells_again(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now().replace(hour=6, minute=0), tick=False)
    waits(cast, "pc.luton", "Luton")
    tasks.send_digest()
    waits(cast, "pc.luton", "Luton")
    time_machine.shift(timedelta(hours=2))
    tasks.send_digest()
    once = told(cast)
    assert (once["sgt.luton"], once["di.region"]) == (["1 record waiting for quality assurance."],) * 2
    time_machine.shift(timedelta(hours=22))
    tasks.send_digest()
    assert told(cast)["sgt.luton"] == ["1 record waiting for quality assurance.", "2 records waiting for quality assurance."]


def test_nobody_is_told_of_nothing_and_the_run_is_entered_all_the_same(cast: Cast) -> None:
    waits(cast, state=State.ACCEPTED, accepted_at=cast.at)
    waits(cast, state=State.RETURNED)
    assert tasks.send_digest() == 0
    assert told(cast) == {}
    assert Heartbeat.objects.get(job="assurance_digest").detail == {"told": 0}


def test_a_supervisor_whose_account_is_closed_or_whose_posting_has_ended_is_not_told(cast: Cast) -> None:
    cast["sgt.luton"].is_active = False
    cast["sgt.luton"].save()
    former = PostingFactory.make(
        user=cast["pc.leaver"],
        unit=cast.units["Luton"],
        role=Role.SERGEANT,
        posted_from=cast.at - 9 * DAY,
        posted_until=cast.at - DAY,
    )
    assert former.posted_until is not None
    waits(cast, "pc.luton", "Luton")
    tasks.send_digest()
    assert set(told(cast)) == {"di.region"}


def test_a_long_queue_is_counted_no_further_than_the_text_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST", 2)
    for _ in range(3):
        waits(cast, "pc.luton", "Luton")
    tasks.send_digest()
    assert told(cast)["sgt.luton"] == ["More than 2 records waiting for quality assurance."]


def test_it_is_due_once_a_day_at_six(cast: Cast) -> None:
    [entry] = [entry for entry in SCHEDULE.values() if entry["task"] == tasks.send_digest.name]
    assert entry["schedule"] == crontab(hour="6", minute="0")
