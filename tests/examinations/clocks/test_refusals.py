"""What `manage.py clocks` refuses: exit code 2, nothing on standard output, one sentence per fault that names place, fault and cure."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from examinations.clocks import Kind, TimelineFaults, parse_timeline
from tests.examinations.clocks.asking import PC, SGT, Entry, first_question, happened, instant, review, written

DETAINED = [first_question("10:00"), happened("DETAINED", "10:20")]


def faults(*events: Any, **changes: Any) -> list[str]:
    """The sentences of a refused timeline; fails when it is taken."""
    with pytest.raises(TimelineFaults) as refused:
        parse_timeline(json.dumps({**written(*events, at="18:00"), **changes}))
    return [str(fault) for fault in refused.value.faults]


def the_fault(*events: Any, **changes: Any) -> str:
    (fault,) = faults(*events, **changes)
    return fault


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """The command as its own process, with no database or Redis to be found."""
    nowhere = {"BORDEROPS_DATABASE_URL": "postgresql://nobody@localhost:1/none", "BORDEROPS_REDIS_URL": "redis://localhost:1/0"}
    return subprocess.run(
        [sys.executable, "manage.py", "clocks", *arguments],
        input=given,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, **nowhere},
        timeout=180,
    )


def test_the_process_reads_standard_input_and_needs_neither_database_nor_redis() -> None:
    done = run("-", given=json.dumps(written(*DETAINED, at="10:30")))

    assert (done.returncode, done.stderr) == (0, "")
    assert [clock["rule"] for clock in json.loads(done.stdout)["clocks"]] == ["C1", "C3", "C2"]


def test_the_process_refuses_with_exit_code_2_a_sentence_per_fault_and_nothing_on_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "two-faults.json"
    naive = first_question("10:00") | {"at": "2026-11-23T10:00:00"}
    file.write_text(json.dumps(written(naive, {"kind": "DETENTION", "at": instant("10:20")}, at="10:30")), encoding="utf-8")

    done = run(str(file))

    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{file}: events[0].at: ")
    assert "has no offset. Add +00:00 in GMT or +01:00 in BST" in first
    assert second.startswith(f"{file}: events[1].kind: ")
    assert "DETENTION" in second


def test_a_file_that_is_not_there_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = run(str(tmp_path / "absent.json"))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"{tmp_path}/absent.json: cannot be read (no such file or directory). Give a file that exists, or - for standard input."
    ]


def test_called_from_code_the_refusal_is_an_exception_with_the_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("[]", encoding="utf-8")

    with pytest.raises(CommandError, match="not a timeline") as refused:
        call_command("clocks", str(file))
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ('{"power": "TACT_S7",\n "at": }', "line 2 column 8"),
        ("", "line 1 column 1"),
        (b'{"power": "\xff"}', "byte 11"),
        ('{"power": "TACT_S7", "power": "CTBSA_S3", "at": "2026-11-23T10:00:00Z", "events": []}', '"power" is written twice'),
        ("[" * 100_000, "nested too deeply"),
        ('{"at": ' + "9" * 5000 + "}", "number too long"),
        ("null", "not a timeline"),
    ],
)
def test_what_is_not_a_json_object_is_refused_with_its_place(document: str | bytes, where: str) -> None:
    with pytest.raises(TimelineFaults) as refused:
        parse_timeline(document)
    assert where in str(refused.value)


def test_a_byte_order_mark_is_read_over() -> None:
    assert parse_timeline(b"\xef\xbb\xbf" + json.dumps(written(at="10:00")).encode()).events == ()


@pytest.mark.parametrize("name", ["power", "at", "events"])
def test_a_missing_top_field_is_refused_by_name(name: str) -> None:
    file = written(at="10:00")
    del file[name]
    with pytest.raises(TimelineFaults, match=f"{name}: is missing"):
        parse_timeline(file)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"power": "TACT"}, '"TACT" is not a value known here'),
        ({"power": None}, "null is not a value"),
        ({"evnts": []}, "Did you mean events?"),
        ({"events": {}}, "{} is not a list"),
        ({"at": "2026-11-23T18:00:00"}, "has no offset"),
        ({"at": "yesterday"}, "is not an instant"),
        ({"at": 1700000000}, "is not an instant"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "out of range"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "out of range"),
    ],
)
def test_an_unknown_top_field_or_value_is_refused_by_name(changes: Entry, named: str) -> None:
    assert named in the_fault(**changes)


@pytest.mark.parametrize(
    ("event", "where", "named"),
    [
        (7, "events[0]", "7 is not an event"),
        ({"at": instant("10:00")}, "events[0].kind", "is missing"),
        (happened("DETAINMENT", "10:00"), "events[0].kind", '"DETAINMENT" is not a kind of event'),
        (happened("detained", "10:00"), "events[0].kind", "Did you mean DETAINED?"),
        (happened("DETAINED", "10:00", place="room 2"), "events[0]", '"place" is not a field of DETAINED'),
        (happened("DETAINED", "10:00", PC), "events[0]", '"by" is not a field of DETAINED'),
        (happened("FIRST_QUESTION", "10:00"), "events[0].by", "FIRST_QUESTION needs `by`"),
        (happened("FIRST_QUESTION", "10:00", {"id": "A", "rank": "SARGEANT"}), "events[0].by.rank", "Did you mean SERGEANT?"),
        (happened("FIRST_QUESTION", "10:00", {"id": "A"}), "events[0].by.rank", "an officer needs `rank`"),
        (happened("FIRST_QUESTION", "10:00", {"id": "", "rank": "SERGEANT"}), "events[0].by.id", "is not a text"),
        (happened("FIRST_QUESTION", "10:00", {"id": 7, "rank": "SERGEANT"}), "events[0].by.id", "7 is not a text"),
        (happened("FIRST_QUESTION", "10:00", {**PC, "name": "X"}), "events[0].by.name", '"name" is not a field'),
        (happened("FIRST_QUESTION", "10:00") | {"by": "PC"}, "events[0].by", "is not an officer"),
        (happened("REVIEW", "10:00", SGT, outcome="CONTINUE"), "events[0].outcome", "Use one of AUTHORISED, RELEASE."),
        (happened("REVIEW", "10:00", SGT), "events[0].outcome", "REVIEW needs `outcome`"),
        (happened("ARRESTED", "10:00", arrest_power="S41"), "events[0].arrest_power", "TACT_41, NSA_27, PACE, OTHER"),
        (happened("RIGHT_DELAYED", "10:00", SGT, right="SOLICITOR", ground=" "), "events[0].ground", "is not a text"),
        (happened("BIOMETRICS_TAKEN", "10:00", consent="ORAL"), "events[0].consent", "WRITTEN, NONE"),
        (happened("BIOMETRICS_TAKEN", "10:00", consent="NONE", what="INTIMATE_SAMPLE"), "events[0].what", "NON_INTIMATE_SAMPLE"),
        (happened("BIOMETRICS_TAKEN", "10:00", consent="NONE", at_police_station="no"), "events[0].at_police_station", "true nor false"),
        (
            happened("BIOMETRICS_TAKEN", "10:00", consent="NONE", recordable_conviction=1),
            "events[0].recordable_conviction",
            "true nor false",
        ),
        (happened("STRIP_SEARCH", "10:00", authorised_by=SGT), "events[0].searcher", "STRIP_SEARCH needs `searcher`"),
        (happened("STRIP_SEARCH", "10:00", authorised_by=SGT, searcher=PC, person_sex="?"), "events[0].person_sex", "FEMALE, MALE"),
        (happened("PROPERTY_RETAINED", "10:00", ground="CURIOSITY"), "events[0].ground", '"CURIOSITY" is not a value'),
        (happened("CASH_SEIZED", "10:00"), "events[0].cash_power", "CASH_SEIZED needs `cash_power`"),
        (happened("CASH_RETURNED", "10:00", cash_power="POCA"), "events[0]", '"cash_power" is not a field of CASH_RETURNED'),
        (happened("DETAINED", "10:00", ref=""), "events[0].ref", "is not a text"),
        (happened("DETAINED", "10:00", ref="\ud800"), "events[0].ref", "has half a character"),
        ({"kind": "DETAINED"}, "events[0].at", "DETAINED needs `at`"),
        ({"kind": "DETAINED", "at": "2026-11-23"}, "events[0].at", "has no offset"),
        ({"kind": "DETAINED", "at": "2026-11-23T10:00:00"}, "events[0].at", "has no offset"),
        ({"kind": "DETAINED", "at": "10 o'clock"}, "events[0].at", "is not an instant"),
    ],
)
def test_an_unknown_kind_field_or_value_is_refused_by_name(event: Any, where: str, named: str) -> None:
    fault = the_fault(event)

    assert fault.startswith(f"{where}: ")
    assert named in fault


def test_every_fault_has_its_own_sentence() -> None:
    assert len(faults(happened("DETAINMENT", "10:00"), first_question("10:00") | {"at": "x", "rank": 1}, 5, power="S7")) == 5


@pytest.mark.parametrize(
    ("events", "place", "named"),
    [
        ([*DETAINED, happened("RELEASED", "18:00:01")], 2, "later than the instant asked about, 23 Nov 2026 18:00 GMT"),
        ([*DETAINED, happened("QUESTION", "17:00", PC, until="18:01")], 2, "ends later than the instant asked about"),
        ([*DETAINED, happened("QUESTION", "11:00", PC, until="10:59")], 2, "ends before it begins"),
        ([*DETAINED, first_question("11:00")], 2, "second of its kind"),
        ([*DETAINED, happened("DETAINED", "11:00")], 2, "second of its kind"),
        ([first_question("10:00"), review("10:10"), happened("DETAINED", "10:20")], 1, "before DETAINED at 23 Nov 2026 10:20"),
        ([first_question("10:00"), review("10:10")], 1, "a detention that is not on the timeline"),
        ([happened("QUESTION", "09:59", PC), first_question("10:00")], 0, "before FIRST_QUESTION"),
        ([happened("QUESTIONING_ENDED", "09:59"), first_question("10:00")], 0, "before FIRST_QUESTION"),
        ([*DETAINED, happened("RETURNED_FROM_HOSPITAL", "12:00")], 2, "has no LEFT_FOR_HOSPITAL before it"),
        (
            [*DETAINED, happened("RETURNED_FROM_HOSPITAL", "12:00"), happened("LEFT_FOR_HOSPITAL", "12:30")],
            2,
            "has no LEFT_FOR_HOSPITAL before it",
        ),
        (
            [
                *DETAINED,
                happened("LEFT_FOR_HOSPITAL", "12:00"),
                happened("RETURNED_FROM_HOSPITAL", "12:30"),
                happened("RETURNED_FROM_HOSPITAL", "13:00"),
            ],
            4,
            "has no LEFT_FOR_HOSPITAL before it",
        ),
        ([*DETAINED, happened("RELEASED", "12:00"), happened("QUESTION", "12:01", PC)], 3, "after the person was released"),
        (
            [*DETAINED, happened("RELEASED", "12:00"), happened("QUESTION", "11:00", PC, until="12:01")],
            3,
            "ends after the person was released",
        ),
        ([*DETAINED, happened("ARRESTED", "12:00"), review("12:01")], 3, "after the person was arrested"),
        ([*DETAINED, happened("ARRESTED", "12:00"), happened("RELEASED", "12:01")], 3, "after the person was arrested"),
        ([*DETAINED, happened("RELEASED", "12:00"), happened("BIOMETRICS_TAKEN", "12:01", consent="WRITTEN")], 3, "Only property, cash"),
        ([happened("RELEASED", "10:10"), happened("DETAINED", "10:20")], 1, "after the person was released"),
        (
            [happened("PROPERTY_RETAINED", "12:00", ref="phone", ground="EVIDENCE"), happened("PROPERTY_RETURNED", "11:00", ref="phone")],
            1,
            "before its PROPERTY_RETAINED",
        ),
        ([happened("CASH_SEIZED", "12:00", cash_power="POCA"), happened("CASH_RETURNED", "11:00")], 1, "before its CASH_SEIZED"),
        ([happened("CASH_SEIZED", "12:00", cash_power="POCA"), happened("CASH_ORDER_MADE", "11:00")], 1, "before its CASH_SEIZED"),
        (
            [happened("BIOMETRICS_TAKEN", "12:00", consent="WRITTEN"), happened("SAMPLE_DESTROYED", "11:00")],
            1,
            "before its BIOMETRICS_TAKEN",
        ),
        ([*DETAINED, happened("SOLICITOR_REQUESTED", "12:00"), happened("SOLICITOR_REQUEST_WITHDRAWN", "11:00")], 3, "SOLICITOR_REQUESTED"),
    ],
)
def test_the_impossible_is_refused_by_name_and_place_in_whatever_order_it_is_written(events: list[Entry], place: int, named: str) -> None:
    fault = the_fault(*events)
    assert fault.startswith(f"events[{place}]: {events[place]['kind']} at ")
    assert named in fault

    mirrored = the_fault(*reversed(events))
    if "second of its kind" not in named:
        assert mirrored.startswith(f"events[{len(events) - 1 - place}]: ")
    assert named in mirrored


AFTER_THE_END = [
    happened("PROPERTY_RETAINED", "13:00", ground="EVIDENCE"),
    happened("PROPERTY_RETURNED", "13:00"),
    happened("PROPERTY_DESTROYED", "13:00"),
    happened("CASH_SEIZED", "13:00", cash_power="ATCSA"),
    happened("CASH_ORDER_MADE", "13:00", expires_at="2027-01-31T00:00:00+00:00"),
    happened("CASH_RETURNED", "13:00"),
    happened("CASH_FORFEITED", "13:00"),
    happened("SAMPLE_DESTROYED", "13:00"),
    happened("BIOMETRIC_DATA_DESTROYED", "13:00"),
    happened("NSD_MADE", "13:00", expires_at="2027-01-31T00:00:00+00:00"),
    happened("IPC_INFORMED", "13:00"),
    happened("URGENT_IPC_GRANTED", "13:00"),
    happened("AFFECTED_PARTIES_INFORMED", "13:00", parties=["CHIEF_OFFICER", "PERSON_IMPRACTICABLE"], reason="No address is known."),
    happened("IPC_DECIDED", "13:00"),
]
POSSIBLE = [
    [],
    [happened("CASH_SEIZED", "12:00", cash_power="POCA")],
    [happened("DETAINED", "09:50"), first_question("10:00")],
    [first_question("10:00"), happened("LEFT_FOR_HOSPITAL", "10:10"), happened("RETURNED_FROM_HOSPITAL", "10:10")],
    [
        *DETAINED,
        happened("LEFT_FOR_HOSPITAL", "12:00"),
        happened("LEFT_FOR_HOSPITAL", "12:30"),
        happened("RETURNED_FROM_HOSPITAL", "13:00"),
    ],
    [*DETAINED, happened("RELEASED", "12:00"), *AFTER_THE_END],
    [*DETAINED, happened("ARRESTED", "12:00"), *AFTER_THE_END],
    [*DETAINED, review("12:00"), happened("RELEASED", "12:00")],
    [*DETAINED, happened("ARRESTED", "12:00"), happened("RELEASED", "12:00")],
    [happened("PROPERTY_RETAINED", "12:00", ref="b", ground="EVIDENCE"), happened("PROPERTY_RETURNED", "11:00", ref="a")],
]


@pytest.mark.parametrize("events", POSSIBLE)
def test_the_unlawful_but_possible_is_taken(events: list[Entry]) -> None:
    assert len(parse_timeline(written(*events, at="18:00")).events) == len(events)


EVERY_KIND = [
    happened("LANDED", "08:00"),
    happened("APPREHENDED", "08:30", ref="beach"),
    *DETAINED,
    happened("QUESTION", "10:30", SGT, until="10:40"),
    happened("QUESTIONING_ENDED", "10:45"),
    happened("TRANSFERRED", "10:50"),
    review("11:00", ref="1"),
    happened("LEFT_FOR_HOSPITAL", "11:10"),
    happened("RETURNED_FROM_HOSPITAL", "11:40"),
    happened("SOLICITOR_REQUESTED", "11:45"),
    happened("QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "11:46", PC, reason="…"),
    happened("SOLICITOR_CONSULTED", "11:50"),
    happened("SOLICITOR_REQUEST_WITHDRAWN", "11:51"),
    happened("RIGHT_DELAYED", "11:52", SGT, right="NAMED_PERSON", ground="…"),
    happened("STRIP_SEARCH", "11:53", authorised_by=SGT, searcher=PC, searcher_sex="FEMALE", person_sex="F"),
    happened("BIOMETRICS_TAKEN", "11:54", consent="NONE", authorised_by=SGT, at_police_station=True, recordable_conviction=False),
    happened("BIOMETRICS_TAKEN", "11:55", consent="NONE", recordable_conviction=True, exempt_conviction=False, convicted_on="1995-04-10"),
    happened("ARRESTED", "12:00"),
    *AFTER_THE_END,
]


def test_every_kind_of_the_contract_is_read_with_every_field() -> None:
    timeline = parse_timeline(written(*EVERY_KIND, at="18:00"))

    assert {event.kind for event in timeline.events} == set(Kind) - {Kind.RELEASED, Kind.GOODS_EXAMINED, Kind.GOODS_EXAMINATION_ENDED}
    assert all(value is not None for event in EVERY_KIND for value in event.values())
    arrested = next(event for event in timeline.events if event.kind is Kind.ARRESTED)
    taken, on_conviction = (event for event in timeline.events if event.kind is Kind.BIOMETRICS_TAKEN)
    assert (arrested.arrest_power, taken.what, taken.at_police_station) == ("TACT_41", "FINGERPRINTS", True)
    assert on_conviction.convicted_on == date(1995, 4, 10)


@pytest.mark.parametrize(
    "day", ["10.04.1995", "1995-4-10", "1995-02-30", "19950410", "1995-W15-1", "1899-12-31", "1995-04-10T00:00:00", 1995, None, ""]
)
def test_what_is_no_day_is_refused_and_says_how_to_write_one(day: object) -> None:
    fault = the_fault(happened("BIOMETRICS_TAKEN", "12:00", consent="NONE", convicted_on=day))

    assert fault.startswith("events[0].convicted_on: ")
    assert "is not a day. Write year, month and day, such as 1995-04-10." in fault
