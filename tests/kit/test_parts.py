"""What the kit draws: clocks in their order, facts that say when nothing was recorded, and text that stays text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from borderops.kit import context, navigation
from borderops.kit.gallery import Example, example
from borderops.kit.navigation import Item
from borderops.kit.parts import Act, Fact, Happening, face, panel

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def draw(source: str, **values: object) -> str:
    return Template("{% load kit %}" + source).render(Context({"server_now": NOW, **values}))


def clock(rule: str, minutes: float, **changes: object) -> Example:
    """A clock due in so many minutes."""
    return replace(example(rule, f"Clock {rule}", NOW, 60 - minutes, 60, 15), **changes)  # type: ignore[arg-type]


def test_the_panel_puts_what_is_overdue_first_and_then_what_is_due_soonest() -> None:
    found = panel(
        [clock("C2", 300), clock("C1", 5), clock("C3", -2), clock("C9", 0, state="MET"), clock("C4", 0, state="NOT_STARTED")], NOW
    )
    assert found.next is not None
    assert found.next.rule == "C3"
    assert [each.rule for each in found.others] == ["C1", "C2"]
    assert [each.rule for each in found.done] == ["C4", "C9"]


def test_a_clock_about_which_nothing_can_be_done_any_more_is_not_put_first() -> None:
    found = panel([clock("C3", -2, live=False), clock("C2", 300)], NOW)
    assert found.next is not None
    assert found.next.rule == "C2"


def test_a_strict_limit_says_before_and_an_inclusive_one_by() -> None:
    assert face(clock("C3", 10, strict=True), NOW).preposition == "before"
    assert face(clock("C1", 10), NOW).preposition == "by"


def test_a_limit_that_ends_with_its_day_names_that_day_and_not_the_midnight_after() -> None:
    due = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    shown = face(clock("C6", 0, due_at=due, ends_with_day=True, strict=True, state="RUNNING"), NOW)
    assert (shown.preposition, shown.due_text, shown.due_day) == ("by the end of", "30 November 2026", "")


def test_a_limit_of_another_day_carries_its_date() -> None:
    assert face(clock("C2", 24 * 60), NOW).due_day == "24 November 2026"


def test_the_panel_gives_what_must_be_done_the_rule_and_the_authority() -> None:
    html = draw("{% clock_panel clocks instructions=words %}", clocks=[clock("C1", 12)], words={"C1": "Detain or stop questioning"})
    for words in ("Detain or stop questioning", "10:42", "12 min left", "Due soon", "C1", "Sch 7 para 6A", 'data-state="SOON"'):
        assert words in html


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    shapes = {
        state: draw("{% clock_icon state %}", state=state) for state in ("OVERDUE", "SOON", "RUNNING", "NOT_STARTED", "BREACHED", "MET")
    }
    assert len(set(shapes.values())) == 6


def test_an_unverified_reading_says_so_on_the_clock() -> None:
    assert "Not verified" in draw("{% clock_panel clocks %}", clocks=[clock("C6", 30, verified=False)])


@pytest.mark.parametrize(("value", "shown"), [(None, "Not recorded"), ("", "Not recorded"), (0, "0"), (False, "False")])
def test_nothing_is_said_to_be_not_recorded_and_zero_is_a_value(value: object, shown: str) -> None:
    assert shown in draw("{{ value|recorded }}", value=value)


def test_owed_facts_are_marked_and_links_name_what_they_change() -> None:
    html = draw("{% summary_list facts %}", facts=[Fact("Carrier", "", "/x/", owed=True)])
    assert "Owed" in html
    assert 'Add<span class="govuk-visually-hidden"> carrier</span>' in html


def test_text_from_people_is_escaped_in_facts_timelines_and_clocks() -> None:
    evil = "<script>alert(1)</script>"
    html = draw(
        "{% summary_list facts %}{% timeline events %}{% clock_panel clocks %}{% reference evil %}{% badge evil %}",
        facts=[Fact(evil, evil, mono=True)],
        events=[Happening(evil, NOW, evil, evil, evil)],
        clocks=[replace(clock("C1", 5), name=evil, authority=evil)],
        evil=evil,
    )
    assert "<script>" not in html


def test_a_timeline_says_where_the_day_changes_and_only_there() -> None:
    events = [Happening("Now", NOW), Happening("Earlier", NOW - timedelta(hours=1)), Happening("Before", NOW - timedelta(days=1))]
    html = draw("{% timeline events %}", events=events)
    assert html.count("bo-timeline__day") == 1
    assert html.index("Earlier") < html.index("22 November 2026") < html.index("Before")


def test_a_posting_act_carries_a_one_time_id_and_the_moment_of_pressing() -> None:
    html = draw("{% acts acts %}", acts=[Act("Detain", "/d/", "d", post=True, fields=(("power", "S7"),))], csrf_token="token")
    for piece in ('name="submission_id" value="', 'name="pressed_at" data-pressed', 'name="power" value="S7"', 'data-key="d"', "data-once"):
        assert piece in html


def test_relative_words_need_the_pages_own_present() -> None:
    with pytest.raises(TemplateSyntaxError, match="server_now"):
        Template("{% load kit %}{% ago at %}").render(Context({"at": NOW}))


def test_the_menu_shows_only_what_the_person_may_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ITEMS", {})
    navigation.register(
        Item("Second", "gallery_clocks", order=20), Item("First", "gallery_draft", verb="read", order=10), Item("Nowhere", "no:such")
    )
    request = RequestFactory().get("/kit/draft/")
    assert [link.label for link in navigation.links(request)] == ["Second"]
    request.may = lambda verb: verb == "read"  # type: ignore[attr-defined]
    assert [(link.label, link.current) for link in navigation.links(request)] == [("First", True), ("Second", False)]


def test_counts_are_asked_for_only_when_a_page_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def three(request: object) -> int:
        asked.append(request)
        return 3

    monkeypatch.setattr(context, "PROVIDERS", {"notice_count": three})
    request = RequestFactory().get("/")
    request.user = type("Somebody", (), {"is_authenticated": True})()
    values = context.page(request)
    assert asked == []
    assert values["notice_count"] == 3
    assert len(asked) == 1
