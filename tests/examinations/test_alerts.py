"""Alerts ninety, sixty and thirty days before biometric material must be destroyed or kept by a determination: beside SOON and OVERDUE,
which stay as they are."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examinations import actions, clocks
from examinations.dues import alerts
from examinations.models import Kind
from organisation.models import Notice
from tests.examinations.scenes import Scene, pressed
from tests.examinations.test_limits import DAY, at, end, gone, keep_on_duty, run

pytestmark = pytest.mark.django_db

DUE = at("2027-05-23 00:00")
PRINTS = {"what": "FINGERPRINTS", "consent": "WRITTEN", "ref": "prints"}


def steps(scene: Scene, who: str, rule: str = "C9") -> list[str]:
    """The last part of the key of each notice about that rule which stands, in the order in which they were raised."""
    found = Notice.objects.filter(recipient=scene.cast[who], voided_at__isnull=True, key__startswith=f"{scene.examination.pk}:{rule}:")
    return [notice.key.rsplit(":", 1)[1] for notice in found.order_by("raised_at", "key")]


def taken() -> Scene:
    scene = gone()
    scene.detain(10)
    scene.record(Kind.BIOMETRICS_TAKEN, 30, detail=PRINTS)
    end(scene)
    return scene


def determine(scene: Scene, when: datetime, **detail: Any) -> None:
    scene.do(
        "sgt.stansted",
        actions.record_event,
        examination=scene.examination,
        kind=Kind.NSD_MADE,
        when=pressed(when),
        detail={"ref": "prints", **detail},
    )


def test_prints_are_told_of_at_ninety_and_sixty_days_and_thirty_is_soon() -> None:
    scene = taken()
    keep_on_duty(scene.cast, "sgt.stansted", "Stansted", DUE)
    second = timedelta(seconds=1)
    run(DUE - 90 * DAY - second)
    assert steps(scene, "pc.stansted") == []
    run(DUE - 90 * DAY, DUE - 90 * DAY + second, DUE - 85 * DAY)
    assert steps(scene, "pc.stansted") == steps(scene, "sgt.stansted") == ["ALERT-90"]
    run(DUE - 60 * DAY)
    assert steps(scene, "pc.stansted") == ["ALERT-90", "ALERT-60"]
    run(DUE - 30 * DAY - second, DUE - 30 * DAY, DUE + second)
    assert steps(scene, "pc.stansted") == ["ALERT-90", "ALERT-60", "SOON", "OVERDUE"]
    assert steps(scene, "di.region") == ["OVERDUE"]
    assert steps(scene, "sgt.luton") == steps(scene, "pc.stansted.second") == []


def test_an_alert_says_how_long_there_is_and_names_no_person() -> None:
    scene = taken()
    run(DUE - 60 * DAY)
    notice = Notice.objects.get(recipient=scene.cast["pc.stansted"], key__endswith=":ALERT-60")
    assert notice.level == Notice.Level.INFORM
    assert notice.is_mailed
    assert notice.text.startswith(f"{scene.examination.reference}: Determination or destruction (fingerprints)")
    assert notice.text.endswith("No more than 60 days are left.")


def test_a_sweep_that_stood_still_catches_up_within_a_week_and_says_nothing_stale_later() -> None:
    scene = taken()
    run(DUE - 60 * DAY + timedelta(days=7))
    assert steps(scene, "pc.stansted") == []
    run(DUE - 60 * DAY + timedelta(days=7, seconds=-1))
    assert steps(scene, "pc.stansted") == ["ALERT-60"]


def test_a_determination_voids_the_alert_that_nobody_read_and_has_alerts_of_its_own() -> None:
    scene = taken()
    run(DUE - 90 * DAY)
    determine(scene, DUE - 80 * DAY, expires_at=(DUE + 90 * DAY).isoformat())
    run(DUE - 79 * DAY)
    assert steps(scene, "pc.stansted") == []
    again = DUE + 90 * DAY
    run(again - 90 * DAY, again - 60 * DAY, again - 30 * DAY)
    assert steps(scene, "pc.stansted", "C10") == ["SOON", "ALERT-60", "ALERT-30"]


@given(rule=st.sampled_from(["C9", "C10", "C11", "C6"]), soon=st.sampled_from([30, 45, 90]), left=st.integers(0, 120 * 24 * 60))
def test_an_alert_goes_out_in_the_week_after_its_instant_unless_it_is_soon_itself(rule: str, soon: int, left: int) -> None:
    clock = clocks.Clock(
        rule=rule,
        name="A limit",
        ref="prints",
        starts_at=DUE - 180 * DAY,
        due_at=DUE,
        strict=False,
        ends_with_day=True,
        state=clocks.State.RUNNING,
        authority="An Act",
        verified=True,
        soon_at=DUE - soon * DAY,
        live=True,
    )
    expected = [days for days in (90, 60, 30) if rule in {"C9", "C10"} and days != soon and (days - 7) * 24 * 60 < left <= days * 24 * 60]
    found = alerts(clocks.Evaluation((clock,), (), ()), {}, DUE - timedelta(minutes=left))
    assert [one.days_left for one in found] == expected
