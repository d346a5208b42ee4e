"""Whoever is signed in is told when the ledger is not sealed or reminders are late, on every page, and by nothing when both are on time."""

from datetime import datetime, timedelta

import pytest

from audit.heartbeats import heard
from audit.models import Heartbeat
from audit.queries import LATE_AFTER, REMINDERS, SEALING
from borderops.kit.clock import now
from borderops.kit.dates import spoken_time
from tests.cast import Cast
from tests.examinations.pages import Browser, text_of, visible_text

SENTENCES = {
    SEALING: "The ledger has not been sealed since {}.",
    REMINDERS: "Reminders are late: the last check was at {}. Watch the clocks yourself.",
}


def both_heard(at: datetime) -> None:
    for job in SENTENCES:
        heard(job, at=at)


def test_no_banner_stands_while_both_jobs_are_on_time(cast: Cast) -> None:
    both_heard(now())
    page = Browser(cast, "pc.stansted").get("workbench:home")
    assert 'class="bo-late"' not in text_of(page)
    assert "late" not in visible_text(page).lower()


@pytest.mark.parametrize("job", list(SENTENCES))
@pytest.mark.parametrize("where", ["workbench:home", "examinations:board", "workbench:notices"])
def test_the_job_whose_heartbeat_is_too_old_is_told_with_its_time(cast: Cast, job: str, where: str) -> None:
    both_heard(now())
    since = now() - LATE_AFTER[job] - timedelta(seconds=30)
    Heartbeat.objects.filter(pk=job).update(ok_at=since)
    page = visible_text(Browser(cast, "sgt.stansted").get(where))
    assert f"Late: {SENTENCES[job].format(spoken_time(since))}" in page
    (other,) = SENTENCES.keys() - {job}
    assert SENTENCES[other].split("{")[0] not in page


def test_both_are_told_when_neither_has_ever_run(cast: Cast) -> None:
    page = visible_text(Browser(cast, "pc.stansted").get("workbench:home"))
    assert "Late: Reminders have not started. Watch the clocks yourself. The ledger has not been sealed yet." in page
