"""Where the calendar of bank holidays ends before a limit: every page and paper says so, and a calendar known further cures it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from borderops.kit.clock import now
from borderops.kit.localtime import london_date
from examinations import actions, queries
from examinations.actions.law import Day
from examinations.actions.limiting import renew_beyond_the_calendar
from examinations.models import CalendarSpan, CashSeizure, Kind, OpenLimit
from examinations.papers.printing import record_context
from examinations.reminders import sweep
from organisation.models import Notice
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast, make_cast
from tests.examinations.pages import Browser, begun, visible_text
from tests.examinations.scenes import Scene, counting, number_of, pressed

pytestmark = pytest.mark.django_db
NEAR_THE_END = datetime(2028, 12, 29, 10, tzinfo=UTC)
SAID = "so this limit is not computed"


@pytest.fixture
def cast(settings: Any) -> Cast:
    """Two days before the committed calendar ends, which is a Sunday."""
    settings.TIME_OFFSET = round((NEAR_THE_END - datetime.now(UTC)).total_seconds())
    return make_cast(now())


def seized(cast: Cast, *, kept: bool = False) -> Scene:
    scene = begun(cast, 20)
    if kept:
        scene.record(Kind.PROPERTY_RETAINED, 1, detail={"ground": "EXAMINATION", "ref": "phone"})
    Browser(cast, "pc.stansted").post("examinations:seize_cash", scene.examination.pk, power="ATCSA")
    return scene


def page(scene: Scene, name: str) -> str:
    return visible_text(Browser(scene.cast, "pc.stansted").get(f"examinations:{name}", scene.examination.pk))


def limits(scene: Scene, **which: bool) -> list[str]:
    with acting_as(SYSTEM):
        return list(OpenLimit.objects.filter(examination=scene.examination, **which).values_list("rule", flat=True))


def test_the_record_its_cash_and_its_papers_say_that_the_limit_is_not_computed(cast: Cast) -> None:
    scene = seized(cast)
    cash = page(scene, "cash")
    assert "Held, limit not computed" in cash
    assert "48 hours running" not in cash
    assert SAID in cash
    at = now()
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(at))
    assert SAID in page(scene, "record")
    version = scene.do("pc.stansted", actions.submit_examination, examination=scene.examination, at=at)
    with acting_as(scene.cast.actor("di.region")):
        context = record_context(version, recipients=["Court"], purpose="Trial", by="4105", at=at)
    assert [sentence for sentence in context["warnings"] if SAID in sentence]
    assert [sentence for sentence in context["since"].warnings if SAID in sentence]


def listed(scene: Scene) -> tuple[str, str]:
    """The rows of the list of limits, and what they say."""
    page = Browser(scene.cast, "sgt.stansted").get("examinations:limits")
    return page.content.decode().partition("<tbody")[2], visible_text(page)


def test_the_list_of_limits_has_a_row_that_says_that_it_is_not_computed_before_what_is_due_later(cast: Cast) -> None:
    scene = seized(cast, kept=True)
    actor, at = cast.actor("sgt.stansted"), now()
    with acting_as(actor), counting() as made:
        rows = list(queries.open_limits(actor).order_by("due_at", "pk"))
        found = queries.limit_lines(rows, at)
    assert number_of(made) == 2
    assert [(line.clock is None, line.is_soon, line.is_overdue) for line in found] == [(True, True, False), (False, False, False)]
    assert (found[0].name, found[0].why_not.startswith("The bank holidays of")) == ("Cash 48 hours", True)
    assert found[0].begun_by is not None
    assert found[0].begun_by.kind == Kind.CASH_SEIZED
    table, said = listed(scene)
    assert "is-soon" in table.partition("</tr>")[0]
    assert "Not computed" in said
    assert f"{SAID}. Extend the calendar. Work it out by hand until then" in said
    assert limits(scene, is_computed=False) == ["C12"]
    assert "Not computed" in visible_text(Browser(cast, "sgt.stansted").get("examinations:limits", about="cash"))
    assert "Not computed" not in visible_text(Browser(cast, "sgt.stansted").get("examinations:limits", about="property"))


@pytest.mark.parametrize(("kind", "left"), [("RETURNED", []), ("FORFEITED", []), ("ORDERED", ["C12"])])
def test_a_row_that_is_not_computed_goes_with_what_ends_the_limit(cast: Cast, kind: str, left: list[str]) -> None:
    scene = seized(cast)
    with acting_as(SYSTEM):
        seizure = CashSeizure.objects.get(examination=scene.examination)
    given = {"court": "Chelmsford Magistrates' Court"} if kind == "ORDERED" else {}
    scene.do("pc.stansted", actions.take_cash_step, seizure=seizure, kind=kind, when=pressed(now()), **given)
    assert limits(scene, is_computed=False) == []
    assert limits(scene) == left, "an order has a limit of its own"


def test_an_urgent_grant_is_listed_so_until_the_commissioner_has_decided(cast: Cast) -> None:
    scene = begun(cast, 20, power="CTBSA_S3")
    scene.record(Kind.URGENT_IPC_GRANTED, 5, detail={"ref": "file"})
    assert limits(scene, is_computed=False) == ["C7"]
    scene.record(Kind.IPC_DECIDED, 6, detail={"ref": "file"})
    assert limits(scene, is_computed=False) == []


def test_nobody_is_told_of_a_step_that_a_limit_which_is_not_computed_cannot_reach(cast: Cast) -> None:
    scene = seized(cast)
    scene.do("pc.stansted", actions.release, examination=scene.examination, when=pressed(now()))
    with acting_as(SYSTEM), counting() as made:
        assert sweep(now() + timedelta(days=9)).failed == ()
        assert not Notice.objects.filter(thing_id=scene.examination.pk, key__contains=":C12:").exists()
    assert "examinations_timelineevent" not in "".join(query["sql"] for query in made.captured_queries)


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
    assert "Not computed" not in listed(scene)[1], "before the night has renewed the row"
    assert "C12" in listed(scene)[1]
    with acting_as(SYSTEM):
        assert renew_beyond_the_calendar() == 1
    assert limits(scene) == limits(scene, is_computed=True) == ["C12"]
