"""The clock engine alone: how many timelines of eight events one core evaluates."""

import json
from functools import cache
from time import process_time

from examinations.clocks import Timeline, evaluate, parse_timeline

OFFICER, REVIEWER = {"id": "A", "rank": "CONSTABLE"}, {"id": "B", "rank": "SERGEANT"}
# A detention through the night on which summer time ends, with a hospital, a solicitor, a review and something kept.
EVENTS = (
    {"kind": "FIRST_QUESTION", "at": "2026-10-25T00:30:00+01:00", "by": OFFICER},
    {"kind": "DETAINED", "at": "2026-10-25T01:20:00+01:00"},
    {"kind": "SOLICITOR_REQUESTED", "at": "2026-10-25T01:25:00+01:00"},
    {"kind": "LEFT_FOR_HOSPITAL", "at": "2026-10-25T01:40:00+01:00"},
    {"kind": "RETURNED_FROM_HOSPITAL", "at": "2026-10-25T01:10:00+00:00"},
    {"kind": "REVIEW", "at": "2026-10-25T01:19:59+00:00", "by": REVIEWER, "outcome": "AUTHORISED"},
    {"kind": "PROPERTY_RETAINED", "at": "2026-10-25T02:00:00+00:00", "ref": "1", "ground": "EXAMINATION"},
    {"kind": "RELEASED", "at": "2026-10-25T03:00:00+00:00"},
)


@cache
def timeline() -> Timeline:
    return parse_timeline(json.dumps({"power": "TACT_S7", "at": "2026-10-25T05:00:00+00:00", "events": EVENTS}).encode())


def evaluations(number: int) -> float:
    """Seconds of this process's own processor time for so many evaluations: one core's, however many others want it."""
    parsed = timeline()
    began = process_time()
    for _ in range(number):
        evaluate(parsed)
    return process_time() - began


ACTS = (evaluations,)
