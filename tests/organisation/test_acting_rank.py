"""An acting rank: given with a posting and on a named authority, confirmed by a second person, and in force while the posting stands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from organisation.acting import InForce, rank_again, rank_of, ranks_of
from organisation.actions.postings import PostingRefused, confirm_posting, end_posting, propose_posting, refuse_posting
from organisation.models import Posting, Role
from rostering.queries import on_duty
from tests.cast import Cast
from tests.examinations.scenes import counting, number_of
from tests.factories import PostingFactory
from tests.organisation.pages import Browser, text_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AUTHORITY = "Supt 1001, order 12/26"
OWN, ACTING = InForce("CONSTABLE"), InForce("SERGEANT", AUTHORITY)


def propose(cast: Cast, person: str = "pc.stansted", **values: Any) -> Posting:
    given = {"acting_rank": "SERGEANT", "acting_authority": AUTHORITY, "role": Role.SERGEANT, "posted_from": cast.at, **values}
    return propose_posting(person=cast[person], unit=cast.units["Stansted"], by=cast.actor("admin.vetting"), at=cast.at, **given)


def in_force(cast: Cast, at: datetime, person: str = "pc.stansted") -> InForce:
    return rank_of(cast[person], at)


def test_it_counts_from_the_confirmation_to_the_end_of_the_posting_and_at_no_other_instant(cast: Cast) -> None:
    posting = propose(cast)
    assert in_force(cast, cast.at + HOUR) == OWN
    confirm_posting(posting=posting, by=cast.actor("di.region"), at=cast.at + HOUR)
    assert [in_force(cast, cast.at + hours * HOUR) for hours in (0.9, 1, 5)] == [OWN, ACTING, ACTING]
    end_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at + 3 * HOUR, reason="The sergeant is back")
    assert [in_force(cast, cast.at + hours * HOUR) for hours in (1, 2.9, 3, 5)] == [ACTING, ACTING, OWN, OWN]


def test_one_that_was_refused_counts_for_nothing(cast: Cast) -> None:
    refuse_posting(posting=propose(cast), by=cast.actor("di.region"), at=cast.at, reason="No such order")
    assert in_force(cast, cast.at + HOUR) == OWN


def test_the_actor_and_the_duty_say_the_same_rank_as_the_question_itself(cast: Cast) -> None:
    confirm_posting(posting=propose(cast), by=cast.actor("di.region"), at=cast.at + HOUR)
    for at in (cast.at, cast.at + HOUR):
        duty = next(one for one in on_duty(cast.ports["Stansted"].pk, at) if one.officer_id == cast["pc.stansted"].pk)
        expected = in_force(cast, at).rank
        assert (cast.actor("pc.stansted", at).rank, duty.officer_rank) == (expected, expected)
    assert cast.actor("admin.vetting").rank == ""


def test_the_higher_rank_counts_and_one_s_own_needs_no_authority(cast: Cast) -> None:
    for rank in ("SERGEANT", "INSPECTOR"):
        PostingFactory.make(
            user=cast["pc.stansted"], unit=cast.units["Stansted"], role=rank, acting_rank=rank, acting_authority=f"Order of {rank}"
        )
    assert in_force(cast, cast.at) == InForce("INSPECTOR", "Order of INSPECTOR")
    cast["pc.stansted"].rank = "INSPECTOR"  # promoted since
    assert in_force(cast, cast.at) == InForce("INSPECTOR")


def test_any_number_of_people_are_read_in_one_query_and_nobody_in_none(cast: Cast) -> None:
    confirm_posting(posting=propose(cast), by=cast.actor("di.region"), at=cast.at)
    with counting() as context:
        found = ranks_of(cast.people.values(), cast.at)
    assert number_of(context) == 1
    assert len(found) == len(cast.people)
    assert (found[cast["pc.stansted"].pk], found[cast["admin.vetting"].pk]) == (ACTING, InForce(""))
    with counting() as context:
        assert ranks_of([], cast.at) == {}
    assert number_of(context) == 0


def test_a_corrected_fact_keeps_its_rank_unless_another_one_was_in_force_at_the_corrected_instant(cast: Cast) -> None:
    confirm_posting(posting=propose(cast), by=cast.actor("di.region"), at=cast.at + HOUR)
    officer, before = cast["pc.stansted"], InForce("CONSTABLE")
    assert rank_again(officer, cast.at + HOUR / 2, before=before, before_at=cast.at) == before
    assert rank_again(officer, cast.at + HOUR, before=before, before_at=cast.at) == ACTING
    officer.rank = "INSPECTOR"  # promoted since
    assert rank_again(officer, cast.at + HOUR / 2, before=before, before_at=cast.at) == before


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"acting_authority": " "}, "acting_authority", "Say who gave the acting rank"),
        ({"acting_rank": ""}, "acting_rank", "Choose the acting rank"),
        ({"acting_rank": "CONSTABLE", "role": Role.CONSTABLE}, "acting_rank", "Their own rank is constable. Choose a higher one"),
        ({"person": "sgt.luton"}, "acting_rank", "Their own rank is sergeant. Choose a higher one"),
        ({"person": "di.region", "acting_rank": "SERGEANT"}, "acting_rank", "Their own rank is inspector"),
        ({"person": "admin.staff"}, "acting_rank", "Police staff have no rank"),
        ({"role": Role.INSPECTOR}, "role", "needs the rank of inspector or above, their own or an acting one"),
    ],
)
def test_one_that_cannot_be_is_refused_by_field(cast: Cast, values: dict[str, Any], field: str, sentence: str) -> None:
    cast.people["admin.staff"] = cast["pc.leaver"]
    if values.get("person") == "admin.staff":
        cast["pc.leaver"].rank = ""
        cast["pc.leaver"].save()
    with pytest.raises(PostingRefused, match=sentence) as refusal:
        propose(cast, **values)
    assert refusal.value.field == field


def test_an_acting_rank_may_meet_the_lowest_rank_of_the_role(cast: Cast) -> None:
    with pytest.raises(PostingRefused, match="needs the rank of sergeant"):
        propose(cast, acting_rank="", acting_authority="")
    assert propose(cast).role == Role.SERGEANT


def test_it_never_stands_without_a_second_person_not_even_while_there_is_none(cast: Cast) -> None:
    Posting.objects.filter(role__in=[Role.ADMIN, Role.DI]).exclude(user=cast["admin.vetting"]).update(state=Posting.State.REFUSED)
    acting = propose(cast, "sgt.luton", role=Role.DI, acting_rank="INSPECTOR")
    own = propose(cast, "insp.region", role=Role.DI, acting_rank="", acting_authority="")
    assert (acting.state, own.state) == (Posting.State.PROPOSED, Posting.State.CONFIRMED)


@pytest.mark.parametrize("values", [{"acting_rank": "SERGEANT"}, {"acting_authority": AUTHORITY}])
def test_the_database_itself_holds_rank_and_authority_together(cast: Cast, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match="acting_rank_with_authority"), transaction.atomic():
        PostingFactory.make(user=cast["pc.stansted"], unit=cast.units["Norwich"], **values)


def test_the_form_asks_for_it_the_decider_sees_it_and_the_person_s_page_says_it(cast: Cast) -> None:
    admin, di = Browser(cast, "admin.vetting"), Browser(cast, "di.region")
    person = cast["pc.stansted"]
    sent = {"unit": str(cast.units["Stansted"].pk), "role": Role.SERGEANT, "acting_rank": "SERGEANT"}
    refused = admin.resend("organisation:propose", person.pk, **sent)
    assert refused.status_code == 422
    assert "Say who gave the acting rank, with the reference." in text_of(refused)
    assert admin.resend("organisation:propose", person.pk, acting_authority=AUTHORITY, **sent).status_code == 302
    posting = Posting.objects.get(user=person, role=Role.SERGEANT)
    said = f"Acting sergeant, authority: {AUTHORITY}"
    assert said in text_of(di.get("organisation:decide", posting.pk))
    assert "(acting sergeant)" in text_of(di.get("organisation:proposals"))
    assert di.resend("organisation:decide", posting.pk, decision="CONFIRM").status_code == 302
    assert said in text_of(admin.get("organisation:person", person.pk))
