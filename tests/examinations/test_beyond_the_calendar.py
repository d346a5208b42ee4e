"""Where the calendar of bank holidays ends before a limit: every page and paper says so, and a calendar known further cures it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from borderops.kit.clock import now
from borderops.kit.localtime import london_date
from examinations import actions
from examinations.actions.law import Day
from examinations.actions.limiting import renew_beyond_the_calendar
from examinations.models import CalendarSpan, OpenLimit
from examinations.papers.printing import record_context
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene, pressed

pytestmark = pytest.mark.django_db
NEAR_THE_END = datetime(2028, 12, 29, 10, tzinfo=UTC)
SAID = "so this limit is not computed"


@pytest.fixture
def cast(settings: Any) -> Cast:
    """Two days before the committed calendar ends, which is a Sunday."""
    settings.TIME_OFFSET = round((NEAR_THE_END - datetime.now(UTC)).total_seconds())
    return make_cast(now())


def seized(cast: Cast) -> Scene:
    scene = begun(cast, 20)
    Browser(cast, "pc.stansted").post("examinations:seize_cash", scene.examination.pk, power="ATCSA")
    return scene


def page(scene: Scene, name: str) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get(f"examinations:{name}", scene.examination.pk))


def limits(scene: Scene) -> list[str]:
    with acting_as(SYSTEM):
        return list(OpenLimit.objects.filter(examination=scene.examination).values_list("rule", flat=True))


def test_the_record_its_cash_and_its_papers_say_that_the_limit_is_not_computed(cast: Cast) -> None:
    scene = seized(cast)
    cash = page(scene, "cash")
    assert "Held, limit not computed" in cash
    assert "48 hours running" not in cash
    assert SAID in cash
    assert limits(scene) == []
    at = now()
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(at))
    assert SAID in page(scene, "record")
    version = scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=at)
    with acting_as(scene.cast.actor("di.region")):
        context = record_context(version, recipients=["Court"], purpose="Trial", by="4105", at=at)
    assert [sentence for sentence in context["warnings"] if SAID in sentence]
    assert [sentence for sentence in context["since"].warnings if SAID in sentence]


def test_a_calendar_known_further_gives_a_record_begun_before_its_limit(cast: Cast) -> None:
    scene = seized(cast)
    at = now()
    last = CalendarSpan.objects.get(correction=None).last
    correction = scene.do(
        "admin.vetting",
        actions.propose_calendar,
        span=CalendarSpan.objects.get(correction=None),
        days=[Day(last + timedelta(days=40), "A fictional holiday")],
        known_until=last + timedelta(days=365),
        source="Published for a further year",
        in_force_from=london_date(at),
        reason="A further year was published.",
        at=at,
    )
    scene.do("di.region", actions.approve_correction, correction=correction, at=at)
    cash = page(scene, "cash")
    assert "48 hours running" in cash
    assert SAID not in cash
    with acting_as(SYSTEM):
        assert renew_beyond_the_calendar() == 1
    assert limits(scene) == ["C12"]
