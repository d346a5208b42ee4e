"""The queue: the oldest first whatever the port, at the same cost for every reader, filtered or not, however long it is."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assurance import queries
from assurance.actions import claim_examination
from assurance.due import assurance_due
from borderops.kit.tables import keyset
from examinations.models import Examination, State, Subject
from organisation.models import Role
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import counting, number_of
from tests.factories import ExaminationFactory
from tests.kit.test_tables import ask

pytestmark = pytest.mark.django_db
QUEUE = reverse("assurance:queue")
OFFICERS = {"Stansted": "pc.stansted", "Luton": "pc.luton", "Harwich": "pc.harwich"}


@pytest.fixture
def waiting(cast: Cast) -> list[Examination]:
    """Twelve submitted records in the order of their submission, at three ports in turn."""
    found = []
    for number in range(12):
        port, officer = list(OFFICERS.items())[number % len(OFFICERS)]
        began = cast.at - timedelta(days=9) + timedelta(hours=number)
        ended, submitted = began + timedelta(minutes=30), began + timedelta(hours=2)
        found.append(
            ExaminationFactory.make(
                created_by=cast[officer],
                port=cast.ports[port],
                started_at=began,
                ended_at=ended,
                submitted_at=submitted,
                state=State.SUBMITTED,
            )
        )
    return found


def read(cast: Cast, who: str, url: str = "", size: int = 5) -> tuple[list[Examination], str, str]:
    actor = cast.actor(who)
    with acting_as(actor):
        page = keyset(ask(url), queries.queue(actor), ("submitted_at", "pk"), size=size, each=queries.ports_of_the_queue(actor))
    return page.rows, page.next_url, page.previous_url


def test_the_records_of_all_ports_stand_in_one_order_page_by_page(cast: Cast, waiting: list[Examination]) -> None:
    first, after, before = read(cast, "di.region")
    second, last, back = read(cast, "di.region", after)
    third, none, _ = read(cast, "di.region", last)
    assert first + second + third == waiting
    assert (before, none) == ("", "")
    assert read(cast, "di.region", back)[0] == first


def test_a_reader_of_one_port_sees_that_port_alone(cast: Cast, waiting: list[Examination]) -> None:
    assert read(cast, "sgt.luton")[0] == [one for one in waiting if one.port_id == cast.ports["Luton"].pk]


def test_whoever_assures_nowhere_has_an_empty_queue(cast: Cast, waiting: list[Examination]) -> None:
    assert read(cast, "pc.stansted")[0] == []


@pytest.mark.parametrize(("reader", "parts"), [("di.region", 0), ("sgt.luton", 1)], ids=["a whole region", "one port"])
def test_the_queue_is_read_in_the_order_of_an_index(cast: Cast, waiting: list[Examination], reader: str, parts: int) -> None:
    """Nothing is sorted: a backlog of thousands costs what the first page costs. Which of the two indexes serves one port is the planner's
    choice, and on a table of a few rows it depends on when they were last counted."""
    actor = cast.actor(reader)
    with acting_as(actor), connection.cursor() as cursor:
        own = queries.ports_of_the_queue(actor)
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        plan = queries.queue(actor).filter(*own).order_by("submitted_at", "pk")[:6].explain()
    assert len(own) == parts
    assert len(re.findall(r"using examination_(?:all_)?to_assure\b", plan)) == 1, plan
    assert "Sort  (" not in plan, plan


def test_a_reader_of_two_ports_reads_each_in_its_own_order(cast: Cast, waiting: list[Examination]) -> None:
    """What waits at all other ports is not passed over."""
    actor = replace(cast.actor("di.region"), ports={Role.DI: frozenset(cast.ports[name].pk for name in ("Luton", "Stansted"))})
    assert len(queries.ports_of_the_queue(actor)) == 2


@pytest.mark.parametrize("filtered", [False, True], ids=["whole", "of one port"])
def test_a_page_of_the_queue_asks_fourteen_queries_at_most_however_it_is_filtered(
    cast: Cast, waiting: list[Examination], client: Client, filtered: bool
) -> None:
    cast.sign_in(client, "di.region")
    address = f"{QUEUE}?port={cast.ports['Luton'].pk}" if filtered else QUEUE
    client.get(address)
    with counting() as made:
        answer = client.get(address)
    assert number_of(made) <= 14
    assert sum('organisation_port"."name' in query["sql"] and "DECLARE" in query["sql"] for query in made.captured_queries) == 0
    assert answer.content.count(b'<tr class="govuk-table__row') == 1 + (4 if filtered else 12)


def test_a_port_that_is_none_is_told_beside_the_filter(cast: Cast, client: Client) -> None:
    cast.sign_in(client, "di.region")
    answer = client.get(f"{QUEUE}?port=harwich")
    assert answer.status_code == 200
    assert "port" in answer.context["filters"].form.errors


def row_of(client: Client, record: Examination) -> str:
    """The line of this record in the queue, as it is drawn for whoever is signed in."""
    lines: list[str] = re.findall(r"<tr.*?</tr>", client.get(QUEUE).content.decode(), flags=re.S)
    [row] = [line for line in lines if record.reference in line]
    return row


@pytest.mark.parametrize(
    ("minutes", "detained", "is_urgent"),
    [(30, False, False), (60, False, False), (60.1, False, True), (95, False, True), (30, True, True)],
    ids=["half an hour", "an hour to the second", "an hour and six seconds", "over an hour", "detained for ten minutes"],
)
def test_what_lasted_over_an_hour_or_was_a_detention_is_due_in_seventy_two_hours(
    cast: Cast, client: Client, minutes: float, detained: bool, is_urgent: bool
) -> None:
    began = cast.at - timedelta(hours=9)
    ended, submitted = began + timedelta(minutes=minutes), began + timedelta(hours=2)
    record = ExaminationFactory.make(
        created_by=cast["pc.luton"],
        port=cast.ports["Luton"],
        started_at=began,
        detained_at=began + timedelta(minutes=20) if detained else None,
        ended_at=ended,
        submitted_at=submitted,
        state=State.SUBMITTED,
    )
    cast.sign_in(client, "sgt.luton")
    [cell] = re.findall(r'data-label="Due"><time datetime="([^"]+)"', row_of(client, record))
    assert queries.is_urgent(record) is is_urgent
    assert datetime.fromisoformat(cell) == assurance_due(submitted, is_urgent=is_urgent, holidays=queries.bank_holidays())
    assert (datetime.fromisoformat(cell) == submitted + timedelta(hours=72)) is is_urgent


def test_the_queue_counts_no_bank_holiday_as_a_working_day(cast: Cast) -> None:
    """Submitted on Monday 22 December 2025: the 23rd, the 24th, and after Christmas the 29th, the 30th and the 31st."""
    began = datetime(2025, 12, 22, 9, 0, tzinfo=UTC)
    record = ExaminationFactory.make(
        created_by=cast["pc.luton"],
        port=cast.ports["Luton"],
        started_at=began,
        ended_at=began + timedelta(minutes=30),
        submitted_at=began + timedelta(hours=1),
        state=State.SUBMITTED,
    )
    with acting_as(cast.actor("sgt.luton")):
        [line] = queries.lines([record], cast.at)
    assert line.due_at == datetime(2026, 1, 1, 0, 0, tzinfo=UTC)


def test_goods_have_no_hours(cast: Cast) -> None:
    """Nobody was kept waiting: an examination of goods that took a day is due as any other."""
    began = cast.at - timedelta(days=2)
    record = Examination(subject=Subject.GOODS, started_at=began, ended_at=began + timedelta(days=1))
    assert not queries.is_urgent(record)


def test_a_record_that_another_has_open_says_who_and_since_when_and_cannot_be_opened(
    cast: Cast, waiting: list[Examination], client: Client
) -> None:
    opened, closed = waiting[0], waiting[3]  # both at Stansted
    actor = cast.actor("sgt.norwich")
    with acting_as(actor):
        claim_examination(examination=opened, by=actor, at=cast.at)
    for who in ("sgt.stansted", "di.region"):
        cast.sign_in(client, who)
        line, other = row_of(client, opened), row_of(client, closed)
        assert "Opened by PS 3301 Gwen Abbott since" in line
        assert f'since <time datetime="{cast.at.isoformat()}">' in line
        assert "<button" not in line
        assert "Opened by" not in other
        assert "<button" in other
    cast.sign_in(client, "sgt.norwich")
    own = row_of(client, opened)
    assert "Continue" in own
    assert "Opened by" not in own
