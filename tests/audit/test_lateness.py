"""The banner's question: which of the jobs that people rely on are late?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from audit import sealing
from audit.actions import record
from audit.heartbeats import heard
from audit.models import Heartbeat, Seal
from audit.queries import REMINDERS, SEALING, Late, late_jobs
from audit.tasks import seal_ledger
from borderops.kit import clock
from tests.audit.test_sealing import Files, files

pytestmark = pytest.mark.alone  # a seal ends where the oldest transaction of the whole server began

__all__ = ["files"]

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_job_that_never_ran_is_late() -> None:
    assert late_jobs(AT) == [Late(SEALING, None), Late(REMINDERS, None)]


@pytest.mark.django_db
def test_sealing_is_late_after_five_minutes_and_reminders_after_two() -> None:
    heard(SEALING, at=AT)
    heard(REMINDERS, at=AT)
    assert late_jobs(AT + timedelta(minutes=2)) == []
    assert late_jobs(AT + timedelta(minutes=2, seconds=1)) == [Late(REMINDERS, AT)]
    heard(REMINDERS, at=AT + timedelta(minutes=5))
    assert late_jobs(AT + timedelta(minutes=5)) == []
    assert late_jobs(AT + timedelta(minutes=5, seconds=1)) == [Late(SEALING, AT)]


@pytest.mark.django_db
def test_the_banner_costs_one_query(django_assert_num_queries: CaptureQueriesContext) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        late_jobs(AT)


def test_the_job_seals_and_says_that_it_did(files: Files) -> None:
    record("note.added")
    before = clock.now()
    seal_ledger()
    assert Seal.objects.count() == 1
    beat = Heartbeat.objects.get(pk=SEALING)
    assert before <= beat.ok_at <= clock.now()
    assert beat.detail == {"seals": 1}


def test_a_seal_held_up_by_a_long_transaction_shows_as_late(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "age_of_the_unsealed", lambda: timedelta(minutes=6))
    seal_ledger()
    (late,) = [late for late in late_jobs(clock.now()) if late.job == SEALING]
    assert late.since is not None
    assert clock.now() - late.since >= timedelta(minutes=6)


def test_a_job_that_fails_is_not_heard_of(files: Files) -> None:
    files.key.unlink()
    with pytest.raises(Exception, match="cannot be read"):
        seal_ledger()
    assert not Heartbeat.objects.filter(pk=SEALING).exists()
