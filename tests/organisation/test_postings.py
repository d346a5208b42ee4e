"""Postings: proposed by one, confirmed by another, ended by one; authority follows them at the next look."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from organisation.actions.postings import COVER, PostingRefused, confirm_posting, end_posting, propose_posting, refuse_posting
from organisation.models import Notice, Posting, Role
from organisation.policy import SYSTEM, Forbidden
from tests.cast import NAMES, Cast
from tests.factories import PostingFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def propose(
    cast: Cast,
    person: str = "pc.leaver",
    unit: str = "Harwich",
    role: Role = Role.CONSTABLE,
    *,
    by: str = "admin.vetting",
    **values: object,
) -> Posting:
    values.setdefault("posted_from", cast.at)
    return propose_posting(person=cast[person], unit=cast.units[unit], role=role, by=cast.actor(by), at=cast.at, **values)  # type: ignore[arg-type]


def test_a_proposed_posting_gives_nothing_until_a_second_person_confirms_it(cast: Cast) -> None:
    posting = propose(cast)
    assert cast.actor("pc.leaver", cast.at + HOUR).all_ports() == frozenset()
    confirm_posting(posting=posting, by=cast.actor("di.region"), at=cast.at + HOUR)
    assert cast.actor("pc.leaver", cast.at + HOUR).ports == {Role.CONSTABLE: frozenset({cast.ports["Harwich"].pk})}
    verbs = list(Event.objects.filter(thing_id=posting.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["posting.proposed", "posting.confirmed"]


def test_the_deciders_are_told_and_the_notice_goes_when_one_of_them_has_decided(cast: Cast) -> None:
    posting = propose(cast)
    notices = Notice.objects.filter(thing_id=posting.pk, voided_at__isnull=True)
    assert [notice.recipient_id for notice in notices] == [cast["di.region"].pk]
    assert "Rao" not in notices.get().text + notices.get().link
    confirm_posting(posting=posting, by=cast.actor("di.region"), at=cast.at)
    assert not notices.all().exists()


def test_authority_begins_at_the_confirmation_and_is_never_given_for_the_past(cast: Cast) -> None:
    posting = confirm_posting(posting=propose(cast), by=cast.actor("di.region"), at=cast.at + HOUR)
    assert posting.posted_from == cast.at + HOUR
    assert cast.actor("pc.leaver", cast.at + HOUR / 2).all_ports() == frozenset()
    with pytest.raises(PostingRefused) as refusal:
        propose(cast, "pc.luton", posted_from=cast.at - 2 * DAY)
    assert refusal.value.field == "posted_from"


def test_the_proposer_cannot_confirm_and_the_one_posted_cannot_either(cast: Cast) -> None:
    posting = propose(cast)
    with pytest.raises(Forbidden, match="second person"):
        confirm_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at)
    own = propose(cast, "di.region", "Luton", Role.DI)
    with pytest.raises(Forbidden, match="Nobody posts themselves"):
        confirm_posting(posting=own, by=cast.actor("di.region"), at=cast.at)


def test_the_service_itself_may_propose_and_confirm_when_a_region_is_set_up(cast: Cast) -> None:
    posting = propose_posting(
        person=cast["pc.leaver"], unit=cast.units["Harwich"], role=Role.CONSTABLE, posted_from=cast.at, by=SYSTEM, at=cast.at
    )
    assert confirm_posting(posting=posting, by=SYSTEM, at=cast.at).state == Posting.State.CONFIRMED


def test_the_database_itself_refuses_one_pair_of_eyes(cast: Cast) -> None:
    admin = cast["admin.vetting"]
    for who in ({"posted_by": admin, "decided_by": admin}, {"posted_by": cast["pc.luton"]}, {"decided_by": cast["pc.luton"]}):
        with pytest.raises(IntegrityError, match=r"four_eyes|nobody_posts"), transaction.atomic():
            PostingFactory.make(user=cast["pc.luton"], unit=cast.units["Norwich"], **who)


def test_nobody_posts_themselves_or_ends_their_own_posting(cast: Cast) -> None:
    with pytest.raises(Forbidden, match="Nobody posts themselves"):
        propose(cast, "admin.vetting", "Luton", Role.ADMIN)
    with pytest.raises(Forbidden, match="Nobody posts themselves"):
        end_posting(posting=Posting.objects.get(user=cast["admin.vetting"]), by=cast.actor("admin.vetting"), at=cast.at, reason="x")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "admin.vetting"])
def test_only_an_administrator_proposes_and_ends(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        propose(cast, by=name)
    with pytest.raises(Forbidden):
        end_posting(posting=Posting.objects.get(user=cast["pc.harwich"]), by=cast.actor(name), at=cast.at, reason="x")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"admin.vetting", "di.region"}])
def test_only_an_administrator_or_a_detective_inspector_decides(cast: Cast, name: str) -> None:
    posting = propose(cast, "pc.leaver")
    with pytest.raises(Forbidden):
        confirm_posting(posting=posting, by=cast.actor(name), at=cast.at)
    with pytest.raises(Forbidden):
        refuse_posting(posting=posting, by=cast.actor(name), at=cast.at, reason="No")


def test_a_posting_is_decided_once(cast: Cast) -> None:
    posting = propose(cast)
    refuse_posting(posting=posting, by=cast.actor("di.region"), at=cast.at, reason="Not needed")
    with pytest.raises(PostingRefused, match="refused or withdrawn"):
        confirm_posting(posting=posting, by=cast.actor("di.region"), at=cast.at)
    assert propose(cast).pk != posting.pk  # a refused one stands in nobody's way


def test_one_that_has_run_out_or_whose_person_was_closed_is_not_confirmed(cast: Cast) -> None:
    short = propose(cast, posted_until=cast.at + HOUR)
    with pytest.raises(PostingRefused, match="over already"):
        confirm_posting(posting=short, by=cast.actor("di.region"), at=cast.at + HOUR)
    gone = cast["pc.leaver"]
    gone.is_active = False
    gone.save()
    with pytest.raises(PostingRefused, match="closed since"):
        confirm_posting(posting=short, by=cast.actor("di.region"), at=cast.at)
    with pytest.raises(PostingRefused, match="closed"):
        propose(cast, unit="Luton")


def test_cover_beside_another_posting_ends_by_itself_after_fourteen_days(cast: Cast) -> None:
    cover = propose(cast, "sgt.luton", "Southend", Role.SERGEANT)
    assert cover.posted_until == cast.at + COVER
    longer = propose(cast, "sgt.luton", "Harwich", Role.SERGEANT, posted_until=cast.at + 30 * DAY)
    assert longer.posted_until == cast.at + 30 * DAY
    assert propose(cast, "pc.leaver").posted_until is None


@pytest.mark.parametrize(
    ("person", "unit", "role", "field"),
    [
        ("pc.luton", "Harwich", Role.SERGEANT, "role"),  # rank too low
        ("pc.luton", "office", Role.DI, "role"),
        ("admin.vetting", "Harwich", Role.CONSTABLE, "role"),  # staff have no rank
        ("pc.luton", "Luton", Role.CONSTABLE, "unit"),  # has it already
        ("sgt.luton", "office", Role.ADMIN, "role"),  # administrators take no part in the work
        ("psd.auditor", "Luton", Role.SERGEANT, "role"),  # nor does who inspects it
    ],
)
def test_a_posting_that_cannot_be_is_refused_by_field(cast: Cast, person: str, unit: str, role: Role, field: str) -> None:
    by = "admin.vetting"
    if person == by:
        another = PostingFactory.make(user=cast["pc.leaver"], unit=cast.units["office"], role=Role.ADMIN)
        assert another.pk is not None
        by = "pc.leaver"
    with pytest.raises(PostingRefused) as refusal:
        propose(cast, person, unit, role, by=by)
    assert refusal.value.field == field


def test_scope_is_gone_the_instant_a_posting_ends(cast: Cast) -> None:
    posting = Posting.objects.get(user=cast["pc.luton"])
    end_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at, reason="Moved")
    assert cast.actor("pc.luton", cast.at - HOUR).all_ports()
    assert not cast.actor("pc.luton", cast.at).all_ports()
    with pytest.raises(PostingRefused, match="over already"):
        end_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at + HOUR, reason="Moved")


def test_one_that_has_not_begun_is_withdrawn_instead_of_ended(cast: Cast) -> None:
    posting = propose(cast, posted_from=cast.at + DAY)
    ended = end_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at, reason="Mistake")
    assert ended.state == Posting.State.REFUSED
    assert ended.posted_until is None


def test_every_act_ends_in_one_entry_of_the_ledger_with_the_row_it_left(cast: Cast) -> None:
    posting = propose(cast)
    confirm_posting(posting=posting, by=cast.actor("di.region"), at=cast.at)
    end_posting(posting=posting, by=cast.actor("admin.vetting"), at=cast.at + HOUR, reason="Over")
    events = Event.objects.filter(thing_id=posting.pk).order_by("id")
    assert [event.verb for event in events] == ["posting.proposed", "posting.confirmed", "posting.ended"]
    assert all(list(event.digests) == [f"organisation.posting:{posting.pk}"] for event in events)
