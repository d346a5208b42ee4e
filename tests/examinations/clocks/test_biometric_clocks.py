"""C9, C10 and C11: how long prints, profiles and samples are kept."""

from typing import Any

import pytest

from examinations.clocks import committed_law
from tests.examinations.clocks.asking import POWERS, Entry, ask, first_question, happened, instant, same_instant

CALENDAR = committed_law().calendar
S3 = "CTBSA_S3"


def taken(at: str, what: str = "FINGERPRINTS", **fields: Any) -> Entry:
    return happened("BIOMETRICS_TAKEN", at, consent="WRITTEN", what=what, **fields)


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2026-11-23 10:00", "2027-05-23 00:00 BST"),
        ("2026-08-31 10:00 BST", "2027-02-28 00:00"),
        ("2027-08-31 10:00 BST", "2028-02-29 00:00"),
        ("2026-12-31 10:00", "2027-06-30 00:00 BST"),
        ("2026-02-28 10:00", "2026-08-28 00:00 BST"),
    ],
)
def test_fingerprints_are_kept_until_the_day_before_the_day_six_months_on(on: str, ends: str) -> None:
    clock = ask(taken(on), at=on).clock("C9")

    assert same_instant(clock["due_at"], ends)
    assert (clock["strict"], clock["ends_with_day"], clock["verified"]) == (True, True, False)


def test_a_determination_in_time_ends_the_six_months_and_starts_five_years() -> None:
    answer = ask(taken("10:00"), happened("NSD_MADE", "2027-05-22 23:59:59 BST"), at="2027-06-01 10:00")

    assert (answer.state("C9"), answer.state("C10")) == ("MET", "RUNNING")
    assert same_instant(answer.clock("C10")["due_at"], "2032-05-22 00:00 BST")


def test_a_determination_at_the_first_instant_after_the_six_months_is_late() -> None:
    answer = ask(taken("10:00"), happened("NSD_MADE", "2027-05-23 00:00 BST"), at="2027-06-01 10:00")

    assert answer.breach("C9")["late_seconds"] == 0


def test_a_renewed_determination_meets_the_old_one() -> None:
    made = [happened("NSD_MADE", "2027-05-01 10:00"), happened("NSD_MADE", "2032-04-30 10:00 BST")]

    assert [clock["state"] for clock in ask(taken("10:00"), *made, at="2032-05-01 10:00").every("C10")] == ["MET", "RUNNING"]


@pytest.mark.parametrize(
    ("expires", "ends"),
    [
        ("2028-11-24 00:00", "2028-11-24 00:00"),
        ("2032-05-21 00:00 BST", "2032-05-21 00:00 BST"),
        ("2040-01-01 00:00", "2032-05-22 00:00 BST"),
    ],
)
def test_a_determination_lasts_until_it_says_and_never_longer_than_five_years(expires: str, ends: str) -> None:
    made = happened("NSD_MADE", "2027-05-22 10:00 BST", expires_at=instant(expires))

    assert same_instant(ask(taken("10:00"), made, at="2027-06-01 10:00").clock("C10")["due_at"], ends)


def test_material_kept_after_a_shorter_determination_has_ended_is_a_breach() -> None:
    made = happened("NSD_MADE", "2027-05-01 10:00 BST", expires_at=instant("2028-05-01 00:00 BST"))
    kept = ask(taken("10:00"), made, at="2028-05-01 00:00 BST")
    renewed = ask(taken("10:00"), made, happened("NSD_MADE", "2028-04-30 23:59:59 BST"), at="2028-05-02 10:00 BST")

    assert kept.state("C10") == "OVERDUE"
    assert kept.broken() == ["C10"]
    assert [clock["state"] for clock in renewed.every("C10")] == ["MET", "RUNNING"]


def test_with_a_recordable_conviction_nothing_limits_the_fingerprints() -> None:
    assert ask(taken("10:00", recordable_conviction=True), at="11:00").clocks == []


def test_an_exempt_conviction_leaves_the_six_months_running() -> None:
    """CTBSA Sch 3 para 45; TACT Sch 8 not verified."""
    found = {
        exempt: [clock["rule"] for clock in ask(taken("10:00", recordable_conviction=True, exempt_conviction=exempt), at="11:00").clocks]
        for exempt in (True, False)
    }
    assert found == {True: ["C9"], False: []}


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize(
    ("what", "convicted_on", "is_basis"),
    [
        ("NON_INTIMATE_SAMPLE", {"convicted_on": "1995-04-09"}, False),
        ("NON_INTIMATE_SAMPLE", {"convicted_on": "1995-04-10"}, True),
        ("NON_INTIMATE_SAMPLE", {}, True),
        ("FINGERPRINTS", {"convicted_on": "1995-04-09"}, True),
    ],
)
def test_a_sample_rests_on_no_conviction_before_10_april_1995(what: str, convicted_on: Entry, is_basis: bool, power: str) -> None:
    """law.md 5.7(ii)(b): the taking is a breach of R6, and C9 runs. An unknown day is no breach."""
    sample = {**taken("10:30", what, recordable_conviction=True, **convicted_on), "consent": "NONE"}

    answer = ask(first_question("10:00"), happened("DETAINED", "10:20"), sample, at="10:40", power=power)

    assert answer.broken() == ([] if is_basis else ["R6"])
    assert bool(answer.every("C9")) is not is_basis
    assert len(answer.every("C11")) == (what == "NON_INTIMATE_SAMPLE")


def test_an_old_conviction_takes_nothing_from_consent_or_from_a_superintendents_authority() -> None:
    old = {"recordable_conviction": True, "convicted_on": "1990-01-01"}
    by_consent = taken("10:30", "NON_INTIMATE_SAMPLE", **old)
    on_authority = {"at_police_station": True, "authorised_by": {"id": "S", "rank": "SUPERINTENDENT"}}
    detained = [first_question("10:00"), happened("DETAINED", "10:20")]

    assert ask(*detained, by_consent, at="10:40").broken() == []
    assert ask(*detained, {**by_consent, "consent": "NONE", **on_authority}, at="10:40").broken() == []


def test_a_sample_is_destroyed_in_six_months_and_its_profile_has_a_limit_of_its_own() -> None:
    sample = taken("10:00", "NON_INTIMATE_SAMPLE")

    answer = ask(sample, happened("SAMPLE_DESTROYED", "2027-01-10 10:00"), at="2027-05-23 00:00 BST")
    assert (answer.state("C11"), answer.state("C9")) == ("MET", "OVERDUE")
    gone = ask(sample, happened("BIOMETRIC_DATA_DESTROYED", "2027-01-10 10:00"), at="2027-05-23 00:00 BST")
    assert (gone.state("C11"), gone.state("C9")) == ("OVERDUE", "MET")


def test_the_first_sample_counts_for_the_profile_and_each_sample_for_itself() -> None:
    samples = [taken("10:00", "NON_INTIMATE_SAMPLE", ref="a"), taken("2026-11-24 10:00", "NON_INTIMATE_SAMPLE", ref="b")]

    answer = ask(*samples, at="2026-11-24 11:00")

    assert ([clock["ref"] for clock in answer.every("C9")], [clock["ref"] for clock in answer.every("C11")]) == (["a"], ["a", "b"])


def test_destroying_what_was_taken_meets_the_fingerprints_limit_when_no_sample_was_taken() -> None:
    destroyed = happened("SAMPLE_DESTROYED", "2027-01-10 10:00")

    assert ask(taken("10:00"), destroyed, at="2027-02-01 10:00").state("C9") == "MET"
    both = ask(taken("10:00"), taken("10:05", "NON_INTIMATE_SAMPLE"), destroyed, at="2027-02-01 10:00")
    assert [clock["state"] for clock in both.every("C9")] == ["RUNNING", "RUNNING"]
    assert both.state("C11") == "MET"
