"""The worked cases on property, cash, search, biometrics, rights, the small-boat window and arrest, each under its id."""

import pytest

from tests.examinations.clocks.asking import INSP, OTHER_SGT, PC, POWERS, SGT, SUPT, Entry, ask, first_question, happened, same_instant

DETAINED = [first_question("10:00"), happened("DETAINED", "10:20")]


@pytest.mark.parametrize(
    ("case", "seized", "starts", "due"),
    [
        ("E-24", "2026-10-23 22:00 BST", "2026-10-23 22:00 BST", "2026-10-27 22:00"),
        ("E-25", "2026-11-27 15:00", "2026-11-27 15:00", "2026-12-01 15:00"),
        ("E-27", "2026-12-24 15:00", "2026-12-24 15:00", "2026-12-30 15:00"),
        ("seized on a Sunday", "2026-11-29 15:00", "2026-11-30 00:00", "2026-12-02 00:00"),
        ("over Easter", "2027-03-25 12:00", "2027-03-25 12:00", "2027-03-31 12:00 BST"),
    ],
)
@pytest.mark.parametrize("power", ["ATCSA", "POCA"])
def test_e24_e25_e27_cash_hours_run_on_working_days_alone(case: str, seized: str, starts: str, due: str, power: str) -> None:
    answer = ask(happened("CASH_SEIZED", seized, cash_power=power, ref=case), at=seized)

    clock = answer.clock("C12")
    assert same_instant(clock["starts_at"], starts)
    assert same_instant(clock["due_at"], due)
    assert (clock["strict"], clock["ends_with_day"], clock["ref"], clock["verified"]) == (False, False, case, True)
    assert clock["state"] == ("RUNNING" if starts == seized else "NOT_STARTED")
    assert answer.breaches == []


def test_e29_an_order_twelve_minutes_late_is_unlawful_and_needs_release_or_a_fresh_seizure() -> None:
    seized = happened("CASH_SEIZED", "2026-11-27 15:00", cash_power="ATCSA")

    answer = ask(seized, happened("CASH_ORDER_MADE", "2026-12-01 15:12"), at="2026-12-02 09:00")

    breach = answer.breach("C12")
    assert breach["late_seconds"] == 720
    assert "release the cash, or record a fresh seizure" in breach["text"]
    assert [clock["state"] for clock in answer.every("C12")] == ["BREACHED", "RUNNING"]


@pytest.mark.parametrize("power", POWERS)
def test_e30_a_phone_kept_for_examination_goes_back_by_the_end_of_the_seventh_day(power: str) -> None:
    kept = happened("PROPERTY_RETAINED", "2026-11-23 10:00", ground="EXAMINATION", ref="phone")

    clock = ask(kept, at="2026-11-24 10:00", power=power).clock("C6")

    assert same_instant(clock["due_at"], "2026-11-30 00:00")
    assert (clock["strict"], clock["ends_with_day"], clock["state"]) == (True, True, "RUNNING")


@pytest.mark.parametrize("kind", ["PROPERTY_RETURNED", "PROPERTY_RETAINED"])
@pytest.mark.parametrize(("at", "late"), [("2026-11-29 23:59:59", None), ("2026-11-30 00:00:00", 0), ("2026-12-01 00:00", 86400)])
def test_e30_an_act_at_the_first_instant_of_the_eighth_day_is_late(kind: str, at: str, late: int | None) -> None:
    kept = happened("PROPERTY_RETAINED", "2026-11-23 10:00", ground="EXAMINATION", ref="phone")
    ground: Entry = {"ground": "EVIDENCE"} if kind == "PROPERTY_RETAINED" else {}
    done = happened(kind, at, ref="phone", **ground)

    answer = ask(kept, done, at="2026-12-02 10:00")

    assert [breach["late_seconds"] for breach in answer.breaches] == ([] if late is None else [late])
    assert answer.state("C6") == ("MET" if late is None else "BREACHED")


SEARCH: Entry = {"authorised_by": SGT, "searcher": PC, "searcher_sex": "FEMALE", "person_sex": "FEMALE"}


@pytest.mark.parametrize(
    ("events", "bases"),
    [
        ([*DETAINED, happened("STRIP_SEARCH", "10:30", **SEARCH)], []),
        ([*DETAINED, happened("STRIP_SEARCH", "10:10", **SEARCH)], ["STATUTE"]),
        ([first_question("10:00"), happened("STRIP_SEARCH", "10:10", **SEARCH)], ["STATUTE"]),
        ([happened("STRIP_SEARCH", "10:10", **SEARCH)], []),
        ([*DETAINED, happened("STRIP_SEARCH", "10:30", **{**SEARCH, "authorised_by": {**PC, "id": "PC-Z"}})], ["STATUTE"]),
        ([*DETAINED, happened("QUESTION", "10:25", SGT), happened("STRIP_SEARCH", "10:30", **SEARCH)], ["STATUTE"]),
        ([*DETAINED, happened("QUESTION", "10:25", OTHER_SGT), happened("STRIP_SEARCH", "10:30", **SEARCH)], ["POLICY"]),
        ([*DETAINED, happened("STRIP_SEARCH", "10:30", **{**SEARCH, "searcher_sex": "MALE"})], ["STATUTE"]),
        ([*DETAINED, happened("STRIP_SEARCH", "10:30", authorised_by=SGT, searcher=PC)], []),
        (
            [*DETAINED, happened("QUESTION", "10:05", SGT), happened("STRIP_SEARCH", "10:10", **{**SEARCH, "person_sex": "M"})],
            ["STATUTE"] * 3,
        ),
    ],
)
@pytest.mark.parametrize("power", POWERS)
def test_e32_each_failed_condition_of_a_strip_search_is_a_breach(events: list[Entry], bases: list[str], power: str) -> None:
    answer = ask(*events, at="10:40", power=power)

    assert set(answer.broken()) <= {"R5"}
    assert [breach["basis"] for breach in answer.breaches] == bases


@pytest.mark.parametrize(
    ("fields", "lawful"),
    [
        ({"consent": "NONE", "at_police_station": False, "recordable_conviction": False}, False),
        ({"consent": "NONE"}, False),
        ({"consent": "NONE", "authorised_by": SUPT}, False),
        ({"consent": "NONE", "at_police_station": True}, False),
        ({"consent": "NONE", "at_police_station": True, "authorised_by": INSP}, False),
        ({"consent": "NONE", "at_police_station": True, "authorised_by": SUPT}, True),
        ({"consent": "NONE", "recordable_conviction": True}, True),
        ({"consent": "WRITTEN"}, True),
        ({"consent": "WRITTEN", "what": "NON_INTIMATE_SAMPLE"}, True),
        ({"consent": "NONE", "what": "NON_INTIMATE_SAMPLE"}, False),
    ],
)
@pytest.mark.parametrize("power", POWERS)
def test_e33_prints_without_consent_conviction_or_authority_at_a_police_station_are_a_breach(
    fields: Entry, lawful: bool, power: str
) -> None:
    answer = ask(*DETAINED, happened("BIOMETRICS_TAKEN", "10:30", **fields), at="10:40", power=power)

    assert answer.broken() == ([] if lawful else ["R6"])


def test_e33_prints_before_detention_are_a_breach_even_with_consent() -> None:
    assert ask(*DETAINED, happened("BIOMETRICS_TAKEN", "10:10", consent="WRITTEN"), at="10:40").broken() == ["R6"]
    assert ask(happened("BIOMETRICS_TAKEN", "10:10", consent="WRITTEN"), at="10:40").broken() == []


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("right", ["SOLICITOR", "NAMED_PERSON"])
def test_e36_a_delay_authorised_by_an_inspector_is_a_breach(power: str, right: str) -> None:
    def delayed(by: Entry) -> list[str]:
        return ask(*DETAINED, happened("RIGHT_DELAYED", "10:30", by, right=right, ground="…"), at="10:40", power=power).broken()

    assert (delayed(INSP), delayed(SUPT), delayed({"id": "CC", "rank": "CHIEF_CONSTABLE"})) == (["R4"], [], [])


def landed(apprehended: str, *events: Entry, at: str) -> object:
    return ask(happened("LANDED", "2026-06-01 20:00 BST"), happened("APPREHENDED", apprehended), *events, at=at).broken()


def test_e39_apprehended_more_than_a_day_after_landing_there_was_no_power() -> None:
    asked = first_question("2026-06-02 23:00 BST")

    assert landed("2026-06-02 21:00 BST", asked, at="2026-06-02 23:30 BST") == ["R7"]
    assert landed("2026-06-02 20:00 BST", asked, at="2026-06-02 23:30 BST") == []
    assert landed("2026-06-02 20:00:01 BST", asked, at="2026-06-02 23:30 BST") == ["R7"]
    assert landed("2026-06-02 21:00 BST", at="2026-06-02 23:30 BST") == []


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({}, []),
        ({"apprehension": "IMMIGRATION_DETENTION"}, []),
        ({"apprehension": "ARRESTED_PARA_17"}, []),
        ({"apprehension": "NEITHER"}, ["R7"]),
    ],
)
def test_whoever_was_neither_in_immigration_detention_nor_arrested_gives_no_power(fields: Entry, broken: list[str]) -> None:
    apprehended = happened("APPREHENDED", "2026-06-02 19:00 BST", **fields)
    asked = first_question("2026-06-02 23:00 BST")

    assert ask(apprehended, asked, at="2026-06-02 23:30 BST").broken() == broken
    assert ask(apprehended, happened("DETAINED", "2026-06-02 23:00 BST"), at="2026-06-02 23:30 BST").broken() == broken
    assert ask(apprehended, at="2026-06-02 23:30 BST").broken() == []


@pytest.mark.parametrize("power", POWERS)
def test_e43_a_section_41_arrest_after_detention_counts_from_the_first_question(power: str) -> None:
    answer = ask(*DETAINED, happened("ARRESTED", "12:00", arrest_power="TACT_41"), at="12:30", power=power)

    clock = answer.clock("C13")
    assert same_instant(clock["starts_at"], "10:00")
    assert same_instant(clock["due_at"], "2026-11-25 10:00")
    assert (clock["authority"], clock["state"], clock["verified"]) == ("TACT s.41(3)", "RUNNING", True)


def test_e43_a_section_41_arrest_of_an_undetained_person_counts_from_the_arrest() -> None:
    answer = ask(first_question("10:00"), happened("ARRESTED", "10:50"), at="11:30")

    assert same_instant(answer.clock("C13")["starts_at"], "10:50")


@pytest.mark.parametrize("power", POWERS)
def test_e43b_a_section_27_arrest_counts_from_the_detention(power: str) -> None:
    answer = ask(*DETAINED, happened("ARRESTED", "12:00", arrest_power="NSA_27"), at="12:30", power=power)

    assert same_instant(answer.clock("C13")["due_at"], "2026-11-25 10:20")


@pytest.mark.parametrize("arrest_power", ["PACE", "OTHER"])
def test_e43_other_arrests_have_no_clock_here(arrest_power: str) -> None:
    assert ask(*DETAINED, happened("ARRESTED", "12:00", arrest_power=arrest_power), at="12:30").every("C13") == []
