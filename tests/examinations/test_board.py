"""The review board: every live examination in scope by the next instant at which the law needs something, and who can lawfully review."""

import pytest

from examinations import actions, queries
from examinations.models import Examination, Power, Review
from examinations.queries import BoardRow, region
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin, counting, number_of, withdraw_awards

MOST_QUERIES = 8


def board(cast: Cast, who: str, number: float = 30) -> list[BoardRow]:
    actor = cast.actor(who)
    with acting_as(actor):
        return queries.review_board(actor, Scene(cast, Examination()).minute(number))


def test_what_is_nearest_comes_first_and_refused_detentions_before_everything(cast: Cast) -> None:
    quiet = begin(cast)
    detained = begin(cast)
    detained.detain(5)
    overdue = begin(cast)
    overdue.detain(2)
    refused = begin(cast)
    refused.detain(4)
    refused.review(20, outcome=Review.Outcome.RELEASE, is_necessary=False)
    shown = [row.examination for row in board(cast, "sgt.stansted", 63)]
    assert shown == [refused.examination, quiet.examination, overdue.examination, detained.examination]


def test_each_row_says_which_rule_and_until_when(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    row = board(cast, "sgt.stansted")[0]
    assert row.next_clock is not None
    assert (row.next_clock.rule, row.next_clock.due_at, row.next_clock.authority) == ("C3", scene.minute(80), "Sch 8 para 20K(2)")
    assert [clock.rule for clock in row.clocks] == ["C3", "C2"]
    assert [one.officer for one in row.examiners] == [cast["pc.stansted"]]


def test_a_record_that_has_ended_is_not_on_the_board(cast: Cast) -> None:
    begin(cast).release(10)
    assert board(cast, "sgt.stansted") == []


@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("sgt.stansted", 1),
        ("sgt.norwich", 1),
        ("sgt.luton", 0),
        ("insp.region", 1),
        ("di.region", 1),
        ("sgt.elsewhere", 0),
        ("psd.auditor", 0),
    ],
)
def test_the_board_shows_the_ports_of_ones_postings_and_no_others(cast: Cast, who: str, count: int) -> None:
    begin(cast)
    assert len(board(cast, who)) == count


def test_a_restricted_record_is_not_on_the_board_of_those_outside(cast: Cast) -> None:
    begin(cast, who="pc.compartment", compartment=cast.compartment)
    assert board(cast, "sgt.stansted") == []
    assert board(cast, "di.region") == []
    assert len(board(cast, "pc.compartment")) == 1


def test_nobody_outside_the_compartment_is_named_as_a_reviewer_of_a_restricted_record(cast: Cast) -> None:
    begin(cast, who="pc.compartment", compartment=cast.compartment)
    assert board(cast, "pc.compartment")[0].reviewers == ()


def test_it_tells_the_reader_whether_they_may_review_it_themselves(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(5)
    mine = board(cast, "sgt.stansted")[0].mine
    assert mine is not None
    assert mine.may_review
    assert board(cast, "pc.stansted")[0].mine.objections  # type: ignore[union-attr]
    withdraw_awards(cast, "sgt.stansted")
    assert "accreditation was withdrawn" in board(cast, "sgt.stansted")[0].mine.objections[0]  # type: ignore[union-attr]


def test_a_detective_inspector_off_duty_may_still_review_themselves(cast: Cast) -> None:
    begin(cast).detain(5)
    assert board(cast, "di.region")[0].mine.may_review  # type: ignore[union-attr]


def test_it_lists_who_may_review_with_the_number_to_ring(cast: Cast) -> None:
    begin(cast).detain(5)
    found = board(cast, "di.region")[0].reviewers
    assert [(one.officer.username, one.may_review, one.ring) for one in found][:2] == [
        ("sgt.stansted", True, cast["sgt.stansted"].phone),
        ("insp.region", True, cast["insp.region"].phone),
    ]


def test_the_power_decides_which_accreditation_is_asked_for(cast: Cast) -> None:
    with acting_as(cast.actor("di.region")):
        for award in cast["sgt.stansted"].awards.filter(requirement="S3_REVIEW"):
            award.withdrawn_at = cast.at
            award.save()
    begin(cast, power=Power.CTBSA_S3).detain(5)
    assert not board(cast, "sgt.stansted")[0].mine.may_review  # type: ignore[union-attr]


def test_the_nominee_stands_on_the_row(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(5)
    values = {"officer": cast["insp.region"], "at": scene.minute(6)}
    scene.do("sgt.stansted", actions.nominate_reviewer, examination=scene.examination, **values)
    assert board(cast, "sgt.stansted")[0].nominee == cast["insp.region"]


def test_ten_rows_cost_as_many_queries_as_one(cast: Cast) -> None:
    actor = cast.actor("sgt.stansted")
    begin(cast).detain(5)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            begin(cast).detain(5)
        with acting_as(actor), counting() as made:
            rows = queries.review_board(actor, cast.at)
        counts.append(number_of(made))
    assert len(rows) == 10
    assert counts == [6, 6]
    assert max(counts) <= MOST_QUERIES


def test_the_region_is_counted_port_by_port(cast: Cast) -> None:
    late = begin(cast)
    late.detain(5)
    late.review(70)
    late.release(80)
    late.submit(90)
    begin(cast, who="pc.luton", port="Luton")
    actor = cast.actor("di.region")
    with acting_as(actor), counting() as made:
        picture = queries.region_picture(actor, late.minute(100))
    ports = {port.port_name: port for port in picture.ports}
    assert len(ports) == 5
    assert (ports["Stansted"].live, ports["Stansted"].awaiting_assurance, ports["Stansted"].breaches) == (0, 1, {"C3": 1})
    assert (ports["Luton"].live, ports["Luton"].overdue, ports["Luton"].breaches) == (1, 1, {})
    assert number_of(made) <= 10


def test_what_waits_at_a_port_is_counted_no_further_than_the_page_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region, "MOST_COUNTED", 2)
    for _ in range(4):
        scene = begin(cast)
        scene.release(20)
        scene.submit(30)
    actor = cast.actor("di.region")
    with acting_as(actor):
        picture = queries.region_picture(actor, scene.minute(100))
    assert {port.port_name: port.awaiting_assurance for port in picture.ports if port.awaiting_assurance} == {"Stansted": 3}
