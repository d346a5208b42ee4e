"""Every committed entry of the law says where it stands, whether that was read and from which day it holds; and what that day means for a
record begun before it, or in a service that had the entry without one."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.localtime import midnight
from examinations import clocks
from examinations.law import lists
from examinations.law.in_force import read_lists
from examinations.law.seeds import seed_law
from examinations.models import LegalEntry
from examinations.reference import considerations, grounds, kept_on, recording_at_station, wordings
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text

Rows = Iterator[tuple[str, Mapping[str, Any]]]
FOLDER = Path(settings.BASE_DIR, "examinations/law")
CRITERIA = Path(settings.BASE_DIR, "assurance/data/criteria.json")
ACT_OF_2019 = date(2020, 8, 13)  # Schedule 3 came into force


def under_powers(table: str) -> Callable[[Mapping[str, Any]], Rows]:
    """Provisions: a table for each power inside each rule."""

    def rows(read: Mapping[str, Any]) -> Rows:
        for rule in read[table]:
            yield from (
                (f"{rule['rule']} {power}", {**rule, **row, "power": power}) for power, row in rule.items() if isinstance(row, dict)
            )

    return rows


def listed(table: str) -> Callable[[Mapping[str, Any]], Rows]:
    """Entries of a list, each with its power or powers."""

    def rows(read: Mapping[str, Any]) -> Rows:
        for row in read[table]:
            for power in row.get("powers", [row.get("power")]):
                yield f"{power} {row['key']}", {**row, "power": power}

    return rows


def keyed(read: Mapping[str, Any]) -> Rows:
    yield from ((key, {"power": key, **row}) for key, row in read.items())


def whole(read: Mapping[str, Any]) -> Rows:
    yield read["division"], read


def of_readings(read: Mapping[str, Any]) -> Rows:
    """A reading is cited by the rules that it reads."""
    cited: dict[str, str] = {one.rule: one.citation for one in clocks.committed_law().all()}
    for row in read["reading"]:
        yield (
            row["key"],
            {"in_force_from": read["in_force_from"], "citation": all(cited.get(rule) for rule in row["rules"]) and "cited", **row},
        )


FILES: dict[str, Callable[[Mapping[str, Any]], Rows]] = {
    "ages.toml": listed("age"),
    "bank_holidays.toml": whole,
    "cash.toml": listed("minimum"),
    "clocks.toml": under_powers("clock"),
    "clocks_biometrics.toml": under_powers("clock"),
    "clocks_cash.toml": under_powers("clock"),
    "clocks_property.toml": under_powers("clock"),
    "codes.toml": listed("edition"),
    "considerations.toml": listed("consideration"),
    "grounds.toml": listed("ground"),
    "legal_aid.toml": listed("aid"),
    "notices.toml": keyed,
    "notices_served.toml": listed("notice"),
    "penalties.toml": listed("penalty"),
    "readings.toml": of_readings,
    "receipts.toml": keyed,
    "recording.toml": keyed,
    "retention.toml": listed("ground"),
    "rules.toml": under_powers("rule"),
    "uses.toml": listed("use"),
}


def lacking(rows: Rows) -> list[str]:
    """Which entries lack one of the three, or begin under Schedule 3 before there was one."""
    found = []
    for name, row in rows:
        citation, day = row.get("citation"), row.get("in_force_from")
        is_whole = isinstance(citation, str) and citation.strip() and isinstance(row.get("verified"), bool)
        if not is_whole or not isinstance(day, date) or (row.get("power") == "CTBSA_S3" and day < ACT_OF_2019):
            found.append(name)
    return found


def test_every_file_of_the_law_is_looked_at_here() -> None:
    assert {path.name for path in FOLDER.glob("*.toml")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_committed_entry_has_its_citation_its_standing_and_its_day(name: str) -> None:
    rows = list(FILES[name](tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))))
    assert rows
    assert lacking(iter(rows)) == []


def test_every_committed_criterion_has_its_citation_its_standing_and_its_day() -> None:
    rows = json.loads(CRITERIA.read_text(encoding="utf-8"))["criteria"]
    assert lacking((row["code"], {**row, "in_force_from": date.fromisoformat(row["in_force_from"])}) for row in rows) == []


def test_an_entry_without_one_of_the_three_is_found() -> None:
    row = {"citation": "An Act", "verified": False, "in_force_from": ACT_OF_2019, "power": "CTBSA_S3"}
    faulty = [{**row, "citation": " "}, {**row, "verified": None}, {key: row[key] for key in row if key != "in_force_from"}]
    too_soon = {**row, "in_force_from": ACT_OF_2019 - timedelta(days=1)}
    assert lacking((str(number), one) for number, one in enumerate([row, *faulty, too_soon])) == ["1", "2", "3", "4"]


def test_an_old_case_under_schedule_7_and_one_of_today_under_either_have_all_they_need(cast: Cast) -> None:
    of_2001 = midnight(date(2001, 2, 19))
    for power, begun in (("TACT_S7", of_2001), ("TACT_S7", cast.at), ("CTBSA_S3", midnight(ACT_OF_2019)), ("CTBSA_S3", cast.at)):
        assert len(considerations(power, begun)) == 8
        assert len(grounds(power, "DELAY", begun)) == (8 if power == "TACT_S7" else 5)
        assert "EXAMINATION" in kept_on(power, begun)
        assert "en" in wordings(power, "DETENTION", begun)
        assert recording_at_station(power, begun).citation


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=6), before=st.integers(1, 400), asked=st.integers(0, 500))
def test_a_record_begun_before_the_whole_list_is_offered_the_first_there_was(days: list[int], before: int, asked: int) -> None:
    first = date(2026, 1, 1)
    entries = []
    for place, day in enumerate(days):
        on = first + timedelta(days=day)
        entries.append(lists.Entry("GROUND", "TACT_S7", str(place), "", True, place, on, midnight(on)))
    known = lists.Lists(entries)
    beginning = midnight(first + timedelta(days=min(days)))
    assert known.of("GROUND", "TACT_S7", beginning - timedelta(days=before)) == known.of("GROUND", "TACT_S7", beginning)
    later = known.of("GROUND", "TACT_S7", max(beginning, midnight(first + timedelta(days=asked))))
    assert {one.key for one in later} == {str(place) for place, day in enumerate(days) if day <= max(asked, min(days))}


def test_a_service_that_had_an_entry_without_a_day_gets_the_cited_one_and_keeps_the_other(cast: Cast) -> None:
    old = date(2000, 1, 1)
    cited = LegalEntry.objects.get(kind="CONSIDERATION", power="CTBSA_S3", key="behaviour")
    values = {"power": cited.power, "key": cited.key, "position": cited.position, "words": cited.words, "verified": False}
    LegalEntry.objects.create(kind=cited.kind, in_force_from=old, **values)
    with acting_as(SYSTEM):
        assert seed_law() == []
    read = read_lists()
    today, before = (read.named("CONSIDERATION", "CTBSA_S3", "behaviour", at) for at in (cast.at, midnight(old)))
    assert today is not None
    assert before is not None
    assert (today.citation, today.in_force_from, before.citation) == (cited.citation, ACT_OF_2019, "")
    assert [one.key for one in read.of("CONSIDERATION", "CTBSA_S3", cast.at)] == [one.key for one in considerations("CTBSA_S3", cast.at)]


def test_the_page_shows_where_each_list_stands_and_from_which_day(cast: Cast) -> None:
    said = visible_text(Browser(cast, "pc.stansted").get("law:law"))
    assert "Schedule 8, paragraph 8, ground (a) of its list; from which day it has read so was not looked up. In force from 19 Feb" in said
    assert said.count("Code of Practice under Schedule 3, on selection") == 8
    assert "2000" not in said.replace("Terrorism Act 2000", "")
    assert "section 295(1B)" in said
