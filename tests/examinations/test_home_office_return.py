"""The return of the use of the powers: the published split, the edge of the hour, and what the command says to bad input."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.commands import Refused
from borderops.kit.localtime import candidates, london_date
from examinations import actions
from examinations.choices import ETHNICITY_STATED_LABELS
from examinations.counting import (
    BROAD,
    BROAD_GROUP,
    Counted,
    Totals,
    compared,
    counted_on,
    ethnicity_split,
    home_office_counts,
    lasted,
    percentages,
    quarters,
    series_break,
)
from examinations.models import Kind, Particulars, Power
from examinations.outcomes import LABELS
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.scenes import Scene, begin

TEN = datetime(2026, 7, 1, 10, tzinfo=UTC)


def counted(minutes: float | None = 30, **values: Any) -> Counted:
    ended = None if minutes is None else TEN + timedelta(minutes=minutes)
    return Counted(TEN, ended, **values)


def test_e48_the_split_of_2021_to_2024_comes_out_as_it_was_published() -> None:
    others = ["A1", "A2", "A3", "A4", "A9", "B1", "B2", "B9", "M1", "M2", "M3", "M9", "O2", "O9"]
    codes = [others[number % len(others)] for number in range(5619)]
    codes += [["W1", "W2", "W3", "W9"][number % 4] for number in range(1585)]
    codes += [["NS", ""][number % 2] for number in range(891)]
    found = ethnicity_split(codes)
    assert found["total"] == 8095
    assert found["split"] == {
        "all_other_groups": {"count": 5619, "percent": "69.4"},
        "white": {"count": 1585, "percent": "19.6"},
        "not_stated": {"count": 891, "percent": "11.0"},
    }
    assert sum(Decimal(group["percent"]) for group in found["groups"].values()) == 100


def test_every_code_that_can_be_stated_has_a_broad_group() -> None:
    assert set(ETHNICITY_STATED_LABELS) <= set(BROAD_GROUP)
    assert set(BROAD_GROUP.values()) == set(BROAD)
    assert BROAD_GROUP["A4"] == "Chinese or other"


def test_a_code_that_is_none_is_not_counted_as_anything() -> None:
    with pytest.raises(KeyError):
        ethnicity_split(["W1", "ZZ"])


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**6), min_size=1))
def test_percentages_add_up_and_are_never_further_off_than_a_tenth(counts: dict[str, int]) -> None:
    found = percentages(counts)
    total = sum(counts.values())
    assert sum(found.values()) == (100 if total else 0)
    if total:
        assert all(abs(found[name] - Decimal(number * 100) / total) < Decimal("0.1") for name, number in counts.items())


@pytest.mark.parametrize(("asked", "day"), [("2026-11-23 23:40", "2026-11-23"), ("2026-07-01 00:20", "2026-07-01")])
def test_e05_an_examination_over_midnight_is_counted_on_the_day_of_its_first_question(asked: str, day: str) -> None:
    """By London's calendar: in UTC the second of these was asked on the last of June."""
    (first_question,) = candidates(asked)
    row = Counted(first_question, first_question + timedelta(hours=5), detained_at=first_question + timedelta(minutes=30))
    assert counted_on(row) == date.fromisoformat(day)


def test_over_an_hour_begins_after_the_3600th_second() -> None:
    rows = [counted(60), counted(60 + 1 / 60), counted(None), counted(5)]
    assert home_office_counts(rows)["examined"] == {"total": 4, "up_to_1h": 2, "over_1h": 1, "running": 1}


@pytest.mark.parametrize(("minutes", "said"), [(60, "1 h 00 min, up to an hour"), (60.02, "1 h 00 min, over an hour"), (None, "")])
def test_how_long_it_took_says_on_which_side_of_the_hour_it_is_counted(minutes: float | None, said: str) -> None:
    row = counted(minutes)
    assert lasted(row.first_questioned_at, row.ended_at) == said
    assert ("over" in said) is bool(row.is_over_an_hour)


def test_2011_to_2012_prints_its_published_rates() -> None:
    rows = [counted(5)] * (63_902 - 2_240) + [counted(90)] * (2_240 - 680) + [counted(90, detained_at=TEN)] * 680
    found = home_office_counts(rows)
    assert found["detained"] == {"count": 680, "percent_of_examined": "1.1"}
    assert round(Decimal(found["examined"]["over_1h"] * 100) / found["examined"]["total"], 1) == Decimal("3.5")


def test_2016_beside_2015_prints_its_published_changes_and_rates() -> None:
    found = compared(Totals(27_530, 1_828), Totals(19_355, 1_539))
    assert found["examined"] == {"before": 27_530, "now": 19_355, "change_percent": "-29.7"}
    assert found["detained"] == {"before": 1_828, "now": 1_539, "change_percent": "-15.8"}
    assert found["percent_detained"] == {"before": "6.64", "now": "7.95"}


def test_2012_to_2013_prints_its_published_rates() -> None:
    assert compared(Totals(0, 0), Totals(56_257, 667))["percent_detained"] == {"before": "0.00", "now": "1.19"}
    assert compared(Totals(0, 0), Totals(56_257, 667))["examined"]["change_percent"] == ""


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2013, 1, 1), date(2013, 12, 31), date(2015, 1, 1), date(2015, 12, 31)), "2014-07-31"),
        ((date(2013, 1, 1), date(2014, 7, 31)), "2014-07-31"),
        ((date(2014, 7, 31), date(2015, 12, 31)), None),
        ((date(2013, 1, 1), date(2014, 7, 30)), None),
    ],
)
def test_a_rate_is_never_followed_over_the_break_in_the_series_unsaid(days: tuple[date, ...], said: str | None) -> None:
    assert series_break(*days) == said


def test_only_a_detained_person_who_asked_has_a_postponement_or_its_refusal() -> None:
    rows = [
        counted(detained_at=TEN, asked_for_solicitor=True),
        counted(detained_at=TEN, asked_for_solicitor=True, was_questioned_first=True),
        counted(asked_for_solicitor=True),
        counted(detained_at=TEN),
        Counted(None, detained_at=TEN),
    ]
    found = home_office_counts(rows)
    assert (found["postponed"], found["postponement_refused"], found["without_first_question"]) == (1, 1, 1)
    assert (found["examined"]["total"], found["detained"]["count"]) == (4, 3)


def test_an_examination_with_several_outcomes_is_counted_under_each_and_one_without_as_not_recorded() -> None:
    rows = [counted(outcomes=["CASH", "INTELLIGENCE"]), counted(outcomes=["CASH"]), counted(), Counted(None, outcomes=["CASH"])]
    found = home_office_counts(rows)["outcomes"]
    assert {code: number for code, number in found.items() if number} == {"INTELLIGENCE": 1, "CASH": 2, "NOT_RECORDED": 1}
    assert list(found) == [*LABELS, "NOT_RECORDED"]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 900))
def test_quarters_cover_every_day_once_and_in_order(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = quarters(first, last)
    assert (found[0][1], found[-1][2]) == (first, last)
    assert all(later[1] - earlier[2] == timedelta(days=1) for earlier, later in pairwise(found))
    assert all(name == f"{begins.year} Q{(begins.month + 2) // 3}" and begins <= ends for name, begins, ends in found)
    assert all((begins.year, (begins.month - 1) // 3) == (ends.year, (ends.month - 1) // 3) for _, begins, ends in found)


# --- Against the tables -------------------------------------------------------------------------------------------------------


def asked_for(cast: Cast, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    day = london_date(cast.at).isoformat()
    call_command("home_office_return", **{"first": day, "last": day, "port": None, **options}, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def ethnicity(scene: Scene, code: str) -> None:
    with acting_as(SYSTEM):
        version = Particulars.objects.get(examination=scene.examination).version
    changes = {"ethnicity_stated": code, "outcome": ["ARREST_OTHER", "CASH"]}
    scene.do("pc.stansted", actions.update_particulars, examination=scene.examination, at=scene.minute(3), version=version, changes=changes)


def a_detention_with_a_solicitor(cast: Cast) -> Scene:
    scene = begin(cast)
    scene.detain(20)
    scene.record(Kind.SOLICITOR_REQUESTED, 25)
    scene.release(80)
    return scene


def test_the_command_counts_what_stands_in_the_tables(cast: Cast) -> None:
    ethnicity(a_detention_with_a_solicitor(cast), "A2")
    begin(cast, power=Power.CTBSA_S3)
    found = asked_for(cast)
    whole = found["powers"]["TACT_S7"]["whole"]
    assert whole["examined"] == {"total": 1, "up_to_1h": 0, "over_1h": 1, "running": 0}
    assert whole["detained"] == {"count": 1, "percent_of_examined": "100.0"}
    assert whole["ethnicity_examined"]["groups"]["Asian or Asian British"] == {"count": 1, "percent": "100.0"}
    assert (whole["postponed"], whole["postponement_refused"]) == (1, 0)
    assert {code: number for code, number in whole["outcomes"].items() if number} == {"ARREST_OTHER": 1, "CASH": 1}
    other = found["powers"]["CTBSA_S3"]
    assert other["whole"]["examined"]["running"] == 1
    assert other["whole"]["ethnicity_examined"]["split"]["not_stated"]["count"] == 1
    assert list(other["quarters"].values()) == [other["whole"]]
    assert found["goods"]["total"] == 0
    assert found["verified"] is False


def test_what_was_taken_back_is_not_counted(cast: Cast) -> None:
    scene = begin(cast)
    scene.detain(20)
    asked = scene.record(Kind.SOLICITOR_REQUESTED, 25)
    scene.do("pc.stansted", actions.withdraw_event, event=asked, at=scene.minute(26), reason="Pressed by mistake.")
    assert asked_for(cast)["powers"]["TACT_S7"]["whole"]["postponed"] == 0


def test_a_port_has_its_own_return_by_either_code(cast: Cast) -> None:
    begin(cast)
    for code, number in (("STN", 1), ("gbstn", 1), ("LTN", 0)):
        assert asked_for(cast, port=code)["powers"]["TACT_S7"]["whole"]["examined"]["total"] == number


def test_a_day_that_is_not_asked_for_is_not_counted(cast: Cast) -> None:
    begin(cast)
    day = (london_date(cast.at) + timedelta(days=1)).isoformat()
    assert asked_for(cast, first=day, last=day)["powers"]["TACT_S7"]["whole"]["examined"]["total"] == 0


def test_an_earlier_period_stands_beside_it(cast: Cast) -> None:
    a_detention_with_a_solicitor(cast)
    day, yesterday = (london_date(cast.at - timedelta(days=back)).isoformat() for back in (0, 1))
    found = asked_for(cast, first=day, last=day, against_first=yesterday, against_last=yesterday)
    assert (found["before"]["from"], found["before"]["series_break"]) == (yesterday, None)
    assert found["before"]["powers"]["TACT_S7"]["detained"] == {"before": 0, "now": 1, "change_percent": ""}
    assert found["before"]["powers"]["TACT_S7"]["percent_detained"] == {"before": "0.00", "now": "100.00"}


def test_csv_carries_every_number_by_its_name(cast: Cast) -> None:
    begin(cast)
    out = io.StringIO()
    day = london_date(cast.at).isoformat()
    call_command("home_office_return", first=day, last=day, format="csv", stdout=out)
    rows = dict(csv.reader(io.StringIO(out.getvalue())))
    assert rows["powers.TACT_S7.whole.examined.total"] == "1"
    assert rows["powers.TACT_S7.whole.ethnicity_examined.split.not_stated.percent"] == "100.0"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"first": "1 July"}, "--from: '1 July' is no date. Write year, month and day, as 2026-07-01."),
        ({"first": "2026-07-02", "last": "2026-07-01"}, "--until: 2026-07-01 is before 2026-07-02."),
        ({"against_first": "2026-07-01"}, "--against-until: a period has two days."),
        ({"against_first": "2026-07-02", "against_last": "2026-07-01"}, "--against-until: 2026-07-01 is before 2026-07-02."),
        ({"port": "XYZ"}, "--port: 'XYZ' is no port of the service. Its ports are "),
    ],
)
def test_bad_input_gets_its_sentence(cast: Cast, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        asked_for(cast, **options)
    assert str(refused.value).startswith(sentence)
    assert refused.value.returncode == 2
