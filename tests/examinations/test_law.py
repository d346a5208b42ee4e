"""The law in the tables: seeded from the files and never over a correction; corrected by two people; and never reaching back."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Event
from borderops.kit.localtime import london_date, midnight
from examinations import actions, clocks
from examinations.actions.law import Day
from examinations.clocks.law import Law
from examinations.law.in_force import live_law, read_law
from examinations.law.seeds import seed_law
from examinations.models import CalendarSpan, Correction, LegalReading, Provision
from examinations.refusals import Refusal
from examinations.timeline import assess
from organisation.models import Notice
from organisation.policy import SYSTEM, Forbidden
from organisation.ranks import Rank
from organisation.scopes import acting_as
from tests.cast import Cast
from tests.examinations.clocks.asking import first_question, happened, instant, written
from tests.examinations.scenes import Scene, begin, counting, number_of

Act = Callable[..., Any]


def do(cast: Cast, who: str, act: Act, **values: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return act(by=actor, **values)


def rule(name: str, scope: str = "TACT_S7") -> Provision:
    return Provision.objects.get(rule=name, scope=scope, correction=None)


def propose(cast: Cast, name: str = "C2", scope: str = "TACT_S7", *, on: date | None = None, **changes: Any) -> Correction:
    made: Correction = do(
        cast,
        "admin.vetting",
        actions.propose_provision,
        provision=rule(name, scope),
        changes=changes or {"limit_minutes": 300},
        in_force_from=on or london_date(cast.at),
        reason="Amended by a fictional Act.",
        at=cast.at,
    )
    return made


def approve(cast: Cast, correction: Correction, at: datetime | None = None, who: str = "di.region") -> Correction:
    decided: Correction = do(cast, who, actions.approve_correction, correction=correction, at=at or cast.at)
    return decided


def same(one: Law, other: Law) -> bool:
    def key(provision: clocks.Provision) -> tuple[str, str]:
        return provision.rule, provision.scope

    return sorted(one.all(), key=key) == sorted(other.all(), key=key) and one.calendar == other.calendar


# --- Seeding ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_fresh_database_holds_the_committed_law() -> None:
    assert same(read_law(), clocks.committed_law())
    held = {(one.key, one.point, one.chosen, one.verified) for one in LegalReading.objects.all()}
    assert held == {(one.key, one.point, one.chosen, one.verified) for one in clocks.readings()}


@pytest.mark.django_db
def test_every_seeded_row_has_its_history_and_stands_in_the_ledger() -> None:
    digests = Event.objects.get(verb="law.adopted").digests
    for row in Provision.objects.all():
        assert f"examinations.provision:{row.pk}" in digests
        assert row.history.count() == 1  # type: ignore[attr-defined]  # a manager, once the class is made


@pytest.mark.django_db
def test_seeding_again_adds_nothing() -> None:
    with acting_as(SYSTEM):
        assert seed_law() == []


def test_seeding_again_leaves_a_correction_as_it_is(cast: Cast) -> None:
    approve(cast, propose(cast))
    with acting_as(SYSTEM):
        assert seed_law() == []
    found = read_law().find("C2", "TACT_S7", cast.at + timedelta(days=1))
    assert found is not None
    assert found.limit == timedelta(hours=5)


def test_a_provision_that_the_tables_lack_is_added(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later build knows a version with a later day."""
    approve(cast, propose(cast))
    known = clocks.committed_law()
    newer = [one for one in known.all() if (one.rule, one.scope) == ("C1", "TACT_S7")]

    added = replace(newer[0], in_force_from=date(2027, 1, 1), in_force_at=midnight(date(2027, 1, 1)), limit=timedelta(minutes=45))
    monkeypatch.setattr(clocks, "committed_law", lambda: Law([*known.all(), added], known.calendar))
    with acting_as(SYSTEM):
        (row,) = seed_law()
    assert isinstance(row, Provision)
    assert (row.rule, row.limit_minutes, row.in_force_from) == ("C1", 45, date(2027, 1, 1))


# --- The command -----------------------------------------------------------------------------------------------------------


def printed(tmp_path: Any, document: dict[str, Any], *options: str) -> Any:
    file = tmp_path / "timeline.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    out = io.StringIO()
    call_command("clocks", str(file), *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_live_equals_the_files_on_a_fresh_database(tmp_path: Any) -> None:
    events = (first_question("10:00"), happened("DETAINED", "10:30"), happened("CASH_SEIZED", "10:40", cash_power="POCA"))
    for power in ("TACT_S7", "CTBSA_S3"):
        document = written(*events, at="12:00", power=power)
        assert printed(tmp_path, document, "--live") == printed(tmp_path, document)


def test_live_follows_a_correction_and_the_files_do_not(cast: Cast, tmp_path: Any) -> None:
    approve(cast, propose(cast, on=london_date(cast.at) + timedelta(days=1)))
    begun = (london_date(cast.at) + timedelta(days=2)).isoformat()
    document = written(first_question(f"{begun} 10:00"), at=f"{begun} 10:30")

    def due(*options: str) -> datetime:
        return datetime.fromisoformat(
            next(clock["due_at"] for clock in printed(tmp_path, document, *options)["clocks"] if clock["rule"] == "C2")
        )

    assert due() == datetime.fromisoformat(instant(f"{begun} 16:00"))
    assert due("--live") == datetime.fromisoformat(instant(f"{begun} 15:00"))


# --- Corrections -----------------------------------------------------------------------------------------------------------


def overall(scene: Scene) -> timedelta:
    """How long the overall limit of this record is."""
    with acting_as(SYSTEM):
        clock = next(one for one in assess(scene.fresh(), scene.minute(30)).clocks if one.rule == "C2")
    return clock.due_at - clock.starts_at


def test_a_correction_reaches_the_records_begun_after_it_and_none_before(cast: Cast) -> None:
    earlier = begin(cast)
    correction = propose(cast)
    assert overall(earlier) == timedelta(hours=6)
    cast.at += timedelta(minutes=10)
    approve(cast, correction)
    assert overall(earlier) == timedelta(hours=6)
    cast.at += timedelta(minutes=10)
    assert overall(begin(cast)) == timedelta(hours=5)
    assert overall(earlier) == timedelta(hours=6)


def test_a_correction_with_a_later_day_waits_for_it(cast: Cast) -> None:
    on = london_date(cast.at) + timedelta(days=3)
    approve(cast, propose(cast, on=on))
    before, after = midnight(on) - timedelta(seconds=1), midnight(on)
    law = live_law()
    limits = [found.limit for at in (before, after) if (found := law.find("C2", "TACT_S7", at))]
    assert limits == [timedelta(hours=6), timedelta(hours=5)]


def test_a_correction_of_one_power_leaves_the_other_alone(cast: Cast) -> None:
    approve(cast, propose(cast, "C1", "CTBSA_S3", limit_minutes=45))
    found = live_law().find("C1", "TACT_S7", cast.at + timedelta(days=1))
    assert found is not None
    assert found.limit == timedelta(hours=1)


def test_of_two_corrections_of_one_day_the_later_approved_holds(cast: Cast) -> None:
    on = london_date(cast.at) + timedelta(days=1)
    first, second = propose(cast, on=on), propose(cast, on=on, limit_minutes=240)
    approve(cast, second)
    approve(cast, first, at=cast.at + timedelta(minutes=1))
    found = live_law().find("C2", "TACT_S7", midnight(on))
    assert found is not None
    assert found.limit == timedelta(hours=5)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"in_force_from": date(2020, 1, 1)}, "in_force_from"),
        ({"reason": "  "}, "reason"),
        ({"changes": {"limit_minutes": 360}}, ""),
        ({"changes": {"limit_minutes": 0}}, "limit"),
    ],
)
def test_what_cannot_be_proposed_is_refused_beside_its_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    given = {"changes": {"limit_minutes": 300}, "in_force_from": london_date(cast.at), "reason": "Because.", **values}
    with pytest.raises(Refusal) as refused:
        do(cast, "admin.vetting", actions.propose_provision, provision=rule("C2"), at=cast.at, **given)
    assert refused.value.field == field
    assert not Correction.objects.exists()


def test_nobody_but_an_administrator_proposes_and_nobody_but_a_detective_inspector_decides(cast: Cast) -> None:
    correction = propose(cast)
    with pytest.raises(Forbidden):
        do(
            cast,
            "sgt.stansted",
            actions.propose_provision,
            provision=rule("C2"),
            changes={"limit_minutes": 1},
            in_force_from=london_date(cast.at),
            reason="x",
            at=cast.at,
        )
    for who in ("admin.vetting", "sgt.stansted", "insp.region"):
        with pytest.raises(Forbidden):
            approve(cast, correction, who=who)
    assert approve(cast, correction).state == Correction.State.APPROVED


def test_the_database_itself_wants_two_people_and_no_reach_back(cast: Cast) -> None:
    correction = propose(cast)
    for values in (
        {"decided_by": cast["admin.vetting"], "in_force_at": cast.at},
        {"decided_by": cast["di.region"], "in_force_at": cast.at - timedelta(seconds=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(pk=correction.pk).update(state=Correction.State.APPROVED, decided_at=cast.at, **values)


def test_what_was_decided_is_not_decided_again(cast: Cast) -> None:
    correction = propose(cast)
    do(cast, "di.region", actions.refuse_correction, correction=correction, reason="The Act says six.", at=cast.at)
    with pytest.raises(Refusal, match="decided already"):
        approve(cast, correction)
    assert same(live_law(), clocks.committed_law())


def test_a_proposal_whose_day_has_passed_is_not_approved(cast: Cast) -> None:
    correction = propose(cast)
    with pytest.raises(Refusal, match="has passed"):
        approve(cast, correction, at=cast.at + timedelta(days=2))


def test_whoever_proposed_takes_it_back_and_nobody_else(cast: Cast) -> None:
    correction = propose(cast)
    with pytest.raises(Forbidden):
        do(cast, "di.region", actions.withdraw_correction, correction=correction, at=cast.at)
    do(cast, "admin.vetting", actions.withdraw_correction, correction=correction, at=cast.at)
    correction.refresh_from_db()
    assert correction.state == Correction.State.WITHDRAWN


def test_the_deciders_are_told_and_the_notice_goes_with_the_decision(cast: Cast) -> None:
    correction = propose(cast)
    told = Notice.objects.filter(thing_id=correction.pk, voided_at__isnull=True)
    assert [notice.recipient_id for notice in told] == [cast["di.region"].pk]
    approve(cast, correction)
    assert not told.all().exists()


def test_each_step_is_one_act_in_the_ledger(cast: Cast) -> None:
    correction = propose(cast)
    approve(cast, correction)
    verbs = list(Event.objects.filter(thing_id=correction.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["law.correction_proposed", "law.correction_approved"]
    proposed = Event.objects.get(thing_id=correction.pk, verb="law.correction_proposed")
    assert f"examinations.provision:{correction.provision.pk}" in proposed.digests


# --- Bank holidays ---------------------------------------------------------------------------------------------------------


def span() -> CalendarSpan:
    return CalendarSpan.objects.get(correction=None)


def propose_days(cast: Cast, *days: Day, known_until: date | None = None) -> Correction:
    made: Correction = do(
        cast,
        "admin.vetting",
        actions.propose_calendar,
        span=span(),
        days=days,
        known_until=known_until,
        source="A fictional proclamation",
        in_force_from=london_date(cast.at),
        reason="Proclaimed.",
        at=cast.at,
    )
    return made


def next_working_day(after: date) -> date:
    return clocks.committed_law().calendar.nth_working_day(after, 1)


def test_a_proclaimed_day_counts_for_records_begun_after_its_approval_alone(cast: Cast) -> None:
    day = next_working_day(london_date(cast.at) + timedelta(days=5))
    approve(cast, propose_days(cast, Day(day, "Proclaimed holiday")))
    law = live_law()
    assert law.calendar_of(cast.at - timedelta(seconds=1)).is_working(day)
    assert not law.calendar_of(cast.at).is_working(day)


def test_a_day_can_be_made_an_ordinary_one_again(cast: Cast) -> None:
    day = min(one.on for one in clocks.holidays() if one.on > london_date(cast.at) and one.on.weekday() < 5 and one.on.day != 25)
    approve(cast, propose_days(cast, Day(day, "", is_kept=False)))
    assert live_law().calendar_of(cast.at).is_working(day)


def test_a_clock_never_computes_past_the_horizon_until_the_calendar_is_known_further(cast: Cast) -> None:
    seized = clocks.Event(clocks.Kind.CASH_SEIZED, midnight(date(2028, 12, 30)), cash_power=clocks.CashPower.POCA)
    timeline = clocks.Timeline(clocks.Power.TACT_S7, (seized,), midnight(date(2028, 12, 31)))
    before = clocks.evaluate(timeline, live_law())
    assert before.clocks == ()
    assert "known here" in before.warnings[0].text
    approve(cast, propose_days(cast, Day(date(2029, 1, 1), "New Year's Day"), known_until=date(2029, 12, 31)))
    (clock,) = clocks.evaluate(timeline, live_law()).clocks
    assert clock.due_at == midnight(date(2029, 1, 4))


@pytest.mark.parametrize(
    ("days", "known_until", "field"),
    [
        ([Day(date(2020, 1, 2), "Past")], None, "days"),
        ([Day(date(2029, 1, 1), "Beyond")], None, "known_until"),
        ([], None, "days"),
        ([], date(2026, 1, 1), "known_until"),
        ([Day(date(2028, 1, 5), "Once"), Day(date(2028, 1, 5), "Twice")], None, "days"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(cast: Cast, days: list[Day], known_until: date | None, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        propose_days(cast, *days, known_until=known_until)
    assert refused.value.field == field


# --- Properties ------------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begun=st.integers(-60 * 24 * 400, 60 * 24 * 400),
    corrections=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 2000)), max_size=4),
)
def test_a_record_begun_before_a_correction_is_computed_as_if_there_were_none(begun: int, corrections: list[tuple[int, int]]) -> None:
    """Whatever is corrected and whenever, a timeline keeps the answer that the law at its beginning gave."""

    now = midnight(date(2026, 11, 25))
    base = clocks.committed_law()
    (six_hours,) = [one for one in base.all() if (one.rule, one.scope) == ("C2", "TACT_S7")]
    later = [
        replace(six_hours, limit=timedelta(minutes=limit), in_force_at=now + timedelta(days=days), in_force_from=date(2026, 11, 25))
        for days, limit in corrections
    ]
    at = now + timedelta(minutes=begun)
    question = clocks.Event(clocks.Kind.FIRST_QUESTION, at, clocks.Officer("A", Rank.CONSTABLE))
    timeline = clocks.Timeline(clocks.Power.TACT_S7, (question,), at + timedelta(minutes=5))
    known = [one for one in later if one.in_force_at <= at]
    assert clocks.evaluate(timeline, Law([*later, *base.all()], base.calendar)) == clocks.evaluate(
        timeline, Law([*known, *base.all()], base.calendar)
    )


# --- What it costs ---------------------------------------------------------------------------------------------------------


def test_the_law_costs_a_record_no_query_of_its_own(cast: Cast) -> None:
    scene = begin(cast)
    row = scene.fresh()
    with acting_as(SYSTEM):
        live_law()
        with counting() as counted:
            assess(row, scene.minute(5))
    assert number_of(counted) == 1  # its facts, and the version of the law with them


def test_an_approval_is_in_force_at_the_next_look(cast: Cast) -> None:
    law = live_law()
    approve(cast, propose(cast))
    assert live_law() is not law
    assert live_law() is live_law()
