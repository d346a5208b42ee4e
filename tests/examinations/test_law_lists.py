"""The lists of the law in the tables: seeded from the files, corrected by two people, and never reaching a record begun before."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderops.kit.localtime import london_date, midnight
from examinations import actions
from examinations.law import lists
from examinations.law.in_force import live_law, read_lists
from examinations.law.seeds import seed_law
from examinations.models import Correction, LegalEntry
from examinations.reference import consideration_words, considerations, ground_named, grounds
from examinations.refusals import Refusal
from examinations.wording import written
from organisation.policy import SYSTEM, Forbidden
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.pages import Browser, visible_text
from tests.examinations.scenes import begin
from tests.examinations.test_law import approve, do
from tests.examinations.test_law_pages import today

KEY = "behaviour"


def entry(key: str = KEY, power: str = "TACT_S7") -> LegalEntry:
    return LegalEntry.objects.get(key=key, power=power, correction=None)


def propose(cast: Cast, key: str = KEY, *, on: date | None = None, who: str = "admin.vetting", **changes: Any) -> Correction:
    made: Correction = do(
        cast,
        who,
        actions.propose_entry,
        entry=entry(key),
        changes=changes or {"words": "What the officer saw the person do"},
        in_force_from=on or london_date(cast.at),
        reason="The code was revised.",
        at=cast.at,
    )
    return made


@pytest.mark.django_db
def test_a_fresh_database_holds_the_committed_lists() -> None:
    held = {(one.kind, one.power, one.key, one.words, one.verified, one.is_used) for one in LegalEntry.objects.all()}
    assert held == {(one.kind, one.power, one.key, one.words, one.verified, True) for one in lists.committed()}
    with acting_as(SYSTEM):
        assert seed_law() == []


@pytest.mark.django_db
def test_the_tables_offer_what_the_files_do() -> None:
    read, files = read_lists(), lists.committed_lists()
    for kind in LegalEntry.Kind.values:
        for power in files.powers_of(kind):
            assert [one.key for one in read.of(kind, power)] == [one.key for one in files.of(kind, power)]


def test_a_correction_reaches_records_begun_after_it_alone(cast: Cast) -> None:
    before = begin(cast).fresh()
    approve(cast, propose(cast), cast.at + timedelta(minutes=5))
    live_law()
    later = cast.at + timedelta(minutes=6)
    assert consideration_words("TACT_S7", KEY, before.started_at) == "The person's observed behaviour"
    assert consideration_words("TACT_S7", KEY, later) == "What the officer saw the person do"
    assert consideration_words("CTBSA_S3", KEY, later) == "The person's observed behaviour", "the other power keeps its own"
    assert written("considerations", [KEY], "TACT_S7", before.started_at) == "The person's observed behaviour"


def test_an_entry_that_is_no_longer_offered_keeps_its_words_where_it_was_chosen(cast: Cast) -> None:
    approve(cast, propose(cast, is_used=False))
    live_law()
    later = cast.at + timedelta(minutes=1)
    assert KEY not in [one.key for one in considerations("TACT_S7", later)]
    assert KEY in [one.key for one in considerations("TACT_S7", cast.at - timedelta(minutes=1))]
    assert consideration_words("TACT_S7", KEY, later) == "The person's observed behaviour"


def test_a_ground_is_no_longer_taken_once_it_is_out_of_use(cast: Cast) -> None:
    approve(cast, propose(cast, "PREVENTION", is_used=False, verified=False))
    live_law()
    later = cast.at + timedelta(minutes=1)
    assert "PREVENTION" not in [one.key for one in grounds("TACT_S7", "DELAY", later)]
    found = ground_named("TACT_S7", "PREVENTION", later)
    assert found is not None
    assert found.cited == "Sch 8 para 8, ground (f), not verified"


def test_what_waits_or_was_refused_changes_nothing(cast: Cast) -> None:
    correction = propose(cast)
    live_law()
    later = cast.at + timedelta(minutes=1)
    assert consideration_words("TACT_S7", KEY, later) == "The person's observed behaviour"
    do(cast, "di.region", actions.refuse_correction, correction=correction, at=later, reason="The code says so.")
    live_law()
    assert consideration_words("TACT_S7", KEY, later) == "The person's observed behaviour"


def test_it_takes_two_people_and_a_day_that_is_not_past(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        propose(cast, who="sgt.stansted")
    with pytest.raises(Forbidden):
        approve(cast, propose(cast), who="admin.vetting")
    with pytest.raises(Refusal, match="never reaches back"):
        propose(cast, on=london_date(cast.at) - timedelta(days=1))


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        (KEY, {"words": " "}, "Write the words"),
        (KEY, {"words": "The person's observed behaviour"}, "Nothing here differs"),
        ("STATION", {"is_used": False}, "cannot be left out"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_in_a_sentence(cast: Cast, key: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        propose(cast, key, **changes)


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True), asked=st.integers(0, 500))
def test_the_latest_entry_that_is_not_later_than_the_beginning_holds(days: list[int], asked: int) -> None:
    first = date(2026, 1, 1)
    entries = [
        lists.Entry("GROUND", "TACT_S7", "EVIDENCE", str(day), True, 0, first + timedelta(days=day), midnight(first + timedelta(days=day)))
        for day in days
    ]
    found = lists.Lists(entries).named("GROUND", "TACT_S7", "EVIDENCE", midnight(first + timedelta(days=asked)))
    assert found is not None
    past = [day for day in days if day <= asked]
    assert found.words == str(max(past) if past else min(days))


def test_the_page_shows_each_list_its_standing_and_what_was_corrected(cast: Cast) -> None:
    approve(cast, propose(cast))
    said = visible_text(Browser(cast, "admin.vetting").get("law:law"))
    assert "Considerations for selection" in said
    assert (
        "What the officer saw the person do Not verified Code of Practice under Schedule 7, on selection; no edition of it was read" in said
    )
    assert "Schedule 3, paragraph 27: video with sound. In force from 13 August 2020" in said
    assert "Before: The person's observed behaviour." in said
    assert "Notice of detention, code of 2025 Not verified" in said
    assert "Correct the entry: Interference with or injury to a person" in said


def test_a_correction_is_proposed_and_decided_on_the_pages(cast: Cast) -> None:
    admin = Browser(cast, "admin.vetting")
    asked = {"words": "Seen to do", "authority": "", "citation": "", "is_used": "on", "reason": "Revised.", **today(cast)}
    faulty = admin.post("law:correct_entry", entry().pk, **{**asked, "words": "", "reason": ""})
    assert faulty.status_code == 422
    assert Correction.objects.count() == 0
    assert admin.post("law:correct_entry", entry().pk, **asked).status_code == 302
    correction = Correction.objects.get()
    said = visible_text(Browser(cast, "di.region").get("law:correction", correction.pk))
    assert "Considerations for selection: Seen to do" in said
    assert "What stood before" in said
    assert Browser(cast, "di.region").post("law:decide", correction.pk, decision="APPROVE").status_code == 302
    assert "Seen to do" in visible_text(Browser(cast, "pc.stansted").get("law:law"))
