"""Whatever is changed behind the service's back is found by the next night, with its row and field."""

import math
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from accreditation.models import Award
from audit.models import Event, Heartbeat
from borderops.kit.clock import now
from examinations.models import Examination
from organisation import reconciling, tasks
from organisation.models import Posting, User
from organisation.policy import SYSTEM
from organisation.reconciling import ALTERED, HISTORY, LEDGER, NO_HISTORY, NOT_IN_LEDGER, Difference, Findings, reconcile
from organisation.scopes import acting_as
from organisation.tasks import RECONCILING, reconcile_history
from tests.cast import Cast
from tests.factories import ExaminationFactory

pytestmark = pytest.mark.django_db


def run(*, after: timedelta = timedelta(), walk_seconds: float = 60) -> Findings:
    with acting_as(SYSTEM):
        return reconcile(now() + after, walk_seconds=walk_seconds)


@pytest.fixture
def examination(cast: Cast) -> Examination:
    return ExaminationFactory.make(created_by=cast["pc.stansted"], port=cast.ports["Stansted"], started_at=cast.at)


LATER = [timedelta(), timedelta(days=30)]


@pytest.mark.parametrize("after", LATER, ids=["the same night", "a month later"])
def test_what_the_service_did_itself_agrees(examination: Examination, after: timedelta) -> None:
    findings = run(after=after)
    assert findings.differences == []
    assert findings.unfinished == []
    assert findings.checked > 50


@pytest.mark.parametrize("after", LATER, ids=["the same night", "a month later"])
def test_a_row_changed_without_its_history_is_reported_with_its_fields(examination: Examination, after: timedelta) -> None:
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=examination.pk).update(place="elsewhere", is_late_entry=True)
    expected = Difference("examinations.examination", examination.pk, ALTERED, ("is_late_entry", "place"))
    assert run(after=after).differences == [expected]


def test_the_report_stands_in_the_ledger_and_vouches_for_nothing(examination: Examination) -> None:
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=examination.pk).update(place="elsewhere")
    run()
    event = Event.objects.get(verb="history.differs")
    assert (event.thing_kind, event.thing_id, event.digests) == ("examinations.examination", examination.pk, {})
    assert event.detail == {"fault": ALTERED, "fields": ["place"]}
    assert "elsewhere" not in str(event.detail)
    assert len(run().differences) == 1


@pytest.mark.parametrize("after", LATER, ids=["the same night", "a month later"])
def test_a_row_saved_outside_any_action_is_reported_although_its_history_agrees(examination: Examination, after: timedelta) -> None:
    with acting_as(SYSTEM):
        examination.place = "elsewhere"
        examination.save()
    expected = Difference("examinations.examination", examination.pk, NOT_IN_LEDGER, ("place",))
    assert run(after=after).differences == [expected]


def test_the_fields_are_those_that_changed_since_the_ledger_last_knew_the_row(examination: Examination) -> None:
    """Two changes outside any action: each version is close to the one before it, and both are told."""
    with acting_as(SYSTEM):
        examination.place = "elsewhere"
        examination.save()
        examination.is_late_entry = True
        examination.save()
    assert [found.fields for found in run().differences] == [("is_late_entry", "place")]


def test_a_row_put_in_without_history_is_reported(cast: Cast) -> None:
    award = Award.objects.first()
    assert award is not None
    copy = Award(holder=cast["admin.vetting"], requirement="S7_EXAM", awarded_on=award.awarded_on, valid_through=award.valid_through)
    copy.entered_at = award.entered_at
    Award.objects.bulk_create([copy])
    assert run().differences == [Difference("accreditation.award", copy.pk, NO_HISTORY)]


def test_old_rows_are_walked_as_far_as_the_time_goes(cast: Cast) -> None:
    findings = run(after=timedelta(days=30), walk_seconds=0)
    assert findings.checked == 0
    assert "organisation.user" in findings.unfinished


def test_the_next_night_goes_on_where_the_last_one_stopped_until_everybody_was_met(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people a night, beginning anywhere: nobody is met twice before everybody was met once."""
    monkeypatch.setattr(reconciling, "CHUNK", 3)
    met: list[UUID] = []

    def three(model: type[Model], keys: list[UUID]) -> bool:
        met.extend(keys)
        return False

    reached: UUID | None = uuid4()
    while len(met) < User.objects.count():
        assert reached is not None
        reached = reconciling._walk(User, reached, math.inf, three)
    assert set(met) == set(User.objects.values_list("pk", flat=True))
    assert len(met) < User.objects.count() + 3


def test_a_night_says_how_far_it_came_and_the_next_one_takes_it_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(after=timedelta(days=30), walk_seconds=0)
    assert set(before.goes_on_from) == {HISTORY, LEDGER}
    Heartbeat.objects.create(job=RECONCILING, ok_at=cast.at, detail=before.summary())
    monkeypatch.setattr(tasks, "reconcile", lambda at, *, places: reconcile(at + timedelta(days=30), walk_seconds=0, places=places))
    reconcile_history()
    assert Heartbeat.objects.get(pk=RECONCILING).detail["goes_on_from"] == before.goes_on_from


def test_the_ledger_is_asked_for_so_many_old_versions_a_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "CHUNK", 3)
    monkeypatch.setattr(reconciling, "LOOKED_UP_AT_MOST", 3)
    findings = run(after=timedelta(days=30))
    assert "organisation.user" in findings.goes_on_from[LEDGER]
    assert "organisation.user" not in findings.goes_on_from.get(HISTORY, {})


def test_a_walk_in_small_steps_meets_every_row_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run(after=timedelta(days=30)).checked
    monkeypatch.setattr(reconciling, "CHUNK", 3)
    assert run(after=timedelta(days=30)).checked == whole
    assert whole >= User.objects.count() + Posting.objects.count() + Award.objects.count()


def test_a_row_that_changes_while_it_is_read_is_not_a_difference(examination: Examination, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first reading meets the row before an act and its history after it; the second agrees."""
    read = reconciling._read
    calls: list[Any] = []

    def reading_twice(model: Any, keys: Any) -> Any:
        wrong, right = read(model, keys)
        if model is Examination and not calls:
            calls.append(keys)
            return {examination.pk: (ALTERED, ("place",))}, right
        return wrong, right

    monkeypatch.setattr(reconciling, "_read", reading_twice)
    assert run().differences == []
    assert calls


def test_the_nightly_job_says_how_much_it_looked_at_and_logs_no_value(examination: Examination, caplog: pytest.LogCaptureFixture) -> None:
    with acting_as(SYSTEM):
        Examination.objects.filter(pk=examination.pk).update(place="somewhere secret")
    reconcile_history()
    beat = Heartbeat.objects.get(pk="reconcile history")
    assert beat.detail["differences"] == 1
    assert f"examinations.examination {examination.pk} {ALTERED}: place" in caplog.text
    assert "somewhere secret" not in caplog.text
