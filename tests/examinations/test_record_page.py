"""One record: its page costs the same whatever it holds; the timeline comes by the page; nobody finds what they may not see."""

from datetime import timedelta

import pytest

from examinations import actions, queries
from examinations.models import Examination, Kind
from examinations.queries import RecordPage
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, counting, number_of, pressed, typed

MOST_QUERIES = 12


def read(scene: Scene, number: float, who: str = "di.region", after: str = "") -> tuple[RecordPage, int]:
    """The page and how many queries it took, the record's own included."""
    actor = scene.cast.actor(who)
    with acting_as(actor), counting() as made:
        examination = queries.records().get(pk=scene.examination.pk)
        page = queries.record_page(actor, examination, scene.minute(number), after)
    return page, number_of(made)


def in_full(cast: Cast) -> Scene:
    """A record with something of everything."""
    scene = begin(cast)
    scene.detain(20)
    scene.review(91)
    scene.do("pc.stansted", actions.supersede_event, event=scene.record(Kind.WELFARE, 92), **correction(scene))
    scene.release(100)
    explanation = {"rule": "C3", "due_at": scene.minute(80), "words": "The lift was stuck.", "at": scene.minute(101)}
    scene.do("pc.stansted", actions.explain_breach, examination=scene.examination, **explanation)
    scene.submit(120)
    returned = {"fields": {"carrier": "Which?"}, "words": "", "due_at": scene.minute(999), "at": scene.minute(130)}
    scene.do("sgt.norwich", actions.return_examination, examination=scene.examination, **returned)
    added = {"field": "carrier", "addition": "Fictional Air", "reason": "Overlooked.", "at": scene.minute(140)}
    scene.do("pc.stansted", actions.add_addendum, examination=scene.examination, **added)
    scene.do("pc.stansted", actions.resubmit_examination, examination=scene.examination, at=scene.minute(150))
    return scene


def correction(scene: Scene) -> dict[str, object]:
    return {"when": typed(scene.minute(91.5), scene.minute(93)), "reason": "Pressed late."}


def test_the_page_of_a_full_record_holds_everything(cast: Cast) -> None:
    page, queries_made = read(in_full(cast), 170)
    assert [event.kind for event in page.events] == ["RELEASED", "WELFARE", "WELFARE", "REVIEW", "DETAINED", "FIRST_QUESTION"]
    assert [review.sequence for review in page.reviews] == [1]
    assert [breach.rule for breach in page.breaches] == ["C3"]
    assert [version.number for version in page.versions] == [1, 2]
    assert (len(page.returns), len(page.addenda), len(page.explanations)) == (1, 1, 1)
    assert queries_made <= MOST_QUERIES


def test_a_live_page_shows_the_clocks_and_what_is_owed(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    scene.record(Kind.SOLICITOR_REQUESTED, 25)
    page, queries_made = read(scene, 65)
    assert page.panel.next_clock is not None
    assert page.panel.next_clock.rule == "C3"
    urgent = [one.where for one in page.panel.owed if one.is_urgent]
    assert urgent == ["review", "act", "rights", "rights"]  # the act: telling the person of their rights
    assert queries_made <= MOST_QUERIES


def test_nothing_drawn_on_the_page_asks_the_database_again(cast: Cast) -> None:
    scene = in_full(cast)
    page, _ = read(scene, 170)
    with acting_as(cast.actor("di.region")), counting() as made:
        for event in page.events:
            assert event.officer
            assert event.entered_by.collar_number
            assert not hasattr(event, "superseded_by") or event.superseded_by.superseding_reason
        assert all(review.reviewer.collar_number for review in page.reviews)
        assert all(one.officer.collar_number for one in page.examiners)
        assert page.examination.port.name
    assert number_of(made) == 0


def test_a_long_timeline_comes_fifty_at_a_time_at_the_same_cost(cast: Cast) -> None:
    scene = begin(cast)
    short = read(scene, 200)[1]
    for number in range(60):
        scene.record(Kind.WELFARE, number + 0.5)
    first, cost = read(scene, 200)
    assert (len(first.events), cost) == (50, short)
    second, _ = read(scene, 200, after=first.more_after or "")
    assert (len(second.events), second.more_after) == (11, None)
    assert not {event.pk for event in first.events} & {event.pk for event in second.events}


def test_a_cursor_that_was_tampered_with_shows_the_first_page(cast: Cast) -> None:
    assert len(read(begin(cast), 5, after="nonsense")[0].events) == 1


def test_a_panel_alone_is_cheap(cast: Cast) -> None:
    scene = begin(cast)
    actor = cast.actor("pc.stansted")
    with acting_as(actor):
        examination = queries.records().get(pk=scene.examination.pk)
        with counting() as made:
            panel = queries.live_panel(examination, scene.minute(50))
    assert panel.next_clock is not None
    assert panel.next_clock.state == "SOON"
    assert number_of(made) == 3


def test_a_reference_is_found_as_it_is_spoken_and_only_in_scope(cast: Cast) -> None:
    scene = begin(cast)
    spoken = scene.examination.reference.replace("-", " ").lower()
    for who, expected in (
        ("sgt.stansted", scene.examination),
        ("pc.stansted", scene.examination),
        ("sgt.luton", None),
        ("pc.stansted.second", None),
    ):
        actor = cast.actor(who)
        with acting_as(actor):
            assert queries.find_by_reference(actor, spoken) == expected


def test_a_misread_reference_finds_nothing(cast: Cast) -> None:
    actor = cast.actor("sgt.stansted")
    with acting_as(actor):
        assert queries.find_by_reference(actor, "S7-26-222222") is None


def test_my_records_are_what_i_examined_and_reviewed_newest_first(cast: Cast) -> None:
    scenes = [begin(cast, when=pressed(cast.at + timedelta(minutes=number))) for number in (-90, -60, -30)]
    actor = cast.actor("pc.stansted")
    with acting_as(actor):
        first = queries.my_records(actor, count=2)
        second = queries.my_records(actor, after=first.more_after or "", count=2)
    assert [row.examination for row in first.rows + second.rows] == [scene.examination for scene in reversed(scenes)]
    assert second.more_after is None
    scenes[0].detain(-80)
    scenes[0].review(-50)
    sergeant = cast.actor("sgt.stansted")
    with acting_as(sergeant), counting() as made:
        mine = queries.my_records(sergeant)
    assert mine.rows == ()
    assert [review.examination for review in mine.reviewed] == [scenes[0].examination]
    assert number_of(made) == 2


@pytest.mark.parametrize("who", ["sgt.luton", "pc.stansted.second", "admin.vetting", "psd.auditor"])
def test_whoever_may_not_see_a_record_finds_no_row_of_it_in_the_database(cast: Cast, who: str) -> None:
    scene = begin(cast)
    with acting_as(cast.actor(who)):
        assert not Examination.objects.filter(pk=scene.examination.pk).exists()
