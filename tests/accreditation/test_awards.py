"""Entering and withdrawing accreditations, and the answer to "may they?"."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accreditation.actions import AwardRefused, enter_award, withdraw_awards
from accreditation.models import Award, Requirement
from accreditation.queries import Act, awards_of, may, may_each, requirement_for
from audit.models import Event
from borderops.kit.localtime import london_date
from organisation.policy import Forbidden
from tests.cast import NAMES, Cast
from tests.factories import AwardFactory

S7_EXAM, S7_REVIEW = Requirement.S7_EXAM, Requirement.S7_REVIEW


def test_a_constable_may_examine_and_may_not_review(cast: Cast) -> None:
    pk = cast["pc.stansted"].pk
    assert may(pk, requirement_for("TACT_S7", Act.EXAMINE), cast.at)
    refused = may(pk, requirement_for("TACT_S7", Act.REVIEW), cast.at)
    assert not refused
    assert refused.reasons == ("Schedule 7 reviewing accreditation has never been held.",)


def test_each_schedule_asks_for_its_own_accreditation(cast: Cast) -> None:
    holder = cast["supt.oncall"]
    AwardFactory.make(holder=holder, requirement=S7_EXAM)
    assert may(holder.pk, requirement_for("TACT_S7", Act.EXAMINE), cast.at)
    assert not may(holder.pk, requirement_for("CTBSA_S3", Act.EXAMINE), cast.at)


def test_everybody_is_answered_for_in_one_query(cast: Cast) -> None:
    people = [cast[name].pk for name in NAMES]
    with CaptureQueriesContext(connection) as queries:
        answers = may_each(people, Requirement, cast.at)
    assert len(queries) == 1
    assert len(answers) == len(people) * 4


def test_an_administrator_enters_an_award_for_24_months_and_the_ledger_has_it(cast: Cast) -> None:
    today = london_date(cast.at)
    award = enter_award(holder=cast["supt.oncall"], requirement=S7_REVIEW, awarded_on=today, by=cast.actor("admin.vetting"), at=cast.at)
    assert award.valid_through == (today.replace(year=today.year + 2) - timedelta(days=1))
    assert may(cast["supt.oncall"].pk, S7_REVIEW, cast.at)
    event = Event.objects.get(verb="award.entered")
    assert f"accreditation.award:{award.pk}" in event.digests


def test_a_renewal_in_the_window_keeps_the_anniversary_of_the_award_before(cast: Cast) -> None:
    holder, today = cast["supt.oncall"], london_date(cast.at)
    AwardFactory.make(holder=holder, requirement=S7_EXAM, awarded_on=today - timedelta(days=700), valid_through=today + timedelta(days=30))
    award = enter_award(holder=holder, requirement=S7_EXAM, awarded_on=today, by=cast.actor("admin.vetting"), at=cast.at)
    assert award.valid_through > today + timedelta(days=2 * 365 + 20)


@pytest.mark.parametrize(("days", "last", "field"), [(1, None, "awarded_on"), (-5, -5, "valid_through")])
def test_an_impossible_award_is_refused_by_name(cast: Cast, days: int, last: int | None, field: str) -> None:
    today = london_date(cast.at)
    with pytest.raises(AwardRefused) as refusal:
        enter_award(
            holder=cast["supt.oncall"],
            requirement=S7_EXAM,
            awarded_on=today + timedelta(days=days),
            valid_through=today + timedelta(days=last) if last else None,
            by=cast.actor("admin.vetting"),
            at=cast.at,
        )
    assert refusal.value.field == field


def test_the_same_award_is_not_entered_twice(cast: Cast) -> None:
    by, holder = cast.actor("admin.vetting"), cast["supt.oncall"]
    enter_award(holder=holder, requirement=S7_EXAM, awarded_on=date(2026, 3, 2), by=by, at=cast.at)
    with pytest.raises(AwardRefused, match="already"):
        enter_award(holder=holder, requirement=S7_EXAM, awarded_on=date(2026, 3, 2), by=by, at=cast.at)


def test_nobody_enters_or_withdraws_their_own(cast: Cast) -> None:
    by, own = cast.actor("admin.vetting"), cast["admin.vetting"]
    with pytest.raises(Forbidden, match="own accreditation"):
        enter_award(holder=own, requirement=S7_EXAM, awarded_on=london_date(cast.at), by=by, at=cast.at)
    AwardFactory.make(holder=own, requirement=S7_EXAM)
    with pytest.raises(Forbidden, match="own accreditation"):
        withdraw_awards(holder=own, requirement=S7_EXAM, by=by, at=cast.at, reason="Not for oneself")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "admin.vetting"])
def test_nobody_but_an_administrator_enters_an_award(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        enter_award(holder=cast["supt.oncall"], requirement=S7_EXAM, awarded_on=london_date(cast.at), by=cast.actor(name), at=cast.at)


def test_a_withdrawal_ends_every_award_of_the_kind_at_once_and_leaves_earlier_acts_their_authority(cast: Cast) -> None:
    holder, today = cast["sgt.stansted"], london_date(cast.at)
    AwardFactory.make(holder=holder, requirement=S7_REVIEW, awarded_on=today - timedelta(days=3), valid_through=today + timedelta(days=700))
    withdrawn = withdraw_awards(holder=holder, requirement=S7_REVIEW, by=cast.actor("admin.vetting"), at=cast.at, reason="Result annulled")
    assert len(withdrawn) == 2
    assert may(holder.pk, S7_REVIEW, cast.at).reasons[0].startswith("Schedule 7 reviewing accreditation was withdrawn on")
    assert may(holder.pk, S7_REVIEW, cast.at - timedelta(minutes=1))
    assert may(holder.pk, S7_EXAM, cast.at)
    digests = Event.objects.get(verb="award.withdrawn").digests
    assert set(digests) == {f"accreditation.award:{award.pk}" for award in withdrawn}


def test_withdrawing_what_is_not_held_is_refused_with_the_status(cast: Cast) -> None:
    with pytest.raises(AwardRefused, match="never been held"):
        withdraw_awards(holder=cast["supt.oncall"], requirement=S7_EXAM, by=cast.actor("admin.vetting"), at=cast.at, reason="x")


def test_a_person_s_awards_are_all_kept_newest_first(cast: Cast) -> None:
    holder = cast["supt.oncall"]
    for year in (2022, 2024):
        AwardFactory.make(holder=holder, awarded_on=date(year, 2, 1), valid_through=date(year + 2, 1, 31))
    assert [award.awarded_on.year for award in awards_of(holder.pk)] == [2024, 2022]
    assert Award.objects.filter(holder=holder).count() == 2
