"""The engine under every kind of event at once, and the parser under files nobody would write: an answer or a refusal, never a crash."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from examinations.clocks import (
    ArrestPower,
    Biometric,
    CashPower,
    Consent,
    Event,
    Ground,
    Kind,
    Officer,
    Outcome,
    Power,
    Right,
    Sex,
    State,
    Timeline,
    TimelineFaults,
    evaluate,
    impossibilities,
    next_instant,
    parse_timeline,
    to_json,
)
from organisation.ranks import Rank
from tests.examinations.clocks.asking import PC, SGT, first_question, happened, review, written

BEGIN = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
PURE = ["examinations.clocks", "organisation.ranks", "borderops.kit.localtime"]

officers = st.builds(Officer, st.sampled_from("ABC"), st.sampled_from([Rank.CONSTABLE, Rank.SERGEANT, Rank.SUPERINTENDENT]))
instants = st.integers(0, 40 * 24).map(lambda hours: BEGIN + timedelta(hours=hours)) | st.integers(0, 480).map(
    lambda minutes: BEGIN + timedelta(minutes=minutes)
)
events = st.builds(
    Event,
    st.sampled_from(list(Kind)),
    instants,
    officers,
    ref=st.sampled_from([None, "a", "b"]),
    outcome=st.sampled_from(list(Outcome)),
    arrest_power=st.sampled_from(list(ArrestPower)),
    right=st.sampled_from(list(Right)),
    ground=st.sampled_from(list(Ground)),
    authorised_by=st.none() | officers,
    searcher=officers,
    searcher_sex=st.none() | st.sampled_from(list(Sex)),
    person_sex=st.none() | st.sampled_from(list(Sex)),
    what=st.sampled_from(list(Biometric)),
    consent=st.sampled_from(list(Consent)),
    at_police_station=st.none() | st.booleans(),
    recordable_conviction=st.none() | st.booleans(),
    cash_power=st.sampled_from(list(CashPower)),
)
timelines = st.builds(Timeline, st.sampled_from(list(Power)), st.lists(events, max_size=12).map(tuple), st.just(BEGIN + timedelta(days=41)))


@given(timelines)
def test_any_events_at_all_have_an_answer_possible_or_not(timeline: Timeline) -> None:
    answer = evaluate(timeline)

    assert json.loads(json.dumps(to_json(answer)))["clocks"] == to_json(answer)["clocks"]
    assert all(breach.text.endswith(".") and breach.authority for breach in answer.breaches)
    assert all(warning.text.endswith(".") for warning in answer.warnings)
    needed = next_instant(answer)
    assert needed is None or needed.live


@given(timelines, st.randoms(use_true_random=False))
def test_the_order_of_the_file_makes_no_difference_to_any_rule(timeline: Timeline, random: Any) -> None:
    assume(not impossibilities(timeline))
    shuffled = list(timeline.events)
    random.shuffle(shuffled)

    assert evaluate(replace(timeline, events=tuple(shuffled))) == evaluate(timeline)


@given(timelines, st.integers(0, 800))
def test_as_days_pass_breaches_only_come_and_each_has_its_clock(timeline: Timeline, days: int) -> None:
    assume(not impossibilities(timeline))
    before, later = evaluate(timeline), evaluate(replace(timeline, at=timeline.at + timedelta(days=days)))

    def known(answer: Any) -> set[tuple[Any, ...]]:
        return {(breach.rule, breach.ref, breach.actual_at, breach.basis) for breach in answer.breaches}

    assert known(before) <= known(later)
    passed = [clock for clock in later.clocks if clock.state is State.BREACHED or (clock.state is State.OVERDUE and clock.rule != "C1")]
    assert Counter((clock.rule, clock.due_at) for clock in passed) == Counter(
        (breach.rule, breach.due_at) for breach in later.breaches if breach.due_at
    )


@given(timelines)
def test_what_is_overdue_comes_first_of_all_that_is_needed(timeline: Timeline) -> None:
    answer = evaluate(timeline)
    needed = next_instant(answer)
    overdue = [clock for clock in answer.clocks if clock.live and clock.state is State.OVERDUE]
    if overdue:
        assert needed is not None
        assert needed.state in (State.OVERDUE, State.BREACHED)
        assert needed.name == "Release now" or needed.due_at <= min(clock.due_at for clock in overdue)


plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*Kind, *Rank.__members__, "2026-11-23T10:00:00Z"])
)
fields = st.sampled_from(["kind", "at", "by", "until", "ref", "outcome", "ground", "consent", "searcher", "id", "rank", "power", "events"])
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields | st.text(max_size=3), inner, max_size=4), max_leaves=12
)


def faults(document: Any) -> list[str]:
    """The sentences of a refusal; none when the file is taken."""
    try:
        parse_timeline(document)
    except TimelineFaults as refused:
        return [str(fault) for fault in refused.faults]
    return []


@given(st.dictionaries(st.sampled_from(["power", "at", "events"]) | st.text(max_size=5), anything | st.lists(anything), max_size=4))
def test_a_file_of_anything_is_read_or_refused_with_sentences(document: dict[str, Any]) -> None:
    said = faults(document)

    assert len(faults(json.dumps(document))) == len(said)
    assert all(fault.isprintable() and fault.endswith((".", "?")) for fault in said)


@given(st.sampled_from(range(4)), st.sampled_from(["kind", "at", "by", "outcome", "until"]), anything)
def test_one_wrong_value_in_a_good_file_is_placed_among_its_events(place: int, field: str, value: Any) -> None:
    good = [first_question("10:00", PC), happened("DETAINED", "10:20"), review("11:00", SGT), happened("RELEASED", "11:30")]
    file = written(*good, at="12:00")
    file["events"][place] = {**good[place], field: value}

    assert all(fault.startswith("events[") for fault in faults(file))


@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_refused_and_never_crash(document: bytes) -> None:
    with pytest.raises(TimelineFaults):
        parse_timeline(document)


def test_the_engine_imports_no_django_and_asks_nobody_for_the_time() -> None:
    code = (
        f"import sys, {', '.join(PURE)}; print([name for name in sys.modules if name.partition('.')[0] in ('django', 'celery', 'redis')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR, timeout=60)

    assert (done.stdout.strip(), done.stderr) == ("[]", "")
    sources = Path(settings.BASE_DIR, "examinations", "clocks").rglob("*.py")
    assert [path.name for path in sources if ".now(" in path.read_text(encoding="utf-8")] == []
