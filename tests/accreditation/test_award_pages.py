"""The pages of accreditations."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accreditation.models import Award, Requirement
from accreditation.queries import may
from audit.models import Reading
from borderops.kit.localtime import london_date
from tests.cast import Cast
from tests.factories import AwardFactory
from tests.organisation.pages import Browser, boxes, text_of


def test_the_page_says_what_counts_today_and_what_ever_did(cast: Cast) -> None:
    today = london_date(cast.at)
    lapsed = cast["supt.oncall"]
    AwardFactory.make(holder=lapsed, awarded_on=today - timedelta(days=800), valid_through=today - timedelta(days=1))
    page = text_of(Browser(cast, "admin.vetting").get("accreditation:person", lapsed.pk))
    assert "Expired" in page
    assert page.count("Never held") == 3
    assert reverse("accreditation:withdraw", args=[lapsed.pk, "S7_EXAM"]) not in page
    assert Reading.objects.filter(verb="award.view", thing_id=lapsed.pk).count() == 1
    current = text_of(Browser(cast, "admin.vetting").get("accreditation:person", cast["pc.luton"].pk))
    assert reverse("accreditation:withdraw", args=[cast["pc.luton"].pk, "S7_EXAM"]) in current


def test_an_administrator_enters_an_award_and_it_counts(cast: Cast) -> None:
    admin, holder, today = Browser(cast, "admin.vetting"), cast["supt.oncall"], london_date(cast.at)
    sent = boxes("awarded_on", today.day, today.month, today.year)
    done = admin.resend("accreditation:enter", holder.pk, requirement="S7_REVIEW", **sent)
    assert done.url == reverse("accreditation:person", args=[holder.pk])
    assert may(holder.pk, Requirement.S7_REVIEW, cast.at)


def test_an_award_from_the_future_is_refused_at_its_field(cast: Cast) -> None:
    later = london_date(cast.at) + timedelta(days=3)
    refused = Browser(cast, "admin.vetting").resend(
        "accreditation:enter", cast["supt.oncall"].pk, requirement="S7_EXAM", **boxes("awarded_on", later.day, later.month, later.year)
    )
    assert refused.status_code == 422
    assert text_of(refused).count("The date of the award must be today or in the past.") == 2


def test_withdrawing_asks_why_and_stops_it_counting(cast: Cast) -> None:
    admin, holder = Browser(cast, "admin.vetting"), cast["sgt.stansted"]
    where = ("accreditation:withdraw", holder.pk, "S7_REVIEW")
    assert admin.resend(*where, reason="").status_code == 422
    assert admin.resend(*where, reason="Result annulled").status_code == 302
    assert not may(holder.pk, Requirement.S7_REVIEW, cast.at + timedelta(minutes=5))
    assert "Result annulled" in text_of(admin.get("accreditation:person", holder.pk))
    assert "There is nothing to withdraw" in text_of(admin.resend(*where, reason="Again"))


def test_an_accreditation_that_does_not_exist_has_no_page(cast: Cast) -> None:
    assert Browser(cast, "admin.vetting").get("accreditation:withdraw", cast["pc.luton"].pk, "S9_EXAM").status_code == 404


def test_nobody_reaches_the_entry_of_their_own(cast: Cast) -> None:
    admin, own = Browser(cast, "admin.vetting"), cast["admin.vetting"].pk
    assert admin.get("accreditation:enter", own).status_code == 403
    assert admin.get("accreditation:withdraw", own, "S7_EXAM").status_code == 403


@pytest.mark.parametrize("name", ["pc.luton", "sgt.luton", "di.region", "psd.auditor", "insp.region", "pc.leaver"])
def test_everybody_sees_their_own_and_none_but_the_administrator_enters(cast: Cast, name: str) -> None:
    browser = Browser(cast, name)
    assert browser.get("accreditation:person", cast[name].pk).status_code == 200
    other = browser.get("accreditation:person", cast["pc.harwich"].pk)
    assert other.status_code == (200 if name in {"di.region", "psd.auditor"} else 404)
    before = Award.objects.count()
    assert browser.post("accreditation:enter", cast["pc.harwich"].pk, requirement="S7_REVIEW").status_code == 403
    assert browser.post("accreditation:withdraw", cast["pc.harwich"].pk, "S7_EXAM", reason="x").status_code == 403
    assert Award.objects.count() == before
