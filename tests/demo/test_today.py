"""The demo's present: every sign-in that the README prints lands on something to do, and no queue is empty."""

import html
from collections.abc import Generator
from typing import Any

import pytest
from django.test import Client

from borderops.demo.staff import Staff, hire
from borderops.demo.today import happen
from borderops.kit.clock import london, now
from borderops.launcher.demo import SIGN_INS
from organisation.build import build_region
from organisation.models import Posting, User
from organisation.policy import SYSTEM
from organisation.scopes import acting_as
from tests.cast import BACKEND
from tests.plugins.databases import clone, connected_to, drop, own_name

NOTHING = "Nothing waits for you"
QUEUES = {
    "di.region": ("/people/proposals/", "/law/", "/quality-assurance/", "/examinations/board/", "/examinations/limits/"),
    "sgt.stansted": ("/quality-assurance/", "/examinations/board/", "/examinations/limits/", "/examinations/goods/"),
    "supt.oncall": ("/examinations/authorities/",),
    "admin.second": ("/people/proposals/", "/law/"),
}
EMPTY = "bo-empty"
HOLDS = {"/law/": "Corrections that wait for a decision"}


@pytest.fixture(scope="module")
def today(django_db_setup: None, django_db_blocker: Any) -> Generator[Staff]:
    name = own_name("today")
    clone(name)
    with django_db_blocker.unblock(), connected_to(name):
        at = now()
        with acting_as(SYSTEM):
            built = build_region(from_date=london(at).date())
            staff = hire(built, password="harwich", at=at)
            happen(built, staff, at=at)
        yield staff
    drop(name)


def page(staff: Staff, name: str, path: str) -> str:
    client = Client()
    client.force_login(staff.people[name], backend=BACKEND)
    response = client.get(path)
    assert response.status_code == 200, (name, path)
    return str(response.content, "utf-8")


@pytest.mark.parametrize("name", SIGN_INS)
def test_every_sign_in_lands_on_something_to_do(today: Staff, name: str) -> None:
    assert NOTHING not in page(today, name, "/")


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in QUEUES.items() for path in paths])
def test_every_queue_holds_something(today: Staff, name: str, path: str) -> None:
    text = page(today, name, path)
    assert NOTHING not in text
    assert HOLDS.get(path, "") in text
    assert EMPTY not in text or path in HOLDS


def test_whoever_proposed_a_posting_is_not_the_one_who_is_asked_to_decide_it(today: Staff) -> None:
    with acting_as(SYSTEM):
        proposed = list(Posting.objects.filter(state=Posting.State.PROPOSED).select_related("posted_by"))
    assert {row.posted_by.username for row in proposed if row.posted_by} == {"admin.vetting", "admin.second"}
    for name in ("admin.vetting", "admin.second", "di.region"):
        assert "A posting waits for your decision." in page(today, name, "/")


def test_an_administrator_finds_a_locked_account(today: Staff) -> None:
    newcomer = User.objects.get(username="odile.marchmont")
    assert "Locked" in page(today, "admin.second", f"/people/{newcomer.pk}/")


def test_a_constable_acts_as_sergeant_of_a_small_port_by_somebodys_order(today: Staff) -> None:
    with acting_as(SYSTEM):
        acting = Posting.objects.exclude(acting_rank="").select_related("user", "unit").get()
    assert (acting.user.rank, acting.acting_rank, acting.state) == ("CONSTABLE", "SERGEANT", Posting.State.CONFIRMED)
    shown = page(today, "di.region", f"/people/{acting.user.pk}/")
    assert acting.acting in html.unescape(shown)
    assert "(fictional)" in acting.acting_authority
