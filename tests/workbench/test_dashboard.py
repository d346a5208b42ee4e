"""The region's picture: what quality assurance came to over twelve months, in numbers, for the ports that the reader answers for."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assurance.models import Assessment
from examinations.models import Examination, State, Subject
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.factories import ExaminationFactory

pytestmark = pytest.mark.django_db
REGION = reverse("workbench:dashboard")
FIGURE = re.compile(r"<dt>(\w+)</dt><dd>([^<]+)</dd>")
OFFICERS = {"Stansted": "pc.stansted", "Luton": "pc.luton", "Harwich": "pc.harwich", "Newcastle": "pc.elsewhere"}
# How many decisions of each colour and outcome, and at which ports in turn: no two figures of the page are the same.
DECIDED = (("GREEN", "ACCEPT", 5), ("AMBER", "ACCEPT_WITH_LEARNING", 3), ("AMBER", "RETURN", 1), ("RED", "RETURN", 1))
WAITING = 6
HERE = ("Stansted", "Luton", "Harwich")


def record(cast: Cast, port: str, state: str, **values: object) -> Examination:
    began = cast.at - timedelta(days=3)
    given = {"ended_at": began + timedelta(minutes=30), "submitted_at": began + timedelta(hours=1), **values}
    if state == State.ACCEPTED:
        given["accepted_at"] = cast.at
    return ExaminationFactory.make(created_by=cast[OFFICERS[port]], port=cast.ports[port], started_at=began, state=state, **given)


def decide(cast: Cast, port: str, colour: str, outcome: str, *, days_ago: float = 1, **values: object) -> None:
    """One decision about a record of this port, made so many days ago."""
    examination = record(cast, port, State.RETURNED if outcome == "RETURN" else State.ACCEPTED, **values)
    at = cast.at - timedelta(days=days_ago)
    assessor = cast["sgt.elsewhere" if port == "Newcastle" else "sgt.norwich"]
    given = {"version_number": 1, "assessor": assessor, "state": Assessment.State.DECIDED, "opened_at": at, "decided_at": at}
    with acting_as(SYSTEM):
        Assessment.objects.create(examination=examination, colour=colour, outcome=outcome, **given)


@pytest.fixture
def assured(cast: Cast) -> Cast:
    """Ten decisions of the region within the year and six records that wait, among much that the figures leave out."""
    for colour, outcome, number in DECIDED:
        for place in range(number):
            decide(cast, HERE[place % len(HERE)], colour, outcome)
    for place in range(WAITING):
        record(cast, HERE[place % len(HERE)], State.SUBMITTED)
    decide(cast, "Luton", "GREEN", "ACCEPT", days_ago=366)
    decide(cast, "Newcastle", "GREEN", "ACCEPT")
    record(cast, "Newcastle", State.SUBMITTED)
    return cast


def figures(cast: Cast, client: Client, who: str) -> dict[str, str]:
    cast.sign_in(client, who)
    answer = client.get(REGION)
    assert answer.status_code == 200
    return dict(FIGURE.findall(answer.content.decode()))


def test_the_inspector_reads_each_colour_what_was_returned_and_what_waits(assured: Cast, client: Client) -> None:
    found = figures(assured, client, "di.region")
    assert found == {"Green": "5", "Amber": "4", "Red": "1", "Returned": "2", "Waiting": "6"}


def test_goods_are_no_part_of_the_picture_of_people(assured: Cast, client: Client) -> None:
    with acting_as(SYSTEM):
        for row in Examination.objects.filter(state__in=[State.SUBMITTED, State.RETURNED], port=assured.ports["Stansted"]):
            row.subject, row.first_questioned_at = Subject.GOODS, None
            row.save()
    found = figures(assured, client, "di.region")
    assert found == {"Green": "5", "Amber": "3", "Red": "0", "Returned": "0", "Waiting": "4"}
